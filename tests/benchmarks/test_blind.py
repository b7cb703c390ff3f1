"""A blind listening kit: who plays is hidden, loudness is equal, and answers are counted."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.blind import level_matched, loudness, main, planned, sound
from benchmarks.blind_answers import (
    HEAD,
    KINDS,
    Kit,
    Pair,
    Row,
    by_chance,
    counted,
    read_answers,
    table,
    wilson,
)
from perf_engine.studio.notes import Note, Performance, write_midi
from tests.support.ignorant_model import model_file as model_file
from tests.support.ignorant_model import tensors as tensors
from tests.support.peers import require_synth

KIT = Kit("abc", 1, (Pair(1, "tune", "real", "first"), Pair(2, "song", "first", "real")))


def answers(path, *rows, kit="abc"):
    lines = [",".join(HEAD), *(f"{kit},{row}" for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def piece(path, seed):
    pitches = np.random.default_rng(seed).integers(50, 75, 300).tolist()
    notes = [Note(0.25 * i, p, 50 + i % 40, 0.2, "piano") for i, p in enumerate(pitches)]
    path.parent.mkdir(exist_ok=True)
    write_midi(path, Performance.of(notes))


@given(st.integers(1, 60), st.integers(0, 99))
def test_all_two_kinds_are_compared_as_often(pairs, seed):
    found = planned(pairs, seed)
    counts = [sum({*two} == {*kinds} for two in found) for kinds in combinations(KINDS, 2)]
    assert sum(counts) == pairs
    assert max(counts) - min(counts) <= 1
    assert found == planned(pairs, seed)


@given(st.lists(st.floats(0.01, 1.0), min_size=1, max_size=5), st.integers(0, 9))
def test_clips_are_equally_loud_and_none_clips(sizes, seed):
    random = np.random.default_rng(seed)
    clips = [size * random.standard_normal((500, 2)).astype(np.float32) for size in sizes]
    found = level_matched(clips)
    levels = [loudness(clip) for clip in found]
    assert levels == pytest.approx([levels[0]] * len(levels), rel=1e-4)
    assert max(float(np.abs(clip).max()) for clip in found) == pytest.approx(0.89, rel=1e-4)


def test_a_clip_is_as_long_as_it_is_asked_for_and_ends_in_silence():
    require_synth()
    notes = [Note(0.0, 60, 90, 0.5), Note(1.0, 64, 90, 9.0)]
    found = sound(notes, 3.0)
    assert len(found) == 5 * 44_100
    assert loudness(found[:44_100]) > 0.005
    assert float(np.abs(found[-100:]).max()) < 1e-3


def test_answers_counted_by_hand(tmp_path):
    # the first listener takes both machines for a person, the second is right in both
    one = read_answers(answers(tmp_path / "1.csv", "1,B,A", "2,A,"), KIT)
    two = read_answers(answers(tmp_path / "2.csv", "1,A,A", "2,B,A"), KIT)
    rows = {(row.question, row.one, row.other): row for row in counted(KIT, [one, two])}
    assert len(rows) == 2 * 6
    person, together = (rows[question, "real", "first"] for question in ("person", "together"))
    assert (person.chosen, person.of, person.share) == (2, 4, 0.5)
    assert (together.chosen, together.of) == (2, 3)  # A is real, A is real, A is the machine
    assert rows["person", "first", "second"].of == 0
    assert "real or first" in table(list(rows.values()))


def test_an_interval_and_a_probability_that_are_published():
    # Newcombe (1998), table I: 15 of 148 by Wilson's method: 0.0624 to 0.1605
    assert wilson(15, 148) == pytest.approx((0.0624, 0.1605), abs=1e-4)
    assert wilson(0, 0) == (0.0, 1.0)
    # 8 of 10: (45 + 10 + 1) * 2 / 1024
    assert by_chance(8, 10) == by_chance(2, 10) == pytest.approx(112 / 1024)
    assert by_chance(5, 10) == by_chance(0, 0) == 1.0


@given(st.integers(0, 200), st.integers(0, 200))
def test_an_interval_holds_the_share_and_both_sides_are_alike(chosen, others):
    of = chosen + others
    low, high = wilson(chosen, of)
    share = Row("person", "real", "first", chosen, of).share
    assert 0.0 <= low <= share + 1e-12
    assert share - 1e-12 <= high <= 1.0
    assert by_chance(chosen, of) == pytest.approx(by_chance(others, of))
    assert wilson(others, of) == pytest.approx((1.0 - high, 1.0 - low))


@pytest.mark.parametrize(
    ("rows", "kit", "why"),
    [
        (("1,C,A",), "abc", "pair 1: answers are A or B, not C"),
        (("3,A,A",), "abc", "pair must be 1..2, not 3"),
        (("1,A,A",), "other", "has answers to the kit other, not to abc"),
        ((), "abc", "must have the columns kit, pair, person, together"),
    ],
)
def test_answers_that_cannot_be_counted_are_refused(tmp_path, rows, kit, why):
    with pytest.raises(ValueError, match=why):
        read_answers(answers(tmp_path / "a.csv", *rows, kit=kit), KIT)


def test_a_file_that_is_no_key_is_refused(tmp_path):
    (tmp_path / "key.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ValueError, match="is not the key of a kit"):
        Kit.read(tmp_path / "key.json")
    with pytest.raises(ValueError, match="a clip must be one of real, first, second, markov"):
        Pair(1, "tune", "real", "third")


def test_a_kit_is_made_and_its_page_does_not_say_who_plays(tmp_path, model_file):
    require_synth()
    for number in range(5):
        piece(tmp_path / "music" / f"tune {number}.mid", number)
    out, key = tmp_path / "kit", tmp_path / "key.json"
    words = ["kit", str(tmp_path / "music"), "--pairs", "3", "--seconds", "4", "--out", str(out)]
    words += ["--first", str(model_file), "--second", str(model_file), "--key", str(key)]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0, done.output
    page = (out / "index.html").read_text("utf-8")
    assert not any(kind in page for kind in ("first", "markov", "tune", "ignorant"))
    known = Kit.read(key)
    sounds = sorted(path.name for path in out.glob("*.wav"))
    assert len(sounds) == 2 * len(known.pairs)
    assert len({(out / name).stat().st_size for name in sounds}) == 1
    assert f'"kit": "{known.name}"' in page


def test_too_little_music_is_said(tmp_path):
    (tmp_path / "empty.mid").touch()
    done = CliRunner().invoke(main, ["kit", str(tmp_path)])
    assert done.exit_code == 1
    assert "no piece is a minute long" in done.output


def test_a_markov_model_needs_other_music_than_the_pieces_of_the_kit(tmp_path, model_file):
    piece(tmp_path / "music" / "tune.mid", 1)
    words = ["kit", str(tmp_path / "music"), "--first", str(model_file)]
    done = CliRunner().invoke(main, [*words, "--second", str(model_file)])
    assert done.exit_code == 1
    assert "a Markov model needs two pieces to learn from, not 0" in done.output
