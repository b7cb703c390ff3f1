"""Offset of the wall clock, which OSC's time tags use, from the monotonic clock.

Both clocks are of this computer. The engine estimates those of other computers from their pings.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final, TypeAlias

Reading: TypeAlias = Callable[[], float]  # a clock's seconds

MOMENT: Final = 0.005  # seconds of disagreement from which on the wall clock counts as set
MEASURE_EVERY: Final = 1.0  # seconds, against drift
READINGS: Final = 3  # the quickest one counts


class ClockOffset:
    """Seconds that the wall clock is ahead; measured regularly, and when the clock was set."""

    def __init__(
        self,
        monotonic: Reading = lambda: time.monotonic(),
        wall: Reading = lambda: time.time(),
    ) -> None:
        self._monotonic = monotonic
        self._wall = wall
        self.measure()

    def measure(self) -> None:
        """Measure it again: of a few readings, the least disturbed one counts."""
        best = float("inf")
        for _ in range(READINGS):
            before, wall, after = self._monotonic(), self._wall(), self._monotonic()
            if after - before < best:
                best = after - before
                self.seconds = wall - (before + after) / 2
        self._measured = after

    def follow(self) -> float:
        """Measure it again if due; return the seconds by which the wall clock was set, else 0.

        Call it before each use of time tags. It costs two readings of the clocks. If it were called
        only once a second, time tags would be wrong from a setting of the clock to the next call.
        """
        now = self._monotonic()
        was_set = abs(self._wall() - now - self.seconds) > MOMENT
        if not was_set and now < self._measured + MEASURE_EVERY:
            return 0.0
        before = self.seconds
        self.measure()
        by = self.seconds - before
        return by if abs(by) > MOMENT else 0.0
