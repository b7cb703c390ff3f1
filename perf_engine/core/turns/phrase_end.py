"""The end of a player's phrase, found by the player's own pace."""

from __future__ import annotations

import math
import statistics
from collections import deque
from dataclasses import dataclass, field
from typing import Final

SHORTEST_GAP: Final = 0.3  # seconds of silence; a shorter one ends no phrase
LONGEST_GAP: Final = 1.5  # seconds of silence; a longer one ends every phrase
FERMATA: Final = 3.0  # seconds without a strike that end a phrase while keys are held
BEATS: Final = 2.5  # a silence of this many usual times between strikes ends a phrase
CHORD: Final = 0.04  # seconds within which strikes are one chord
COUNTED: Final = 9  # last times between strikes, whose median is the pace


@dataclass(slots=True)
class Phrase:
    """A player's notes between two silences; times are in seconds.

    The pace is the player's, and stays when a new phrase begins.
    """

    began: float = math.inf  # its first strike
    struck: float = -math.inf  # its last strike
    moved: float = -math.inf  # its last strike or release
    _apart: deque[float] = field(default_factory=lambda: deque(maxlen=COUNTED))

    @property
    def empty(self) -> bool:
        """True if it has no strike."""
        return self.began == math.inf

    @property
    def length(self) -> float:
        """Return the seconds from its first strike to its last strike or release; 0 if empty."""
        return 0.0 if self.empty else max(0.0, self.moved - self.began)

    @property
    def gap(self) -> float:
        """Return the seconds (0.3..1.5) of silence that end it."""
        if not self._apart:
            return LONGEST_GAP
        usual = BEATS * statistics.median(self._apart)
        return min(max(usual, SHORTEST_GAP), LONGEST_GAP)

    def strike(self, now: float) -> None:
        """Note a strike of the player."""
        apart = now - self.struck
        if CHORD < apart < FERMATA:
            self._apart.append(apart)
        self.began = min(self.began, now)
        self.struck = self.moved = now

    def release(self, now: float) -> None:
        """Note a release of the player."""
        if not self.empty:
            self.moved = max(self.moved, now)

    def end(self, holding: bool) -> float:
        """Return when it ends if nothing happens, later while keys are held; inf if empty."""
        if self.empty:
            return math.inf
        return self.struck + FERMATA if holding else self.moved + self.gap

    def close(self) -> None:
        """End it; the next strike begins another."""
        self.began = math.inf
