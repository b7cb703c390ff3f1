"""Whether bytes are a whole MIDI file, as far as its chunks tell: what a parser says less well."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

HEAD: Final = 14  # bytes: MThd, its length, format, tracks, division

_OTHER_KINDS: Final = {
    b"\x1f\x8b": "a gzip archive, not MIDI",
    b"PK\x03\x04": "a zip archive, not MIDI",
    b"RIFF": "a RIFF file, not plain MIDI",
    b"OggS": "an Ogg file, not MIDI",
    b"%PDF": "a PDF, not MIDI",
    b"ID3": "an MP3, not MIDI",
}


def broken(content: bytes) -> str | None:
    """Why these bytes are no whole MIDI file, in a few words, or None (Standard MIDI Files 1.0)."""
    if not content:
        return "empty file"
    if not content.strip(b"\0"):
        return "nothing but zero bytes"
    if not content.startswith(b"MThd"):
        return next(
            (kind for magic, kind in _OTHER_KINDS.items() if content.startswith(magic)),
            "text, not MIDI" if _is_text(content[:512]) else "not readable as MIDI: no MThd",
        )
    if len(content) < HEAD:
        return f"cut off: {len(content)} bytes, less than a header"
    length, kind, tracks, division = (
        _number(content, *at) for at in ((4, 4), (8, 2), (10, 2), (12, 2))
    )
    if length != 6:
        return f"its header's length must be 6, not {length}"
    if kind > 2:
        return f"its format must be 0, 1 or 2, not {kind}"
    if division == 0:
        return "its time division is 0"
    if division & 0x8000:
        return "its time division is SMPTE's, not ticks per quarter note"
    whole = 0
    for name, declared, left in _chunks(content):
        if declared > left:
            return f"cut off: a chunk of {declared} bytes, and {left} are left"
        whole += name == b"MTrk"
    if whole < tracks:
        return f"cut off: {tracks} tracks announced, and {whole} are there"
    return "no tracks" if not whole else None


def _chunks(content: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Name, declared length and bytes that are left, of each chunk after the header."""
    at = HEAD
    while at + 8 <= len(content):
        declared = _number(content, at + 4, 4)
        yield content[at : at + 4], declared, len(content) - at - 8
        at += 8 + declared


def _number(content: bytes, at: int, count: int) -> int:
    return int.from_bytes(content[at : at + count], "big")


def _is_text(content: bytes) -> bool:
    return not content.translate(None, bytes([9, 10, 13, *range(32, 127), *range(128, 256)]))
