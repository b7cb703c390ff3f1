"""The beat that is heard: tempo, phase and metre, inferred from what is struck."""

from __future__ import annotations

import copy
import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from .metre import Metre
from .pulse_filter import DIVISIONS, LEVELS, PERIOD, PERIODS, PHASES, PulseFilter

TOGETHER: Final = 0.04  # seconds within which strikes are one chord
RECENT: Final = 1 / 16  # weight of a strike in averages of loudness, pitch and distance
KEPT: Final = 1.2  # times that another beat must be likelier than the present one
BESIDE: Final = 2  # periods beside the likeliest that are averaged with it
AROUND: Final = 4  # phases around the likeliest that are averaged with it
PROVED: Final = 1 / 14  # weight of a strike in the mean of what the prediction was worth
NEEDED: Final = 0.33  # nats a strike that a prediction must be worth for a confidence of a half
SLOPE: Final = 0.085  # nats: the steepness of confidence there
ALONE: Final = 2.0  # 1 over the probability that a beat needs for itself: octaves share it
FADES: Final = 12.0  # seconds of silence in which confidence falls by the factor e
OCTAVE: Final = 0.3  # change of the logarithm of the period that makes other beats of the bar
MIDDLE: Final = (LEVELS - 1) // 2
SPACING: Final = math.log(PERIOD[-1] / PERIOD[0]) / (PERIODS - 1)
_COLUMNS: Final = np.arange(-AROUND, AROUND + 1)


@dataclass(frozen=True, slots=True)
class Pulse:
    """What was heard of the beat, at a time.

    `beat` counts beats; its fraction is the phase. `tempo` is in beats a minute, `bar` the beats of
    a bar (3 or 4), `division` the parts of a beat (2 or 3), `swing` the duration of the first half
    of a beat over that of the second (1 straight, 2 triplets), `confidence` is 0..1.
    """

    beat: float
    tempo: float
    bar: int
    bar_beat: float
    division: int
    swing: float
    confidence: float


@dataclass(frozen=True, slots=True)
class Closed:
    """A chord after which another came: its time, its stress -1..1, and its weight."""

    time: float
    stress: float
    weight: float


