"""What keeps the machine out of loops: how much it repeats itself, and what is done about it."""

from __future__ import annotations

import itertools
import math
from collections import Counter, deque
from dataclasses import dataclass, field


@dataclass(slots=True)
class Repetition:
    """How much the last `memory` pitches struck repeat themselves."""

    memory: int = 48
    gram: int = 4
    _pitches: deque[int] = field(default_factory=deque)
    _grams: Counter[tuple[int, ...]] = field(default_factory=Counter)

    def strike(self, pitch: int) -> None:
        """Count a strike."""
        self._pitches.append(pitch)
        if len(self._pitches) >= self.gram:
            self._grams[self._last()] += 1
        if len(self._pitches) > self.memory:
            first = tuple(itertools.islice(self._pitches, self.gram))
            self._grams[first] -= 1
            if not self._grams[first]:
                del self._grams[first]
            self._pitches.popleft()

    def _last(self) -> tuple[int, ...]:
        return tuple(self._pitches[i] for i in range(-self.gram, 0))

    @property
    def share(self) -> float:
        """The share of sequences of `gram` pitches that were there before (0..1).

        0 until half of the memory is filled.
        """
        if len(self._pitches) < self.memory // 2:
            return 0.0
        count = len(self._pitches) - self.gram + 1
        return 1.0 - len(self._grams) / count


@dataclass(slots=True)
class Guard:
    """Leads the machine out of loops and pitches that return, by an amount 0..1.

    `longest_run`: strikes of one pitch in a row; `returning repeating`: the share of four pitches
    in a row that were there before. Up to there nothing is done.
    """

    longest_run: int = 5
    returning: float = 0.12
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
