"""The schedule of a voice's predictions: at once, or at a slower pace under overload."""

from __future__ import annotations

import math
from typing import Final

AT_ONCE: Final = -math.inf  # time of the next prediction of a voice without a pace


class Schedule:
    """The time of a voice's next prediction, and the earliest onset that it may predict.

    Under overload a pace limits it to one prediction in so many seconds. Meanwhile events still
    discard the old prediction, so the voice plays less, but never from an outdated prediction.
    """

    def __init__(self) -> None:
        self.after: float | None = None  # earliest onset of the next prediction; None: none is due
        self.at = AT_ONCE  # time of the next prediction
        self._pace = self._phase = 0.0  # seconds between predictions; 0: whenever one is asked for
        self._last = -math.inf  # time of the last prediction at that pace

    def ask(self, after: float, lead: float) -> None:
        """Ask for a new prediction with an onset from `after` on."""
        if self._pace and self.after is None:
            self.at = self._slot(after - lead)
        self.after = after

    def take(self, now: float, lead: float) -> float:
        """Note that the voice predicts now. Return the earliest onset that it may predict."""
        assert self.after is not None, "it was asked"
        after, self.after = self.after, None
        if self._pace:
            after = max(after, now + lead)  # nothing has happened until now
            self._last = self.at
        return after

    def keep_pace(self, seconds: float, phase: float, now: float) -> None:
        """Limit predictions to one in so many seconds (0: no limit).

        `phase` (0..1) is the share of this time at which it predicts, so that the voices do it one
        after another.
        """
        self._pace, self._phase = seconds, phase * seconds
        self.at = self._slot(now) if seconds else AT_ONCE

    def late(self, before: float) -> bool:
        """Return whether a prediction was due before a time and was not made."""
        return self.after is not None and max(self.after, self.at) < before

    def drop(self, before: float, now: float, lead: float) -> None:
        """Move a late prediction to now, without making up for missed events."""
        if self.late(before):
            self.after = now + lead
        if self.after is not None and self._pace and self.at < before:
            self.at = self._slot(now)

    def _slot(self, after: float) -> float:
        """Return the first time after another at which its pace allows a prediction."""
        after = max(after, self._last + self._pace / 2)
        return math.ceil((after - self._phase) / self._pace) * self._pace + self._phase
