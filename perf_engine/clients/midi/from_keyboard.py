"""MIDI keyboards on their way to the engine: all their keys are those of one player."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Sequence
from typing import Final

from perf_engine.protocol import notes
from perf_engine.protocol.lease import HOLDING_EVERY, LAST_HOLDINGS
from perf_engine.protocol.midi import (
    ALL_NOTES_OFF,
    ALL_SOUND_OFF,
    CONTROL_CHANGE,
    DRUMS,
    EVERY,
    LOCAL_CONTROL,
    PEDAL,
    RESET_CONTROLLERS,
    SUSTAIN,
    note,
)
from perf_engine.protocol.notes import control

PLAYER: Final = 0  # all channels of all keyboards are one player

Place = Hashable  # a channel of a port


class Player:
    """Counts the fingers that hold a pitch: each strikes it anew, and the last one releases it.

    So a note of two fingers of an MPE keyboard, or of two keyboards, sounds until both are up.
    """

    def __init__(self, say: Callable[..., None]) -> None:
        self._say = say
        self._held: dict[int, set[Place]] = {}  # by pitch
        self._pedals: dict[Place, int] = {}  # the values of the pedals that are not up
        self._next = 0.0  # when it is stated next
        self._left = 0  # statements that are still to be made although nothing is held

    def strike(self, place: Place, pitch: int, velocity: int) -> None:
        """A key is struck at a place; where it is held there already, release it first."""
        holders = self._held.setdefault(pitch, set())
        if holders:  # every strike has its release
            self._say(*notes.release(PLAYER, pitch))
        holders.add(place)
        self._left = LAST_HOLDINGS
        self._say(*notes.strike(PLAYER, pitch, velocity))

    def release(self, place: Place, pitch: int) -> None:
        """A key is released at a place, if it is held there."""
        holders = self._held.get(pitch, set())
        if place not in holders:
            return
        holders.discard(place)
        if not holders:
            del self._held[pitch]
            self._say(*notes.release(PLAYER, pitch))

    def let_go(self, place: Place) -> None:
        """Release every key that is held at a place; its pedal stays."""
        for pitch in [pitch for pitch, holders in self._held.items() if place in holders]:
            self.release(place, pitch)

    def pedal(self, place: Place, value: int) -> None:
        """A sustain pedal moves; the deepest of several counts."""
        was_down = bool(self._pedals)
        self._pedals.pop(place, None)
        if value > 0:
            self._pedals[place] = value
            self._left = LAST_HOLDINGS
        if was_down or value > 0:
            self._say(*notes.pedal(PLAYER, max(self._pedals.values(), default=0)))

    def pressed(self, place: Place) -> bool:
        """Return whether the pedal at a place is down, at least in part."""
        return place in self._pedals

    @property
    def next_due(self) -> float:
        """The time when the held keys are to be stated again."""
        return self._next if self._left else float("inf")

    def state(self, now: float) -> None:
        """State the held keys when it is time, so that the engine notices a lost release."""
        if not self._left or now < self._next:
            return
        self._next = now + HOLDING_EVERY
        held = sorted(self._held)
        if self._pedals:
            held.append(PEDAL)
        self._left = LAST_HOLDINGS if held else self._left - 1
        self._say(*notes.holding(PLAYER, held))


class Keyboard:
    """One input port: its messages become /perf/in messages, each strike released once."""

    def __init__(
        self,
        say: Callable[..., None],
        panic: Callable[[], None] = lambda: None,
        turn: Callable[[int, int], bool] = lambda number, value: False,
        channels: Collection[int] = EVERY,
        player: Player | None = None,
        port: str = "",
        ignore: Callable[[], None] | None = None,
    ) -> None:
        """`panic` is called where the keyboard asks for all sound to be off.

        `turn` is offered every control change that is none of the player's own, and says whether
        it has taken it. Messages on other `channels` (0..15) are not heard. Several keyboards
        share a `player`. Where drums are no pitches, `ignore` is called for each strike instead.
        """
        self._say = say
        self._panic = panic
        self._turn = turn
        self._channels = channels
        self._player = player or Player(say)
        self._port = port
        self._ignore = ignore

    def hear(self, message: Sequence[int], stale: bool = False) -> None:
        """Pass on one whole MIDI message; all but notes, pedals and control changes are ignored.

        `stale`: it came so long ago that a strike in it no longer counts.
        """
        channel = message[0] & 0x0F
        if channel not in self._channels:
            return
        place = self._port, channel
        struck = note(message)
        if struck is not None:
            _, pitch, velocity = struck
            if velocity and channel == DRUMS and self._ignore is not None:
                self._ignore()
                return
            self._player.release(place, pitch)  # the note-off before this strike was lost
            if velocity and not stale:
                self._player.strike(place, pitch, velocity)
        elif message[0] & 0xF0 == CONTROL_CHANGE:
            self._control(channel, message[1], message[2])

    def let_go(self) -> None:
        """Release every key and pedal held: the port is closing."""
        for channel in range(16):
            self._player.let_go((self._port, channel))
        for channel in range(16):
            if self._player.pressed((self._port, channel)):
                self._player.pedal((self._port, channel), 0)

    def _control(self, channel: int, number: int, value: int) -> None:
        place = self._port, channel
        if number == SUSTAIN:
            self._player.pedal(place, value)
        elif number == RESET_CONTROLLERS:  # the pedal is a controller, keys are not
            self._player.pedal(place, 0)
        elif number == ALL_SOUND_OFF:
            self._player.let_go(place)
            if self._player.pressed(place):
                self._player.pedal(place, 0)
            self._panic()
        elif number >= ALL_NOTES_OFF:
            # 124..127 change the mode, and imply all notes off (MIDI 1.0): of this channel, as if
            # each key had been released. A pedal keeps the notes that it holds.
            self._player.let_go(place)
        elif number != LOCAL_CONTROL and not self._turn(number, value):
            self._say(*control(PLAYER, number, value))
