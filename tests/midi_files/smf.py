"""MIDI files written byte by byte, plain and odd, and how many notes are in them."""

from __future__ import annotations

import struct
from pathlib import Path

from perf_engine.engine.helpers.notes_of import notes_of
from perf_engine.studio.notes import read_midi
from perf_engine.training.data.tracks import read_tracks

END = b"\0\xff\x2f\0"


def number(value: int) -> bytes:
    """A number of variable length."""
    found = [value & 127]
    while value := value >> 7:
        found.append(value & 127 | 128)
    return bytes(reversed(found))


def head(kind: int = 1, tracks: int = 1, division: int = 480, length: int = 6) -> bytes:
    """A header chunk."""
    return b"MThd" + struct.pack(">IHHH", length, kind, tracks, division)


def chunk(content: bytes, name: bytes = b"MTrk", length: int | None = None) -> bytes:
    """A chunk, of this length whatever is in it."""
    return name + struct.pack(">I", len(content) if length is None else length) + content


def meta(kind: int, content: bytes) -> bytes:
    """A meta event at once."""
    return b"\0\xff" + bytes([kind]) + number(len(content)) + content


def strike(pitch: int, held: int = 240, channel: int = 0, velocity: int = 64) -> bytes:
    """A note at once, and its release after so many ticks."""
    return (
        bytes([0, 0x90 | channel, pitch, velocity])
        + number(held)
        + bytes([0x80 | channel, pitch, 64])
    )


def strikes(count: int = 40, held: int = 240, channel: int = 0) -> bytes:
    """So many notes, one after another, no pitch twice in twelve."""
    return b"".join(strike(60 + i % 12, held, channel) for i in range(count))


def file(*tracks: bytes, kind: int = 1, division: int = 480, announced: int | None = None) -> bytes:
    """A file of tracks, each with its end mark."""
    count = len(tracks) if announced is None else announced
    return head(kind, count, division) + b"".join(chunk(track + END) for track in tracks)


def doors(path: Path) -> dict[str, int | str]:
    """How many notes each door finds in a file, or why none."""
    found: dict[str, int | str] = {}
    for name, count in (
        ("audition and stats", lambda: len(read_midi(path).notes) or "no notes"),
        ("prime", lambda: len(notes_of(str(path)).notes)),
        ("prepare", lambda: sum(len(t.onset) for t in read_tracks(path)[0] if not t.drums)),
    ):
        try:
            found[name] = count() or "no notes"
        except ValueError as error:
            text = str(error).rpartition("be read: ")[2].rpartition("holds ")[2]
            found[name] = text.removesuffix(" but drums'")
    return found


HALVES = strikes(20), b"".join(strike(60 + i % 12) for i in range(20, 40))
FIRST, SECOND = HALVES

