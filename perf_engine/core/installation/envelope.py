"""An envelope over the day: a value at each of some times, and straight lines between them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass

from .moment import DAY, time_of_day


@dataclass(frozen=True, slots=True)
class Envelope:
    """Points (seconds of the day, value), sorted; the line goes on from the last to the first."""

    points: tuple[tuple[float, float], ...] = ()

    @classmethod
    def of(cls, said: Mapping[str, float], name: str, low: float, high: float) -> Envelope:
        """Return the envelope of values by time of day, low..high. Raises ValueError."""
        points: dict[float, float] = {}
        for text, value in said.items():
            second = time_of_day(text, f"a time of {name}") % DAY
            if isinstance(value, bool) or not isinstance(value, int | float):
                raise ValueError(f"{name} at {text} must be a number, not {value!r}")
            if not low <= value <= high:
                shown = repr(value)[:40]
                raise ValueError(f"{name} at {text} must be {low:g}..{high:g}, not {shown}")
            if second in points:
                raise ValueError(f"{name} must have one value at {text}, not several")
            points[second] = float(value)
        return cls(tuple(sorted(points.items())))

    def at(self, second: float) -> float:
        """Return the value at a second of the day; 1 if there is no point."""
        if not self.points:
            return 1.0
        place = bisect_right(self.points, (second, float("inf")))
        (before, low), (after, high) = self.points[place - 1], self.points[place % len(self.points)]
        length = (after - before) % DAY
        if not length:
            return low
        share = ((second - before) % DAY) / length
        return low + (high - low) * share
