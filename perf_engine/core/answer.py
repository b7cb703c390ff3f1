"""An answer of a given length: when it must sound, how fast it may go, and how it ends."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field
from typing import Final

from .thought import Thought

FEWEST: Final = 6  # strikes in the whole of it at least: no wait is longer than a sixth
SHORTEST_WAIT: Final = 0.25  # seconds it may always wait, however short it is
LONGEST_WAIT: Final = 2.0  # seconds
MOST: Final = 12  # strikes in any second of it
TAIL: Final = 0.4  # seconds before its end, from which on something sounds until the end
SHORTEST_NOTE: Final = 0.1  # seconds before its end, from which on nothing is struck


@dataclass(slots=True)
class Answer:
    """The machine's turn from `began` to `until`, in seconds; it ends with its last sound."""

    began: float
    until: float
    struck: float = -math.inf  # its last strike
    _strikes: deque[float] = field(default_factory=lambda: deque(maxlen=MOST))

    @property
    def tail(self) -> float:
        """From when on what sounds is held until the end."""
        return self.until - min(TAIL, 0.25 * (self.until - self.began))

    def strike(self, now: float) -> None:
        """It strikes a key."""
        self.struck = now
        self._strikes.append(now)

    def by(self, sounding: bool) -> float:
        """When it strikes next at the latest; inf where nothing more is owed."""
        if not self._strikes:
            return self.began
        wait = (self.until - self.began) / FEWEST
        by = self.struck + min(max(wait, SHORTEST_WAIT), LONGEST_WAIT)
        if not sounding:
            by = min(by, self.tail)
        return by if by <= self.tail else math.inf

    def soonest(self) -> float:
        """Before when nothing is struck, so that it is not too dense; -inf: at once."""
        if len(self._strikes) < MOST:
            return -math.inf
        return self._strikes[0] + 1.0

    def takes(self, thought: Thought) -> bool:
        """Whether there is room for it before the end."""
        shortest = min(SHORTEST_NOTE, 0.1 * (self.until - self.began))
        return thought.onset < self.until - (shortest if thought.velocity else 0.0)

    def holds(self, now: float) -> bool:
        """Whether the last key that is held is held on until the end."""
        return now >= self.tail
