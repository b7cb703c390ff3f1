"""Values that change gradually on the monotonic clock."""

from __future__ import annotations

import math


class Glide:
    """A value that follows its target by at most `rate` a second."""

    def __init__(self, value: float, rate: float) -> None:
        """Begin at a value. Raises ValueError for a rate that is not above 0."""
        if not rate > 0.0:
            raise ValueError(f"rate must be more than 0, not {rate:g}")
        self.value, self._rate = value, rate
        self._at = math.inf  # the time of the last step; infinity: none yet

    def step(self, target: float, now: float) -> float:
        """Go towards the target until `now`, and return the value."""
        most = self._rate * max(0.0, now - self._at)
        self._at = now
        if abs(target - self.value) <= most:
            self.value = target
        else:
            self.value += math.copysign(most, target - self.value)
        return self.value


class Fade:
    """A value that goes to a target on a straight line; a new target begins where it is."""

    def __init__(self, value: float) -> None:
        self._from = self._to = value
        self._began, self._seconds = 0.0, 0.0

    @property
    def target(self) -> float:
        """Return the value that it goes to."""
        return self._to

    def to(self, target: float, seconds: float, now: float) -> None:
        """Go to a target within seconds; with 0, at once."""
        self._from = self.at(now)
        self._to, self._began, self._seconds = target, now, seconds

    def at(self, now: float) -> float:
        """Return the value at a time, in seconds on the monotonic clock."""
        if now >= self._began + self._seconds:
            return self._to
        share = max(0.0, now - self._began) / self._seconds
        return self._from + (self._to - self._from) * share

    def moves(self, now: float) -> bool:
        """Return whether it has not arrived."""
        return now < self._began + self._seconds
