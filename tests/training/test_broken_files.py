"""A folder with every kind of broken file in it: each is named, and the rest is read."""

from __future__ import annotations

import gzip
import os
import struct
from collections.abc import Callable
from pathlib import Path

import mido
import pytest
from invented import note, scale, song, write

from perf_engine.training import tracks as tracks_module
from perf_engine.training.dataset import prepare

END = b"\0\xff\x2f\0"
LONGEST_DELTA = b"\xff\xff\xff\x7f"


def head(kind: int = 1, tracks: int = 1, division: int = 480) -> bytes:
    return b"MThd" + struct.pack(">IHHH", 6, kind, tracks, division)


def chunk(content: bytes, declared: int | None = None) -> bytes:
    return b"MTrk" + struct.pack(">I", len(content) if declared is None else declared) + content


def one(content: bytes, **header: int) -> bytes:
    return head(**header) + chunk(content + END)


def strikes(count: int, delta: bytes = b"\x83\x60") -> bytes:
    """So many notes, one after another."""
    return b"".join(
        b"\0\x90" + bytes([40 + i % 50, 64]) + delta + b"\x80" + bytes([40 + i % 50, 0])
        for i in range(count)
    )


WHOLE = one(strikes(60))
TEMPO_0 = b"\0\xff\x51\3\0\0\0"

BYTES: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "empty file"),
    "zeros": (bytes(4096), "nothing but zero bytes"),
    "header_cut": (WHOLE[:9], "cut off: 9 bytes, less than a header"),
    "header_alone": (WHOLE[:14], "cut off: 1 tracks announced, and 0 are there"),
    "header_long": (b"MThd\0\0\0\x08" + WHOLE[8:], "its header's length must be 6, not 8"),
    "header_enormous": (b"MThd\xff\xff\xff\xff" + WHOLE[8:], "must be 6, not 4294967295"),
    "magic": (b"MThX" + WHOLE[4:], "no MThd"),
    "junk_before": (b"\1\2\3\4" + WHOLE, "no MThd"),
    "text": (b"<html>404: there is no such file</html>", "text, not MIDI"),
    "gzip": (gzip.compress(WHOLE), "a gzip archive, not MIDI"),
    "zip": (b"PK\3\4" + WHOLE, "a zip archive, not MIDI"),
    "riff": (b"RIFF\0\0\0\0RMIDdata" + WHOLE, "a RIFF file, not plain MIDI"),
    "format": (one(strikes(60), kind=7), "its format must be 0, 1 or 2, not 7"),
    "division_0": (one(strikes(60), division=0), "its time division is 0"),
    "smpte": (one(strikes(60), division=0xE728), "SMPTE's"),
    "no_tracks": (head(tracks=0), "no tracks"),
    "track_missing": (one(strikes(60), tracks=4), "4 tracks announced, and 1 are there"),
    "track_cut": (WHOLE[:-100], "cut off: a chunk of"),
    "track_enormous": (head() + chunk(b"", declared=0xFFFFFFFF), "chunk of 4294967295 bytes"),
    "track_short": (head() + chunk(strikes(60) + END, declared=33), "not readable as MIDI|cut off"),
    "track_empty": (head() + chunk(b""), "no notes"),
    "running_status": (head() + chunk(b"\5\x45" * 200), "not readable as MIDI: Unexpected running"),
    "endless_delta": (head() + chunk(b"\xff" * 300), "not readable as MIDI"),
    "system_cut": (head() + chunk(b"\0\xf0\xff\xff\xff\x7f" + b"a" * 20), "not readable as MIDI"),
    "text_event_cut": (head() + chunk(b"\0\xff\1\x7fabc"), "not readable as MIDI"),
    "only_tempo": (one(b"\0\xff\x51\3\7\xa1\x20"), "no notes"),
    "only_control": (one(b"\0\xb0\x40\x7f" * 50), "no notes"),
    "single_note": (one(strikes(1)), "1 notes, fewer than 32"),
    "never_released": (one(b"".join(b"\x10\x90" + bytes([i, 9]) for i in range(60))), "notes"),
    "tempo_0": (one(TEMPO_0 + strikes(60)), "shorter than 5 s"),
    "huge_delta": (one(strikes(60) + LONGEST_DELTA + strikes(1)[1:]), "hours, longer than 6"),
    "deltas_overflow": (one(strikes(60, LONGEST_DELTA)), "can be counted|hours, longer"),
    "short": (one(strikes(60, b"\x10")), "shorter than 5 s"),
}  # fmt: skip


def drums(path: Path) -> None:
    write(path, [m for i in range(60) for m in note(i * 480, i * 480 + 40, 38, channel=9)])


def unprintable(path: Path) -> None:
    file = mido.MidiFile(tracks=[mido.MidiTrack([mido.MetaMessage("track_name", name="\x07\n\t")])])
    file.save(path)


ODDITIES: dict[str, tuple[Callable[[Path], object], str]] = {
    "folder": (lambda path: path.mkdir(), "a folder, not a file"),
    "loop": (lambda path: path.symlink_to(path.name), "a link that leads nowhere"),
    "lost": (lambda path: path.symlink_to("nowhere.mid"), "a link that leads nowhere"),
    "pipe": (os.mkfifo, "not a plain file"),
    "drums": (drums, "no notes but drums'"),
    "unprintable": (unprintable, "no notes"),
    "line\nbreak": (lambda path: path.write_bytes(b"MThd"), "cut off: 4 bytes"),
    "copy": (lambda path: song(path, 1), "the same events as odd/a.mid"),
    "higher": (
        lambda path: song(path, 1, transpose=2),
        "the same events as odd/a.mid, 2 semitones",
    ),
    "large": (lambda path: path.write_bytes(bytes(1 << 17)), "larger than"),
    "secret": (lambda path: write(path, scale()).chmod(0), "cannot be read: Permission denied"),
}


@pytest.mark.parametrize("workers", [1, 2])
def test_every_kind_of_broken_file_is_named_and_the_rest_is_read(tmp_path, monkeypatch, workers):
    odd = tmp_path / "odd"
    song(odd / "a.mid", 1)
    song(odd / "z.mid", 2)
    for name, (content, _) in BYTES.items():
        (odd / f"{name}.mid").write_bytes(content)
    for name, (make, _) in ODDITIES.items():
        make(odd / f"{name}.mid")
    cases = {**BYTES, **ODDITIES}
    if workers == 1:
        monkeypatch.setattr(tracks_module, "LARGEST_FILE", 1 << 16)
        read_bytes = Path.read_bytes

        def refused(path: Path) -> bytes:
            if path.name == "secret.mid":  # root may read everything
                raise PermissionError(13, "Permission denied")
            return read_bytes(path)

        monkeypatch.setattr(Path, "read_bytes", refused)
    else:  # a process of its own sees neither the limit nor the refusal
        for name in ("large", "secret"):
            (odd / f"{name}.mid").unlink()
            del cases[name]
    summary = prepare([odd], tmp_path / "out", workers=workers)
    assert [p.name for p in summary.pieces] == ["a", "z"]
    rows = [row.split("\t") for row in (tmp_path / "out" / "skipped.tsv").read_text().splitlines()]
    named = dict(rows)
    assert len(BYTES) >= 30
    assert set(named) == {f"odd/{' '.join(name.split())}.mid" for name in cases}
    for name, (_, reason) in cases.items():
        said = named[f"odd/{' '.join(name.split())}.mid"]
        assert any(part in said for part in reason.split("|")), (name, said)
