"""Chords that are heard, followed and kept to, on songs whose chords are known."""

from __future__ import annotations

import json

import numpy as np
import pytest
from click.testing import CliRunner

from benchmarks.harmony import (
    AFTER,
    BEFORE,
    Label,
    after_change,
    agreed_by_beat,
    chords_of,
    faults,
    in_charts,
    known,
    main,
    read_labels,
    recovered,
    transposed,
)
from benchmarks.together import song
from perf_engine.engine.helpers.model_files import load_model
from tests.benchmarks.test_together import write


@pytest.fixture
def one(tmp_path):
    return song(write(tmp_path, "a.mid"))


def test_who_hears_everything_knows_the_chords_and_others_are_told_apart(one):
    whole = sorted((*one.melody, *one.others), key=lambda n: n.onset)
    end = one.melody[-1].end
    found = known(whole, chords_of(one), end)
    assert found.root > 0.9
    assert found.majmin > 0.9
    others = [Label(c.begin, c.end, (c.root + 1) % 12, c.third) for c in chords_of(one)]
    assert known(whole, others, end).root < 0.1


def test_labels_are_read_as_they_are_published(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("0.5 1.5 N\n1.5\t2.5\tC:maj\n2.5 3.5 Eb:min7\n3.5 4.5 G:7\n4.5 5.5 A:sus2\n")
    assert read_labels(path, 1.0) == [
        Label(0.5, 1.5, 0, "maj"),
        Label(1.5, 2.5, 3, "min"),
        Label(2.5, 3.5, 7, "maj"),
        Label(3.5, 4.5, 9, ""),
    ]


def test_a_song_changes_its_key_from_a_time_on(one):
    other = transposed(one, 10.0, 5)
    moved = [
        b.pitch - a.pitch for a, b in zip(one.others, other.others, strict=True) if a.onset >= 10.0
    ]
    assert set(moved) == {5}
    assert [n for n in other.melody if n.onset < 10.0] == [n for n in one.melody if n.onset < 10.0]


def test_a_change_of_key_is_followed_and_a_chart_kept(one):
    weights, _ = load_model("general")
    rows = after_change([one], weights, 1)
    assert rows["before"] > 0.7
    assert np.mean([rows["bar 3 after"], rows["bars 4 to 8 after"]]) > 0.7
    assert in_charts([one], weights, 1, "accompany") > 0.85


def test_what_falls_short_is_said():
    change = {"before": 0.8, "bar 3 after": 0.7}
    assert faults("x", {"in charts": {"duet": 0.9}, "after a change of key": change}) == []
    change["bar 3 after"] = 0.3
    said = faults("x", {"in charts": {"duet": 0.6}, "after a change of key": change})
    assert said == [
        "x, duet: 0.60 of the notes lie in the given chords, not 0.85",
        "x: the new key is not found within two bars",
    ]


def test_the_command_writes_a_report(tmp_path):
    for name in "ab":
        write(tmp_path / "tunes", f"{name}.mid")
    (tmp_path / "labels").mkdir()
    (tmp_path / "labels" / "a.txt").write_text("0.0 80.0 C:maj\n")
    out = tmp_path / "out.json"
    arguments = [str(tmp_path / "tunes"), "--seeds", "1", "--json", str(out)]
    ended = CliRunner().invoke(main, [*arguments, "--labels", str(tmp_path / "labels")])
    assert ended.exit_code == 0, ended.output
    said = json.loads(out.read_text())["rows"]["tunes"]
    assert said["heard"]["everything"]["root"] > 0.9
    assert said["heard, by 1 files of chords"]["everything"]["root"] < 0.8


def test_a_recovery_is_the_first_bar_that_is_as_good_as_before():
    line = np.full(BEFORE + AFTER, 0.5)
    assert recovered(line) == 0
    line[BEFORE : BEFORE + 6] = 0.1
    line[BEFORE + 7] = np.nan
    assert recovered(line) == 6
    line[BEFORE:] = 0.3
    assert recovered(line) is None


def test_note_in_chord_is_told_by_beats_around_the_change(one):
    weights, _ = load_model("general")
    found = agreed_by_beat([one], weights, 1)
    assert len(found) == BEFORE + AFTER
    assert np.nanmin(found) >= 0.0
    assert np.nanmax(found) <= 1.0
    assert np.isfinite(found).sum() > BEFORE
