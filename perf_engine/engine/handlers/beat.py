"""Handlers of tempo, beat and transport, with the sources that may set them."""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable
from typing import Final

from perf_engine.core.beat.tracker import BeatTracker
from perf_engine.core.beat.transport import ClockCommand, Locate, Observe, Run, SetTempo
from perf_engine.engine.context import Context
from perf_engine.engine.input.call import Answer, Call
from perf_engine.protocol.errors import Code, Refusal
from perf_engine.protocol.notes import Strike

AUTO: Final = "auto"
INTERNAL: Final = "internal"
OSC: Final = "osc"
OURS: Final = (AUTO, INTERNAL, OSC)  # sources that any client may set
SURE: Final = 0.5  # confidence from which a beat that is heard is told
UNSURE: Final = 0.3  # confidence below which it is told no more
LATER: Final = (
    0.5  # seconds after a strike at which the tracker hears it: several at a time cost less
)
MOST_AT_ONCE: Final = 8  # strikes that it hears in a turn
MOST_STRUCK: Final = 128  # strikes that wait for the tracker
MACHINE: Final = 0.3  # weight of the machine's own strikes


class Metronome:
    """Serves `/perf/tempo`, `/perf/beat`, `/perf/transport` and `/perf/clock`.

    While nobody has given a beat, it listens for one in what players and machine strike, and tells
    it; the instrument does not follow that one. It listens in turns of its own beside the playing.
    """

    def __init__(self, context: Context, overloaded: Callable[[], bool]) -> None:
        """Under overload, the machine's own strikes are not listened to."""
        self._overloaded = overloaded
        self._instrument = context.instrument
        self._outbox = context.outbox
        self._source = AUTO
        self._tracker = BeatTracker()
        self._struck: list[tuple[float, int, int, float]] = []  # a heap of strikes and weights
        self._heard = False  # a beat is heard, and told
        self._used = False  # a client has asked for beats: from then on every client gets them

    def tempo(self, call: Call, tempo: float | None = None, source: str = "") -> Answer:
        """Set or get the tempo."""
        if tempo is not None:
            if not self._speaks(source):
                return None
            self._tell_instrument(SetTempo(tempo), call)
            return self._answer(source, self._instrument.clock.tempo)
        return (self._instrument.clock.tempo,)

    def beat(self, call: Call, beat: float | None = None, source: str = "") -> Answer:
        """Set the beat, take a counted one, or get the present one."""
        if beat is not None:
            if not self._speaks(source):
                return None
            counted = self._source == OSC
            self._tell_instrument(Observe(beat) if counted else Locate(beat), call)
            return self._answer(source, beat)
        return (self._instrument.clock.beat_at(call.stamp),)

    def transport(self, call: Call, flag: int | None = None, source: str = "") -> Answer:
        """Start or stop the transport, or get its state."""
        if flag is not None:
            if not self._speaks(source):
                return None
            self._tell_instrument(Run(flag == 1), call)
            return self._answer(source, int(flag == 1))
        return (int(self._instrument.clock.running),)

    def clock(self, call: Call, source: str | None = None) -> Answer:
        """Set or get the source of the clock."""
        if source is not None:
            self._source = source
            self._used = True
            self.tell(call.stamp)
        return (self._source,)

    def tell(self, now: float) -> None:
        """Send every client the beat: one that was given, if any ever was, or that is heard."""
        if self._source == AUTO:
            self._tell_heard(now)
        elif self._used:
            clock = self._instrument.clock
            self._send(now, clock.beat_at(now), clock.tempo, clock.running, 1.0)

    # what is heard

    def struck(self, at: float, pitch: int, velocity: int, weight: float = 1.0) -> None:
        """Take a player's strike at a time, to hear the beat from it in a later turn."""
        if len(self._struck) < MOST_STRUCK:
            heapq.heappush(self._struck, (at, pitch, velocity, weight))

    def played(self, item: Strike) -> None:
        """Take a strike of the machine's own, which counts less."""
        if not self._overloaded():
            self.struck(item.due, item.pitch, item.velocity, MACHINE)

    def fileno(self) -> int:
        """Return -1: it waits for no descriptor."""
        return -1

    def due(self) -> float:
        """Return the time of its next turn: a moment after the first strike that waits."""
        return self._struck[0][0] + LATER if self._struck else math.inf

    def turn(self, now: float) -> None:
        """Let the tracker hear some strikes, if it is time for the first."""
        if self.due() > now:
            return
        for _ in range(MOST_AT_ONCE):
            if not self._struck or self._struck[0][0] > now:
                return
            at, pitch, velocity, weight = heapq.heappop(self._struck)
            self._tracker.strike(at, pitch, velocity, weight)

    # inside

    def _tell_heard(self, now: float) -> None:
        """Send the beat that is heard while it is sure, and once more when it is lost."""
        pulse, before = self._tracker.at(now), self._heard
        self._heard = pulse.confidence >= (UNSURE if before else SURE)
        if self._heard or before or self._used:
            self._send(now, pulse.beat, pulse.tempo, self._heard, pulse.confidence)

    def _send(
        self, now: float, beat: float, tempo: float, running: bool, confidence: float
    ) -> None:
        self._outbox.broadcast_at(now, "/perf/pulse", beat, tempo, int(running), confidence)

    def _speaks(self, source: str) -> bool:
        """Return whether a message of a source counts. Raises Refusal if it came from a person."""
        if source == "":
            if self._source not in OURS:
                text = f"the clock is {self._source}'s; send /perf/clock internal first"
                raise Refusal(Code.REFUSED, text)
            return True
        return source == self._source

    def _answer(self, source: str, value: float | int) -> Answer:
        """Return the reply to a person; a clock, which sends many times a second, gets none."""
        return (value,) if source == "" else None

    def _tell_instrument(self, command: ClockCommand, call: Call) -> None:
        try:
            self._instrument.command(command, call.stamp)
        except ValueError as error:
            raise Refusal(Code.OUT_OF_RANGE, str(error)) from None
        self._used = True
        if self._source == AUTO:  # from now on the beat is given, not heard
            self._source = INTERNAL
        if self._source in OURS:
            self.tell(call.stamp)