class BeatTracker:
    """Hears the beat in strikes, one after another; it has no clock, and the same gives the same.

    Times are seconds in any frame; those that go back are taken as the last one.
    """

    def __init__(self) -> None:
        self._filter = PulseFilter()
        self.metre = Metre()
        self._last: float | None = None  # the time of the last chord's first strike
        self._level = 0
        self._stress = 0.0
        self._weight = 0.0
        self._usual = 0.0  # the mean stress of chords
        self._worth = 0.0  # nats a strike
        self._loudness, self._pitch, self._distance = 64.0, 60.0, 0.4
        self._period = 0.5
        self._at = 0.0  # the time of beat number `_beat`
        self._beat = 0.0
        self._mass = 0.0
        self.closed: Closed | None = None  # the chord before the last

    def strike(self, time: float, pitch: int, velocity: int, weight: float = 1.0) -> None:
        """Take a strike at a time in seconds; `weight` 0..1: how far it counts.

        Raises ValueError if the time is not finite.
        """
        if not math.isfinite(time):
            raise ValueError(f"time must be finite, not {time}")
        if self._last is None:
            self._pitch, self._loudness = float(pitch), float(velocity)
        stress = self._stressed(pitch, velocity)
        if self._last is None:
            self._at = time
        elif time - self._last < TOGETHER:
            self._join(stress, weight)
            return
        else:
            self._close(time - self._last)
            self._filter.advance(time - self._last)
        self._last = time
        self._stress = stress
        self._level = _level(stress - self._usual)
        gain = self._filter.strike(self._level, weight)
        share = PROVED * weight
        self._worth += share * (min(math.log(gain), 1.2) - self._worth)
        self._weight = weight
        self._follow(time)

    def copy(self) -> BeatTracker:
        """Return a copy that hears by itself from now on."""
        other = copy.copy(self)
        other._filter, other.metre = self._filter.copy(), self.metre.copy()
        return other

    def at(self, now: float) -> Pulse:
        """Return what was heard, carried on to a time in seconds."""
        beat = self._beat_at(now)
        return Pulse(
            beat,
            60.0 / self._period,
            self.metre.bar,
            (beat - self.metre.first) % self.metre.bar,
            self.metre.division(self._triple()),
            self.metre.swing,
            self.confidence(now),
        )

    def beat_at(self, time: float) -> float:
        """Return the beat at a time in seconds."""
        return self._beat_at(time)

    def time_of(self, beat: float) -> float:
        """Return the time of a beat in seconds."""
        return self._at + (beat - self._beat) * self._period

    @property
    def tempo(self) -> float:
        """Return the tempo in beats a minute."""
        return 60.0 / self._period

    def confidence(self, now: float) -> float:
        """Return how sure the beat is, 0..1: whether it foresaw the last strikes."""
        if self._last is None:
            return 0.0
        worth = 1.0 / (1.0 + math.exp((NEEDED - self._worth) / SLOPE))
        silence = max(now - self._last - 2.0 * self._period, 0.0)
        return worth * min(1.0, ALONE * self._mass) * math.exp(-silence / FADES)

    # inside

    def _beat_at(self, time: float) -> float:
        return self._beat + (time - self._at) / self._period

    def _triple(self) -> float:
        return float(self._filter.belief[:, -PHASES:].sum())

    def _stressed(self, pitch: int, velocity: int) -> float:
        """Return the stress of a strike by its loudness and depth, -1..1."""
        louder = (velocity - self._loudness) / 24.0
        lower = (self._pitch - pitch) / 24.0
        self._loudness += RECENT * (velocity - self._loudness)
        self._pitch += RECENT * (pitch - self._pitch)
        return min(max(0.5 * louder, -0.5), 0.5) + min(max(0.5 * lower, -0.25), 0.5)

    def _join(self, stress: float, weight: float) -> None:
        """Take one more strike of the last chord."""
        if weight > self._weight:
            self._filter.strike(self._level, weight - self._weight)
            self._weight = weight
        self._stress = min(max(self._stress, stress) + 0.12, 1.0)
        level = _level(self._stress - self._usual)
        if level > self._level:
            self._filter.stress(self._level, level, self._weight)
            self._level = level

    def _close(self, distance: float) -> None:
        """Take the last chord's distance to the next one as its length: long ones are stressed."""
        assert self._last is not None
        longer = math.log(min(distance, 2.0) / self._distance)
        self._distance += RECENT * (min(distance, 2.0) - self._distance)
        self._usual += RECENT * (self._stress - self._usual)
        stress = self._stress - self._usual + min(max(0.6 * longer, -0.4), 0.6)
        # A short one proves nothing: it may be an ornament on the beat.
        self._filter.stress(self._level, max(_level(stress), self._level), self._weight)
        stress = min(max(stress, -1.0), 1.0)
        self.closed = Closed(self._last, stress, self._weight)
        self.metre.strike(self._beat_at(self._last), stress, self._weight)

    def _follow(self, time: float) -> None:
        """Set the line of beats by the likeliest state near the present line, or by another."""
        row, rest = divmod(int(self._filter.belief.argmax()), len(DIVISIONS) * PHASES)
        mass, period, phase = self._around(row, rest % PHASES)
        now = self._beat_at(time)
        here = min(max(round(math.log(self._period / PERIOD[0]) / SPACING), 0), PERIODS - 1)
        column = round((now % 1.0) * PHASES - self._filter.rest[here]) % PHASES
        apart = (rest - column + PHASES // 2) % PHASES - PHASES // 2
        if abs(row - here) > 1 or abs(apart) > 1:  # perhaps another beat
            kept, kept_period, kept_phase = self._around(here, column)
            if kept * KEPT >= mass:
                mass, period, phase = kept, kept_period, kept_phase
        if abs(math.log(period / self._period)) > OCTAVE:
            self.metre.begin_anew()
        self._mass = mass
        beat = round(now - phase) + phase
        self._period, self._at, self._beat = period, time, beat

    def _around(self, row: int, column: int) -> tuple[float, float, float]:
        """Return the probability around a state, and the mean period and phase there."""
        low, high = max(row - BESIDE, 0), min(row + BESIDE + 1, PERIODS)
        columns = (column + _COLUMNS) % PHASES
        belief = self._filter.belief
        part = belief[low:high].reshape(high - low, len(DIVISIONS), PHASES).sum(axis=1)[:, columns]
        mass = float(part.sum())
        if mass <= 0.0:
            return 0.0, float(PERIOD[row]), column / PHASES
        rows = part.sum(axis=1)
        period = float(rows @ PERIOD[low:high]) / mass
        offset = float(part.sum(axis=0) @ _COLUMNS) + float(rows @ self._filter.rest[low:high])
        return mass, period, (column + offset / mass) / PHASES


def _level(stress: float) -> int:
    return min(max(round(MIDDLE + stress * (LEVELS - 1) / 2), 0), LEVELS - 1)
