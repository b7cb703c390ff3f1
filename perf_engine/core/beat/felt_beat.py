"""The beat that the machine plays to: one that is given, or else one that is heard."""

from __future__ import annotations

import heapq
import math
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from perf_engine.core.harmony.chord_tracker import Frame
from perf_engine.core.harmony.guide import HarmonyGuide

from .beats import BeatClock
from .expectation import SLOTS, Expectation
from .tracker import BeatTracker, Closed, Pulse
from .transport import BeatCommand, conduct

Floats = NDArray[np.float64]

MOST_STRUCK: Final = 128  # strikes that wait to be heard
MACHINE: Final = 0.3  # weight of the machine's own strikes
ALONE: Final = 8.0  # seconds after the last strike of a player, when the machine plays alone
CARRIED: Final = 4.0  # seconds after its last strike for which the machine carries a beat on
DOUBTED, TRUSTED = 0.15, 0.55  # confidence up to which a beat is not played to; from which wholly
LEAST_PULL: Final = 0.02  # a weaker pull is none
AT_ONCE: Final = 0.035  # seconds: what follows so soon belongs to the same chord
NEAR: Final = 0.1  # beats from a beat, within which a strike is on it
AFTER: Final = 0.02  # seconds after a beat in which strikes are still on it
BEATS: Final = 8  # that are looked ahead
GONE: Final = 1e-9  # probability below which nothing is left
CLOCK_BAR: Final = 4  # beats
TRIPLE: Final = 3  # parts of a beat
CLOCK, HEARD, FREE = "clock", "heard", "free"  # sources of beats; free: the clock's tempo alone


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


class Bars(NamedTuple):
    """Bars as a straight line over seconds.

    Beat `beat` is at `at` seconds, and `period` seconds long. A bar has `bar` beats; the first beat
    of one has the number `first`. Beats are divided in three if `triple`, else in two, the first
    half `swing` times as long as the second. `pull` (0..1) says how far it counts.
    """

    at: float
    beat: float
    period: float
    bar: int
    first: int
    triple: bool
    swing: float
    pull: float

    def beat_at(self, time: float) -> float:
        """Return the beat at a time."""
        return self.beat + (time - self.at) / self.period

    def time_of(self, beat: float) -> float:
        """Return the time of a beat."""
        return self.at + (beat - self.beat) * self.period


