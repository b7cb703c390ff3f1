"""An engine of a small model, for the tests of a player who is heard by microphone."""

from tests.support.running import model, run

__all__ = ["model", "run"]
