"""The keys that sound on the MIDI outputs: one note-off for each note-on, none left at the end."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Final

from perf_engine.protocol.midi import (
    ALL_NOTES_OFF,
    ALL_SOUND_OFF,
    BEND_CENTRE,
    CONTROL_CHANGE,
    NOTE_OFF,
    NOTE_ON,
    PITCH_BEND,
    RESET_CONTROLLERS,
    SUSTAIN,
)

# The order of channels in a panic of ours: no keyboard's button has it, so that it is recognised.
ORDER: Final = (5, 12, 1, 8, 15, 3, 10, 6, 13, 0, 11, 4, 9, 2, 14, 7)

Send = Callable[[list[int]], None]


class Sounding:
    """Strikes and releases on their way to MIDI, with a table of every key that sounds."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._keys: set[tuple[int, int]] = set()  # (channel, pitch)
        self._pedals: set[int] = set()  # channels whose pedal is down
        self._used: set[int] = set()  # channels that something was sent on

    @property
    def keys(self) -> frozenset[tuple[int, int]]:
        """The (channel, pitch) of every key that sounds."""
        return frozenset(self._keys)

    @property
    def pedals(self) -> frozenset[int]:
        """The channels whose pedal is down."""
        return frozenset(self._pedals)

    def strike(self, channel: int, pitch: int, velocity: int) -> None:
        """Strike a key; release it first where it sounds already: every strike has its note-off."""
        self.release(channel, pitch)
        self._used.add(channel)
        self._keys.add((channel, pitch))
        self._send([NOTE_ON | channel, pitch, velocity])

    def release(self, channel: int, pitch: int) -> None:
        """Release a key, if it sounds."""
        if (channel, pitch) in self._keys:
            self._keys.discard((channel, pitch))
            self._send([NOTE_OFF | channel, pitch, 0])

    def control(self, channel: int, number: int, value: int) -> None:
        """Send a control change, and remember a pedal that is down."""
        if number == SUSTAIN:
            (self._pedals.add if value > 0 else self._pedals.discard)(channel)
        self._used.add(channel)
        self._send([CONTROL_CHANGE | channel, number, value])

    def pass_on(self, message: list[int]) -> None:
        """Send a channel message that strikes and releases nothing."""
        self._used.add(message[0] & 0x0F)
        self._send(message)

    def silence(self) -> None:
        """Release everything on every channel used, in a panic's order.

        All sound off is sent only where a key still sounded: an orderly end has released its keys
        before, and their sound may ring on.
        """
        interrupted = {channel for channel, _ in self._keys}
        self._end(self._used, interrupted, self._pedals)

    def panic(self, channels: Iterable[int] = range(16)) -> None:
        """Release everything on these channels, and end all that may sound or be bent there."""
        self._end(channels, channels, channels)

    def _end(self, channels: Iterable[int], at_once: Iterable[int], pedals: Iterable[int]) -> None:
        """Note-offs, pedals up, all notes off, all sound off, bend centred, controllers reset."""
        channels, pedals = sorted(channels, key=ORDER.index), sorted(pedals, key=ORDER.index)
        for channel, pitch in sorted(self._keys):
            if channel in channels:
                self.release(channel, pitch)
        self._pedals.difference_update(channels)
        self._used.difference_update(channels)
        finish(self._send, pedals, channels, set(at_once))


def clear(send: Send) -> None:
    """Release everything on an output just opened: a cable or a crash may have left notes."""
    finish(send, ORDER, ORDER, ORDER)


def finish(
    send: Send, pedals: Iterable[int], channels: Collection[int], at_once: Collection[int]
) -> None:
    """Send the rest of a panic after its note-offs; all sound is off on the channels `at_once`."""
    for channel in pedals:
        send([CONTROL_CHANGE | channel, SUSTAIN, 0])
    for channel in channels:
        send([CONTROL_CHANGE | channel, ALL_NOTES_OFF, 0])
    for channel in channels:
        if channel in at_once:
            send([CONTROL_CHANGE | channel, ALL_SOUND_OFF, 0])
    for channel in channels:
        send([PITCH_BEND | channel, *BEND_CENTRE])
    for channel in channels:
        send([CONTROL_CHANGE | channel, RESET_CONTROLLERS, 0])
