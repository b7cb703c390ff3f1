from __future__ import annotations

import os

import mido
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perf_engine.core.model.vocabulary import PARTS
from perf_engine.protocol.midi import PEDAL
from perf_engine.training.data.corpus import Found, Unusable, find_files, read_events
from perf_engine.training.data.metre import bar_class
from perf_engine.training.data.roles import Rules
from perf_engine.training.data.selection import Selection
from tests.training.invented import held_to_the_law, note, scale, write

RULES = Rules.read()


def read(path, **selection):
    return read_events(path, RULES, Selection(**selection))


@pytest.mark.parametrize("kind", [0, 1])
def test_files_of_one_track_and_of_many_are_read(tmp_path, kind):
    pedal = [
        (480, mido.Message("control_change", control=64, value=127)),
        (960, mido.Message("control_change", control=64, value=0)),
    ]
    right, left = scale(), [*scale(pitch=30), *pedal]
    tracks = ([*right, *left],) if kind == 0 else (right, left)
    events = read(write(tmp_path / "a.mid", *tracks, kind=kind))
    held_to_the_law(events)
    assert set(events.part.tolist()) == {PARTS.index("piano")}
    assert np.count_nonzero(events.key == PEDAL) == 2
    assert events.seconds == pytest.approx(20)


def test_a_rhythm_of_drums_alone_is_believed_to_have_its_bars_right(tmp_path):
    bars = [(0, mido.MetaMessage("time_signature", numerator=4, denominator=4))]
    late = [m for i in range(60) for m in note(480 + i * 480, 600 + i * 480, 38, channel=9)]
    drums = read(write(tmp_path / "drums.mid", [*bars, *late]), drums=True, metre=True)
    position, bar, _ = drums.metre.classes()
    struck = drums.velocity > 0
    assert set(position[struck].tolist()) == {1}
    assert bar[struck][:4].tolist() == [bar_class(4, False, beat) for beat in (1, 2, 3, 0)]
    assert read(tmp_path / "drums.mid", drums=True).metre is None


def test_drums_are_left_out(tmp_path):
    drums = [m for i in range(40) for m in note(i * 480, i * 480 + 40, 38, channel=9)]
    events = read(write(tmp_path / "a.mid", scale(), drums))
    assert events.notes == 40
    with pytest.raises(Unusable, match="no notes"):
        read(write(tmp_path / "b.mid", drums))


def test_notes_never_released_leave_the_rest_whole(tmp_path):
    hanging = [(100, mido.Message("note_on", note=100, velocity=9))]
    held_to_the_law(read(write(tmp_path / "a.mid", [*scale(), *hanging])))


def test_what_cannot_be_used_is_refused_with_the_reason(tmp_path):
    whole = write(tmp_path / "whole.mid", scale()).read_bytes()
    for name, content, reason in [
        ("empty", b"", "empty file"),
        ("text", b"these are words, no music", "text, not MIDI"),
        ("header", whole[:14], "cut off: 1 tracks announced, and 0 are there"),
        ("noise", bytes(np.random.default_rng(0).integers(0, 256, 900, np.uint8)), "not readable"),
    ]:
        (tmp_path / f"{name}.mid").write_bytes(content)
        with pytest.raises(Unusable, match=reason):
            read(tmp_path / f"{name}.mid")
    with pytest.raises(Unusable, match="31 notes, fewer than 32"):
        read(write(tmp_path / "few.mid", scale(31)))
    with pytest.raises(Unusable, match="shorter than 5 s"):
        read(write(tmp_path / "short.mid", scale(40, step=48)))


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_damaged_files_are_refused_or_keep_the_law(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("damaged")
    content = bytearray(write(folder / "a.mid", scale(), scale(pitch=30)).read_bytes())
    for at in data.draw(st.lists(st.integers(0, len(content) - 1), max_size=4)):
        content[at] = data.draw(st.integers(0, 255))
    content = content[: data.draw(st.integers(0, len(content)))]
    (folder / "a.mid").write_bytes(content)
    try:
        events = read(folder / "a.mid")
    except Unusable:
        return
    held_to_the_law(events)


def test_files_are_found_below_a_folder_whatever_the_case_of_their_ending(tmp_path):
    for name in (
        "b/x.MID",
        "a.midi",
        "c.mid",
        "d.txt",
        "e.KAR",
        "f.rmi",
        "g.Smf",
        "b/info.csv",
        "metadata.json",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    found, tables = find_files(tmp_path)
    assert [f.path for f in found] == ["a.midi", "b/x.MID", "c.mid", "e.KAR", "f.rmi", "g.Smf"]
    assert not any(f.reason for f in found)
    assert tables == ["b/info.csv", "metadata.json"]
    with pytest.raises(NotADirectoryError, match="must be a folder"):
        find_files(tmp_path / "c.mid")


def test_what_is_named_like_a_file_and_is_none_is_found_with_the_reason(tmp_path):
    (tmp_path / "folder.mid").mkdir()
    (tmp_path / "folder.mid" / "inside.mid").touch()
    (tmp_path / "loop.mid").symlink_to("loop.mid")
    (tmp_path / "lost.mid").symlink_to("nowhere")
    (tmp_path / "round").symlink_to(".")
    os.mkfifo(tmp_path / "pipe.mid")
    (tmp_path / "zero.mid").symlink_to("/dev/zero")
    (tmp_path / "to_pipe.mid").symlink_to("pipe.mid")
    assert find_files(tmp_path)[0] == [
        Found("folder.mid", "a folder, not a file"),
        Found("folder.mid/inside.mid"),
        Found("loop.mid", "a link that leads nowhere"),
        Found("lost.mid", "a link that leads nowhere"),
        Found("pipe.mid", "not a plain file"),
        Found("round", "a linked folder, not gone into"),
        Found("to_pipe.mid", "a link to a pipe, not a plain file"),
        Found("zero.mid", "a link to a device, not a plain file"),
    ]


def test_a_folder_that_cannot_be_read_is_found_with_the_reason(tmp_path, monkeypatch):
    (tmp_path / "secret").mkdir()
    scan = os.scandir

    def refused(path):
        if str(path).endswith("secret"):
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refused)
    (found,) = find_files(tmp_path)[0]
    assert found == Found("secret", "a folder that cannot be read: Permission denied")


def test_a_piece_of_many_hours_is_refused(tmp_path):
    every_half_hour = [m for i in range(40) for m in note(1_728_000 * i, 1_728_000 * i + 9, 60)]
    with pytest.raises(Unusable, match=r"19.5 hours, longer than 6"):
        read(write(tmp_path / "a.mid", every_half_hour))


def test_a_pause_of_days_in_a_piece_is_cut(tmp_path):
    events = read(write(tmp_path / "a.mid", [*scale(), *note(480 * 200_000, 480 * 200_001, 60)]))
    assert events.notes == 41
    assert events.seconds == pytest.approx(30.5)
    assert events.mended == ("pauses of more than an hour are cut to 10 s: 1",)
