"""MIDI clock in both directions: ticks in to the engine, and the engine's beat out as ticks."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Final

from perf_engine.core.beat.beats import FASTEST, SLOWEST, BeatClock
from perf_engine.protocol.midi import CONTINUE, SIXTEENTHS_A_BEAT, SONG_POSITION, START, STOP, TICK

from .ticks import A_BEAT, FIRST, Ticks
from .to_synthesizer import Send

CLOCK: Final = frozenset((TICK, START, CONTINUE, STOP, SONG_POSITION))
EVERY: Final = 6  # ticks between two messages to the engine
NAME: Final = "midi"
NOT_STARTED: Final = "ticks"  # the name of a clock that ticks without ever having been started
GIVEN: Final = 1.0  # the confidence of a beat that somebody gives

SayAt = Callable[..., None]  # a time on the monotonic clock, and messages as tuples


class ClockIn:
    """Follows ticks, and tells the engine the next beat ahead, tagged with its time."""

    def __init__(self, say: Callable[..., None], say_at: SayAt) -> None:
        self._say = say
        self._say_at = say_at
        self._ticks = Ticks()
        self._name = NOT_STARTED
        self._told = False  # whether anything but ticks was ever heard
        self._begun = False  # whether the engine knows that it runs

    def hear(self, message: Sequence[int], now: float) -> None:
        """Take a clock message that came now; a malformed one is ignored."""
        status = message[0]
        if status == TICK:
            self._tick(now)
        elif status == START:
            self._ticks.start()
            self._run(from_beginning=True)
        elif status == CONTINUE:
            self._ticks.go_on()
            self._run()
        elif status == STOP:
            self._told, self._begun, self._name = True, False, NAME
            self._ticks.stop(now)
            self._say("/perf/transport", 0, NAME)
        elif status == SONG_POSITION and len(message) == 3:
            beat = (message[1] | message[2] << 7) / SIXTEENTHS_A_BEAT
            self._ticks.locate(beat)
            self._begun = False
            self._say("/perf/beat", beat, self._name)

    def _run(self, from_beginning: bool = False) -> None:
        self._told, self._begun, self._name = True, False, NAME
        if from_beginning:
            self._say("/perf/beat", 0.0, NAME)

    def _tick(self, now: float) -> None:
        ticks = self._ticks
        if not self._told:  # the clock ran before we heard it: count from here on
            self._told = True
            ticks.start()
        if not ticks.playing:
            return
        ticks.tick(now)
        if not self._begun:
            self._begun = True
            self._say("/perf/beat", ticks.beat, self._name)
            self._say("/perf/transport", 1, self._name)
        elif ticks.seen >= FIRST and ticks.seen % EVERY == 0:
            beat = ticks.clock.beat_at(now) + EVERY / A_BEAT  # the count may be in doubt
            self._say_at(
                ticks.clock.time_of(beat),
                ("/perf/tempo", ticks.clock.tempo, self._name),
                ("/perf/beat", beat, self._name),
            )


BEGINNING = 0.02  # beats: a position this near to 0 is the beginning of the song
FARTHEST = 16_383  # sixteenths: a song position has 14 bits
JUMP = 1.5 / A_BEAT  # beats: a larger difference is a jump, not a correction


class ClockOut:
    """Follows the engine's beat by its pulse once a second, and sends ticks in between."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._clock = BeatClock()
        self._next = 0  # the next tick, from beat 0

    @property
    def next_due(self) -> float:
        """The time when the next tick is due; infinity where the song stands."""
        return self._clock.time_of(self._next / A_BEAT)

    def hear(self, arguments: Sequence[object], at: float) -> None:
        """Take a /perf/pulse that held at a time; a malformed one is ignored.

        A beat that was heard, not given, is not sent on: the song stands.
        """
        numbers = [float(a) for a in arguments if isinstance(a, int | float)]
        if len(arguments) != len(numbers) or len(numbers) not in (3, 4):
            return
        beat, tempo, running = numbers[:3]
        running = running if numbers[3:] in ([], [GIVEN]) else 0.0
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
        sixteenth = min(max(math.ceil(beat * SIXTEENTHS_A_BEAT), 0), FARTHEST)
        self._next = sixteenth * A_BEAT // SIXTEENTHS_A_BEAT
        self._send([SONG_POSITION, sixteenth & 0x7F, sixteenth >> 7])
        self._send([CONTINUE])
