"""What strikes say of the beat: the pulse, how strikes fall on it, and how sure it is."""

from __future__ import annotations

import copy
import math
from dataclasses import dataclass

from .beats import BeatClock
from .expectation import Expectation
from .tracker import BeatTracker, Closed


@dataclass(frozen=True, slots=True)
class BeatStrike:
    """A strike for the beat, at a time in seconds; `weight` 0..1: how far it counts.

    `own` if the machine struck.
    """

    at: float
    pitch: int
    velocity: int
    weight: float = 1.0
    own: bool = False


class HeardBeat:
    """The pulse and the expectation of strikes, both learnt from one strike after another.

    `sure` is the confidence (0..1) at the last strike of a player, `led` its time in seconds.
    """

    def __init__(self) -> None:
        """Begin with nothing heard."""
        self.tracker = BeatTracker()
        self.expectation = Expectation()
        self.sure = 0.0
        self.led = -math.inf
        self._given = False  # whether the expectation counts on a clock's beats

    def copy(self) -> HeardBeat:
        """Return a copy that learns by itself from now on."""
        other = copy.copy(self)
        other.tracker = self.tracker.copy()
        other.expectation = self.expectation.copy()
        return other

    def take(self, strike: BeatStrike, clock: BeatClock) -> None:
        """Learn from a strike; it falls on the beats of a clock that runs."""
        before = self.tracker.closed
        self.tracker.strike(strike.at, strike.pitch, strike.velocity, strike.weight)
        if strike.own:
            return
        self.sure, self.led = self.tracker.confidence(strike.at), strike.at
        closed = self.tracker.closed
        if closed is not None and closed is not before:
            self._expect(closed, clock)

    def _expect(self, closed: Closed, clock: BeatClock) -> None:
        """Count a chord for the expectation."""
        given = clock.running
        if given != self._given:
            self._given = given
            self.expectation.begin_anew()
        beats = clock if given else self.tracker
        self.expectation.strike(beats.beat_at(closed.time), closed.stress, closed.weight)
