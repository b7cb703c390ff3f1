"""On which channel a file's notes are: the parser of the corpora keeps programs, not channels."""

from __future__ import annotations

from contextlib import suppress
from typing import Final

Notes = dict[tuple[int, int], set[int]]  # (tick, pitch) -> channels 1..16

_DATA_BYTES: Final = {0x8: 2, 0x9: 2, 0xA: 2, 0xB: 2, 0xC: 1, 0xD: 1, 0xE: 2}


def channels_of(content: bytes) -> Notes:
    """The channels, 1 to 16, that strike a pitch at a tick; what is broken is left out."""
    notes: Notes = {}
    at = 14
    while at + 8 <= len(content):
        end = at + 8 + int.from_bytes(content[at + 4 : at + 8], "big")
        if content[at : at + 4] == b"MTrk":
            with suppress(IndexError):  # it may end inside an event: what stands before counts
                _walk(content[at + 8 : end], notes)
        at = end
    return notes


def _walk(track: bytes, notes: Notes) -> None:
    at = tick = status = 0
    while at < len(track):
        delta, at = _variable(track, at)
        tick += delta
        if track[at] & 0x80:
            status, at = track[at], at + 1
        if status in (0xF0, 0xF7, 0xFF):
            length, at = _variable(track, at + (status == 0xFF))
            at += length
            continue
        count = _DATA_BYTES.get(status >> 4)
        if count is None:
            return  # no status that a file may have
        if status >> 4 == 0x9 and track[at + 1]:
            notes.setdefault((tick, track[at]), set()).add((status & 15) + 1)
        at += count


def _variable(track: bytes, at: int) -> tuple[int, int]:
    """A variable-length quantity, and where it ends."""
    value = 0
    while True:
        byte = track[at]
        value, at = value << 7 | byte & 0x7F, at + 1
        if not byte & 0x80:
            return value, at
