"""Loops: passages that are played over and over."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import Final

LONGEST_PERIOD: Final = 64  # strikes of a loop
REPEATS: Final = 4  # times that a loop is played
LEAST_LOOP: Final = 48  # strikes, below which repetition is music


class Loops:
    """Finds a passage of a voice that is played over and over."""

    def __init__(self) -> None:
        self._pitches: deque[int] = deque(maxlen=LONGEST_PERIOD * REPEATS)
        self._since = 0  # strikes since the last look

    def add(self, pitch: int) -> bool:
        """Take the next pitch; return whether a loop has been found just now."""
        self._pitches.append(pitch)
        self._since += 1
        if self._since < LEAST_LOOP:
            return False
        self._since = 0
        played = list(self._pitches)
        return any(repeats(played, period) for period in range(1, LONGEST_PERIOD + 1))


def repeats(pitches: Sequence[int], period: int) -> bool:
    """Whether the last pitches are one passage, played REPEATS times, LEAST_LOOP strikes long."""
    length = max(REPEATS * period, LEAST_LOOP)
    last = pitches[-length:]
    return len(last) == length and all(a == b for a, b in zip(last, last[period:], strict=False))
