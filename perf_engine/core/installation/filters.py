"""Smoothing of a sensor's values, each with its time in seconds."""

from __future__ import annotations

import math
from typing import Final, Protocol

ONE_EURO, EXPONENTIAL, NONE = "one_euro", "exponential", "none"
SMOOTHINGS: Final = (NONE, EXPONENTIAL, ONE_EURO)
_SPEED_CUTOFF: Final = 1.0  # Hz, of the speed's own smoothing; the source's default


class Filter(Protocol):
    """A smoothing: it takes values in order of time."""

    def smooth(self, value: float, now: float) -> float:
        """Return the smoothed value."""


class Unfiltered:
    """No smoothing."""

    def smooth(self, value: float, now: float) -> float:
        """Return the value as it is."""
        return value


class Exponential:
    """An average whose past weighs 1/e after `seconds`, at any distance of the values."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._value: float | None = None
        self._at = 0.0

    def smooth(self, value: float, now: float) -> float:
        """Return the smoothed value; the first one is the value itself."""
        passed, self._at = max(0.0, now - self._at), now
        if self._value is None or self._seconds <= 0.0:
            self._value = value
        else:
            self._value += (value - self._value) * -math.expm1(-passed / self._seconds)
        return self._value


class OneEuro:
    """A low pass whose cutoff rises with the speed of the value.

    Source: Casiez, Roussel, Vogel, 1 Euro Filter, CHI 2012.
    """

    def __init__(self, cutoff: float, beta: float) -> None:
        """Take the least cutoff in Hz, and the Hz that it rises by for each unit a second."""
        self._cutoff, self._beta = cutoff, beta
        self._value: float | None = None
        self._speed = self._at = 0.0

    def smooth(self, value: float, now: float) -> float:
        """Return the smoothed value; the first one is the value itself."""
        passed, self._at = now - self._at, now
        if self._value is None:
            self._value = value
        elif passed > 0.0:
            speed = (value - self._value) / passed
            self._speed += (speed - self._speed) * _share(_SPEED_CUTOFF, passed)
            cutoff = self._cutoff + self._beta * abs(self._speed)
            self._value += (value - self._value) * _share(cutoff, passed)
        return self._value


def made(kind: str, amount: float) -> Filter:
    """Return the filter of a kind; `amount` is its time constant in seconds."""
    if kind == NONE or amount <= 0.0:
        return Unfiltered()
    if kind == EXPONENTIAL:
        return Exponential(amount)
    return OneEuro(1.0 / (2.0 * math.pi * amount), beta=1.0)


def _share(cutoff: float, passed: float) -> float:
    """Return the weight of a new value of a low pass, after so many seconds."""
    return 1.0 / (1.0 + 1.0 / (2.0 * math.pi * cutoff * passed))
