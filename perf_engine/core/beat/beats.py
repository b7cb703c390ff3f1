"""The beat clock: a smooth line between seconds and beats, estimated from observed beats."""

from __future__ import annotations

import math
from typing import Final

SLOWEST, FASTEST = 20.0, 400.0  # beats a minute
FARTHEST: Final = 1e9  # beats from the beginning of the song, before it or after
USUAL: Final = 120.0
MEMORY: Final = 5.0  # beats over which jitter is averaged once the tempo is found
WINDOW: Final = 8  # observations whose mean tells a change of tempo from jitter
SURE: Final = 4.5  # standard deviations of that mean
ANEW: Final = 8  # observations that still count after a change, so that later ones weigh more
CALMEST: Final = 0.0003  # seconds of jitter that are always assumed
EXPECTED: Final = 0.002  # seconds of jitter, before it is known
WILDEST: Final = 4.0  # standard deviations of jitter that an observation may weigh


class BeatClock:
    """Beats as a straight line over seconds: a phase and a tempo, running or standing.

    Observations ("this beat was at this time") go through a g-h filter, the steady Kalman filter
    of a constant tempo with jitter. Its memory expands at first, which gives the line of least
    squares, and fades later (Brookner, Tracking and Kalman Filtering Made Easy, 1998, chapters 1
    and 7). When the mean of several errors shows that the tempo has changed, the memory restarts.
    A single late observation weighs no more than jitter.
    """

    def __init__(self, tempo: float = USUAL) -> None:
        """Stand at beat 0. Raises ValueError if the tempo is out of range."""
        self._period = 60.0 / check_tempo(tempo)  # seconds a beat
        self._beat = 0.0
        self._at = 0.0  # the time of that beat; unused while it stands
        self.running = False
        self._observed: float | None = None  # the last beat observed
        self._count = 0
        self._errors: list[float] = []  # the latest, seconds
        self._variance = EXPECTED**2  # of the jitter, seconds squared

    @property
    def tempo(self) -> float:
        """Return the tempo in beats a minute."""
        return 60.0 / self._period

    @property
    def period(self) -> float:
        """Return the duration of a beat in seconds."""
        return self._period

    @property
    def jitter(self) -> float:
        """Return the standard deviation of the observed times in seconds, as far as it is known."""
        return math.sqrt(self._variance)

    def beat_at(self, seconds: float) -> float:
        """Return the beat at a time; always the same while the clock stands."""
        if not self.running:
            return self._beat
        return self._beat + (seconds - self._at) / self._period

    def time_of(self, beat: float) -> float:
        """Return the time of a beat; infinity while the clock stands."""
        if not self.running:
            return math.inf
        return self._at + (beat - self._beat) * self._period

    def set_tempo(self, tempo: float, now: float) -> None:
        """Continue in another tempo from now. Raises ValueError if it is out of range."""
        period = 60.0 / check_tempo(tempo)
        self._beat, self._at = self.beat_at(now), now
        self._period = period
        self._begin_anew(0)

    def run(self, now: float) -> None:
        """Run from the present beat; do nothing if it runs already."""
        if not self.running:
            self.running, self._at = True, now
            self._begin_anew(0)

    def stop(self, now: float) -> None:
        """Stand still."""
        self._beat, self._at = self.beat_at(now), now
        self.running = False
        self._begin_anew(0)

    def locate(self, beat: float, now: float) -> None:
        """Set the present beat, in the same tempo. Raises ValueError if it is out of range."""
        check_beat(beat)
        self._beat, self._at = beat, now
        self._begin_anew(0)

    def adopt(
        self, beat: float, at: float, tempo: float, count: int = 0, jitter: float | None = None
    ) -> None:
        """Run from a beat at a time in a tempo; they weigh as much as `count` observations.

        `jitter` is the standard deviation of the observed times in seconds, None if unknown.
        Raises ValueError if the tempo or the beat is out of range.
        """
        self._period = 60.0 / check_tempo(tempo)
        self.locate(beat, at)
        self.running = True
        self._observed, self._count = (beat, count) if count else (None, 0)
        if jitter is not None:
            self._variance = max(jitter, CALMEST) ** 2

    def observe(self, beat: float, at: float) -> None:
        """Take an observation of a beat at a time, and run; observe beats in their order.

        Raises ValueError if the beat is out of range or the time not finite.
        """
        check_beat(beat)
        if not math.isfinite(at):
            raise ValueError(f"time must be finite, not {at}")
        if not self.running or self._observed is None:
            self.running = True
            self._beat, self._at, self._observed, self._count = beat, at, beat, 1
            return
        passed = beat - self._observed
        if passed <= 0.0:  # it jumped back
            self.locate(beat, at)
            self._observed, self._count = beat, 1
            return
        error = at - self.time_of(beat)
        self._observed = beat
        self._take(beat, error, passed)

    # inside

    def _take(self, beat: float, error: float, passed: float) -> None:
        self._count += 1
        count = self._count
        phase, tempo = _gains(count, passed)
        jitter = math.sqrt(self._variance)
        if count > WINDOW:
            self._judge(error)
            limit = WILDEST * jitter
            error = min(max(error, -limit), limit)
        self._at, self._beat = self.time_of(beat) + phase * error, beat
        period = self._period + tempo * error / passed
        self._period = min(max(period, 60.0 / FASTEST), 60.0 / SLOWEST)
        if len(self._errors) == WINDOW and self._changed():
            self._begin_anew(ANEW)

    def _judge(self, error: float) -> None:
        """Note an error, and estimate the jitter from the difference of neighbouring errors.

        A change of tempo hardly alters that difference.
        """
        if self._errors:
            difference = min(abs(error - self._errors[-1]), 0.1)
            weight = 1.0 / min(max(self._count, 20), 200)
            self._variance += weight * (difference**2 / 2.0 - self._variance)
            self._variance = max(self._variance, CALMEST**2)
        self._errors = [*self._errors, error][-WINDOW:]

    def _changed(self) -> bool:
        mean = sum(self._errors) / WINDOW
        return abs(mean) > SURE * math.sqrt(self._variance / WINDOW)

    def _begin_anew(self, count: int) -> None:
        self._count = count
        self._errors = []
        if count == 0:
            self._observed = None


def check_tempo(tempo: float) -> float:
    """Return the tempo. Raises ValueError if it is out of range."""
    if not SLOWEST <= tempo <= FASTEST:
        raise ValueError(f"tempo must be {SLOWEST:g}..{FASTEST:g} beats a minute, not {tempo:g}")
    return float(tempo)


def check_beat(beat: float) -> float:
    """Return the beat. Raises ValueError if it is out of range."""
    if not -FARTHEST <= beat <= FARTHEST:
        raise ValueError(f"beat must be {-FARTHEST:.0f}..{FARTHEST:.0f}, not {beat:g}")
    return beat


def _gains(count: int, passed: float) -> tuple[float, float]:
    """Return the shares of an error by which the phase and the period are corrected.

    `count` is the number of the observation, `passed` the beats since the one before.
    """
    settled = 1.0 - math.exp(-passed / MEMORY)
    n = count - 1
    growing = 2.0 * (2 * n + 1) / ((n + 1) * (n + 2))
    if growing > settled:
        return growing, 6.0 / ((n + 1) * (n + 2))
    return settled, settled**2 / (2.0 - settled)
