"""What sounds on the MIDI outputs: one note-off for each note-on, and nothing left at the end."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Final

from perf_engine.core.messages import ALL_SOUND_OFF, SUSTAIN

NOTE_OFF: Final = 0x80
NOTE_ON: Final = 0x90
CONTROL_CHANGE: Final = 0xB0
PITCH_BEND: Final = 0xE0
BEND_CENTRE: Final = (0, 64)  # least significant seven bits first
RESET_CONTROLLERS: Final = 121
ALL_NOTES_OFF: Final = 123

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

    def strike(self, channel: int, pitch: int, velocity: int) -> None:
        """Strike a key; one that sounds already is let go first: every strike has its off."""
        self.release(channel, pitch)
        self._used.add(channel)
        self._keys.add((channel, pitch))
        self._send([NOTE_ON | channel, pitch, velocity])

    def release(self, channel: int, pitch: int) -> None:
        """Let a key go, if it sounds."""
        if (channel, pitch) in self._keys:
            self._keys.discard((channel, pitch))
            self._send([NOTE_OFF | channel, pitch, 0])

    def control(self, channel: int, number: int, value: int) -> None:
        """Send a control change, and remember a pedal that is down."""
        if number == SUSTAIN:
            (self._pedals.add if value > 0 else self._pedals.discard)(channel)
        self._used.add(channel)
        self._send([CONTROL_CHANGE | channel, number, value])

    def silence(self) -> None:
        """Let everything go on every channel used, in a panic's order.

        All sound off is said only where a key still sounded: an orderly end has let go before,
        and what rings on may.
        """
        interrupted = {channel for channel, _ in self._keys}
        self._end(self._used, interrupted, self._pedals)

    def panic(self, channels: Iterable[int] = range(16)) -> None:
        """Let everything go on these channels, and end whatever else may sound or be bent there."""
        self._end(channels, channels, channels)

    def _end(
        self, channels: Iterable[int], at_once: Iterable[int], pedals: Iterable[int]
    ) -> None:
        """Note-offs, pedals up, all notes off, all sound off, bend centred, controllers reset."""
        channels, pedals = sorted(channels), sorted(pedals)
        for channel, pitch in sorted(self._keys):
            if channel in channels:
                self.release(channel, pitch)
        self._pedals.difference_update(channels)
        self._used.difference_update(channels)
        finish(self._send, pedals, channels, set(at_once))


def clear(send: Send) -> None:
    """Let everything go on an output just opened: a cable or a crash may have left notes there."""
    finish(send, range(16), range(16), range(16))


def finish(
    send: Send, pedals: Iterable[int], channels: Collection[int], at_once: Collection[int]
) -> None:
    """What follows the note-offs of a panic, in its order; `at_once`: where all sound is off."""
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
