"""Whether a machine listens is seen from what differs between its two players."""

import json

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.listening import (
    HEARD,
    PASSAGE,
    Pair,
    Promise,
    compared,
    faults,
    inside,
    main,
    moved,
    stretched,
    tonic,
)
from perf_engine.core.steering.measures import MAJOR
from perf_engine.engine.helpers.model_files import load_model
from perf_engine.studio.notes import Note, Performance
from tests.benchmarks.test_together import write


def melody(pitches, apart=0.25):
    return Performance.of([Note(i * apart, p, 80, 0.2, "human") for i, p in enumerate(pitches)])


def promise(gain, count=30):
    pair = [Pair(i, "a.mid", 0, 50.0 + gain + i / 100, 50.0) for i in range(count)]
    return Promise("strikes in the key", "%", tuple(pair))


@given(st.integers(0, 11))
def test_a_scale_is_its_own_key_and_a_tritone_away_it_is_not(root):
    scale = melody([48 + root + step for step in MAJOR] * 3)
    assert tonic(scale.notes) == (root, 1.0)
    assert inside(scale.notes, root) == 100.0
    away = moved(scale, 6)
    assert tonic(away.notes) == ((root + 6) % 12, 1.0)
    assert inside(away.notes, root) == pytest.approx(100.0 * 2 / 7)


@given(st.lists(st.integers(0, 127), min_size=1, max_size=40), st.integers(-12, 12))
def test_what_is_transposed_keeps_its_pitch_classes_and_its_times(pitches, by):
    piece, there = melody(pitches), moved(melody(pitches), by)
    assert all(0 <= n.pitch <= 127 for n in there.notes)
    assert sorted((n.onset, (n.pitch - by) % 12) for n in there.notes) == sorted(
        (n.onset, n.pitch % 12) for n in piece.notes
    )


def test_slower_is_slower_and_no_longer():
    slow = stretched(melody([60, 62, 64, 65] * 25), 2.0)
    assert [n.onset for n in slow.notes[:3]] == [0.0, 0.5, 1.0]
    assert max(n.end for n in slow.notes) <= PASSAGE


def test_the_machine_is_measured_beside_both_players_in_the_first_ones_key():
    weights, _ = load_model(None)
    taken = [("a.mid", melody([60 + step for step in MAJOR] * 14))]

    def told():
        return compared(
            "it", "%", weights, taken, 1, range(2), lambda p, _: (p, moved(p, 6)), inside
        )

    found = told()
    assert [(p.number, p.passage, p.key) for p in found.pairs] == [(0, "a.mid", 0)] * 2
    assert all(p.more > p.less for p in found.pairs)
    assert found.silent == 0
    assert found == told()
    assert HEARD < PASSAGE


def test_where_there_is_nothing_to_measure_that_is_counted():
    weights, _ = load_model(None)
    taken = [("a.mid", melody([60, 64, 67]))] * 2
    found = compared("it", "", weights, taken, 1, [0], lambda p, _: (p, p), lambda *_: None)
    assert (found.pairs, found.silent) == ((), 2)


def test_what_is_alike_counts_once():
    one = promise(2.0, 12)
    again = Promise("", "", one.pairs * 5)
    assert again.probability == pytest.approx(one.probability)
    assert again.gain == pytest.approx(one.gain)


def test_what_is_not_as_promised_is_named():
    assert faults([promise(40.0), promise(1.0)]) == []
    assert faults([promise(10.0)]) == ["strikes in the key: 10.1 points, not 15"]
    (wrong,) = faults([promise(40.0), promise(-1.0)])
    assert wrong.startswith("strikes in the key: p ")


def test_too_little_music_is_said(tmp_path):
    (tmp_path / "empty.mid").touch()
    run = CliRunner().invoke(main, [str(tmp_path)])
    assert run.exit_code == 1
    assert "there is not enough music" in run.output


def test_songs_give_one_more_table_and_something_must_be_named(tmp_path):
    for name in "ab":
        write(tmp_path / "tunes", f"{name}.mid")
    out = tmp_path / "out.json"
    words = ["--songs", str(tmp_path / "tunes"), "--seeds", "1", "--players", "1"]
    run = CliRunner().invoke(main, [*words, "--json", str(out)])
    assert run.exit_code == 0, run.output
    report = json.loads(out.read_text("utf-8"))
    assert {row["music"] for row in report["songs"]} >= {"tunes", "tunes, melody", "steady"}
    assert report["promises"] == []
    assert "name MIDI files or folders" in CliRunner().invoke(main, []).output
