"""Handlers of tempo, beat and transport, with the sources that may set them."""

from __future__ import annotations

import math
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
JUST: Final = 0.1  # seconds after a clock said its beat in which it may start there
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
        self._said: dict[str, tuple[float, float]] = {}  # beats of other clocks, and when
        self._heard = False  # a beat is heard, and told
        self._used = False  # a client has asked for beats: from then on every client gets them

    def tempo(self, call: Call, tempo: float | None = None, source: str = "") -> Answer:
        """Set or get the tempo."""
        if tempo is not None:
            if not self._speaks(source, call.stamp):
                return None
            self._tell_instrument(SetTempo(tempo), call)
            return self._answer(source, self._instrument.clock.tempo)
        heard = self._heard_now(call.stamp)
        return (self._instrument.clock.tempo if heard is None else heard.tempo,)

    def beat(self, call: Call, beat: float | None = None, source: str = "") -> Answer:
        """Set the beat, take a counted one, or get the present one."""
        if beat is not None:
            if not self._speaks(source, call.stamp):
                if source in RUNNING:
                    self._said[source] = beat, call.stamp
                return None
            counted = self._source == OSC
            self._tell_instrument(Observe(beat) if counted else Locate(beat), call)
            return self._answer(source, beat)
        heard = self._heard_now(call.stamp)
        return (self._instrument.clock.beat_at(call.stamp) if heard is None else heard.beat,)

    def transport(self, call: Call, flag: int | None = None, source: str = "") -> Answer:
        """Start or stop the transport, or get its state."""
        if flag is not None:
            if flag == 1 and self._source == AUTO and source in RUNNING and not self._followed:
                self._follow(source, call)
            if not self._speaks(source, call.stamp):
                return None
            changes = self._instrument.clock.running != (flag == 1)
            self._tell_instrument(Run(flag == 1), call)
            if self._followed and changes:  # it is told once, however often the clock says it
                self._followed = self._followed if flag else ""
                self.tell(call.stamp)
            return self._answer(source, int(flag == 1))
        return (int(self._instrument.clock.running),)

    def clock(self, call: Call, source: str | None = None) -> Answer:
        """Set or get the source of the clock."""
        if source is not None:
            self._source, self._followed = source, ""
            self._used = True
            self._instrument.command(Listen(source == AUTO), call.stamp)
            self.tell(call.stamp)
        return (self._source,)

    def tell(self, now: float) -> None:
        """Send every client the beat: one that was given, if any ever was, or that is heard."""
        clock = self._instrument.clock
        if self._followed and now > self._spoke + LOST:
            self._followed = ""
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

    def _follow(self, source: str, call: Call) -> None:
        """Follow a clock that starts, from the beat that it said just before."""
        self._followed, self._spoke = source, call.stamp
        beat, at = self._said.pop(source, (0.0, -math.inf))
        if call.stamp - at < JUST:
            self._tell_instrument(Locate(beat), call)

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
