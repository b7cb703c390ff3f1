"""The owner of each key of a MIDI instrument on which players and voices sound together."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from perf_engine.core.playing.claims import OWN_CHANNEL
from perf_engine.core.playing.claims import channel as own_channel
from perf_engine.core.playing.ledger import AGAIN
from perf_engine.protocol.midi import (
    ALL_NOTES_OFF,
    ALL_SOUND_OFF,
    CONTROL_CHANGE,
    PEDAL,
    PEDAL_DOWN,
    RESET_CONTROLLERS,
    SUSTAIN,
    note,
)

from .to_synthesizer import Sounding

DOUBTED: Final = 2.0  # seconds for which a strike may be our own that came back by a cable
LEAST_OF_ALL: Final = (ALL_SOUND_OFF, RESET_CONTROLLERS)  # mode messages release keys too

Key = tuple[int, int]  # channel 0..15, pitch 0..127 or 128 for the pedal


class SharedKeys:
    """The strikes, releases and pedals of all voices, each on its channel.

    A key belongs to its holder. A voice strikes no key that a player holds or another voice sounds.
    When a player strikes a key that a voice sounds, the key is the player's from then on: its
    end is sent a moment after the player has released it. Pedals follow the same rule.
    The engine keeps to that itself; but a player's key may come while a strike is on its way.

    A player's strike as loud as the voice's that sounds may be that strike, led back to us by a
    cable: its end would wait for itself. So such a strike holds its key for two seconds at most.

    With `thru` the players' messages go to the instrument by this table too, so that everything
    that sounds there comes in one order: a key that a voice sounds is released, then struck, when
    a player takes it over, and its next release is the player's.
    """

    def __init__(self, sounding: Sounding, thru: bool = False) -> None:
        self._sounding, self._thru = sounding, thru
        self._held: set[tuple[str, Key]] = set()  # by players: port and key
        self._owners: dict[Key, int] = {}  # the voice that sounds it
        self._loudness: dict[Key, int] = {}  # of keys that a voice sounds
        self._doubted: dict[tuple[str, Key], float] = {}  # the time until which it counts as held
        self._owed: set[Key] = set()  # keys that a player has taken over
        self._ends: dict[Key, float] = {}  # its end, where no player holds it any more
        self._channels: dict[int, int] = {}  # by voice, where it is not the default
        self._apart: set[int] = set()  # voices whose instrument no player plays

    def pass_on(self, thru: bool) -> None:
        """Let the players' messages go to the instrument, or no longer; then their keys end."""
        if self._thru and not thru:
            for _, key in self._held:
                if key not in self._owners:
                    self._end(key)
        self._thru = thru

    # the channels on which voices sound

    def place(self, voice: int, channel: int, shared: bool) -> None:
        """A voice sounds on a channel (0..15) from its next strike on."""
        self._channels[voice] = channel
        (self._apart.discard if shared else self._apart.add)(voice)

    def forget_places(self) -> None:
        """Each voice sounds on its own channel, beside players."""
        self._channels.clear()
        self._apart.clear()

    def channel(self, voice: int) -> int:
        """The channel (0..15) that a voice strikes on."""
        return self._channels.get(voice, own_channel(voice, OWN_CHANNEL))

    # voices

    def strike(self, voice: int, pitch: int, velocity: int) -> None:
        """A voice strikes a key, unless somebody else holds it."""
        key = self._take(voice, pitch)
        if key is not None:
            self._loudness[key] = velocity
            self._sounding.strike(key[0], pitch, velocity)

    def release(self, voice: int, pitch: int) -> None:
        """A voice releases a key, if the key is its own."""
        for key in self._given(voice, pitch):
            self._end(key)

    def pedal(self, voice: int, value: int) -> None:
        """A voice's pedal, 0..127."""
        if value:
            key = self._take(voice, PEDAL)
            if key is not None:
                self._loudness[key] = value
                self._sounding.control(key[0], SUSTAIN, value)
            return
        for key in self._given(voice, PEDAL):
            self._end(key)

    # players

    def hear(self, port: str, message: Sequence[int], now: float) -> None:
        """A player's whole MIDI message, from a port."""
        struck = note(message)
        if struck is not None:
            channel, pitch, velocity = struck
            if velocity:
                self._strike(port, (channel, pitch), velocity, now)
            else:
                self._let_go((port, (channel, pitch)), now)
        elif message[0] & 0xF0 == CONTROL_CHANGE:
            self._control(port, message[0] & 0x0F, message[1], message[2], now)
        if self._thru and struck is None and not _lets_go(message):
            self._sounding.pass_on(list(message))

    def lose(self, port: str, now: float) -> None:
        """A port is gone: its keys are no longer held."""
        for held in [held for held in self._held if held[0] == port]:
            self._let_go(held, now)

    @property
    def next_due(self) -> float:
        """The time when a key that was taken over is to end; infinity where none is."""
        return min((*self._ends.values(), *self._doubted.values()), default=math.inf)

    def advance(self, now: float) -> None:
        """End the keys that players took over and have released."""
        for held in [held for held, end in self._doubted.items() if end <= now]:
            self._let_go(held, now)
        for key in [key for key, end in self._ends.items() if end <= now]:
            self._forget(key)
            self._end(key)

    def end(self, voice: int) -> list[int]:
        """Forget all voices' keys; return the channels on which all sound is to end."""
        mine = [key for key, owner in self._owners.items() if owner == voice]
        for key in mine:
            self._forget(key)
        return sorted({self.channel(voice), *(channel for channel, _ in mine)})

    def clear(self) -> None:
        """No voice sounds any more; players keep the keys that they hold."""
        self._owners.clear()
        self._loudness.clear()
        self._doubted.clear()
        self._owed.clear()
        self._ends.clear()

    # inside

    def _take(self, voice: int, pitch: int) -> Key | None:
        """The key that a voice may strike; None where another holds it."""
        key = (self.channel(voice), pitch)
        owner = self._owners.get(key, voice)
        if owner != voice or (voice not in self._apart and self._is_held(key)):
            return None
        for before in self._given(voice, pitch):  # on another channel, before it changed
            if before != key:
                self._end(before)
        self._forget(key)
        self._owners[key] = voice
        return key

    def _given(self, voice: int, pitch: int) -> list[Key]:
        """Free and return the keys of a pitch that a voice sounds and no player has taken over."""
        mine = [key for key, v in self._owners.items() if v == voice and key[1] == pitch]
        free = [key for key in mine if key not in self._owed]
        for key in free:
            self._forget(key)
        return free

    def _control(self, port: str, channel: int, number: int, value: int, now: float) -> None:
        if number == SUSTAIN:
            if value >= PEDAL_DOWN:
                self._strike(port, (channel, PEDAL), value, now)
            else:
                self._let_go((port, (channel, PEDAL)), now, ends=not value)  # else half up
            if self._thru and value:
                self._sounding.control(channel, SUSTAIN, value)
        elif number in LEAST_OF_ALL or number >= ALL_NOTES_OFF:
            pedal_only = number == RESET_CONTROLLERS
            for held in [h for h in self._held if h[0] == port and h[1][0] == channel]:
                if (held[1][1] == PEDAL) == pedal_only or number == ALL_SOUND_OFF:
                    self._let_go(held, now)

    def _strike(self, port: str, key: Key, velocity: int, now: float) -> None:
        self._held.add((port, key))
        self._ends.pop(key, None)
        if self._thru and key[1] != PEDAL:
            self._forget(key)
            self._sounding.strike(*key, velocity)
            return
        self._doubted.pop((port, key), None)
        if key in self._owners and self._loudness.get(key) == velocity:
            self._doubted[port, key] = now + DOUBTED
        if self._owners.get(key, -1) >= 0 and self._owners[key] not in self._apart:
            self._owed.add(key)

    def _let_go(self, held: tuple[str, Key], now: float, ends: bool = True) -> None:
        ends = ends and held in self._held
        self._held.discard(held)
        self._doubted.pop(held, None)
        key = held[1]
        if self._is_held(key):
            return
        if key in self._owed:
            self._ends[key] = now + AGAIN
        elif self._thru and ends and key not in self._owners:
            self._end(key)

    def _is_held(self, key: Key) -> bool:
        return any(held == key for _, held in self._held)

    def _end(self, key: Key) -> None:
        if key[1] == PEDAL:
            self._sounding.control(key[0], SUSTAIN, 0)
        else:
            self._sounding.release(*key)

    def _forget(self, key: Key) -> None:
        self._owners.pop(key, None)
        self._loudness.pop(key, None)
        self._owed.discard(key)
        self._ends.pop(key, None)


def _lets_go(message: Sequence[int]) -> bool:
    """Return whether a message moves the pedal, or is a channel mode that releases keys."""
    if message[0] & 0xF0 != CONTROL_CHANGE:
        return False
    number = message[1]
    return number in (SUSTAIN, *LEAST_OF_ALL) or number >= ALL_NOTES_OFF
