"""Handlers of tempo, beat and transport, with the sources that may set them."""

from __future__ import annotations

import math
from contextlib import suppress
from typing import Final

from perf_engine.core.beat.tracker import Pulse
from perf_engine.core.beat.transport import ClockCommand, Listen, Locate, Observe, Run, SetTempo
from perf_engine.engine.context import Context
from perf_engine.engine.input.call import Answer, Call
from perf_engine.protocol.errors import Code, Refusal

AUTO: Final = "auto"
INTERNAL: Final = "internal"
OSC: Final = "osc"
OURS: Final = (AUTO, INTERNAL, OSC)  # sources that any client may set
MIDI: Final = "midi"
RUNNING: Final = (MIDI, "link")  # clocks that `auto` follows while their transport runs
TICKS: Final = "ticks"  # a MIDI clock that nobody has started: only the source midi takes it
LOST: Final = 3.0  # seconds without a message, after which `auto` follows a clock no longer
JUST: Final = 1.0  # seconds from a beat that a clock said in which it may start there
SURE: Final = 0.5  # confidence from which a beat that is heard is told
UNSURE: Final = 0.3  # confidence below which it is told no more


class Metronome:
    """Serves `/perf/tempo`, `/perf/beat`, `/perf/transport` and `/perf/clock`.

    With the source `auto`, the beat is that of a clock while it runs: the engine's own, MIDI clock
    after a start, or Link. Else it is the one that the instrument hears in what is struck.
    """

    def __init__(self, context: Context) -> None:
        self._instrument = context.instrument
        self._outbox = context.outbox
        self._source = AUTO
        self._followed = ""  # the clock that `auto` follows
        self._spoke = -math.inf  # when it said something last
        self._lost = ""  # the clock that it followed until it said nothing more
        self._left = ""  # the clock that a person has stopped; it counts again after its own stop
        self._tempos: dict[str, float] = {}  # of clocks that are not followed
        self._beats: dict[str, tuple[float, float]] = {}  # their last beats, and when
        self._heard = False  # a beat is heard, and told
        self._used = False  # a client has asked for beats: from then on every client gets them

    def tempo(self, call: Call, tempo: float | None = None, source: str = "") -> Answer:
        """Set or get the tempo."""
        if tempo is not None:
            self._resume(source, call)
            if not self._speaks(source, call.stamp):
                if source in RUNNING:
                    self._tempos[source] = tempo
                return None
            self._tell_instrument(SetTempo(tempo), call)
            return self._answer(source, self._instrument.clock.tempo)
        heard = self._heard_now(call.stamp)
        return (self._instrument.clock.tempo if heard is None else heard.tempo,)

    def beat(self, call: Call, beat: float | None = None, source: str = "") -> Answer:
        """Set the beat, take a counted one, or get the present one."""
        if beat is not None:
            self._resume(source, call)
            if not self._speaks(source, call.stamp):
                if source in RUNNING:
                    self._beats[source] = beat, call.stamp
                return None
            counted = self._source == OSC
            self._tell_instrument(Observe(beat) if counted else Locate(beat), call)
            return self._answer(source, beat)
        heard = self._heard_now(call.stamp)
        return (self._instrument.clock.beat_at(call.stamp) if heard is None else heard.beat,)

    def transport(self, call: Call, flag: int | None = None, source: str = "") -> Answer:
        """Start or stop the transport, or get its state."""
        if flag is not None:
            if flag == 0:
                self._stopped(source)
            elif self._may_follow(source):
                self._follow(source, call)
            if not self._speaks(source, call.stamp):
                return None
            changes = self._instrument.clock.running != (flag == 1)
            self._tell_instrument(Run(flag == 1), call)
            if self._followed:  # it is told once, however often the clock says it
                self._followed = self._followed if flag else ""
                if changes:
                    self.tell(call.stamp)
            return self._answer(source, int(flag == 1))
        return (int(self._instrument.clock.running),)

    def clock(self, call: Call, source: str | None = None) -> Answer:
        """Set or get the source of the clock."""
        if source is not None:
            if source == AUTO and self._source in RUNNING and self._instrument.clock.running:
                self._followed, self._spoke = self._source, call.stamp
            elif source != AUTO:
                self._followed = ""
            self._source, self._lost, self._left = source, "", ""
            self._used = True
            self._instrument.command(Listen(source == AUTO), call.stamp)
            self.tell(call.stamp)
        return (self._source,)

    def tell(self, now: float) -> None:
        """Send every client the beat: one that was given, if any ever was, or that is heard."""
        clock = self._instrument.clock
        if self._followed and now > self._spoke + LOST:
            self._lost, self._followed = self._followed, ""
            self._instrument.command(Run(False), now)
        listens = self._source == AUTO and not clock.running
        if not (listens and self._tell_heard(now)) and self._used:
            self._send(now, clock.beat_at(now), clock.tempo, clock.running, 1.0)

    # inside

    def _tell_heard(self, now: float) -> bool:
        """Send the beat that is heard while it is sure, and once more when it is lost.

        Return whether it was sent.
        """
        pulse, before = self._instrument.pulse(now), self._heard
        self._heard = pulse.confidence >= (UNSURE if before else SURE)
        if self._heard or before:
            self._send(now, pulse.beat, pulse.tempo, self._heard, pulse.confidence)
        return self._heard or before

    def _heard_now(self, now: float) -> Pulse | None:
        """Return what is heard if that is the beat, and sure; else None."""
        if self._source != AUTO or self._instrument.clock.running:
            return None
        pulse = self._instrument.pulse(now)
        return pulse if pulse.confidence >= UNSURE else None

    def _send(
        self, now: float, beat: float, tempo: float, running: bool, confidence: float
    ) -> None:
        self._outbox.broadcast_at(now, "/perf/pulse", beat, tempo, int(running), confidence)

    def _may_follow(self, source: str) -> bool:
        """Return whether a clock that starts is followed."""
        free = self._source == AUTO and not self._followed
        return free and source in RUNNING and source != self._left

    def _stopped(self, source: str) -> None:
        """Note the stop of a clock, or of the beat by a person."""
        if source == "":
            self._left, self._followed, self._lost = self._followed, "", ""
            return
        self._lost = "" if source == self._lost else self._lost
        self._left = "" if source == self._left else self._left

    def _follow(self, source: str, call: Call) -> None:
        """Follow a clock that starts, in the tempo and from the beat that it said."""
        self._followed, self._spoke, self._lost = source, call.stamp, ""
        clock = self._instrument.clock
        tempo = self._tempos.pop(source, clock.tempo)
        beat, at = self._beats.pop(source, (0.0, -math.inf))
        with suppress(ValueError):  # what it said may be out of range: then it starts where we are
            self._instrument.command(SetTempo(tempo), call.stamp)
            if abs(call.stamp - at) < JUST:
                beat += (call.stamp - at) * tempo / 60.0
                self._instrument.command(Locate(beat), call.stamp)

    def _resume(self, source: str, call: Call) -> None:
        """Follow a clock again that was lost, and runs."""
        if source and source == self._lost and not self._followed:
            self._follow(source, call)
            self._instrument.command(Run(True), call.stamp)
            self.tell(call.stamp)

    def _speaks(self, source: str, now: float) -> bool:
        """Return whether a message of a source counts. Raises Refusal if it came from a person."""
        if source == "":
            if self._source not in OURS:
                text = f"the clock is {self._source}'s; send /perf/clock internal first"
                raise Refusal(Code.REFUSED, text)
            return True
        if source == TICKS:
            return self._source == MIDI
        if source == self._followed:
            self._spoke = now
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
        if self._source in OURS and not self._followed:
            self.tell(call.stamp)
