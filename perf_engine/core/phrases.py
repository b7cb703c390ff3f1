"""Where a player's phrase ends, by the player's own pace."""

from __future__ import annotations

import math
import statistics
from collections import deque
from dataclasses import dataclass, field
from typing import Final

SHORTEST_GAP: Final = 0.3  # seconds of silence, before which no phrase ends
LONGEST_GAP: Final = 1.5  # seconds of silence, after which every phrase has ended
FERMATA: Final = 3.0  # seconds without a strike, after which one has ended though keys are held
BEATS: Final = 2.5  # usual times between strikes, as long as which a silence ends a phrase
CHORD: Final = 0.04  # seconds within which strikes are one chord
COUNTED: Final = 9  # times between strikes that make a pace


@dataclass(slots=True)
class Phrase:
    """What a player plays between two silences: when it began and last moved, in seconds.

    The pace outlives the phrase: it is the player's.
    """

    began: float = math.inf  # its first strike
    struck: float = -math.inf  # its last strike
    moved: float = -math.inf  # the last strike or release of it
    _apart: deque[float] = field(default_factory=lambda: deque(maxlen=COUNTED))

    @property
    def empty(self) -> bool:
        """Whether nothing was struck in it."""
        return self.began == math.inf

    @property
    def length(self) -> float:
        """Seconds from its first strike to its last strike or release; 0 where it is empty."""
        return 0.0 if self.empty else max(0.0, self.moved - self.began)

    @property
    def gap(self) -> float:
        """The seconds (0.3..1.5) of silence that end it."""
        if not self._apart:
            return LONGEST_GAP
        usual = BEATS * statistics.median(self._apart)
        return min(max(usual, SHORTEST_GAP), LONGEST_GAP)

    def strike(self, now: float) -> None:
        """The player strikes a key."""
        apart = now - self.struck
        if CHORD < apart < FERMATA:
            self._apart.append(apart)
        self.began = min(self.began, now)
        self.struck = self.moved = now

    def release(self, now: float) -> None:
        """The player lets a key go."""
        if not self.empty:
            self.moved = max(self.moved, now)

    def end(self, holding: bool) -> float:
        """When it ends if nothing happens; later where the player holds keys; inf: it is empty."""
        if self.empty:
            return math.inf
        return self.struck + FERMATA if holding else self.moved + self.gap

    def close(self) -> None:
        """It is over: the next strike begins another."""
        self.began = math.inf
