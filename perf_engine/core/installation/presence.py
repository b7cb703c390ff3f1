"""Presence of visitors: a value 0..1 becomes idle, attract or engaged, with hysteresis."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

IDLE, ATTRACT, ENGAGED = "idle", "attract", "engaged"
PRESENCES: Final = (IDLE, ATTRACT, ENGAGED)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Limits of a presence value, and seconds."""

    attract: float = 0.2  # from this value on, somebody is near
    engaged: float = 0.6  # from this value on, somebody takes part
    hysteresis: float = 0.1  # below a limit by so much, the visitor has gone
    lasts: float = 10.0  # seconds that a lower value must last before it counts
    playing: float = 8.0  # seconds after a visitor's note in which the value is 1; 0: never

    def __post_init__(self) -> None:
        if self.attract > self.engaged:
            raise ValueError(
                f"attract must be at most engaged ({self.engaged:g}), not {self.attract:g}"
            )


class Presence:
    """The state of the visitors: it rises at once, and falls when nobody has come for a while."""

    def __init__(self, thresholds: Thresholds) -> None:
        self._limits = thresholds
        self._level = 0  # place in PRESENCES
        self._lower: float | None = None  # since when the value asks for less
        self._played = -math.inf  # the time of the last visitor's note
        self.value = 0.0

    @property
    def state(self) -> str:
        """Return idle, attract or engaged."""
        return PRESENCES[self._level]

    def played(self, now: float) -> None:
        """Note that a visitor plays."""
        self._played = now

    def feel(self, value: float, now: float) -> str:
        """Take the value 0..1 at a time, and return the state."""
        playing = now < self._played + self._limits.playing
        self.value = 1.0 if playing else min(max(value, 0.0), 1.0)
        if (risen := self._level_of(0.0)) > self._level:
            self._level, self._lower = risen, None
        elif (fallen := self._level_of(self._limits.hysteresis)) < self._level:
            self._lower = now if self._lower is None else self._lower
            if now >= self._lower + self._limits.lasts:
                self._level, self._lower = fallen, None
        else:
            self._lower = None
        return self.state

    def _level_of(self, below: float) -> int:
        """Return the level of the value, with limits that are lower by `below`."""
        limits = self._limits.attract - below, self._limits.engaged - below
        return sum(self.value > 0.0 and self.value >= limit for limit in limits)
