"""The engine's beat as MIDI clock: 24 ticks a beat, start, continue, stop and song position."""

from __future__ import annotations

import math
from collections.abc import Sequence

from perf_engine.clients.clock_in import (
    A_SIXTEENTH,
    CONTINUE,
    SONG_POSITION,
    START,
    STOP,
    TICK,
)
from perf_engine.clients.sounding import Send
from perf_engine.core.beats import FASTEST, SLOWEST, BeatClock
from perf_engine.core.ticks import A_BEAT

BEGINNING = 0.02  # beats: as far from 0 the song is at its beginning
FARTHEST = 16_383  # sixteenths: a song position has 14 bits
JUMP = 1.5 / A_BEAT  # beats: farther than that it is a jump, not a correction


class ClockOut:
    """Mirrors the engine's beat from what it says once a second, and ticks between."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._clock = BeatClock()
        self._next = 0  # the next tick, from beat 0

    @property
    def next_due(self) -> float:
        """When the next tick is due; infinity where the song stands."""
        return self._clock.time_of(self._next / A_BEAT)

    def hear(self, arguments: Sequence[object], at: float) -> None:
        """Take a /perf/pulse that held at a time; what is malformed is ignored."""
        if len(arguments) != 3 or not all(isinstance(a, int | float) for a in arguments):
            return
        beat, tempo, running = (float(a) for a in arguments)  # type: ignore[arg-type]
        if not (math.isfinite(beat) and SLOWEST <= tempo <= FASTEST):
            return
        ran = self._clock.running
        jumped = ran and abs(self._clock.beat_at(at) - beat) > JUMP
        if ran and (jumped or not running):
            self._send([STOP])
        if not running:
            self._clock.stop(at)
            return
        self._clock.adopt(beat, at, tempo)
        if not ran or jumped:
            self._begin(beat)

    def advance(self, now: float) -> None:
        """Send the ticks that are due."""
        while self.next_due <= now:
            self._send([TICK])
            self._next += 1

    def stop(self, now: float) -> None:
        """The engine is gone: the song stands."""
        if self._clock.running:
            self._send([STOP])
            self._clock.stop(now)

    def _begin(self, beat: float) -> None:
        if abs(beat) < BEGINNING:
            self._next = 0
            self._send([START])
            return
        sixteenth = min(max(math.ceil(beat * A_SIXTEENTH), 0), FARTHEST)
        self._next = sixteenth * A_BEAT // A_SIXTEENTH
        self._send([SONG_POSITION, sixteenth & 0x7F, sixteenth >> 7])
        self._send([CONTINUE])
