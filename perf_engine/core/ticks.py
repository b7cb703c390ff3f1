"""MIDI clock, 24 ticks a beat: followed through jitter, lost ticks and bunches of late ones."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from statistics import fmean as mean
from statistics import median
from typing import Final, NamedTuple

from .beats import FASTEST, SLOWEST, BeatClock

A_BEAT: Final = 24  # ticks
NEAR: Final = 0.4  # of a tick: an error that jitter may be
DOUBTED: Final = 8  # ticks in a row that are not where they are expected, before they are believed
LONGEST_DOUBT: Final = 24
CLEARER: Final = 0.5  # of the scatter: as little as is left where ticks were lost between others
SCATTERED: Final = 1.7  # times the jitter: as far as they may be from where the clock has its ticks
SURE: Final = 5.0  # standard deviations: as fast as they may drift away from it
LEAST_CHANGE: Final = 0.01  # of the tempo: less is found without doubting
ALIKE: Final = 0.04  # of the tempo: where nothing is clear, it is the same
CALMEST: Final = 0.01  # of a tick: jitter that is always allowed for
SLOWED: Final = 2  # ticks by which the first may be late though none was lost
FIRST: Final = 12  # ticks that are counted one by one, whatever their distance


class Ticks:
    """Counts ticks for a beat clock; what was lost, or sent late, is told by its time.

    Each tick is the next one. Where several in a row come at other times than the clock expects,
    it goes on alone until there are enough of them to judge by: if they lie on its beats, ticks
    between were lost (or were too many); if not, the tempo has changed.
    """

    def __init__(self, clock: BeatClock | None = None) -> None:
        self.clock = clock or BeatClock()
        self.playing = False
        self._index = -1  # of the last tick, from beat 0
        self.seen = 0  # ticks since the beginning
        self._doubted: list[float] = []  # when the last ticks came, if not where expected

    @property
    def beat(self) -> float:
        """The beat of the last tick."""
        return self._index / A_BEAT

    def start(self) -> None:
        """The next tick is beat 0."""
        self.locate(0.0)
        self.playing = True

    def go_on(self) -> None:
        """The next tick is the one after the last, or that of the song position."""
        self.playing = True

    def stop(self, now: float) -> None:
        """Ticks that come are not counted."""
        self.playing = False
        self.seen = 0
        self._doubted.clear()
        self.clock.stop(now)

    def locate(self, beat: float) -> None:
        """The next tick that counts is this beat."""
        self._index = round(beat * A_BEAT) - 1
        self.seen = 0
        self._doubted.clear()

    def tick(self, at: float) -> None:
        """Take a tick that came at a time."""
        if not self.playing:
            return
        self._index += 1
        self.seen += 1
        if self.seen <= FIRST:
            self._begin(at)
            return
        expected = self.clock.time_of(self._index / A_BEAT)
        if abs(at - expected) < NEAR * self._tick:
            self._doubted.clear()
            self.clock.observe(self._index / A_BEAT, at)
            return
        self._doubted.append(at)
        if len(self._doubted) >= DOUBTED:
            self._judge(len(self._doubted) >= LONGEST_DOUBT)

    @property
    def _tick(self) -> float:
        """Seconds between two ticks."""
        return self.clock.period / A_BEAT

    def _begin(self, at: float) -> None:
        """One of the first ticks: together they tell phase and tempo."""
        self._doubted.append(at)
        if self.seen == 1:
            self.clock.locate(self.beat, at)
            self.clock.run(at)
        elif self.seen == FIRST:
            found = _tempo_of(self._doubted)
            if found is not None:
                self._adopt(found, FIRST)
            self._doubted.clear()

    def _judge(self, at_last: bool) -> None:
        """Decide, if one is clear, what the doubted ticks mean: ticks lost, or another tempo."""
        times = self._doubted
        places = [self.clock.beat_at(at) * A_BEAT for at in times]
        steps = [round(place - places[0]) for place in places]
        beside = [place - step for place, step in zip(places, steps, strict=True)]
        jitter = max(self.clock.jitter / self._tick, CALMEST)
        drift = abs(_slope(steps, beside)) if steps[-1] else math.inf
        sure = jitter / math.sqrt(max(_spread(steps), 1.0))  # standard deviation of a drift
        every = min(b - a for a, b in pairwise(steps)) == 1
        same = every and drift < SURE * sure and _scatter(beside) < SCATTERED * jitter
        other = _tempo_of(times)
        changed = (
            other is not None
            and abs(other.tick / self._tick - 1.0) > max(SURE * sure, LEAST_CHANGE)
            and other.scatter / self._tick < SCATTERED * jitter
        )
        alike = other is not None and abs(other.tick / self._tick - 1.0) < ALIKE
        if (same and not changed) or (at_last and alike):
            first = round(mean(beside))
            self._index = first + steps[-1]
            for step, at in zip(steps, times, strict=True):
                self.clock.observe((first + step) / A_BEAT, at)
        elif (changed and not same) or at_last:
            if other is not None:  # else a bunch of late ones
                missed = round(places[0]) - (self._index - len(places) + 1)
                if missed > SLOWED:  # nothing came for a while, and now in another tempo
                    self._index += missed
                self._adopt(other, len(times))
        else:
            return
        self._doubted.clear()

    def _adopt(self, found: Found, count: int) -> None:
        """Go on in a tempo that was found from `count` ticks, the last of which is the present."""
        self._index += found.lost
        tempo = min(max(60.0 / (found.tick * A_BEAT), SLOWEST), FASTEST)
        self.clock.adopt(self.beat, found.last, tempo, count)


class Found(NamedTuple):
    """What ticks alone tell: seconds a tick, when the last was, ticks lost between, scatter."""

    tick: float
    last: float
    lost: int
    scatter: float


def _tempo_of(times: Sequence[float]) -> Found | None:
    """Tempo and phase of ticks; None where they are no tempo: a bunch of late ones."""
    gaps = [b - a for a, b in pairwise(times)]
    usual = median(gaps)
    if not 60.0 / FASTEST <= usual * A_BEAT <= 60.0 / SLOWEST:
        return None
    whole, broken = list(range(len(times))), [0]
    for gap in gaps:
        broken.append(broken[-1] + max(1, round(gap / usual)))
    none_lost, some_lost = _on_a_line(whole, times), _on_a_line(broken, times)
    return some_lost if some_lost.scatter < CLEARER * none_lost.scatter else none_lost


def _on_a_line(places: Sequence[int], times: Sequence[float]) -> Found:
    """The line of least squares through ticks at these places."""
    tick = _slope(places, times)
    last = mean(times) + tick * (places[-1] - mean(places))
    errors = [at - tick * place for place, at in zip(places, times, strict=True)]
    return Found(tick, last, places[-1] - len(times) + 1, _scatter(errors))


def _slope(places: Sequence[int], values: Sequence[float]) -> float:
    x, y = mean(places), mean(values)
    together = sum((p - x) * (v - y) for p, v in zip(places, values, strict=True))
    return together / _spread(places)


def _spread(values: Sequence[float]) -> float:
    centre = mean(values)
    return sum((value - centre) ** 2 for value in values)


def _scatter(values: Sequence[float]) -> float:
    return math.sqrt(_spread(values) / len(values))
