"""The MIDI bridge without sockets, ports or clock: what goes where, and what is let go when."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Sequence
from typing import Final

from perf_engine.clients.bindings import Bindings
from perf_engine.clients.clock_in import CLOCK, ClockIn, SayAt
from perf_engine.clients.clock_out import ClockOut
from perf_engine.clients.echo import Echo
from perf_engine.clients.keyboard import Keyboard
from perf_engine.clients.knobs import Knobs
from perf_engine.clients.registration import Registration
from perf_engine.clients.schedule import Schedule
from perf_engine.clients.sounding import Send, Sounding, clear
from perf_engine.clients.wire import Other, Received
from perf_engine.core.channels import EVERY
from perf_engine.core.messages import ALL_SOUND_OFF, Flush, Played, Release, Strike

ACTIVE_SENSING: Final = 0xFE
SENSING_EVERY: Final = 0.27  # seconds; 0.3 is the longest that may pass (MIDI 1.0)
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
    ) -> None:
        """`channels` (0..15) are heard; `active_sensing` is sent, so that a lost cable is noticed.
        """
        self._say = say
        self._raw_send = send
        self._registration = Registration(reply_port, say)
        self._schedule = Schedule()
        self._echo = Echo()
        self._sounding = Sounding(self._send)
        self._knobs = Knobs(bindings or Bindings(), say, self.panic)
        self._channels = channels
        self._clock_in = ClockIn(say, say_at)
        self._clock_out = ClockOut(send) if clock_out else None
        self._next_sensing = 0.0 if active_sensing else math.inf
        self._keyboards: dict[str, Keyboard] = {}  # by port name
        self._now = self._panicked = -math.inf

    @property
    def next_note(self) -> float:
        """When the next note or tick is due; infinity where none waits."""
        tick = math.inf if self._clock_out is None else self._clock_out.next_due
        return min(self._schedule.next_due, tick)

    @property
    def next_due(self) -> float:
        """When `advance` has something to do next."""
        return min(self.next_note, self._registration.next_due, self._next_sensing)

    def hear(self, message: Received, now: float) -> None:
        """Take one message from the engine."""
        if isinstance(message, Other):
            if self._registration.hear(message.address, message.arguments, now):
                self.silence()  # what an engine before this one left sounding
            self._knobs.hear(message.address, message.arguments)
            if message.address == "/perf/pulse" and self._clock_out is not None:
                self._clock_out.hear(message.arguments, message.at)
            return
        self._registration.hear("", (), now)
        if isinstance(message, Flush):
            self._schedule.flush(message.voice)
        else:
            self._schedule.add(message)

    def hear_midi(self, port: str, message: Sequence[int], now: float | None = None) -> None:
        """Take one MIDI message from an input; one that came after its port closed is dropped."""
        if not message:
            return
        if message[0] in CLOCK:
            self._clock_in.hear(message, self._now if now is None else now)
            return
        if port in self._keyboards and not self._echo.returned(message, self._now):
            self._keyboards[port].hear(message)

    def advance(self, now: float) -> None:
        """Play what is due, keep the registration, fall silent with the engine."""
        self._now = now
        for played in self._schedule.due(now):
            self._play(played)
        if self._clock_out is not None:
            self._clock_out.advance(now)
        if self._registration.advance(now):
            self.silence()
        if now >= self._next_sensing:
            self._next_sensing = now + SENSING_EVERY
            self._raw_send([ACTIVE_SENSING])

    def lose_engine(self) -> None:
        """Fall silent: the engine's port is closed."""
        self._registration.lose()
        self.silence()

    def open_input(self, port: str) -> None:
        """An input was opened."""
        self._keyboards[port] = Keyboard(self._say, self.panic, self._knobs.turn, self._channels)

    def close_input(self, port: str) -> None:
        """An input is gone: what was held there is released."""
        self._keyboards.pop(port).let_go()

    def clear(self, send: Send) -> None:
        """Let everything go on an output just opened, through its own `send`."""

        def noted(message: list[int]) -> None:
            self._echo.sent(message, self._now, probe=True)
            send(message)

        clear(noted)

    def silence(self) -> None:
        """Let go of everything that sounds, and drop everything that waits."""
        self._schedule.clear()
        self._sounding.silence()
        if self._clock_out is not None:
            self._clock_out.stop(self._now)

    def panic(self) -> None:
        """Silence on every channel, at once, and the engine is told: once, however often asked.

        A keyboard asks on each of its channels, and a cable may lead our own words back to us.
        """
        if self._now < self._panicked + ONE_PANIC:
            return
        self._panicked = self._now
        self._schedule.clear()
        self._sounding.panic()
        self._say("/perf/panic")

    def end(self) -> None:
        """Let go of everything in both directions, and leave."""
        self.silence()
        for keyboard in self._keyboards.values():
            keyboard.let_go()
        self._registration.leave()

    def _send(self, message: list[int]) -> None:
        self._echo.sent(message, self._now)
        self._raw_send(message)

    def _play(self, played: Played) -> None:
        if isinstance(played, Strike):
            self._sounding.strike(played.voice, played.pitch, played.velocity)
        elif isinstance(played, Release):
            self._sounding.release(played.voice, played.pitch)
        elif played.number == ALL_SOUND_OFF:
            self._sounding.panic([played.voice])
        else:
            self._sounding.control(played.voice, played.number, played.value)
