"""What sounds on the MIDI outputs: one note-off for each note-on, and nothing left at the end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from perf_engine.core.messages import SUSTAIN

NOTE_OFF: Final = 0x80
NOTE_ON: Final = 0x90
CONTROL_CHANGE: Final = 0xB0
ALL_SOUND_OFF: Final = 120
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
        """Let everything go: each key, each pedal, then all notes off on every channel used.

        All sound off follows where a key still sounded: an orderly end has let go before.
        """
        interrupted = {channel for channel, _ in self._keys}
        for channel, pitch in sorted(self._keys):
            self.release(channel, pitch)
        for channel in sorted(self._pedals):
            self.control(channel, SUSTAIN, 0)
        for channel in sorted(self._used):
            self._send([CONTROL_CHANGE | channel, ALL_NOTES_OFF, 0])
            if channel in interrupted:
                self._send([CONTROL_CHANGE | channel, ALL_SOUND_OFF, 0])
        self._used.clear()


def clear(send: Send) -> None:
    """Let everything go on an output just opened: a cable or a crash may have left notes there."""
    for channel in range(16):
        send([CONTROL_CHANGE | channel, SUSTAIN, 0])
        send([CONTROL_CHANGE | channel, ALL_NOTES_OFF, 0])