# Name: bytes, notes, and a part of what is said about it; "" where nothing is to be said.
# A table: a name, a file, its notes and what is odd about it.
# fmt: off
ODD: dict[str, tuple[bytes, int, str]] = {
    "plain": (file(strikes()), 40, ""),
    "format 0": (file(strikes(), kind=0), 40, ""),
    "drums beside": (file(strikes(), strikes(9, channel=9)), 40, ""),
    "key signature of 18 flats": (file(meta(0x59, b"\xee\1") + strikes()), 40, ""),
    "key signature of nothing": (file(meta(0x59, b"") + strikes()), 40, ""),
    "key signature too long": (file(meta(0x59, bytes(200)) + strikes()), 40, ""),
    "time signature of two bytes": (file(meta(0x58, b"\4\2") + strikes()), 40, ""),
    "time signature of 2 to the 255": (file(meta(0x58, b"\0\xff\0\0") + strikes()), 40, ""),
    "every meta event of every length": (
        file(b"".join(meta(kind, bytes(size)) for kind in range(0x80) if kind not in (0x2F, 0x51)
                      for size in (0, 1, 7, 130)) + strikes()), 40, ""),
    "meta kinds above 127": (file(meta(0x9F, b"\x90\x3c\x40") + strikes()), 40, ""),
    "text in no encoding": (file(meta(3, b"\xff\xfe\x80") + meta(1, b"\xc3") + strikes()), 40, ""),
    "text that would go on for ever": (
        file(b"\0\xff\1\xff\xff\xff\x7f" + strikes()), 40, "go on after their track's end"),
    "key signature that would go on": (
        file(b"\0\xff\x59\x8f\x7f\2\0" + strikes()), 40, "go on after their track's end"),
    "tempo 0": (file(meta(0x51, bytes(3)) + strikes()), 40, "tempos of 0"),
    "tempo of nothing": (file(meta(0x51, b"") + strikes()), 40, "three bytes are left out"),
    "tempo of two bytes": (
        file(meta(0x51, b"\xff\xff") + strikes()), 40, "three bytes are left out"
    ),
    "tempo of one byte": (file(meta(0x51, b"\1") + strikes()), 40, "three bytes are left out"),
    "tempo of four bytes": (
        file(meta(0x51, b"\0\7\xa1\x20") + strikes()), 40, "three bytes are left out"
    ),
    "tempo of nine bytes": (
        file(meta(0x51, b"\1" * 9) + strikes()), 40, "three bytes are left out"
    ),
    "tempo of a microsecond": (
        file(meta(0x51, b"\0\0\1") + strikes()), 40, "below a millisecond a beat"
    ),
    "tempo of a millisecond": (
        file(meta(0x51, b"\0\3\xe8") + strikes()), 40, "above 3000 beats"
    ),
    "tempo as slow as can be": (file(meta(0x51, b"\xff\xff\xff") + strikes()), 40, ""),
    "thousands of tempos": (
        file(b"".join(meta(0x51, bytes([7, i % 256, i >> 8])) for i in range(5000)) + strikes()),
        40, ""),
    "24 frames": (file(strikes(), division=0xE828), 40, ""),
    "25 frames": (file(strikes(), division=0xE728), 40, ""),
    "30 frames, some dropped": (file(strikes(), division=0xE350), 40, ""),
    "30 frames": (file(strikes(), division=0xE250), 40, ""),
    "50 frames": (file(strikes(), division=0xCE28), 40, "frames a second"),
    "no ticks a frame": (file(strikes(), division=0xE700), 40, "0 ticks a frame"),
    "no ticks a beat": (file(strikes(), division=0), 40, "0 ticks a beat"),
    "never released": (
        file(b"".join(b"\x30\x90" + bytes([40 + i, 64]) for i in range(40))), 40,
        "never released end with their track: 40"),
    "struck again, never released": (file(b"\x30\x90\x3c\x40" * 40), 40, "never released"),
    "released on another channel": (
        file(b"".join(b"\0\x90" + bytes([60 + i % 12, 64]) + b"\x81\x70\x81"
                      + bytes([60 + i % 12, 0]) for i in range(40))), 40, "another channel"),
    "released in another track": (
        file(b"".join(b"\x30\x90" + bytes([60 + i % 12, 64]) for i in range(40)),
             b"\x18\xc0\0" + b"".join(b"\x30\x80" + bytes([60 + i % 12, 64])
                                     for i in range(40))), 40, "another track"),
    "released before it is struck": (file(b"\0\x80\x3c\x40" + strikes()), 40, ""),
    "a delta of days": (
        file(FIRST + b"\xbf\xff\xff\x7f" + strike(50)[1:] + SECOND), 41, "pauses of more than"),
    "a note of days": (file(FIRST + b"\0\x90\x32\x40\xbf\xff\xff\x7f\x80\x32\0" + SECOND), 41,
                       "pauses of more than"),
    "a negative delta": (
        file(FIRST + b"\xff\xff\xff\x50" + strike(50)[1:] + SECOND), 41, "step back"),
    "a negative delta of 32 bits": (
        file(FIRST + b"\x8f\xff\xff\xff\x50" + strike(50)[1:] + SECOND), 41, "step back"),
    "a negative delta of 64 bits": (
        file(FIRST + b"\x81" + b"\xff" * 8 + b"\x50" + strike(50)[1:] + SECOND), 41, "step back"),
    "a delta of 20 bytes": (
        file(FIRST + b"\x85" * 20 + b"\1" + strike(50)[1:] + SECOND), 41, "too long for a file"),
    "a delta with zeros before": (file(b"\x80\x80\x80\x80\x80\0" + strikes()[1:]), 40, ""),
    "an alien chunk before": (
        head() + chunk(b"XMIDI is", b"XFIH") + chunk(strikes() + END), 40,
        "no tracks are left out"),
    "an alien chunk between": (
        head(tracks=2) + chunk(FIRST + END) + chunk(b"\0" * 7, b"junk") + chunk(SECOND + END), 40,
        "no tracks are left out"),
    "an alien chunk after": (file(strikes()) + chunk(b"abc", b"XFKM"), 40, "no tracks are"),
    "a track of a damaged name": (
        head() + chunk(strikes() + END, b"MTr\xeb"), 40, "name as a chunk is damaged"),
    "bytes between chunks": (
        head(tracks=2) + chunk(FIRST + END) + b"\1\2\3" + chunk(SECOND + END), 40,
        "in no chunk are left out: 3"),
    "bytes after the last": (file(strikes()) + b"\x1a\x0d\x0a and so on", 40, "in no chunk"),
    "zeros after the last": (file(strikes()) + bytes(99), 40, ""),
    "fewer tracks announced": (file(FIRST, SECOND, announced=1), 40, "another number of tracks"),
    "no tracks announced": (file(FIRST, SECOND, announced=0), 40, "another number of tracks"),
    "more tracks announced": (file(FIRST, SECOND, announced=9), 40, "another number of tracks"),
    "a longer header": (
        head(length=10) + b"\0\1\2\3" + chunk(strikes() + END), 40, "length other than 6"),
    "a header that says 8": (head(length=8) + chunk(strikes() + END), 40, "length other than 6"),
    "a header that says 0": (head(length=0) + chunk(strikes() + END), 40, "length other than 6"),
    "an endless header": (head(length=0xFFFFFFFF) + chunk(strikes() + END), 40, "other than 6"),
    "a format of 7": (file(strikes(), kind=7), 40, "none of 0, 1 and 2"),
    "format 0 of two tracks": (file(FIRST, SECOND, kind=0), 40, ""),
    "format 2": (file(FIRST, SECOND, kind=2), 40, "2 patterns (format 2)"),
    "two files in one": (file(FIRST) + file(SECOND, division=96), 40, "2 MIDI files in one"),
    "a track too short by its end": (
        head() + chunk(strikes() + END, length=len(strikes())), 40, "length is wrong"),
    "a track too short by far": (head() + chunk(strikes() + END, length=33), 40, "length is wrong"),
    "a track of no length": (head() + chunk(strikes() + END, length=0), 40, "length is wrong"),
    "a track too short before another": (
        head(tracks=2) + chunk(FIRST + END, length=50) + chunk(SECOND + END), 40, "wrong"),
    "a track too long": (head() + chunk(strikes() + END, length=9999), 40, "length is wrong"),
    "a track too long before another": (
        head(tracks=2) + chunk(FIRST + END, length=len(FIRST) + 30) + chunk(SECOND + END), 40,
        "length is wrong"),
    "a track as long as all the rest": (
        head(tracks=2) + chunk(FIRST + END, length=len(FIRST + SECOND) + 16) + chunk(SECOND + END),
        40, "length is wrong"),
    "tracks of endless length": (
        head(tracks=2) + chunk(FIRST + END, length=0xFFFFFFFF)
        + chunk(SECOND + END, length=0xFFFFFFFF), 40, "length is wrong are read to their end: 2"),
    "no end mark": (head() + chunk(strikes()), 40, "without an end mark"),
    "an end mark of some length": (head() + chunk(strikes() + b"\0\xff\x2f\2ab"), 40, ""),
    "an end mark in the middle": (file(FIRST + END + SECOND), 40, "go on after their end mark"),
    "two end marks": (file(strikes() + END), 40, ""),
    "the name of a second header": (file(strikes()) + b"MThd", 40, "cut off"),
    "a second header that is cut off": (file(strikes()) + head()[:10], 40, "cut off"),
    "a second header alone": (file(strikes()) + head(), 40, ""),
    "the last byte missing": (file(strikes())[:-1], 40, "cut off"),
    "the last three missing": (file(strikes())[:-3], 40, "cut off"),
    "the last release missing": (file(strikes())[:-9], 40, "cut off"),
    "running status": (
        file(b"\0\x90\x3c\x40" + b"\x30\x3c\0\0\x3c\x40" * 39 + b"\x30\x3c\0"), 40, ""),
    "running status over a sysex": (
        file(b"\0\x90\x3c\x40\x30\x3c\0\0\xf0\5\x7e\x7f\x09\1\xf7"
             + b"\0\x3c\x40\x30\x3c\0" * 39), 40, ""),
    "running status over a meta event": (
        file(b"\0\x90\x3c\x40\x30\x3c\0" + meta(1, b"la") + b"\0\x3c\x40\x30\x3c\0" * 39), 40, ""),
    "running status over a system message": (
        file(b"\0\x90\x3c\x40\x30\x3c\0\0\xf8" + b"\0\x3c\x40\x30\x3c\0" * 39), 40,
        "system messages"),
    "running status from the track before": (
        file(FIRST + b"\0\x90\x3c\x40\x30\x3c\0", b"\0\x3c\x40\x30\x3c\0" * 19), 40,
        "running status of the track before"),
    "an event without a status": (file(b"\0\x3c\x40" + strikes()), 40, "without a status"),
    "system messages that no file may hold": (
        file(b"".join(bytes([0, status]) + bytes(count) + strike(60 + i) for i, (status, count) in
                      enumerate([(0xF1, 1), (0xF2, 2), (0xF3, 1), (0xF4, 0), (0xF5, 0), (0xF6, 0),
                                 (0xF8, 0), (0xF9, 0), (0xFA, 0), (0xFB, 0), (0xFC, 0),
                                 (0xFD, 0), (0xFE, 0)]))
             + strikes(27)), 40, "system messages that no file may hold are left out: 13"),
    "ports chosen by F5, before each note": (
        file(b"".join(b"\0\xf5\1" + strike(60 + i % 12) for i in range(40))), 40,
        "no file may hold are left out: 40"),
    "system messages with a byte too few or too many": (
        file(b"".join(b"\0" + odd + strike(60) for odd in
                      (b"\xf1", b"\xf2\1", b"\xf2", b"\xf3", b"\xf4\1", b"\xf4\1\2", b"\xf6\7",
                       b"\xf8\1"))
             + strikes(32)), 40, "no file may hold are left out: 8"),
    "a port chosen before a long time": (
        file(b"\0\xf5\1\x83\x60\x90\x3c\x40\x30\x80\x3c\0" + strikes(39)), 40,
        "no file may hold are left out: 1"),
    "a sysex of a wrong length": (
        file(FIRST + b"\0\xf0\x41\x10\x42\x12\xf7" + SECOND), 40, "exclusive messages of a wrong"),
    "a sysex too long for its track": (
        file(FIRST + b"\0\xf0\xff\x7f\x10\x42\x12" + SECOND), 40, "exclusive messages of a wrong"),
    "a sysex in packets": (
        file(FIRST + b"\0\xf0\3\x43\x12\0\x30\xf7\3\x43\x12\0\x30\xf7\2\1\xf7" + SECOND), 40, ""),
    "an escape with a status in it": (file(FIRST + b"\0\xf7\2\x90\x3c" + SECOND), 40, ""),
    "a velocity above 127": (file(b"\0\x90\x30\xc8\x30\x80\x30\0" + strikes()), 41, "above 127"),
    "a pitch above 127": (file(b"\0\x90\xc8\x50\x30\x80\xc8\0" + strikes()), 41, "above 127"),
    "a program above 127": (file(b"\0\xc0\xc8" + strikes()), 40, ""),
    "wrapped in RIFF": (
        b"RIFF" + struct.pack("<I", len(file(strikes())) + 12) + b"RMIDdata"
        + struct.pack("<I", len(file(strikes()))) + file(strikes())
        + b"LIST\x0a\0\0\0INFOICOP\0\0", 40, "wrapped in RIFF"),
    "MacBinary": (
        b"\0\5songs".ljust(65, b"\0") + b"MidiTTSO".ljust(63, b"\0") + file(strikes()), 40,
        "begins with 128 bytes"),
    "garbage before": (b"\1\2\3\4 and \xff\xff" + file(strikes()), 40, "begins with 11 bytes"),
    "no header": (chunk(strikes() + END), 40, "no header"),
    "a damaged header": (b"MThX" + file(strikes())[4:], 40, "header is damaged"),
    "every note twice at once": (
        file(b"".join(bytes([0, 0x90, 60 + i % 12, 64]) * 2 + b"\x81\x70"
                      + bytes([0x80, 60 + i % 12, 0, 0, 0x80, 60 + i % 12, 0])
                      for i in range(40))), 40, "struck twice at once"),
    "every note twice, released once": (
        file(b"".join(bytes([0, 0x90, 60 + i % 12, 64]) * 2 + b"\x81\x70"
                      + bytes([0x80, 60 + i % 12, 0]) for i in range(40))), 40, "twice at once"),
    "notes of no length": (file(b"".join(strike(60 + i % 12, 0) + b"\x30\xd0\1"
                                         for i in range(40))), 40, ""),
    "notes of one pitch that overlap": (
        file(b"\0\x90\x3c\x40" + b"\x30\x90\x3c\x40\x30\x80\x3c\0" * 39 + b"\0\x80\x3c\0"), 40, ""),
    "releases as strikes of velocity 0": (
        file(b"".join(bytes([0, 0x90, 60 + i % 12, 64, 0x30, 0x90, 60 + i % 12, 0])
                      for i in range(40))), 40, ""),
    "sixteen channels": (file(b"".join(strikes(4, 60, c) for c in range(16))), 60, ""),
    "two hundred tracks": (
        file(*[strike(i % 100, channel=i // 100) for i in range(200)]), 200, ""
    ),
}
# fmt: on

REFUSED: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "empty file"),
    "zeros": (bytes(4096), "nothing but zero bytes"),
    "header cut": (file(strikes())[:9], "cut off: 9 bytes, less than a header"),
    "header alone": (head(), "cut off: 1 tracks announced, and 0 are there"),
    "header of nothing": (head(tracks=0), "no tracks"),
    "text": (b"<html>404: there is no such file</html>", "text, not MIDI"),
    "words": ("Wörter und Töne".encode(), "text, not MIDI"),
    "noise": (bytes(range(256)) * 9, "no MThd"),
    "gzip": (b"\x1f\x8b\x08" + file(strikes()), "a gzip archive, not MIDI"),
    "zip": (b"PK\3\4" + file(strikes()), "a zip archive, not MIDI"),
    "ogg": (b"OggS" + bytes(99), "an Ogg file, not MIDI"),
    "packed XMF": (b"XMF_2.00" + bytes(range(256)), "an XMF file whose music is packed"),
    "empty track": (file(b""), "no notes"),
    "drums alone": (file(strikes(channel=9)), "no notes"),
    "tempo alone": (file(meta(0x51, b"\7\xa1\x20")), "no notes"),
    "data without a status": (head() + chunk(b"\5\x45" * 200), "no notes"),
    "endless delta": (head() + chunk(b"\xff" * 300), "no notes"),
    "text event cut": (head() + chunk(b"\0\xff\1\x7fabc"), "no notes"),
    "a piece of days": (
        file((strike(60) + number(3_110_400) + b"\xd0\1") * 40),
        "longer than a day",
    ),
}
