"""A MIDI input's keys on their way to the engine, and which of them are held."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from perf_engine.clients.sounding import (
    ALL_NOTES_OFF,
    CONTROL_CHANGE,
    NOTE_OFF,
    NOTE_ON,
    RESET_CONTROLLERS,
)
from perf_engine.clients.stream import SYSTEM, Stream
from perf_engine.core.channels import EVERY
from perf_engine.core.messages import ALL_SOUND_OFF, SUSTAIN

PLAYER = 0  # all channels of all keyboards are one player
LOCAL_CONTROL = 122


class Keyboard:
    """One input port: its messages become /perf/in messages, each strike released once."""

    def __init__(
        self,
        say: Callable[..., None],
        panic: Callable[[], None] = lambda: None,
        turn: Callable[[int, int], bool] = lambda number, value: False,
        channels: Collection[int] = EVERY,
    ) -> None:
        """`panic` is called where the keyboard asks for all sound to be off.

        `turn` is offered every control change that is none of the player's own, and says whether
        it has taken it. What comes on other `channels` (0..15) is not heard.
        """
        self._say = say
        self._panic = panic
        self._turn = turn
        self._channels = channels
        self._stream = Stream()
        self._held: dict[tuple[int, int], None] = {}  # (channel, pitch), in the order of striking
        self._pedals: dict[int, int] = {}  # channel -> value, where it is not up

    def hear(self, message: Sequence[int]) -> None:
        """Pass on one MIDI message; what is no note, pedal or control change is ignored."""
        for whole in self._stream.messages(message):
            if len(whole) == 3 and whole[0] < SYSTEM:
                self._hear(*whole)

    def _hear(self, status: int, first: int, second: int) -> None:
        kind, channel = status & 0xF0, status & 0x0F
        if channel not in self._channels:
            return
        if kind == NOTE_ON and second > 0:
            self._strike(channel, first, second)
        elif kind in (NOTE_ON, NOTE_OFF):
            self._release(channel, first)
        elif kind == CONTROL_CHANGE:
            self._control(channel, first, second)

    def let_go(self) -> None:
        """Release every key and pedal held: the port is closing, or asked for it."""
        for channel, pitch in list(self._held):
            self._release(channel, pitch)
        if self._pedals:
            self._pedals.clear()
            self._say("/perf/in/pedal", PLAYER, 0)

    def _strike(self, channel: int, pitch: int, velocity: int) -> None:
        self._release(channel, pitch)  # a lost note-off: the engine counts holds
        self._held[channel, pitch] = None
        self._say("/perf/in/note", PLAYER, pitch, velocity)

    def _release(self, channel: int, pitch: int) -> None:
        if (channel, pitch) in self._held:
            del self._held[channel, pitch]
            self._say("/perf/in/note", PLAYER, pitch, 0)

    def _control(self, channel: int, number: int, value: int) -> None:
        if number == SUSTAIN:
            was_down = bool(self._pedals)
            self._pedals.pop(channel, None)
            if value > 0:
                self._pedals[channel] = value
            if was_down or value > 0:
                self._say("/perf/in/pedal", PLAYER, max(self._pedals.values(), default=0))
        elif number == RESET_CONTROLLERS:
            self._control(channel, SUSTAIN, 0)
        elif number == ALL_SOUND_OFF:
            self.let_go()
            self._panic()
        elif number >= ALL_NOTES_OFF:
            self.let_go()  # 124..127 change the mode and imply all notes off (MIDI 1.0)
        elif number != LOCAL_CONTROL and not self._turn(number, value):
            self._say("/perf/in/cc", PLAYER, number, value)
