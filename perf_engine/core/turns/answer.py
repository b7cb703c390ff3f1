"""An answer of a given length: its latest strikes, its greatest pace, and its end."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field
from typing import Final

from perf_engine.core.playing.prediction import Thought

FEWEST: Final = 6  # fewest strikes in an answer: no wait is longer than a sixth of it
SHORTEST_WAIT: Final = 0.25  # seconds for which it may wait, however short it is
LONGEST_WAIT: Final = 2.0  # seconds
MOST: Final = 12  # strikes in any second of it
TAIL: Final = 0.4  # seconds before its end in which something sounds until the end
SHORTEST_NOTE: Final = 0.1  # seconds before its end in which nothing is struck


@dataclass(slots=True)
class Answer:
    """The machine's turn from `began` to `until`, in seconds; it ends with its last sound."""

    began: float
    until: float
    struck: float = -math.inf  # its last strike
    _strikes: deque[float] = field(default_factory=lambda: deque(maxlen=MOST))

    @property
    def tail(self) -> float:
        """Return the time from which on the last sounding key is held until the end."""
        return self.until - min(TAIL, 0.25 * (self.until - self.began))

    def strike(self, now: float) -> None:
        """Note a strike of the machine."""
        self.struck = now
        self._strikes.append(now)

    def by(self, sounding: bool) -> float:
        """Return the latest time of the next strike; inf if no more strike is owed."""
        if not self._strikes:
            return self.began
        wait = (self.until - self.began) / FEWEST
        by = self.struck + min(max(wait, SHORTEST_WAIT), LONGEST_WAIT)
        if not sounding:
            by = min(by, self.tail)
        return by if by <= self.tail else math.inf

    def soonest(self) -> float:
        """Return the earliest time of the next strike, which limits the density; -inf: at once."""
        if len(self._strikes) < MOST:
            return -math.inf
        return self._strikes[0] + 1.0

    def takes(self, thought: Thought) -> bool:
        """Return whether there is time for a prediction before the end."""
        shortest = min(SHORTEST_NOTE, 0.1 * (self.until - self.began))
        return thought.onset < self.until - (shortest if thought.velocity else 0.0)

    def holds(self, now: float) -> bool:
        """Return whether the last held key stays held until the end."""
        return now >= self.tail
