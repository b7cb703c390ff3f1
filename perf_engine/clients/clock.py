"""Wall against monotonic clock: OSC time tags are of the one, everything else of the other."""

from __future__ import annotations

import time


def wall_offset() -> float:
    """How far the wall clock is ahead of the monotonic one: the least disturbed of five looks."""
    looks = []
    for _ in range(5):
        before, wall, after = time.monotonic(), time.time(), time.monotonic()
        looks.append((after - before, wall - (before + after) / 2))
    return min(looks)[1]
