"""What keeps the machine out of loops: how much it repeats itself, and what is done about it."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from .measures import Repetition


@dataclass(slots=True)
class Guard:
    """Leads the machine out of loops and pitches that return, by an amount 0..1.

    `longest_run`: strikes of one pitch in a row; `returning repeating`: the share of four pitches
    in a row that were there before. Up to there nothing is done.
    """

    longest_run: int = 4
    returning: float = 0.16
    repeating: float = 0.35
    _repetition: Repetition = field(default_factory=Repetition)
    _returning: Repetition = field(default_factory=lambda: Repetition(memory=128))
    _last: int | None = None  # key the machine struck
    _run: int = 0  # times in a row

    def played(self, pitch: int) -> None:
        """The machine struck a key."""
        self._run = self._run + 1 if pitch == self._last else 1
        self._last = pitch
        self._repetition.strike(pitch)
        self._returning.strike(pitch)

    @property
    def wandering(self) -> float:
        """How little (0..1) it comes back to what it played; 0 where that is not known yet."""
        if not self._returning.known:
            return 0.0
        return max(0.0, 1.0 - 2.0 * self._returning.share / self.returning)

    def unrest(self, amount: float = 1.0) -> float:
        """The factor 1..2 on the temperatures of rhythm and pitch: above 1 leads out of a loop."""
        stray = max(0.0, self._repetition.share - self.repeating)
        return 1.0 + amount * min(1.0, 2.0 * stray)

    def freshness(self, amount: float = 1.0) -> float:
        """The factor 0..2 on imitation: 0 where the machine should not repeat itself more."""
        fresh = 2.0 * max(0.0, 1.0 - self._returning.share / self.repeating)
        return fresh if amount == 1.0 else 1.0 + amount * (fresh - 1.0)

    def doubt(self, amount: float = 1.0) -> float:
        """How much (-1..1) it should doubt its memory: 1 where it repeats itself enough."""
        doubt = min(1.0, 2.0 * self._returning.share / self.returning - 1.0)
        return doubt if amount == 1.0 else 1.0 + amount * (doubt - 1.0)

    def worn(self, amount: float = 1.0) -> int | None:
        """The key that was struck often enough in a row; None where there is none."""
        longest = math.inf if amount <= 0.0 else self.longest_run / amount
        return self._last if self._run >= longest else None
