"""What players play, handed on to the instrument."""

from __future__ import annotations

from collections.abc import Callable

from ..core.messages import SUSTAIN, NoteOff, NoteOn, Pedal, SourceLost
from .call import Answer, Call, number, pairs
from .clients import Clients
from .clock import Clock
from .instrument import Instrument
from .osc import Incoming
from .outbox import Outbox
from .refusal import Code, Refusal
from .sources import Sources

LETTING_GO = (120, 123)  # all sound off, all notes off
DEFAULT_SUSTAIN = 0.25  # seconds
DEFAULT_VELOCITY = 100


class Players:
    """Serves `/perf/in/…`: every note gets its source and its stamp."""

    def __init__(
        self,
        instrument: Instrument,
        clock: Clock,
        clients: Clients,
        sources: Sources,
        outbox: Outbox,
    ) -> None:
        self._instrument = instrument
        self._clock = clock
        self._clients = clients
        self._sources = sources
        self._outbox = outbox
        self.heard = False  # a player's event came, until somebody clears it

    def _source(self, call: Call, player: int) -> str:
        place = self._clients.place(call.sender)
        return self._sources.name(place, player, self._clock.now())

    def _hear(
        self, call: Call, player: Incoming, make: Callable[[int, str], NoteOn | NoteOff | Pedal]
    ) -> None:
        assert isinstance(player, int)
        self._instrument.hear(make(player, self._source(call, player)), call.stamp)
        self._outbox.human_event()
        self.heard = True

    def in_note(self, call: Call) -> Answer:
        """A strike; velocity 0 releases."""
        player, pitch, velocity, *rest = call.arguments
        duration = rest[0] if rest else None
        assert isinstance(pitch, int)
        assert isinstance(velocity, int)
        assert duration is None or isinstance(duration, float)
        if velocity == 0:
            self._hear(call, player, lambda p, source: NoteOff(p, pitch, source))
        else:
            self._hear(
                call, player, lambda p, source: NoteOn(p, pitch, velocity, source, duration)
            )
        return None

    def in_noteoff(self, call: Call) -> Answer:
        """A release."""
        player, pitch, _ = call.arguments
        assert isinstance(pitch, int)
        self._hear(call, player, lambda p, source: NoteOff(p, pitch, source))
        return None

    def in_pedal(self, call: Call) -> Answer:
        """The sustain pedal."""
        player, value = call.arguments
        assert isinstance(value, int)
        self._hear(call, player, lambda p, source: Pedal(p, value, source))
        return None

    def in_cc(self, call: Call) -> Answer:
        """A control change: the pedal, or all notes off."""
        player, controller, value = call.arguments
        assert isinstance(player, int)
        assert isinstance(value, int)
        if controller == SUSTAIN:
            self._hear(call, player, lambda p, source: Pedal(p, value, source))
        elif controller in LETTING_GO:
            self._instrument.hear(SourceLost(self._source(call, player)), call.stamp)
            self._outbox.human_event()
            self.heard = True
        return None

    def in_play(self, call: Call) -> Answer:
        """A note in SuperDirt's words."""
        said = pairs(call.arguments)
        pitch = number(said, "midinote")
        if pitch is None:
            steps = number(said, "note", "n")
            if steps is None:
                raise Refusal(Code.BAD_TYPES, "a note needs midinote, note or n")
            pitch = 60.0 + steps
        if not 0 <= round(pitch) <= 127:
            raise Refusal(Code.OUT_OF_RANGE, f"pitch must be 0..127, not {pitch:g}")
        loudness = number(said, "velocity", "amp", "gain")
        if loudness is not None and loudness < 0:
            raise Refusal(Code.OUT_OF_RANGE, f"loudness must be 0..1, not {loudness:g}")
        duration = number(said, "sustain", "delta")
        if duration is None:
            duration = DEFAULT_SUSTAIN
        if not 0 <= duration <= 600:
            raise Refusal(Code.OUT_OF_RANGE, f"sustain must be 0..600 s, not {duration:g}")
        player = number(said, "player") or 0.0
        if not 0 <= player <= 15 or player != int(player):
            raise Refusal(Code.OUT_OF_RANGE, f"player must be 0..15, not {player:g}")
        velocity = DEFAULT_VELOCITY if loudness is None else round(127 * min(loudness, 1.0))
        if velocity > 0:
            key = round(pitch)
            self._hear(
                call, int(player), lambda p, source: NoteOn(p, key, velocity, source, duration)
            )
        return None
