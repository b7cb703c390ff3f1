from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from perf_engine.training.data.sketches import sketch
from perf_engine.training.data.unfinished import Entry, Reading, Unfinished
from tests.training.invented import played, tune


def reading(seed: int) -> Reading:
    events = played(tune(seed, 60))
    return Reading(events, events.digest(), events.shape(), events.lowest, sketch(events))


def filled(folder: Path) -> Unfinished:
    made = Unfinished(folder, "a plan")
    made.add(reading(1))
    made.skip("empty file")
    made.skip("the same events", 0)
    made.add(reading(2))
    return made


def test_what_is_closed_is_gone_on_from(tmp_path):
    with filled(tmp_path / "half") as made:
        entries = made.entries[:]
    assert entries[1:3] == [Entry("empty file"), Entry("the same events", 0)]
    with Unfinished(tmp_path / "half", "a plan") as again:
        assert again.entries == entries
        first, second = again.sketches()
        assert np.array_equal(first.hashes, reading(1).sketch.hashes)
        assert second.size == reading(2).sketch.size


def test_another_plan_begins_anew(tmp_path):
    filled(tmp_path / "half").close()
    with Unfinished(tmp_path / "half", "another") as again:
        assert again.entries == []
        assert again.sketches() == []


@pytest.mark.parametrize(
    ("name", "lost", "left"),
    [
        ("journal", 1, 3),  # without its line break the last line does not count
        ("journal", 40, 3),
        ("dt.npy", 1, 3),
        ("sketches", 8, 3),
        ("key.npy", 130, 0),
        ("velocity.npy", 240, 0),
        ("plan", 1, 0),
    ],
)
def test_what_is_torn_is_cut_off_and_what_follows_fits(tmp_path, name, lost, left):
    whole, torn = tmp_path / "whole", tmp_path / "torn"
    filled(torn).close()
    content = (torn / name).read_bytes()
    (torn / name).write_bytes(content[:-lost])
    with Unfinished(torn, "a plan") as again:
        assert len(again.entries) == left
        if left == 0:
            again.add(reading(1))
            again.skip("empty file")
            again.skip("the same events", 0)
        again.add(reading(2))
        again.finish("{}", [])
    with filled(whole) as made:
        made.finish("{}", [])
    assert {f.name: f.read_bytes() for f in torn.iterdir()} == {
        f.name: f.read_bytes() for f in whole.iterdir()
    }


def test_a_finished_folder_holds_the_columns_and_all_tables(tmp_path):
    with filled(tmp_path / "half") as made:
        made.finish(
            json.dumps({"format": 1}),
            [("songs", "a\tb.mid", "empty\nfile")],
            [("songs", "c.mid", "it is cut off; no end")],
        )
    names = {
        "dt.npy",
        "part.npy",
        "key.npy",
        "velocity.npy",
        "dataset.json",
        "skipped.tsv",
        "mended.tsv",
    }
    assert {f.name for f in (tmp_path / "half").iterdir()} == names
    assert np.load(tmp_path / "half" / "key.npy").shape == (240,)
    assert (tmp_path / "half" / "skipped.tsv").read_text() == "songs/a b.mid\tempty file\n"
    assert (tmp_path / "half" / "mended.tsv").read_text() == "songs/c.mid\tit is cut off; no end\n"


def test_what_is_discarded_is_gone(tmp_path):
    filled(tmp_path / "half").discard()
    assert not (tmp_path / "half").exists()


def test_two_runs_never_write_the_same(tmp_path):
    with (
        filled(tmp_path / "half"),
        pytest.raises(ValueError, match=r"another run is writing .*half; wait for it, or end it"),
    ):
        Unfinished(tmp_path / "half", "a plan")
    assert len(Unfinished(tmp_path / "half", "a plan").entries) == 4


def test_columns_without_even_a_header_are_begun_anew(tmp_path):
    with Unfinished(tmp_path / "half", "a plan") as made:
        made.skip("empty file")
    (tmp_path / "half" / "key.npy").write_bytes(b"x")
    with Unfinished(tmp_path / "half", "a plan") as again:
        assert again.entries == []
