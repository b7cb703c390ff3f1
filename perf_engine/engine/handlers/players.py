"""Handlers of players' events, which they pass to the instrument."""

from __future__ import annotations

from collections import OrderedDict

from perf_engine.core.messages import NoteOff, NoteOn, Pedal, SourceLost
from perf_engine.engine.context import Context
from perf_engine.engine.input.call import Answer, Call, number, pairs
from perf_engine.engine.input.sources import MOST_SOURCES
from perf_engine.protocol.errors import Code, Refusal
from perf_engine.protocol.midi import ALL_NOTES_OFF, ALL_SOUND_OFF, PEDAL, SUSTAIN
from perf_engine.protocol.notes import Heard
from perf_engine.protocol.packets import Incoming

LETTING_GO = (ALL_SOUND_OFF, ALL_NOTES_OFF)
DEFAULT_SUSTAIN = 0.25  # seconds
DEFAULT_VELOCITY = 100


class Players:
    """Serves `/perf/in/…`; every note gets its source and its time stamp."""

    def __init__(self, context: Context) -> None:
        self._instrument = context.instrument
        self._clock = context.clock
        self._clients = context.clients
        self._sources = context.sources
        self._outbox = context.outbox
        self._held: OrderedDict[str, set[int]] = OrderedDict()  # keys without a duration, by source
        self.events = 0  # events that the instrument has heard
        self.hurried = False  # events go before due decisions

    def note(
        self, call: Call, player: int, pitch: int, velocity: int, duration: float | None = None
    ) -> Answer:
        """Take a strike; velocity 0 releases."""
        source = self._source(call, player)
        if velocity == 0:
            self._tell(NoteOff(player, pitch, source), call.stamp)
        else:
            self._outbox.hear(Heard(player, pitch, velocity))
            self._tell(NoteOn(player, pitch, velocity, source, duration), call.stamp)
        return None

    def noteoff(self, call: Call, player: int, pitch: int, velocity: int = 0) -> Answer:
        """Take a release."""
        self._tell(NoteOff(player, pitch, self._source(call, player)), call.stamp)
        return None

    def pedal(self, call: Call, player: int, value: int) -> Answer:
        """Take a value of the sustain pedal."""
        self._outbox.hear_pedal(player, value)
        self._tell(Pedal(player, value, self._source(call, player)), call.stamp)
        return None

    def control_change(self, call: Call, player: int, controller: int, value: int) -> Answer:
        """Take a control change: the pedal, or all notes off."""
        if controller == SUSTAIN:
            return self.pedal(call, player, value)
        if controller in LETTING_GO:
            self._hear(SourceLost(self._source(call, player)), call.stamp)
        return None

    def holding(self, call: Call, player: int, *stated: int) -> Answer:
        """Take the list of all keys that a player holds; release those that it lacks."""
        source = self._source(call, player)
        for key in sorted(self._held.get(source, set()).difference(stated)):
            lost = Pedal(player, 0, source) if key == PEDAL else NoteOff(player, key, source)
            self._tell(lost, call.stamp)
        return None

    def play(self, call: Call, *said: Incoming) -> Answer:
        """Take a note with SuperDirt's keys and values."""
        values = pairs(said)
        pitch = number(values, "midinote")
        if pitch is None:
            steps = number(values, "note", "n")
            if steps is None:
                raise Refusal(Code.BAD_TYPES, "a note needs midinote, note or n")
            pitch = 60.0 + steps
        if not 0 <= round(pitch) <= 127:
            raise Refusal(Code.OUT_OF_RANGE, f"pitch must be 0..127, not {pitch:g}")
        loudness = number(values, "velocity", "amp", "gain")
        if loudness is not None and loudness < 0:
            raise Refusal(Code.OUT_OF_RANGE, f"loudness must be 0..1, not {loudness:g}")
        duration = number(values, "sustain", "delta")
        if duration is None:
            duration = DEFAULT_SUSTAIN
        if not 0 <= duration <= 600:
            raise Refusal(Code.OUT_OF_RANGE, f"sustain must be 0..600 s, not {duration:g}")
        player = number(values, "player") or 0.0
        if not 0 <= round(player) <= 15:
            raise Refusal(Code.OUT_OF_RANGE, f"player must be 0..15, not {player:g}")
        velocity = DEFAULT_VELOCITY if loudness is None else round(127 * min(loudness, 1.0))
        if velocity > 0:
            return self.note(call, round(player), round(pitch), velocity, duration)
        return None

    # inside

    def _source(self, call: Call, player: int) -> str:
        """Return the source of a player's notes: their place and the player."""
        place = self._clients.place(call.sender)
        return self._sources.name(place, player, self._clock.now())

    def _tell(self, message: NoteOn | NoteOff | Pedal, now: float) -> None:
        self._note(message)
        self._hear(message, now)

    def _hear(self, message: NoteOn | NoteOff | Pedal | SourceLost, now: float) -> None:
        if self.hurried:
            self._instrument.hurry()
        self._instrument.hear(message, now)
        self._outbox.human_event()
        self.events += 1

    def _note(self, message: NoteOn | NoteOff | Pedal) -> None:
        """Record the keys that a source holds, to compare them with its statements."""
        key = PEDAL if isinstance(message, Pedal) else message.pitch
        lasting = isinstance(message, NoteOn) and message.duration is None
        if lasting or (isinstance(message, Pedal) and message.value > 0):
            self._held.setdefault(message.source, set()).add(key)
            self._held.move_to_end(message.source)
            if len(self._held) > MOST_SOURCES:
                self._held.popitem(last=False)
        elif message.source in self._held:
            self._held[message.source].discard(key)
            if not self._held[message.source]:
                del self._held[message.source]
