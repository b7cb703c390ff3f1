"""A beat clock: which beat it is when, and when a beat is, found smoothly from what is observed."""

from __future__ import annotations

import math
from typing import Final

SLOWEST, FASTEST = 20.0, 400.0  # beats a minute
USUAL: Final = 120.0
MEMORY: Final = 5.0  # beats over which jitter is averaged once the tempo is found
WINDOW: Final = 8  # observations whose mean tells a change of tempo from jitter
SURE: Final = 4.5  # standard deviations of that mean
ANEW: Final = 8  # observations that count after a change, so that what comes weighs more
CALMEST: Final = 0.0003  # seconds of jitter that are always allowed for
EXPECTED: Final = 0.002  # seconds of jitter, before it is known
WILDEST: Final = 4.0  # standard deviations of jitter that an observation may weigh


class BeatClock:
    """Beats as a straight line over seconds: a phase and a tempo, running or standing.

    Observations ("at this time it was this beat") go through a g-h filter, that is the steady
    Kalman filter of a constant tempo with jitter: an expanding memory at first, which is the
    line of least squares, later a fading one (Brookner, Tracking and Kalman Filtering Made Easy,
    1998, chapters 1 and 7). When the mean of several errors says that the tempo has changed, the
    memory begins anew; a single late observation weighs no more than jitter.
    """

    def __init__(self, tempo: float = USUAL) -> None:
        """Stands at beat 0. Raises ValueError where the tempo is out of range."""
        self._period = 60.0 / check_tempo(tempo)  # seconds a beat
        self._beat = 0.0
        self._at = 0.0  # when it was that beat; where it stands, nothing
        self.running = False
        self._observed: float | None = None  # the last beat observed
        self._count = 0
        self._errors: list[float] = []  # the latest, seconds
        self._variance = EXPECTED**2  # of the jitter, seconds squared

    @property
    def tempo(self) -> float:
        """Beats a minute."""
        return 60.0 / self._period

    @property
    def period(self) -> float:
        """Seconds a beat."""
        return self._period

    @property
    def jitter(self) -> float:
        """The standard deviation of what is observed, in seconds, as far as it is known."""
        return math.sqrt(self._variance)

    def beat_at(self, seconds: float) -> float:
        """Which beat it is at a time; where it stands, always the same."""
        if not self.running:
            return self._beat
        return self._beat + (seconds - self._at) / self._period

    def time_of(self, beat: float) -> float:
        """When a beat is or was; infinity where the clock stands."""
        if not self.running:
            return math.inf
        return self._at + (beat - self._beat) * self._period

    def set_tempo(self, tempo: float, now: float) -> None:
        """Go on in another tempo from now. Raises ValueError where it is out of range."""
        period = 60.0 / check_tempo(tempo)
        self._beat, self._at = self.beat_at(now), now
        self._period = period
        self._begin_anew(0)

    def run(self, now: float) -> None:
        """Begin where it stands; nothing where it runs."""
        if not self.running:
            self.running, self._at = True, now
            self._begin_anew(0)

    def stop(self, now: float) -> None:
        """Stand still."""
        self._beat, self._at = self.beat_at(now), now
        self.running = False
        self._begin_anew(0)

    def locate(self, beat: float, now: float) -> None:
        """Be at a beat now, in the same tempo. Raises ValueError where it is not finite."""
        if not math.isfinite(beat):
            raise ValueError(f"beat must be finite, not {beat}")
        self._beat, self._at = beat, now
        self._begin_anew(0)

    def adopt(self, beat: float, at: float, tempo: float, count: int = 0) -> None:
        """Run from a beat at a time in a tempo; they weigh as much as `count` observations.

        Raises ValueError where the tempo is out of range or the beat not finite.
        """
        self._period = 60.0 / check_tempo(tempo)
        self.locate(beat, at)
        self.running = True
        self._observed, self._count = (beat, count) if count else (None, 0)

    def observe(self, beat: float, at: float) -> None:
        """Run, such that it was a beat at a time; later beats are to be observed later."""
        if not math.isfinite(beat) or not math.isfinite(at):
            raise ValueError(f"beat and time must be finite, not {beat} and {at}")
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
        """Note an error, and how much neighbouring ones differ, which no change of tempo hides."""
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
    """The tempo, where it is one. Raises ValueError."""
    if not SLOWEST <= tempo <= FASTEST:
        raise ValueError(f"tempo must be {SLOWEST:g}..{FASTEST:g} beats a minute, not {tempo:g}")
    return float(tempo)


def _gains(count: int, passed: float) -> tuple[float, float]:
    """How much of an error goes to the phase, and how much to the period a step.

    `count`: the observation's number; `passed`: beats since the one before.
    """
    settled = 1.0 - math.exp(-passed / MEMORY)
    n = count - 1
    growing = 2.0 * (2 * n + 1) / ((n + 1) * (n + 2))
    if growing > settled:
        return growing, 6.0 / ((n + 1) * (n + 2))
    return settled, settled**2 / (2.0 - settled)
