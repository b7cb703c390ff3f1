"""The numbers and bytes of MIDI, for every module that meets MIDI.

Source: MIDI 1.0. Channels are 0..15 in the code and 1..16 where a musician reads or writes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

# A channel message's status, without its channel
NOTE_OFF: Final = 0x80
NOTE_ON: Final = 0x90
CONTROL_CHANGE: Final = 0xB0
PITCH_BEND: Final = 0xE0
_ONE_BYTE: Final = (0xC0, 0xD0)  # program change, channel pressure: one byte of data

# System messages
SYSTEM: Final = 0xF0  # from here on
SONG_POSITION: Final = 0xF2
REALTIME: Final = 0xF8  # from here on
TICK: Final = 0xF8
START: Final = 0xFA
CONTINUE: Final = 0xFB
STOP: Final = 0xFC
ACTIVE_SENSING: Final = 0xFE

# Control change numbers
SUSTAIN: Final = 64
HIGHEST_CONTROL: Final = 119  # from 120 on they are channel mode messages
ALL_SOUND_OFF: Final = 120
RESET_CONTROLLERS: Final = 121
LOCAL_CONTROL: Final = 122
ALL_NOTES_OFF: Final = 123  # 124..127 change the mode, which implies it

PEDAL: Final = 128  # the sustain pedal's place among the keys 0..127
PEDAL_DOWN: Final = 64  # a sustain pedal is down from this value on
BEND_CENTRE: Final = (0, 64)  # least significant seven bits first
DRUMS: Final = 9  # channel 10, as musicians count: its keys are instruments, not pitches
SIXTEENTHS_A_BEAT: Final = 4  # the unit of song positions

ALL: Final = "all"
EVERY: Final = frozenset(range(16))
_PART: Final = re.compile(r"(\d{1,2})(?:-(\d{1,2}))?")


def channels(text: str) -> frozenset[int]:
    """Return the channels 0..15 that a text means: all, 1, 1,3 or 10-12, counted from 1.

    Raises ValueError.
    """
    if text.strip().casefold() == ALL:
        return EVERY
    found: set[int] = set()
    for part in text.split(","):
        match = _PART.fullmatch(part.strip())
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
        if not 1 <= first <= last <= 16:
            raise ValueError(f"MIDI channels must be all, or 1..16 as in 1,3 or 10-12, not {text}")
        found.update(range(first - 1, last))
    return frozenset(found)


def note(message: Sequence[int]) -> tuple[int, int, int] | None:
    """Return channel, pitch and velocity (0: a release) of a note message; None for any other."""
    if len(message) != 3 or message[0] & 0xE0 != NOTE_OFF:
        return None
    velocity = message[2] if message[0] & 0x10 else 0
    return message[0] & 0x0F, message[1], velocity


class Stream:
    """Reads the bytes of one input as whole messages, with running status.

    With running status, data without a status byte has that of the last channel message.
    """

    def __init__(self) -> None:
        self._status = 0  # of the last channel message; 0: none, or a system message followed

    def messages(self, data: Sequence[int]) -> Iterator[tuple[int, ...]]:
        """Return the whole messages in some bytes; incomplete and invalid ones are dropped.

        A message that begins with a system status is returned unchanged. Real-time messages do not
        end the running status, other system messages do (MIDI 1.0, page 5).
        """
        if data and data[0] >= SYSTEM:
            if data[0] < REALTIME:
                self._status = 0
            yield tuple(data)
            return
        place = 0
        while place < len(data):
            if data[place] >= SYSTEM:
                return
            if data[place] & 0x80:
                self._status = data[place]
                place += 1
            length = 1 if self._status & 0xF0 in _ONE_BYTE else 2
            values = tuple(data[place : place + length])
            if not self._status or len(values) < length or any(value & 0x80 for value in values):
                return
            yield (self._status, *values)
            place += length
