from __future__ import annotations

import struct

import pytest

from perf_engine.training.header import broken


def head(length=6, kind=1, tracks=1, division=480):
    return b"MThd" + struct.pack(">IHHH", length, kind, tracks, division)


def chunk(content, name=b"MTrk", declared=None):
    return name + struct.pack(">I", len(content) if declared is None else declared) + content


END = b"\0\xff\x2f\0"


@pytest.mark.parametrize(
    "content",
    [
        head() + chunk(END),
        head(kind=0) + chunk(END) + b"\0\0",
        head(tracks=1) + chunk(b"abc", b"XFIH") + chunk(END) + chunk(END),
    ],
)
def test_whole_files_are_not_broken(content):
    assert broken(content) is None


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty file"),
        (bytes(900), "nothing but zero bytes"),
        (b"\x1f\x8b\x08", "a gzip archive, not MIDI"),
        ("Wörter".encode(), "text, not MIDI"),
        (b"\x01MThd", "not readable as MIDI: no MThd"),
        (b"MThd\0\0\0\6\0", "cut off: 9 bytes, less than a header"),
        (head(length=8), "its header's length must be 6, not 8"),
        (head(kind=7), "its format must be 0, 1 or 2, not 7"),
        (head(division=0), "its time division is 0"),
        (head(division=0xE728), "its time division is SMPTE's, not ticks per quarter note"),
        (
            head() + chunk(END, declared=1 << 31),
            "cut off: a chunk of 2147483648 bytes, and 4 are left",
        ),
        (head(tracks=3) + chunk(END), "cut off: 3 tracks announced, and 1 are there"),
        (head(tracks=0), "no tracks"),
    ],
)
def test_what_is_broken_says_why(content, says):
    assert broken(content) == says
