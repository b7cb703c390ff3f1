"""The pitches of a voice's instrument that somebody else holds."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import chain
from typing import Final, Protocol

from perf_engine.protocol.midi import DRUMS, PEDAL

from .held_keys import Holds

AUTO: Final = 0  # values of the control `instrument`
SHARED: Final = 1
OWN: Final = 2
OWN_CHANNEL: Final = 0  # of the control `channel`: voice 0 on 1, voice 1 on 2, and so on
LAST_CHANNEL: Final = 15  # of the voice whose number is that of the drums


class Claiming(Protocol):
    """Another voice that sounds on the same instrument."""

    def claimed(self) -> Iterable[int]:
        """Return the pitches that this voice must release; 128 is the pedal."""

    def claims(self, pitch: int, onset: float) -> bool:
        """Return whether this voice still has a pitch at an onset, in seconds."""


class Claims:
    """The pitches that players hold on the voice's instrument, or other voices on its channel."""

    def __init__(self, holds: Holds) -> None:
        self._holds = holds
        self.with_players = True
        self.others: list[Claiming] = []  # on the same channel

    def player(self, pitch: int) -> bool:
        """Return whether a player holds a pitch (128: the pedal) of this instrument."""
        return self.with_players and self._holds.held(pitch)

    def taken(self, pitch: int, onset: float) -> bool:
        """Return whether somebody else has a pitch at an onset, so that it must not be struck."""
        if self.with_players and self._holds.held(pitch):
            return True
        return bool(self.others) and any(one.claims(pitch, onset) for one in self.others)

    def pitches(self) -> set[int]:
        """Return all pitches that somebody else has now."""
        found = self._holds.pitches() if self.with_players else set()
        for one in self.others:
            found.update(one.claimed())
        return found

    def keys(self, semitones: int) -> tuple[int, ...]:
        """Return the keys that, transposed, sound at such a pitch; 128 is the pedal."""
        pitches = self.pitches()
        if not pitches:
            return ()
        keys = _keys_by_pitch(semitones)
        return tuple(sorted(chain.from_iterable(map(keys.__getitem__, pitches))))


def transposed(key: int, semitones: int) -> int:
    """Return the pitch of a transposed key, moved by octaves into 0..127."""
    pitch = key + semitones
    while pitch > 127:
        pitch -= 12
    while pitch < 0:
        pitch += 12
    return pitch


@lru_cache(maxsize=16384)  # enough for all keys and all values of `transpose`
def sounding(key: int, semitones: int) -> int:
    """Return the pitch of a transposed key; the pedal (128) stays the pedal."""
    return PEDAL if key == PEDAL else transposed(key, semitones)


@lru_cache(maxsize=128)
def _keys_by_pitch(semitones: int) -> tuple[tuple[int, ...], ...]:
    """Return for each pitch (128: the pedal) the keys that sound at it."""
    found: list[list[int]] = [[] for _ in range(PEDAL + 1)]
    for key in range(PEDAL + 1):
        found[sounding(key, semitones)].append(key)
    return tuple(map(tuple, found))


def channel(voice: int, wanted: int, drums: bool = False) -> int:
    """Return the MIDI channel 0..15 of a voice whose control `channel` is `wanted`.

    Drums are on channel 10 (9 here) by themselves, and nobody else is: voice 9 is on channel 16.
    """
    if wanted != OWN_CHANNEL:
        return wanted - 1
    if drums:
        return DRUMS
    return LAST_CHANNEL if voice == DRUMS else voice