class FeltBeat:
    """Hears the beat in what everybody strikes, unless a clock runs that gives one.

    The players lead: how sure their last strikes made the beat is how far the machine plays to it,
    also when they are silent, so that it keeps the tempo. Its own strikes are heard, less, while it
    plays alone and to no beat, and not under overload. Strikes are heard when somebody asks, or in
    a pause: the same strikes give the same, whenever that is.
    """

    def __init__(self, clock: BeatClock) -> None:
        """Take `clock`, whose beat is given."""
        self.clock = clock
        self.listens = True
        self.overloaded = False
        self._struck: list[tuple[float, int, int, int, bool, bool]] = []  # a heap: see `struck`
        self._count = 0
        self.harmony = HarmonyGuide()
        self.forget()

    def forget(self) -> None:
        """Forget all that was heard."""
        self._tracker = BeatTracker()
        self.harmony.forget()
        self._expectation = Expectation()
        self._source = FREE
        self.last = -math.inf  # the time of the last strike of anybody
        self._struck.clear()
        self._given = False  # whether the expectation counts on the clock's beats
        self._sure = 0.0  # the confidence at the last strike of a player
        self._led = -math.inf  # the time of that strike
        self._sung = -math.inf  # the time of the last strike of a player that was no drum
        self._carried = -math.inf  # the time of the last strike of the machine that played to it

    def struck(
        self, at: float, pitch: int, velocity: int, own: bool = False, drum: bool = False
    ) -> None:
        """Take a strike, or a release (velocity 0), in seconds; `own` if the machine struck.

        The key of a `drum` is no pitch of a chord.
        """
        if own and self.overloaded:
            return
        if len(self._struck) >= MOST_STRUCK:
            self.hear(at)
        if velocity > 0:
            self.last = max(self.last, at)
        self._count += 1  # of several at one time, the first comes first
        heapq.heappush(self._struck, (at, self._count, pitch, velocity, own, drum))

    def hear(self, until: float) -> bool:
        """Hear the first strike until a time, if there is one. Return whether there was."""
        if not self._struck or self._struck[0][0] > until:
            return False
        at, _, pitch, velocity, own, drum = heapq.heappop(self._struck)
        frame = self.step(at)
        if velocity == 0:
            self.harmony.tracker.release(at, pitch, frame)
            return True
        if own:
            self._strike_own(at, pitch, velocity, frame)
            return True
        if not drum:
            self._sung = at
            self.harmony.tracker.strike(at, pitch, frame)
        before = self._tracker.closed
        self._tracker.strike(at, pitch, velocity)
        self._sure, self._led = self._tracker.confidence(at), at
        closed = self._tracker.closed
        if closed is not None and closed is not before:
            self._expect(closed)
        return True

    def _strike_own(self, at: float, pitch: int, velocity: int, frame: Frame) -> None:
        """Hear a strike of the machine, if it plays alone."""
        alone = at > self._led + ALONE
        if at > self._sung + ALONE:
            self.harmony.tracker.strike(at, pitch, frame, own=True)
        if _trusted(self._sure) > 0.0:
            self._carried = at
        elif alone:
            self._tracker.strike(at, pitch, velocity, MACHINE)

    def _expect(self, closed: Closed) -> None:
        """Count a chord for the expectation."""
        given = self.clock.running
        if given != self._given:
            self._given = given
            self._expectation.begin_anew()
        beats = self.clock if given else self._tracker
        self._expectation.strike(beats.beat_at(closed.time), closed.stress, closed.weight)

    def let_go_players(self, now: float) -> None:
        """Forget which keys players hold, as their releases will not come."""
        self.hear_all(now)
        self.harmony.tracker.let_go()

    def hear_all(self, until: float) -> None:
        """Hear all strikes until a time."""
        while self.hear(until):
            pass

    def pulse(self, now: float) -> Pulse:
        """Return what was heard of the beat, carried on to a time in seconds."""
        pulse = self._tracker.at(now)
        if now - self._carried < CARRIED:
            return replace(pulse, confidence=max(pulse.confidence, self._sure))
        return pulse

    def frame(self, now: float) -> Frame:
        """Return the beats around a time: of the clock, or heard, or by the clock's tempo alone."""
        return self._frame(self._source_now(), now)

    def step(self, now: float) -> Frame:
        """Return the beats around a time, and keep the place in a chart if they are others now."""
        source = self._source_now()
        frame = self._frame(source, now)
        if source != self._source:
            self.harmony.move(self._frame(self._source, now), frame, now)
            self._source = source
        self.harmony.begin(now, frame)
        return frame

    def conduct(self, command: BeatCommand, now: float) -> None:
        """Carry out a command of the clock. Raises ValueError if a value is out of range."""
        before = self.step(now)
        conduct(self.clock, command, now)
        if self._source_now() == self._source == FREE:
            self.harmony.move(before, self.frame(now), now)
        self.step(now)

    def listen(self, heard: bool, now: float) -> None:
        """Play to the beat that is heard while the clock stands, or to none."""
        self.listens = heard
        self.step(now)

    def _source_now(self) -> str:
        if self.clock.running:
            return CLOCK
        return HEARD if self.listens and _trusted(self._sure) > 0.0 else FREE

    def _frame(self, source: str, now: float) -> Frame:
        if source == CLOCK:
            return Frame(now, self.clock.beat_at(now), self.clock.period, counted=True)
        if source == HEARD:
            return Frame(now, self._tracker.beat_at(now), 60.0 / self._tracker.tempo)
        return Frame(0.0, 0.0, self.clock.period, known=False)

    def line(self, now: float, together: float) -> Line | None:
        """Return the beats around a time, for a control `together`; None if there is no pull."""
        source, pull = self._pull(now, together)
        if pull < LEAST_PULL:
            return None
        frame = self._frame(source, now)
        density = self._expectation.density(frame.period)
        return Line(now, frame.beat, frame.period, density, pull)

    def bars(self, now: float, together: float) -> Bars | None:
        """Return the bars around a time, for a control `together`; None if there is no pull.

        A clock counts bars of four beats.
        """
        source, pull = self._pull(now, together)
        if pull < LEAST_PULL:
            return None
        frame = self._frame(source, now)
        heard, metre = self._tracker.at(now), self._tracker.metre
        known = source != CLOCK
        return Bars(
            now,
            frame.beat,
            frame.period,
            heard.bar if known else CLOCK_BAR,
            metre.first if known else 0,
            known and heard.division == TRIPLE,
            heard.swing if known else 1.0,
            pull,
        )

    def _pull(self, now: float, together: float) -> tuple[str, float]:
        """Return the source of beats at a time, and how far it counts (0: not at all)."""
        if together <= 0.0 or not (self.clock.running or self.listens):
            return FREE, 0.0
        self.hear_all(now)
        source = self._source_now()
        if source == FREE:
            return FREE, 0.0
        return source, together * (1.0 if source == CLOCK else _trusted(self._sure))


def _trusted(confidence: float) -> float:
    """Return how far a beat of some confidence is played to, 0..1."""
    return min(max((confidence - DOUBTED) / (TRUSTED - DOUBTED), 0.0), 1.0)


class Times(NamedTuple):
    """The distribution of the next event's time.

    `running` (n,) is cumulative over bins with `edges` (n + 1,) in seconds of the event clock.
    """

    running: Floats
    edges: Sequence[float]


@lru_cache(maxsize=8)
def _array(edges: tuple[float, ...]) -> Floats:
    return np.array(edges)


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
    edges = _array(tuple(times.edges))
    first = AT_ONCE * rate
    step = 2.0 * line.period * rate / SLOTS
    last = min(first + BEATS * line.period * rate, edges.item(-1))
    near, far = np.searchsorted(edges, (first, last)).tolist()
    cuts = np.concatenate([edges[:near], np.arange(first, edges[far], step), edges[far:]])
    passed = np.interp(cuts, edges, np.concatenate([[0.0], times.running]))
    events = np.diff(-np.log(np.maximum(1.0 - passed, GONE)))  # expected in each bin
    bent = len(events) - (len(edges) - 1 - far)
    middle = 0.5 * (cuts[:bent] + cuts[1 : bent + 1])
    weights = line.weights(origin + middle / rate)
    chord, whole = slice(near), float(events[:near].sum())
    events[:bent] *= weights
    kept = float(events[chord].sum())
    if kept > 0.0:
        events[chord] *= whole / kept * (min(1.0, weights.item(0)) if joins else 1.0)
    running = 1.0 - np.exp(-np.add.accumulate(events))
    running[-1] = 1.0
    return Times(running, cuts.tolist())
