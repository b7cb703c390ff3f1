"""The beat that the machine plays to: one that is given, or else one that is heard."""

from __future__ import annotations

import heapq
import math
from dataclasses import replace
from typing import Final, NamedTuple

from perf_engine.core.harmony.chord_tracker import Frame
from perf_engine.core.harmony.guide import HarmonyGuide

from .beat_line import Line
from .beats import BeatClock
from .heard_beat import BeatStrike, HeardBeat
from .tracker import Pulse
from .transport import BeatCommand, check, conduct

MOST_STRUCK: Final = 128  # strikes that wait to be heard
MACHINE: Final = 0.3  # weight of the machine's own strikes
ALONE: Final = 8.0  # seconds after the last strike of a player, when the machine plays alone
CARRIED: Final = 4.0  # seconds after its last strike for which the machine carries a beat on
DOUBTED, TRUSTED = 0.15, 0.55  # confidence up to which a beat is not played to; from which wholly
MOMENT: Final = 0.001  # seconds between a strike and the first decision for which it counts
LEAST_PULL: Final = 0.02  # a weaker pull is none
CLOCK_BAR: Final = 4  # beats
TRIPLE: Final = 3  # parts of a beat
CLOCK, HEARD, FREE = "clock", "heard", "free"  # sources of beats; free: the clock's tempo alone


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
    plays alone and to no beat, and not under overload. A strike counts for the beat from the first
    decision on that is MOMENT or more after it, so that its answer does not wait for the beat to be
    computed. It is heard when somebody asks, or in a pause: the same strikes and decisions give the
    same, whenever that is.
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
        self._heard = HeardBeat()
        self._waiting: BeatStrike | None = None  # the last strike, until it counts for the beat
        self._ahead: HeardBeat | None = None  # what will be heard with it, if it is known
        self.harmony.forget()
        self._source = FREE
        self.last = -math.inf  # the time of the last strike of anybody
        self._struck.clear()
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
        self._count_last()
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
        self._waiting = BeatStrike(at, pitch, velocity)
        return True

    def _strike_own(self, at: float, pitch: int, velocity: int, frame: Frame) -> None:
        """Hear a strike of the machine, if it plays alone."""
        alone = at > self._heard.led + ALONE
        if at > self._sung + ALONE:
            self.harmony.tracker.strike(at, pitch, frame, own=True)
        if _trusted(self._heard.sure) > 0.0:
            self._carried = at
        elif alone:
            self._waiting = BeatStrike(at, pitch, velocity, MACHINE, own=True)

    def count(self, now: float) -> None:
        """Count for the beat all strikes that are MOMENT or more ago at a decision, in seconds."""
        self.hear_all(now - MOMENT)
        if self._waiting is not None and self._waiting.at <= now - MOMENT:
            self._count_last()

    def _count_last(self) -> None:
        """Count the last strike for the beat, if it waits."""
        if self._waiting is None:
            return
        if self._ahead is not None:
            self._heard = self._ahead
        else:
            self._heard.take(self._waiting, self.clock)
        self._waiting = self._ahead = None

    def prepare(self) -> bool:
        """Compute what counting the last strike will give. Return whether it was missing."""
        if self._waiting is None or self._ahead is not None:
            return False
        ahead = self._ahead = self._heard.copy()
        ahead.take(self._waiting, self.clock)
        if _trusted(ahead.sure) > 0.0:
            ahead.expectation.density(60.0 / ahead.tracker.tempo)  # it is kept
        return True

    @property
    def _latest(self) -> HeardBeat:
        """Return what is heard with the last strike."""
        self.prepare()
        return self._heard if self._ahead is None else self._ahead

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
        heard = self._latest
        pulse = heard.tracker.at(now)
        if now - self._carried < CARRIED:
            return replace(pulse, confidence=max(pulse.confidence, heard.sure))
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
        """Carry out a command of the clock. Raises ValueError if a value is out of range.

        What was struck before counts by the clock as it was.
        """
        check(command)
        self.hear_all(now)
        self._count_last()
        before = self.step(now)
        conduct(self.clock, command, now)
        if self._source_now() == self._source == FREE:
            self.harmony.move(before, self.frame(now), now)
        self.step(now)

    def listen(self, heard: bool, now: float) -> None:
        """Play to the beat that is heard while the clock stands, or to none."""
        self.hear_all(now)
        self._count_last()
        self.listens = heard
        self.step(now)

    def _source_now(self) -> str:
        if self.clock.running:
            return CLOCK
        return HEARD if self.listens and _trusted(self._heard.sure) > 0.0 else FREE

    def _frame(self, source: str, now: float) -> Frame:
        if source == CLOCK:
            return Frame(now, self.clock.beat_at(now), self.clock.period, counted=True)
        if source == HEARD:
            tracker = self._heard.tracker
            return Frame(now, tracker.beat_at(now), 60.0 / tracker.tempo)
        return Frame(0.0, 0.0, self.clock.period, known=False)

    def line(self, now: float, together: float) -> Line | None:
        """Return the beats around a time, for a control `together`; None if there is no pull."""
        source, pull = self._pull(now, together)
        if pull < LEAST_PULL:
            return None
        frame = self._frame(source, now)
        density = self._heard.expectation.density(frame.period)
        return Line(now, frame.beat, frame.period, density, pull)

    def bars(self, now: float, together: float) -> Bars | None:
        """Return the bars around a time, for a control `together`; None if there is no pull.

        A clock counts bars of four beats.
        """
        source, pull = self._pull(now, together)
        if pull < LEAST_PULL:
            return None
        frame = self._frame(source, now)
        tracker = self._heard.tracker
        heard, metre = tracker.at(now), tracker.metre
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
        return source, together * (1.0 if source == CLOCK else _trusted(self._heard.sure))


def _trusted(confidence: float) -> float:
    """Return how far a beat of some confidence is played to, 0..1."""
    return min(max((confidence - DOUBTED) / (TRUSTED - DOUBTED), 0.0), 1.0)
