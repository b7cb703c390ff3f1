"""Tempo, beat and transport: who may set them, and who is told."""

from __future__ import annotations

from typing import Final

from ..core.transport import ClockCommand, Locate, Observe, Run, SetTempo
from .call import Answer, Call
from .instrument import Instrument
from .outbox import Outbox
from .refusal import Code, Refusal

INTERNAL: Final = "internal"
OSC: Final = "osc"
OURS: Final = (INTERNAL, OSC)  # sources that anybody may speak for


class Metronome:
    """Serves `/perf/tempo`, `/perf/beat`, `/perf/transport` and `/perf/clock`."""

    def __init__(self, instrument: Instrument, outbox: Outbox) -> None:
        self._instrument = instrument
        self._outbox = outbox
        self._source = INTERNAL
        self._used = False  # somebody wants beats: from then on everybody is told of them

    def tempo(self, call: Call) -> Answer:
        """Set or get the tempo."""
        if call.arguments:
            tempo, source = call.arguments
            assert isinstance(tempo, float)
            if not self._speaks(source):
                return None
            self._tell_instrument(SetTempo(tempo), call)
            return self._answer(source, self._instrument.clock.tempo)
        return (self._instrument.clock.tempo,)

    def beat(self, call: Call) -> Answer:
        """Be at a beat, or take one that was counted; or say which it is."""
        if call.arguments:
            beat, source = call.arguments
            assert isinstance(beat, float)
            if not self._speaks(source):
                return None
            counted = self._source == OSC
            self._tell_instrument(Observe(beat) if counted else Locate(beat), call)
            return self._answer(source, beat)
        return (self._instrument.clock.beat_at(call.stamp),)

    def transport(self, call: Call) -> Answer:
        """Run or stand; or say which."""
        if call.arguments:
            flag, source = call.arguments
            if not self._speaks(source):
                return None
            self._tell_instrument(Run(flag == 1), call)
            return self._answer(source, int(flag == 1))
        return (int(self._instrument.clock.running),)

    def clock(self, call: Call) -> Answer:
        """Choose whose beats count; or say whose do."""
        if call.arguments:
            (source,) = call.arguments
            assert isinstance(source, str)
            self._source = source
            self._used = True
            self.tell(call.stamp)
        return (self._source,)

    def tell(self, now: float) -> None:
        """Tell every client which beat it is, where anybody has ever wanted to know."""
        if self._used:
            clock = self._instrument.clock
            self._outbox.broadcast_at(
                now, "/perf/pulse", clock.beat_at(now), clock.tempo, int(clock.running)
            )

    def _speaks(self, source: object) -> bool:
        """Whether a message of a source counts. Raises Refusal where a person was to be heard."""
        if source == "":
            if self._source not in OURS:
                text = f"the clock is {self._source}'s; say /perf/clock internal first"
                raise Refusal(Code.REFUSED, text)
            return True
        return source == self._source

    def _answer(self, source: object, value: float | int) -> Answer:
        """To a person only: what comes from a clock comes many times a second."""
        return (value,) if source == "" else None

    def _tell_instrument(self, command: ClockCommand, call: Call) -> None:
        try:
            self._instrument.command(command, call.stamp)
        except ValueError as error:
            raise Refusal(Code.OUT_OF_RANGE, str(error)) from None
        self._used = True
        if self._source in OURS:
            self.tell(call.stamp)
