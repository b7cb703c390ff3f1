"""The MIDI bridge without sockets, ports or clock: where messages go, and when keys end."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Sequence
from typing import Final

from perf_engine.protocol.held import Held
from perf_engine.protocol.lease import Lease
from perf_engine.protocol.midi import (
    ACTIVE_SENSING,
    ALL_SOUND_OFF,
    CONTROL_CHANGE,
    EVERY,
    NOTE_ON,
    SUSTAIN,
    SYSTEM,
    Stream,
    note,
)
from perf_engine.protocol.notes import (
    SOUNDING,
    Flush,
    Other,
    Played,
    Received,
    Release,
    Strike,
    stated,
)

from .echo import Bursts, Echo
from .from_keyboard import Keyboard, Player
from .learn import Bindings, MidiLearn
from .loop_guard import Feedback
from .midi_clock import CLOCK, ClockIn, ClockOut, SayAt
from .send_queue import Schedule
from .shared_keys import SharedKeys
from .to_synthesizer import Send, Sounding, clear

SENSING_EVERY: Final = 0.27  # seconds; 0.3 is the longest that may pass (MIDI 1.0)
MISSED: Final = 0.1  # seconds: a strike that is later is not played after the process stood still
ONE_PANIC: Final = 0.5  # seconds in which a panic asked for again is the same one


class Bridge:
    """Keyboards to the engine, the engine to MIDI, and silence whenever either is lost."""

    def __init__(
        self,
        reply_port: int,
        say: Callable[..., None],
        send: Send,
        *,
        bindings: Bindings | None = None,
        channels: Collection[int] = EVERY,
        active_sensing: bool = False,
        clock_out: bool = False,
        say_at: SayAt = lambda at, *messages: None,
        kept: Callable[[int, str], None] = lambda number, why: None,
        warn: Callable[[str], None] = lambda sentence: None,
        drums: bool = False,
        thru: bool = False,
    ) -> None:
        """`channels` (0..15) are heard; `active_sensing` is sent, so that a lost cable is noticed.

        `drums`: notes on channel 10 are heard as pitches; `thru`: the players' messages go to the
        outputs too. `warn` takes a sentence.
        """
        self._say = say
        self._raw_send = send
        self._lease = Lease(reply_port, say)
        self._schedule = Schedule()
        self._echo = Echo()
        self._bursts = Bursts()
        self._feedback: dict[str, Feedback] = {}  # by port name
        self._sounding = Sounding(self._send)
        self._keys = SharedKeys(self._sounding, thru)
        self._knobs = MidiLearn(bindings or Bindings(), say, self.panic, kept)
        self._channels = channels
        self._warn = warn
        self._ignore = None if drums else self._ignore_drums
        self._drums_ignored = False
        self._held = Held(schedules=True)  # by the engine's statements
        self._streams: dict[str, Stream] = {}  # by port name
        self._stood: tuple[float, float] | None = None  # from and until when this process hung
        self._player = Player(say)
        self._clock_in = ClockIn(say, say_at)
        self._clock_out = ClockOut(send) if clock_out else None
        self._next_sensing = 0.0 if active_sensing else math.inf
        self._keyboards: dict[str, Keyboard] = {}  # by port name
        self._now = self._panicked = -math.inf

    @property
    def next_note(self) -> float:
        """The time when the next note or tick is due; infinity where none waits."""
        tick = math.inf if self._clock_out is None else self._clock_out.next_due
        return min(self._schedule.next_due, tick)

    @property
    def next_due(self) -> float:
        """The time when `advance` has something to do next."""
        return min(
            self.next_note,
            self._lease.next_due,
            self._next_sensing,
            self._keys.next_due,
            self._player.next_due,
        )

    @property
    def sounding(self) -> frozenset[tuple[int, int]]:
        """The (channel, pitch) of every key that sounds."""
        return self._sounding.keys

    @property
    def pedals(self) -> frozenset[int]:
        """The channels whose pedal is down."""
        return self._sounding.pedals

    def hear(self, message: Received, now: float) -> None:
        """Take one message from the engine."""
        if isinstance(message, Other):
            if self._lease.hear(message.address, message.arguments, now):
                self.silence()  # an earlier engine may have left notes sounding
            self._knobs.hear(message.address, message.arguments)
            self._place(message.address, message.arguments)
            if message.address == SOUNDING:
                self._compare(message.arguments, now)
            if message.address == "/perf/pulse" and self._clock_out is not None:
                self._clock_out.hear(message.arguments, message.at)
            return
        self._lease.hear("", (), now)
        if isinstance(message, Flush):
            self._schedule.flush(message.voice)
            return
        self._held.note(message)
        self._schedule.add(message)

    def hear_midi(
        self, port: str, message: Sequence[int], now: float | None = None, stale: bool = False
    ) -> None:
        """Take one MIDI message from an input; one that came after its port closed is dropped.

        `stale`: it came while this process stood still, so that a strike in it no longer counts.
        """
        if not message:
            return
        if message[0] in CLOCK:
            self._clock_in.hear(message, self._now if now is None else now)
            return
        if port not in self._keyboards:
            return
        for whole in self._streams[port].messages(message):
            if whole[0] < SYSTEM and not self._ours(port, whole, now):
                struck = note(whole)
                if not (stale and struck is not None and struck[2]):
                    self._keys.hear(port, whole, self._now if now is None else now)
                self._keyboards[port].hear(whole, stale)

    def _ours(self, port: str, message: Sequence[int], came: float | None) -> bool:
        """Return whether a message was sent by us and came back in, so that it is not heard."""
        now = self._now
        silencing = self._bursts.returned(port, message, now)
        if self._echo.returned(message, now) or silencing:
            return True
        if len(message) == 3 and message[0] & 0xF0 == CONTROL_CHANGE:
            return message[1] == ALL_SOUND_OFF and self._asked_again(now)
        struck, feedback = note(message), self._feedback[port]
        if struck is None:
            return False
        channel, pitch, velocity = struck
        if not velocity:
            return feedback.release(channel, pitch)
        known = feedback.way
        ours = feedback.strike(channel, pitch, now if came is None else came)
        way = feedback.way
        if way is not None and known is None:
            octaves = f", {way.shift // 12:+d} octaves" if way.shift else ""
            self._warn(
                f"What the machine plays comes back in at {port}, {1000 * way.delay:.0f} ms "
                f"later{octaves}: it is not heard; take out the cable, or choose another --midi-in"
            )
        return ours

    def _asked_again(self, now: float) -> bool:
        """Return whether a panic is ours, by its travel time, and is not the second in a row."""
        return now >= self._panicked + ONE_PANIC and self._bursts.repeated(now)

    def resume(self, since: float, now: float) -> None:
        """Continue after this process stood still since then: strikes due meanwhile are dropped."""
        self._stood = since, now

    def advance(self, now: float) -> None:
        """Play the messages that are due, keep the registration, fall silent with the engine."""
        self._now = now
        for due, played in self._schedule.timed(now):
            if not (isinstance(played, Strike) and self._missed(due)):
                self._play(played)
        self._keys.advance(now)
        self._player.state(now)
        for port, feedback in self._feedback.items():
            if feedback.advance(now):
                self._warn(
                    f"What the machine plays does not come back in at {port} any more: "
                    "everything is heard there"
                )
        if self._clock_out is not None:
            self._clock_out.advance(now)
        if self._lease.advance(now):
            self.silence()
        if now >= self._next_sensing:
            self._next_sensing = now + SENSING_EVERY
            self._raw_send([ACTIVE_SENSING])

    def lose_engine(self) -> None:
        """Fall silent: the engine's port is closed."""
        self._lease.lose()
        self.silence()

    def open_input(self, port: str) -> None:
        """An input was opened."""
        self._feedback[port] = Feedback()
        self._streams[port] = Stream()
        self._keyboards[port] = Keyboard(
            self._say,
            self.panic,
            self._knobs.turn,
            self._channels,
            self._player,
            port,
            self._ignore,
        )

    def pass_on(self, thru: bool) -> None:
        """Send the players' messages to the outputs too, or no longer."""
        self._keys.pass_on(thru)

    def close_input(self, port: str) -> None:
        """An input is gone: release the keys that were held there."""
        self._keys.lose(port, self._now)
        self._keyboards.pop(port).let_go()
        self._feedback.pop(port, None)
        self._streams.pop(port, None)

    def clear(self, send: Send) -> None:
        """Release everything on an output that was just opened, through its own `send`."""

        def noted(message: list[int]) -> None:
            self._echo.sent(message, self._now, probe=True)
            self._bursts.sent(message, self._now)
            send(message)

        clear(noted)

    def silence(self) -> None:
        """Release everything that sounds, and drop everything that waits."""
        self._schedule.clear()
        self._keys.clear()
        self._held.clear()
        self._sounding.silence()
        if self._clock_out is not None:
            self._clock_out.stop(self._now)

    def panic(self) -> None:
        """Silence every channel at once, and tell the engine once, however often it is asked.

        A keyboard asks on each of its channels, and a cable may lead our own messages back to us.
        """
        if self._now < self._panicked + ONE_PANIC:
            return
        self._panicked = self._now
        self._schedule.clear()
        self._keys.clear()
        self._held.clear()
        self._sounding.panic()
        self._say("/perf/panic")

    def end(self) -> None:
        """Release everything in both directions, and leave."""
        self.silence()
        for keyboard in self._keyboards.values():
            keyboard.let_go()
        self._lease.leave()

    def _compare(self, arguments: Sequence[object], now: float) -> None:
        """Release keys that sound here but not in the engine's statement: a release was lost."""
        named = stated(arguments)
        if named is not None:
            for lost in self._held.lost(named, now):
                self._schedule.add(lost)

    def _missed(self, due: float) -> bool:
        """Return whether something was due while this process stood still."""
        return self._stood is not None and self._stood[0] - MISSED < due < self._stood[1] - MISSED

    def _ignore_drums(self) -> None:
        if not self._drums_ignored:
            self._drums_ignored = True
            self._warn(
                "What is played on MIDI channel 10 is drums and no pitches: it is not "
                "heard; --midi-channels 1-16 hears it as pitches"
            )

    def _send(self, message: list[int]) -> None:
        now = self._now
        self._echo.sent(message, now)
        self._bursts.sent(message, now)
        if message[0] & 0xF0 == NOTE_ON:
            for feedback in self._feedback.values():
                feedback.sent(message[1], now)
        self._raw_send(message)

    def _play(self, played: Played) -> None:
        if isinstance(played, Strike):
            self._keys.strike(played.voice, played.pitch, played.velocity)
        elif isinstance(played, Release):
            self._keys.release(played.voice, played.pitch)
        elif played.number == ALL_SOUND_OFF:
            self._sounding.panic(self._keys.end(played.voice))
        elif played.number == SUSTAIN:
            self._keys.pedal(played.voice, played.value)
        else:
            self._sounding.control(self._keys.channel(played.voice), played.number, played.value)

    def _place(self, address: str, arguments: Sequence[object]) -> None:
        """Take the channels that the engine assigns to voices; a new dialogue begins anew."""
        if address == "/perf/done" and arguments and arguments[0] == "/perf/notify":
            self._keys.forget_places()
        elif address == "/perf/channel" and len(arguments) == 3:
            voice, channel, shared = arguments
            if isinstance(voice, int) and isinstance(channel, int) and 1 <= channel <= 16:
                self._keys.place(voice, channel - 1, bool(shared))
