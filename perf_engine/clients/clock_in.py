"""MIDI clock that comes in, handed to the engine as tempo, beats and transport."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from perf_engine.core.ticks import A_BEAT, FIRST, Ticks

TICK: Final = 0xF8
START: Final = 0xFA
CONTINUE: Final = 0xFB
STOP: Final = 0xFC
SONG_POSITION: Final = 0xF2
CLOCK: Final = frozenset((TICK, START, CONTINUE, STOP, SONG_POSITION))
EVERY: Final = 6  # ticks from telling the engine to telling it again
A_SIXTEENTH: Final = 4  # of a beat; song positions are counted in these
NAME: Final = "midi"

SayAt = Callable[..., None]  # a time on the monotonic clock, and messages as tuples


class ClockIn:
    """Follows ticks, and tells the engine the next beat ahead, tagged with its time."""

    def __init__(self, say: Callable[..., None], say_at: SayAt) -> None:
        self._say = say
        self._say_at = say_at
        self._ticks = Ticks()
        self._told = False  # whether anything but ticks was ever heard
        self._begun = False  # whether the engine knows that it runs

    def hear(self, message: Sequence[int], now: float) -> None:
        """Take a clock message that came now; what is malformed is ignored."""
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
            self._told, self._begun = True, False
            self._ticks.stop(now)
            self._say("/perf/transport", 0, NAME)
        elif status == SONG_POSITION and len(message) == 3:
            beat = (message[1] | message[2] << 7) / A_SIXTEENTH
            self._ticks.locate(beat)
            self._begun = False
            self._say("/perf/beat", beat, NAME)

    def _run(self, from_beginning: bool = False) -> None:
        self._told, self._begun = True, False
        if from_beginning:
            self._say("/perf/beat", 0.0, NAME)

    def _tick(self, now: float) -> None:
        ticks = self._ticks
        if not self._told:  # we came in the middle: from here on it is counted
            self._told = True
            ticks.start()
        if not ticks.playing:
            return
        ticks.tick(now)
        if not self._begun:
            self._begun = True
            self._say("/perf/beat", ticks.beat, NAME)
            self._say("/perf/transport", 1, NAME)
        elif ticks.seen >= FIRST and ticks.seen % EVERY == 0:
            beat = ticks.clock.beat_at(now) + EVERY / A_BEAT  # not of the count: it may be in doubt
            self._say_at(
                ticks.clock.time_of(beat),
                ("/perf/tempo", ticks.clock.tempo, NAME),
                ("/perf/beat", beat, NAME),
            )
