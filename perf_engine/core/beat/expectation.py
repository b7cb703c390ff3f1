"""How strikes fall on the beats of a bar and on the places within a beat, learnt from players."""

from __future__ import annotations

import copy
import math
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .metre import BARS, likelier_bar

Floats = NDArray[np.float64]

SLOTS: Final = 96  # of a beat, in which density is told
PLACES: Final = (0.0, 1 / 4, 1 / 3, 1 / 2, 2 / 3, 3 / 4)  # of a beat
USUAL: Final = (0.66, 0.02, 0.015, 0.26, 0.025, 0.02)  # shares of strikes, before any was heard
SHARPER: Final = 2.0  # power of the shares that are learnt: who accompanies divides beats less
APART: Final = (1.0, 1 / 4, 1 / 3, 1 / 2, 1 / 3, 1 / 4)  # beats between places of each kind
FASTEST: Final = 0.25  # seconds: places that come sooner than that after another are rare
STEEP: Final = 4.0  # how soon they get rarer
KNOWN: Final = 20.0  # strikes that the usual shares weigh as much as
EVEN: Final = 6.0  # strikes a beat of the bar that even beats weigh as much as
FADE: Final = 0.98  # of what was counted, a beat
WIDTH: Final = 0.010  # seconds: standard deviation around a place
NARROWEST: Final = 0.012  # beats: the same at least
PERIOD_STEP: Final = 0.01  # of the logarithm of a period: closer ones are taken for one
STRAY: Final = 0.005  # share that falls anywhere
_PHASE: Final = (np.arange(SLOTS) + 0.5) / SLOTS
_AWAY: Final = (_PHASE - np.array(PLACES)[:, None] + 0.5) % 1.0 - 0.5  # (places, SLOTS) beats


class Expectation:
    """Counts the strikes of players by their beat in the bar, and their place within the beat."""

    def __init__(self) -> None:
        """Begin with the usual shares."""
        self.begin_anew()

    def begin_anew(self) -> None:
        """Forget what was counted, as beats are others now."""
        self._places = [0.0] * len(PLACES)
        self._bars = {bar: [0.0] * bar for bar in BARS}
        self._beat = 0
        self._made: tuple[int, Floats] | None = None

    def copy(self) -> Expectation:
        """Return a copy that counts by itself from now on."""
        other = copy.copy(self)
        other._places = self._places.copy()
        other._bars = {bar: counts.copy() for bar, counts in self._bars.items()}
        return other

    def strike(self, beat: float, stress: float = 0.0, weight: float = 1.0) -> None:
        """Count a strike at a beat, with a stress of -1..1 and a weight of 0..1."""
        number = round(beat)
        self._fade(number)
        place = beat % 1.0
        nearest = min(range(len(PLACES) + 1), key=lambda i: abs((*PLACES, 1.0)[i] - place))
        nearest %= len(PLACES)
        weight *= 1.0 + stress
        self._places[nearest] += weight
        if nearest == 0:
            for bar, counts in self._bars.items():
                counts[number % bar] += weight
        self._made = None

    def _fade(self, number: int) -> None:
        if number == self._beat:
            return
        fade = FADE ** min(abs(number - self._beat), 200)
        self._beat = number
        self._places = [count * fade for count in self._places]
        for bar, counts in self._bars.items():
            self._bars[bar] = [count * fade for count in counts]

    def density(self, period: float) -> Floats:
        """Return the density of strikes over the beats of a bar (bar * SLOTS,), each of `period` s.

        Slot i has its middle at the beat (i + .5) / SLOTS; the mean is 1. Periods that differ by
        less than about 1 % have the same.
        """
        number = round(math.log(period) / PERIOD_STEP)
        if self._made is not None and self._made[0] == number:
            return self._made[1]
        period = math.exp(number * PERIOD_STEP)
        total = KNOWN + sum(self._places)
        shares = [
            ((KNOWN * usual + count) / total) ** SHARPER
            / (1.0 + (FASTEST / (apart * period)) ** STEEP)
            for usual, count, apart in zip(USUAL, self._places, APART, strict=True)
        ]
        bumps = _bumps(max(WIDTH / period, NARROWEST))
        counts, half = self._bars[likelier_bar(self._bars)], SLOTS // 2
        even = EVEN + sum(counts) / len(counts)
        by_beat = np.array([[shares[0] * (EVEN + count) / even] for count in counts])
        found = np.empty((len(counts), SLOTS))
        found[:] = np.array(shares[1:]).dot(bumps[1:])
        found[:, :half] += by_beat * bumps[0, :half]  # half of its bump lies before a beat
        found[:, half:] += np.concatenate([by_beat[1:], by_beat[:1]]) * bumps[0, half:]
        whole = found.ravel()
        whole *= (1.0 - STRAY) * whole.size / np.add.reduce(whole)
        whole += STRAY
        whole.setflags(write=False)  # it is shared
        self._made = number, whole
        return whole


@lru_cache(maxsize=128)
def _bumps(width: float) -> Floats:
    """Return a bump around each place (places, SLOTS), with a mean of 1; `width` in beats."""
    bumps = np.exp(-0.5 * (_AWAY / width) ** 2)
    found: Floats = bumps / bumps.mean(axis=1, keepdims=True)
    found.setflags(write=False)
    return found
