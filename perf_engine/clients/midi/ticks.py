"""Ticks of a MIDI clock, 24 a beat, followed through jitter, lost ones and bunches of late ones."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from statistics import fmean as mean
from statistics import median
from typing import Final, NamedTuple

import numpy as np

from perf_engine.core.beat.beats import FASTEST, SLOWEST, BeatClock

NEAREST: Final = 6  # ticks at least between two through which a line is tried
# The distance from its line, in ticks, up to which a tick counts; the number of ticks that must lie
# on a line before some are believed lost or early; the share that must lie on it. Where there is
# little jitter, a line that is a little beside many ticks is no line.
CALM, WILD = (0.25, 2.5, 0.75), (0.75, 8.0, 0.0)
BELIEVED: Final = 8  # ticks that must follow before some may be judged lost
MOST_LOSSES: Final = 3  # gaps with lost ticks between them: more are hard to believe
EARLY: Final = 0.8  # share of that distance by which jitter alone may make a tick early
EARLY_ROUNDS: Final = 0.3  # added before rounding down to whole ticks
LATEST: Final = 8  # latest ticks that must agree before they are believed


class Line(NamedTuple):
    """Ticks as a line: seconds a tick, the due time of the last, the numbers lost in between.

    `scatter`: of those on the line, in seconds; `settled`: the latest are on it, and were not late.
    """

    tick: float
    last: float
    lost: int
    scatter: float
    settled: bool


def line_through(times: Sequence[float], shortest: float, longest: float) -> Line | None:
    """The line on which most ticks lie that came at these times; None where there is none.

    Each is the next one, unless some were lost before it: then it and all after it are later by
    whole ticks. A tick may be late, but the next ones are not late with it; so the number lost
    before one is never more than what any later one is late by. Every line through two ticks is
    tried (Fischler and Bolles, 1981); `shortest` and `longest` are seconds a tick.
    """
    t = np.asarray(times, np.float64)
    n = len(t)
    if n <= NEAREST:
        return None
    place = np.arange(n, dtype=np.float64)
    first, second = np.triu_indices(n, NEAREST)
    tick = (t[second] - t[first]) / (second - first)
    usable = (tick >= shortest) & (tick <= longest)
    first, tick = first[usable], tick[usable, None]
    if not len(first):
        return None
    late = (t - t[first, None]) / tick - (place - first[:, None])  # (lines, n), in ticks
    lost = _lost(late)
    last = max(0, n - 1 - BELIEVED)
    lost = np.minimum(lost, lost[:, last, None])  # the ones after it may be late themselves
    steps = (np.diff(lost, axis=1) > 0).sum(axis=1)
    many = 2.0 * np.maximum(0, steps - MOST_LOSSES)
    for widest, price, share in (CALM, WILD):
        beside = (late - lost) / widest
        worth = np.maximum(0.0, 1.0 - beside * beside).sum(axis=1)
        early = np.clip((-beside - EARLY) / (1.0 - EARLY), 0.0, 1.0).sum(axis=1)  # none ever is
        best = int(np.argmax(worth - price * (steps + many + early)))
        if worth[best] >= share * n:
            break
    counted = place + lost[best] - lost[best, 0]
    on = np.abs(late[best] - lost[best]) < widest
    slope, at = _fit(counted, t, on)
    for _ in range(2):  # late ones that were let in lean on it
        errors = t - (slope * counted + at)
        scatter = math.sqrt(float(np.mean(errors[on] ** 2)))
        closer = np.abs(errors) <= np.maximum(2.5 * scatter, 0.02 * slope)
        if closer.sum() <= NEAREST:
            break
        on = closer
        slope, at = _fit(counted, t, on)
    if not shortest <= slope <= longest:
        return None
    errors = t - (slope * counted + at)
    latest = np.abs(errors[-LATEST:]) < WILD[0] * slope
    steady = counted[-1] - counted[-LATEST] == LATEST - 1 if n >= LATEST else False
    return Line(
        slope,
        slope * float(counted[-1]) + at,
        int(counted[-1]) - (n - 1),
        math.sqrt(float(np.mean(errors[on] ** 2))),
        bool(latest.all() and steady),
    )


def _lost(late: np.ndarray) -> np.ndarray:
    """The number of ticks lost before each, at most the lateness of any later one."""
    whole = np.where(late < 0.0, -np.floor(EARLY_ROUNDS - late), np.rint(late))
    return np.minimum.accumulate(whole[:, ::-1], axis=1)[:, ::-1]


def _fit(x: np.ndarray, y: np.ndarray, on: np.ndarray) -> tuple[float, float]:
    """The line of least squares through the points that are on it."""
    x, y = x[on], y[on]
    centre, height = x.mean(), y.mean()
    slope = float(((x - centre) * (y - height)).sum() / ((x - centre) ** 2).sum())
    return slope, float(height - slope * centre)


A_BEAT: Final = 24  # ticks
NEAR: Final = 0.4  # of a tick: an error that jitter explains
JITTERED: Final = 3.0  # standard deviations of the jitter: the same where the jitter is great
WIDEST: Final = 0.75  # of a tick: the greatest error that jitter explains
UNCLEAR: Final = 0.33  # of a tick: where jitter is greater, a lost tick and a late one look alike:
# errors of more than a tick are explained by it
CATCHING_UP: Final = 1.0  # ticks by which late ones become less late towards their end
DOUBTED: Final = 8  # ticks in a row at unexpected times, before they are believed
LONGEST_DOUBT: Final = 24
CLEARER: Final = 0.5  # of the scatter: the share that is left where lost ticks explain it
SCATTERED: Final = 1.7  # times the jitter: the distance that they may have from the clock's ticks
SURE: Final = 5.0  # standard deviations: the speed at which they may drift away from it
LEAST_CHANGE: Final = 0.01  # of the tempo: smaller changes are found without doubting
ALIKE: Final = 0.04  # of the tempo: a difference that counts as none where nothing is clear
CALMEST: Final = 0.01  # of a tick: jitter that is always allowed for
SLOWED: Final = 2  # ticks by which the first may be late though none was lost
FIRST: Final = 12  # ticks that are counted one by one, whatever their distance
LONGEST_BEGINNING: Final = 48  # ticks after which the line through the first ones is taken as it is
YOUNG: Final = 4 * A_BEAT  # ticks until which another tempo shows that the first was wrong
DRIFT: Final = 0.1  # of a tick a beat: the uncertainty of that line at which the beginning ends


class Ticks:
    """Counts ticks for a beat clock; lost and late ticks are recognised by their times.

    Each tick is the next one. Where several in a row come at other times than the clock expects,
    it goes on alone until there are enough of them to judge by: if they lie on its beats, ticks
    between were lost (or were too many); if not, the tempo has changed.
    """

    def __init__(self, clock: BeatClock | None = None) -> None:
        self.clock = clock or BeatClock()
        self.playing = False
        self._index = -1  # of the last tick, from beat 0
        self.seen = 0  # ticks since the beginning
        self._doubted: list[float] = []  # times of the last ticks, if unexpected
        self._beginning: list[float] = []  # times of the first ticks; empty: they are understood
        self._lost = 0  # number of them known to be lost

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
        """Count no ticks until told to start or go on."""
        self.playing = False
        self._begin_anew()
        self.clock.stop(now)

    def locate(self, beat: float) -> None:
        """The next tick that counts is this beat."""
        self._index = round(beat * A_BEAT) - 1
        self._begin_anew()

    def tick(self, at: float) -> None:
        """Take a tick that came at a time."""
        if not self.playing:
            return
        self._index += 1
        self.seen += 1
        if self.seen == 1 or self._beginning:
            self._begin(at)
            return
        late = self._late(at, self._index)
        jitter = self.clock.jitter / self._tick
        near = min(max(NEAR, JITTERED * jitter), WIDEST) if jitter < UNCLEAR else JITTERED * jitter
        if abs(late) < near:
            self._doubted.clear()
            self.clock.observe(self._index / A_BEAT, at)
            return
        self._doubted.append(at)
        if len(self._doubted) >= DOUBTED:
            self._judge(len(self._doubted) >= LONGEST_DOUBT)

    def _late(self, at: float, index: int) -> float:
        """The number of ticks by which a tick comes after its time."""
        return (at - self.clock.time_of(index / A_BEAT)) / self._tick

    @property
    def _tick(self) -> float:
        """Seconds between two ticks."""
        return self.clock.period / A_BEAT

    def _begin_anew(self) -> None:
        self.seen = 0
        self._doubted.clear()
        self._beginning.clear()
        self._lost = 0

    def _begin(self, at: float) -> None:
        """Take one of the first ticks: together they tell phase and tempo.

        Each is the next one, however late it is; later ticks tell which were lost before.
        """
        self._beginning.append(at)
        if self.seen == 1:
            self.clock.locate(self.beat, at)
            self.clock.run(at)
        if self.seen < FIRST:
            return
        shortest, longest = 60.0 / FASTEST / A_BEAT, 60.0 / SLOWEST / A_BEAT
        line = line_through(self._beginning, shortest, longest)
        last = self.seen >= LONGEST_BEGINNING
        if line is not None:
            self._index += line.lost - self._lost
            self._lost = line.lost
            tempo = min(max(60.0 / (line.tick * A_BEAT), SLOWEST), FASTEST)
            self.clock.adopt(self.beat, line.last, tempo, self.seen, line.scatter)
            drift = A_BEAT * line.scatter / line.tick * math.sqrt(12.0 / self.seen**3)
            last = last or (line.settled and drift < DRIFT)
        if last:
            self._beginning.clear()

    def _judge(self, at_last: bool) -> None:
        """Decide, where it is clear, if the doubted ticks mean lost ticks or another tempo."""
        times = self._doubted
        late = self._late(times[-1], self._index)
        if NEAR < late < self._late(times[0], self._index - len(times) + 1) - CATCHING_UP:
            del times[:-LONGEST_DOUBT]
            return  # they were sent late, and come too fast until all are here
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
        if self.seen <= YOUNG:  # ticks that seemed lost at the beginning were late, and came fast
            self._index -= self._lost
        self._lost = 0
        self._index += found.lost
        tempo = min(max(60.0 / (found.tick * A_BEAT), SLOWEST), FASTEST)
        self.clock.adopt(self.beat, found.last, tempo, count)


class Found(NamedTuple):
    """Findings from ticks alone: seconds a tick, time of the last, ticks lost, scatter."""

    tick: float
    last: float
    lost: int
    scatter: float


def _tempo_of(times: Sequence[float]) -> Found | None:
    """Tempo and phase of ticks; None where they have no tempo, as a bunch of late ones."""
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
