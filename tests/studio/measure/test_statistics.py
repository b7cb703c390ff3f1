import json
from dataclasses import asdict, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.studio.measure.statistics import (
    NAMES,
    Clip,
    Spread,
    clips,
    inside,
    read_spreads,
    spread_of_files,
    spreads,
    statistics,
    write_spreads,
)
from perf_engine.studio.notes import Note, Performance, write_midi

some_notes = st.lists(
    st.builds(
        Note, st.floats(0, 29), st.integers(20, 100), st.integers(1, 127), st.floats(0.01, 4)
    ),
    min_size=1,
    max_size=30,
)


def line(*pitches, seconds=1.0, velocity=64):
    return [Note(i * seconds, p, velocity, seconds) for i, p in enumerate(pitches)]


def test_a_scale_is_counted_as_a_musician_would():
    found = statistics(Clip(tuple(line(60, 62, 64, 65, 67, 69, 71, 72)), 10.0))
    assert found.notes_per_second == 0.8
    assert found.polyphony == 1.0
    assert found.scale_consistency == 1.0
    assert found.pitch_class_entropy == pytest.approx(2.75)
    assert found.immediate_repeats == found.repetition == 0.0
    assert found.longest_run == 1
    assert found.silence == pytest.approx(0.2)
    assert found.mean_duration == pytest.approx(1.0)
    assert found.pitch_mean == 60 + sum((0, 2, 4, 5, 7, 9, 11, 12)) / 8
    assert (found.velocity_mean, found.velocity_span) == (64.0, 0.0)


def test_repeats_runs_and_patterns_are_found():
    found = statistics(Clip(tuple(line(60, 60, 60, 62)), 4.0))
    assert found.immediate_repeats == pytest.approx(2 / 3)
    assert found.longest_run == 3
    arpeggio = statistics(Clip(tuple(line(*[60, 64, 67, 72] * 3)), 12.0))
    assert arpeggio.repetition == pytest.approx(5 / 9)
    chromatic = statistics(Clip(tuple(line(*range(60, 72))), 12.0))
    assert chromatic.scale_consistency == pytest.approx(7 / 12)


def test_polyphony_counts_keys_while_any_is_held():
    chord = (Note(0.0, 60, 64, 2.0), Note(0.0, 64, 64, 2.0), Note(5.0, 67, 64, 2.0))
    found = statistics(Clip(chord, 10.0))
    assert found.polyphony == pytest.approx(1.5)
    assert found.silence == pytest.approx(0.6)


def test_a_note_sounds_no_longer_than_its_clip():
    assert statistics(Clip((Note(9.0, 60, 64, 100.0),), 10.0)).mean_duration == pytest.approx(1.0)


def test_silence_is_silent():
    found = statistics(Clip((), 30.0))
    assert found.silence == 1.0
    assert found.notes_per_second == found.polyphony == 0.0


@given(some_notes)
def test_shares_are_shares(notes):
    found = statistics(Clip(tuple(notes), 30.0))
    for name in ("scale_consistency", "immediate_repeats", "repetition", "silence"):
        assert 0.0 <= getattr(found, name) <= 1.0
    assert 0.0 <= found.pitch_class_entropy <= 3.585
    assert 1 <= found.longest_run <= len(notes)
    assert 1.0 - 1e-9 <= found.polyphony <= len(notes) + 1e-9


@given(some_notes, st.integers(-20, 27))
def test_transposition_changes_the_register_alone(notes, by):
    moved = tuple(replace(n, pitch=n.pitch + by) for n in notes)
    a, b = statistics(Clip(tuple(notes), 30.0)), statistics(Clip(moved, 30.0))
    assert {**asdict(a), "pitch_mean": a.pitch_mean + by} == pytest.approx(asdict(b))


@given(some_notes)
def test_the_order_that_notes_are_given_in_changes_nothing(notes):
    distinct = list({(n.onset, n.pitch): n for n in notes}.values())
    turned = statistics(Clip(tuple(reversed(distinct)), 30.0))
    assert asdict(statistics(Clip(tuple(distinct), 30.0))) == pytest.approx(asdict(turned))


@given(some_notes, st.floats(0, 100))
def test_clips_begin_with_the_music(notes, later):
    moved = [replace(n, onset=n.onset + later) for n in notes]
    for clip in clips(moved, 5.0):
        assert clip.seconds == 5.0
        assert all(0.0 <= n.onset < 5.0 + 1e-9 for n in clip.notes)


def test_what_is_left_over_is_no_clip():
    assert [len(c.notes) for c in clips(line(*range(40, 105)), 30.0)] == [30, 30]
    assert clips(line(60, 62), 30.0) == []
    assert clips([]) == []


def test_a_spread_is_percentiles_and_knows_what_is_inside():
    spread = Spread.of(list(range(101)))
    assert (spread.low, spread.middle, spread.high) == (5.0, 50.0, 95.0)
    assert spread.holds(5.0)
    assert not spread.holds(96.0)
    with pytest.raises(ValueError, match="nothing"):
        Spread.of([])


def test_the_spread_of_files_survives_json_and_leaves_broken_files_out(tmp_path):
    files = []
    for i in range(3):
        files.append(tmp_path / f"{i}.mid")
        write_midi(files[-1], Performance.of(line(*range(40 + i, 110))))
    (tmp_path / "broken.mid").write_bytes(b"no")
    found = spread_of_files([*files, tmp_path / "broken.mid"])
    assert (found["files"], found["clips"]) == (3, 6)
    write_spreads(tmp_path / "s.json", found)
    back = read_spreads(tmp_path / "s.json")
    assert set(back) == set(NAMES)
    clip = Clip(tuple(line(*range(40, 70))), 30.0)
    assert all(inside(statistics(clip), spreads([statistics(clip)])).values())
    assert inside(statistics(clip), back)["notes_per_second"]
    assert not inside(statistics(Clip((), 30.0)), back)["notes_per_second"]


def test_a_long_file_does_not_outweigh_the_others(tmp_path):
    write_midi(tmp_path / "a.mid", Performance.of(line(*[50, 60, 70] * 300)))
    assert spread_of_files([tmp_path / "a.mid"])["clips"] == 8


@pytest.mark.parametrize("text", ["", "[]", '{"spread": {"silence": {"low": 1}}}', '{"spread": 3}'])
def test_a_broken_spread_is_one_sentence(tmp_path, text):
    (tmp_path / "s.json").write_text(text)
    with pytest.raises(ValueError, match="not a spread"):
        read_spreads(tmp_path / "s.json")


def test_numbers_are_kept_short(tmp_path):
    write_spreads(tmp_path / "s.json", {"clips": 3, "spread": {"a": {"low": 1 / 3}}})
    assert json.loads((tmp_path / "s.json").read_text())["spread"]["a"]["low"] == 0.3333
