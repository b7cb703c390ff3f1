"""A folder with every kind of broken file in it: each is named, and the rest is read."""

from __future__ import annotations

import gzip
import os
import struct
from collections.abc import Callable
from pathlib import Path

import mido
import pytest

from perf_engine.midi_files import reader
from perf_engine.training.data.dataset import prepare
from tests.training.invented import note, scale, song, write

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
    "text": (b"<html>404: there is no such file</html>", "text, not MIDI"),
    "noise": (bytes(range(256)) * 9, "not readable as MIDI: no MThd"),
    "gzip": (gzip.compress(WHOLE), "a gzip archive, not MIDI"),
    "zip": (b"PK\3\4" + WHOLE, "a zip archive, not MIDI"),
    "no_tracks": (head(tracks=0), "no tracks"),
    "track_enormous": (head() + chunk(b"", declared=0xFFFFFFFF), "no notes"),
    "track_empty": (head() + chunk(b""), "no notes"),
    "running_status": (head() + chunk(b"\5\x45" * 200), "no notes"),
    "endless_delta": (head() + chunk(b"\xff" * 300), "no notes"),
    "damage": (head() + chunk(b"\0\x90\xff\xff" * 60_000), "more than 50000 damaged events"),
    "system_cut": (head() + chunk(b"\0\xf0\xff\xff\xff\x7f" + b"a" * 20), "no notes"),
    "text_event_cut": (head() + chunk(b"\0\xff\1\x7fabc"), "no notes"),
    "only_tempo": (one(b"\0\xff\x51\3\7\xa1\x20"), "no notes"),
    "only_control": (one(b"\0\xb0\x40\x7f" * 50), "no notes"),
    "single_note": (one(strikes(1)), "1 notes, fewer than 32"),
    "hours": (one(strikes(40, b"\xc0\x80\0")), "hours, longer than 6"),
    "days": (one(strikes(60, b"\x81\xac\xa0\0")), "hours, longer than a day"),
    "deltas_negative": (one(strikes(60, LONGEST_DELTA)), "shorter than 5 s"),
    "tempo_fast": (one(b"\0\xff\x51\3\0\3\xe8" + strikes(60)), "shorter than 5 s"),
    "short": (one(strikes(60, b"\x10")), "shorter than 5 s"),
}

# What is odd and read all the same, of notes, and a part of what is said.
MENDED: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "header_long": (lambda x: b"MThd\0\0\0\x08" + one(x)[8:], "a length other than 6"),
    "header_enormous": (lambda x: b"MThd\xff\xff\xff\xff" + one(x)[8:], "a length other than 6"),
    "magic": (lambda x: b"MThX" + one(x)[4:], "its header is damaged"),
    "junk_before": (lambda x: b"\1\2\3\4" + one(x), "begins with 4 bytes that are no MIDI"),
    "riff": (lambda x: b"RIFF\0\0\0\0RMIDdata\0\0\0\0" + one(x), "it is wrapped in RIFF"),
    "format": (lambda x: one(x, kind=7), "its format is none of 0, 1 and 2"),
    "division_0": (lambda x: one(x, division=0), "0 ticks a beat"),
    "track_missing": (lambda x: one(x, tracks=4), "announces another number of tracks than the 1"),
    "track_cut": (lambda x: one(x)[:-3], "it is cut off"),
    "track_short": (lambda x: head() + chunk(x + END, declared=33), "length is wrong"),
    "tempo_0": (lambda x: one(TEMPO_0 + x), "tempos of 0"),
    "huge_delta": (lambda x: one(x + b"\xbf\xff\xff\x7f" + strikes(1)[1:]), "pauses of more than"),
    "never_released": (lambda x: one(x + b"\0\x90\5\x40\x83\x60\xd0\1"), "never released"),
}


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
    "large": (lambda path: path.write_bytes(bytes(1 << 19)), "larger than"),
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
        monkeypatch.setattr(reader, "LARGEST_FILE", 1 << 18)
        content_of = reader.content_of

        def refused(path: Path) -> bytes:
            if path.name == "secret.mid":  # root may read everything
                raise PermissionError(13, "Permission denied")
            return content_of(path)

        monkeypatch.setattr(reader, "content_of", refused)
    else:  # a process of its own sees neither the limit nor the refusal
        for name in ("large", "secret"):
            (odd / f"{name}.mid").unlink()
            del cases[name]
    summary = prepare([odd], tmp_path / "out", workers=workers)
    assert [p.name for p in summary.pieces] == ["a", "z"]
    rows = [row.split("\t") for row in (tmp_path / "out" / "skipped.tsv").read_text().splitlines()]
    named = dict(rows)
    assert len(BYTES) + len(MENDED) >= 30
    assert set(named) == {f"odd/{' '.join(name.split())}.mid" for name in cases}
    for name, (_, reason) in cases.items():
        said = named[f"odd/{' '.join(name.split())}.mid"]
        assert any(part in said for part in reason.split("|")), (name, said)


def test_odd_files_are_read_and_what_was_odd_is_listed(tmp_path):
    odd = tmp_path / "odd"
    song(odd / "plain.mid", 1)
    for number, (name, (make, _)) in enumerate(MENDED.items()):
        notes = strikes(60)
        higher = notes[: 9 * number] + b"\0\x90\x7f\x40\x83\x60\x80\x7f\0" + notes[9 * number :]
        (odd / f"{name}.mid").write_bytes(make(higher))
    summary = prepare([odd], tmp_path / "out", workers=2)
    assert summary.skipped == ()
    assert {p.name: p.notes for p in summary.pieces if p.name != "plain"} == {
        name: 62 if name in ("huge_delta", "never_released") else 61 for name in MENDED
    }
    rows = [row.split("\t") for row in (tmp_path / "out" / "mended.tsv").read_text().splitlines()]
    assert dict(rows) == {f"odd/{path}": said for _, path, said in summary.mended}
    assert {name for name, _ in rows} == {f"odd/{name}.mid" for name in MENDED}
    for name, (_, said) in MENDED.items():
        assert said in dict(rows)[f"odd/{name}.mid"]


def test_files_of_every_ending_are_taken(tmp_path):
    for number, name in enumerate(("a.mid", "b.MIDI", "c.KAR", "d.smf", "e.Rmi")):
        song(tmp_path / "songs" / name, number)
    summary = prepare([tmp_path / "songs"], tmp_path / "out", workers=1)
    assert [piece.name for piece in summary.pieces] == ["a", "b", "c", "d", "e"]
