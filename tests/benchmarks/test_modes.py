"""Every mode is held to its promise, and what breaks one is named."""

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner

from benchmarks.human import passages
from benchmarks.modes import LINES, main
from benchmarks.trials import CALL, Accompanied, Answered, Bound, Phrased, answered, bound
from perf_engine.engine.helpers.model_files import load_model
from perf_engine.studio.notes import Note, Performance, write_midi

GOOD = Answered("a.mid", 20, 18, 0.0, 0.002, 5.0, 8, 0)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Two pieces of a minute: a melody over chords."""
    where = tmp_path_factory.mktemp("midi")
    for number in range(2):
        notes = []
        for i in range(120):
            key = 60 + number + (0, 4, 7, 5, 2, 9)[i % 6]
            notes.append(Note(0.5 * i, key, 80, 0.4, "melody"))
            if i % 2 == 0:
                notes += [Note(0.5 * i, key - low, 60, 0.9, "piano") for low in (12, 19)]
        write_midi(where / f"{number}.mid", Performance.of(notes))
    return where


def test_every_mode_keeps_its_promise(folder, tmp_path):
    out = tmp_path / "modes.json"
    run = CliRunner().invoke(main, ["--runs", "3", "--json", str(out), str(folder)])
    assert run.exit_code == 0, run.output
    results = json.loads(out.read_text())["results"]
    assert len(results) == 2 + len(LINES) + 4
    assert all(one["faults"] == [] and one["rows"] for one in results)
    assert [one["trials"] for one in results][:3] == [3, 3, 1]
    assert all(row["notes"] >= 4 and row["last"] == CALL for row in results[0]["rows"])


def test_too_little_music_is_a_sentence(tmp_path):
    write_midi(tmp_path / "short.mid", Performance.of([Note(0.0, 60, 80, 0.5)]))
    run = CliRunner().invoke(main, [str(tmp_path)])
    assert run.exit_code == 1
    assert "there is not enough music: 0 of 100 passages found" in run.output


def test_passages_are_real_differ_and_come_again_by_their_seed(folder):
    paths = sorted(folder.glob("*.mid"))
    first = passages(paths, 6, 5.0, 1)
    assert first == passages(paths, 6, 5.0, 1)
    assert first != passages(paths, 6, 5.0, 2)
    for name, passage in first:
        assert name in ("0.mid", "1.mid")
        assert passage.notes[0].onset == 0.0
        assert max(note.end for note in passage.notes) <= 5.0
    only = passages(paths, 4, 5.0, 1, ("melody",))
    assert {note.track for _, passage in only for note in passage.notes} == {"melody"}


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (replace(GOOD, notes=0), "no answer"),
        (replace(GOOD, notes=3), "3 notes"),
        (replace(GOOD, notes=61), "12.2 notes a second"),
        (replace(GOOD, last=4.7), "4.70 s long"),
        (replace(GOOD, last=5.3), "5.30 s long"),
        (replace(GOOD, first=0.049), "after 51 ms"),
        (replace(GOOD, hung=1), "1 hung"),
        (Phrased("a", 9, 0, 0.5, 0.9, 0, 0.0, 0), "no answer"),
        (Phrased("a", 9, 0, 1.7, 2.1, 5, 0.0, 0), "1.70 s of silence"),
        (Phrased("a", 9, 0, 0.1, 2.1, 5, 0.0, 0), "0.10 s of silence"),
        (Phrased("a", 9, 0, 0.5, 0.9, 5, 0.02, 0), "20 ms beside"),
        (Bound("a", 9, 1, 0, 0.0, 0), "1 of 9"),
        (Bound("a", 9, 0, 2, 0.0, 0), "2 too many"),
        (Bound("a", 9, 0, 0, 0.001, 0), "1.000 ms off"),
        (Bound("a", 9, 0, 0, 0.0, 2), "2 hung"),
    ],
)
def test_a_promise_that_is_not_kept_is_named(row, fault):
    (found,) = row.faults()
    assert fault in found
    assert GOOD.faults() == []


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (Accompanied("a", 9, 0), "no accompaniment"),
        (Accompanied("a", 9, 5, {"piano": 5}, {"melody": 9}), "the machine plays piano"),
        (Accompanied("a", 9, 5, {"bass": 5}, {"piano": 9}), "the human is heard as piano"),
        (Accompanied("a", 9, 5, {"bass": 5}, {"melody": 9}, 3.0, 1), "1 hung"),
    ],
)
def test_an_accompaniment_in_the_wrong_parts_is_named(row, fault):
    (found,) = row.faults(0)
    assert fault in found


def test_the_rule_is_reckoned_apart_from_what_plays(folder, monkeypatch):
    weights, _ = load_model()
    ((name, passage),) = passages(sorted(folder.glob("*.mid")), 1, 5.0, 3)
    assert bound(weights, name, passage, 0, 0, (4, 7), 2.0).faults() == []
    monkeypatch.setattr("perf_engine.core.playing.follower.into", lambda key, low, high: key + 1)
    assert bound(weights, name, passage, 0, 0, (4, 7), 2.0).missing > 0


def test_an_answer_that_is_cut_short_is_seen(folder, monkeypatch):
    weights, _ = load_model()
    ((name, passage),) = passages(sorted(folder.glob("*.mid")), 1, 5.0, 3)
    assert answered(weights, name, passage, 0).faults() == []
    monkeypatch.setattr(
        "perf_engine.core.turns.answer.Answer.takes",
        lambda self, thought: thought.onset < self.began + 0.05,
    )
    assert any("notes" in fault for fault in answered(weights, name, passage, 0).faults())


def test_after_a_long_last_note_the_answer_may_come_as_soon_as_it_is_let_go():
    assert Phrased("a", 9, 0, 0.1, 3.4, 5, 0.0, 0).faults() == []
