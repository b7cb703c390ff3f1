"""Who works beside the playing, in the same thread, when the loop gives it a turn."""

from __future__ import annotations

from typing import Protocol


class Beside(Protocol):
    """Something else the loop waits on: a pipe, or a time."""

    def fileno(self) -> int:
        """What to wait on; -1 for nothing now."""

    def due(self) -> float:
        """When it wants a turn anyway."""

    def turn(self, now: float) -> None:
        """Read what has come, without waiting."""
