"""The best validation of a run and its age, by which a run ends early."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(slots=True)
class Best:
    """The best validation so far: its nats, its step, and the number of worse ones since.

    `general` is the nats of general music at the first validation.
    """

    nats: float = float("inf")
    step: int = -1
    since: int = 0
    general: float | None = None

    def judge(self, step: int, nats: float, general: float | None, forgetting: float) -> bool:
        """Return whether a validation is the best so far.

        It is not where the nats of general music exceed the first ones by more than this share.
        """
        forgotten = False
        if general is not None and self.general is not None:
            forgotten = general > self.general * (1 + forgetting)
        elif general is not None:
            self.general = general
        if nats < self.nats and not forgotten:
            self.nats, self.step, self.since = nats, step, 0
            return True
        self.since += 1
        return False

    def as_json(self) -> dict[str, Any]:
        """Every figure by its name."""
        return {
            "nats": self.nats,
            "step": self.step,
            "since": self.since,
            "general": self.general,
        }
