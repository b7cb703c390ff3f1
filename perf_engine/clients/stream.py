"""MIDI as it comes from a port, made whole: with its status where a cable left it out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

SYSTEM: Final = 0xF0
REALTIME: Final = 0xF8
_SHORT: Final = (0xC0, 0xD0)  # program change, channel pressure: one byte of data


class Stream:
    """One input. Running status: what has no status of its own has the last channel message's."""

    def __init__(self) -> None:
        self._status = 0  # of the last channel message; 0: none, or a system message came after it

    def messages(self, data: Sequence[int]) -> Iterator[tuple[int, ...]]:
        """The whole messages of what came at once; what is cut short or out of range is dropped.

        One that begins with a system status is given back as it is. Real-time messages do not end
        the running status, other system messages do (MIDI 1.0, page 5).
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
            length = 1 if self._status & 0xF0 in _SHORT else 2
            values = tuple(data[place : place + length])
            if not self._status or len(values) < length or any(value & 0x80 for value in values):
                return
            yield (self._status, *values)
            place += length
