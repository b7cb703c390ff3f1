"""The repetition guard: it measures how much the machine repeats itself, and counteracts it."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from .measures import Repetition


@dataclass(slots=True)
class Guard:
    """Leads the machine out of loops and repeated pitches, by an amount 0..1.

    It acts above these limits: `longest_run` is in strikes of one pitch in a row; `returning` and
    `repeating` are shares of sequences of four pitches that occurred before.
    """

    longest_run: int = 4
    returning: float = 0.16
    repeating: float = 0.35
    _repetition: Repetition = field(default_factory=Repetition)
    _returning: Repetition = field(default_factory=lambda: Repetition(memory=128))
    _last: int | None = None  # last key that the machine struck
    _run: int = 0  # its strikes in a row

    def played(self, pitch: int) -> None:
        """Take a strike of the machine."""
        self._run = self._run + 1 if pitch == self._last else 1
        self._last = pitch
        self._repetition.strike(pitch)
        self._returning.strike(pitch)

    @property
    def wandering(self) -> float:
        """Return the lack (0..1) of repetition: 1 if nothing is repeated; 0 if not yet known."""
        if not self._returning.known:
            return 0.0
        return max(0.0, 1.0 - 2.0 * self._returning.share / self.returning)

    def unrest(self, amount: float = 1.0) -> float:
        """Return the factor 1..2 on the temperatures of rhythm and pitch: above 1 in a loop."""
        stray = max(0.0, self._repetition.share - self.repeating)
        return 1.0 + amount * min(1.0, 2.0 * stray)

    def freshness(self, amount: float = 1.0) -> float:
        """Return the factor 0..2 on imitation: 0 if the machine repeats itself too much."""
        fresh = 2.0 * max(0.0, 1.0 - self._returning.share / self.repeating)
        return fresh if amount == 1.0 else 1.0 + amount * (fresh - 1.0)

    def doubt(self, amount: float = 1.0) -> float:
        """Return the doubt (-1..1) in the phrase memory: 1 if the machine repeats itself enough."""
        doubt = min(1.0, 2.0 * self._returning.share / self.returning - 1.0)
        return doubt if amount == 1.0 else 1.0 + amount * (doubt - 1.0)

    def worn(self, amount: float = 1.0) -> int | None:
        """Return the key that was struck too often in a row; None if there is none."""
        longest = math.inf if amount <= 0.0 else self.longest_run / amount
        return self._last if self._run >= longest else None
