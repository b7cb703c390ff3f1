"""The limits of a governor, from the spread of the half minutes of some music."""

from __future__ import annotations

import math
from typing import Final

from perf_engine.core.steering.limits import Limits

from .statistics import Spread, Spreads

FEWEST_KEYS: Final = 2  # so that one note may touch the next
# The position of each limit between the 5th or 95th percentile and the median: that of the limits
# chosen for piano music in its spread.
INSIDE: Final = {
    "sparsest": 0.14,
    "densest": 0.57,
    "thinnest": 0.36,
    "softest": 0.16,
    "loudest": 0.03,
    "narrowest": 0.76,
    "widest": 0.58,
    "lowest_mean": 0.29,
    "highest_mean": 0.25,
    "tonal": 0.32,
}


def limits_of(spread: Spreads) -> Limits:
    """Limits for music with these spreads. Raises ValueError where a statistic is missing."""

    def low(limit: str, statistic: str) -> float:
        one = _of(spread, statistic)
        return round(one.low + INSIDE[limit] * (one.middle - one.low), 3)

    def high(limit: str, statistic: str) -> float:
        one = _of(spread, statistic)
        return round(one.high - INSIDE[limit] * (one.high - one.middle), 3)

    return Limits(
        sparsest=low("sparsest", "notes_per_second"),
        densest=high("densest", "notes_per_second"),
        thinnest=round(low("thinnest", "polyphony") * (1.0 - _of(spread, "silence").middle), 3),
        fullest=max(FEWEST_KEYS, math.ceil(_of(spread, "polyphony").high)),
        softest=low("softest", "velocity_mean"),
        loudest=high("loudest", "velocity_mean"),
        narrowest=low("narrowest", "pitch_class_entropy"),
        widest=high("widest", "pitch_class_entropy"),
        lowest_mean=low("lowest_mean", "pitch_mean"),
        highest_mean=high("highest_mean", "pitch_mean"),
        tonal=low("tonal", "scale_consistency"),
    )


def _of(spread: Spreads, statistic: str) -> Spread:
    try:
        return spread[statistic]
    except KeyError:
        raise ValueError(f"the spread lacks {statistic}") from None
