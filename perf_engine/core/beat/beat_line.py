"""Beats as a straight line, and distributions of times that are bent to it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .expectation import SLOTS

Floats = NDArray[np.float64]

AT_ONCE: Final = 0.035  # seconds: what follows so soon belongs to the same chord
NEAR: Final = 0.1  # beats from a beat, within which a strike is on it
AFTER: Final = 0.02  # seconds after a beat in which strikes are still on it
BEATS: Final = 8  # that are looked ahead
PERIOD_STEP: Final = 0.03  # of the logarithm of a period: closer ones are cut into the same bins
NOTHING: Final = np.zeros(1)
GONE: Final = 1e-9  # probability below which nothing is left


class Line(NamedTuple):
    """Beats as a straight line over seconds, and how strikes are expected to fall on it.

    Beat `beat` is at `at` seconds, and `period` seconds long. `density` (bar * SLOTS,) has the
    density of strikes over the beats of a bar, which begins at beat 0; its mean is 1. `pull` (0..1)
    says how far it counts.
    """

    at: float
    beat: float
    period: float
    density: Floats
    pull: float

    def weights(self, times: Floats) -> Floats:
        """Return how much likelier than usual a strike is at times in seconds."""
        slots = (self.beat + (times - self.at) / self.period) * SLOTS
        found = self.density[slots.astype(np.intp) % len(self.density)]
        return 1.0 + self.pull * (found - 1.0)

    def on_beats(self) -> Line:
        """Return the line with strikes expected on beats alone."""
        phase = (np.arange(len(self.density)) + 0.5) / SLOTS
        near = np.abs(phase - np.round(phase)) < NEAR
        found = np.where(near, self.density, 0.0)
        return self._replace(density=found / found.mean())

    @property
    def bar(self) -> float:
        """Return the duration of a bar in seconds."""
        return len(self.density) / SLOTS * self.period

    def next_beat(self, time: float) -> float:
        """Return when the strikes of the first beat from a time on are over."""
        beat = math.ceil(self.beat + (time - self.at) / self.period - 1e-6)
        return max(time, self.at + (beat - self.beat) * self.period + AFTER)


class Times(NamedTuple):
    """The distribution of the next event's time.

    `running` (n,) is cumulative over bins with `edges` (n + 1,) in seconds of the event clock.
    """

    running: Floats
    edges: Sequence[float]


class Grid(NamedTuple):
    """Finer bins for the distribution of a time.

    `cuts` (n + 1,) are the edges of the bins, `edges` those of the distribution that is cut. The
    first `bent` bins are bent, and have their middles at `middle` (bent,); the first `near` of them
    follow at once.
    """

    cuts: Floats
    edges: Floats
    near: int
    bent: int
    middle: Floats
    cut_edges: tuple[float, ...]  # the cuts again, for who reads them one by one


@lru_cache(maxsize=128)
def _grid(edges: tuple[float, ...], number: int, rate: float) -> Grid:
    """Return bins for beats with a period whose logarithm is `number` * PERIOD_STEP."""
    whole, period = np.array(edges), math.exp(number * PERIOD_STEP)
    first = AT_ONCE * rate
    last = min(first + BEATS * period * rate, edges[-1])
    near, far = np.searchsorted(whole, (first, last)).tolist()
    step = 2.0 * period * rate / SLOTS
    cuts = np.concatenate([whole[:near], np.arange(first, whole[far], step), whole[far:]])
    bent = len(cuts) - 1 - (len(whole) - 1 - far)
    middle = 0.5 * (cuts[:bent] + cuts[1 : bent + 1])
    for shared in (cuts, whole, middle):
        shared.setflags(write=False)
    return Grid(cuts, whole, near, bent, middle, tuple(cuts.tolist()))


def on_line(
    times: Times, line: Line | None, origin: float, rate: float, joins: bool = False
) -> Times:
    """Return a distribution in finer bins, bent to what the beat expects; the same without a line.

    The rate of events at each moment, given that none has happened before, is multiplied by the
    expected density of strikes: so it does not matter when the last event happened. What comes
    within AT_ONCE of the last event keeps its probability, but comes where the beat expects it; if
    the event `joins` somebody else's strike, it is no likelier than the beat lets it be. What is
    far ahead is not changed. The event clock is 0 at `origin` and `rate` times as fast.
    """
    if line is None:
        return times
    number = round(math.log(line.period) / PERIOD_STEP)
    cuts, edges, near, bent, middle, cut_edges = _grid(tuple(times.edges), number, rate)
    passed = np.interp(cuts, edges, np.concatenate([NOTHING, times.running]))
    np.subtract(1.0, passed, out=passed)
    left = np.log(np.maximum(passed, GONE, out=passed), out=passed)
    events = left[:-1] - left[1:]  # expected in each bin
    weights = line.weights(origin + middle / rate)
    whole = float(np.add.reduce(events[:near]))
    events[:bent] *= weights
    kept = float(np.add.reduce(events[:near]))
    if kept > 0.0:
        events[:near] *= whole / kept * (min(1.0, weights.item(0)) if joins else 1.0)
    running = np.add.accumulate(events, out=events)
    np.negative(running, out=running)
    np.subtract(1.0, np.exp(running, out=running), out=running)
    running[-1] = 1.0
    return Times(running, cut_edges)
