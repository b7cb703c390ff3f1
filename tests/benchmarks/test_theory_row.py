"""Lines of the machine by the rules, and how a line's keeping to them is counted."""

import json
import math

import mido
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.melody import (
    FIRST,
    HOLD,
    REST,
    Line,
    apart,
    autocorrelation,
    distance,
    highest_once,
    in_motif,
    in_repeated_motif,
    leaps,
    line_of,
    longest_run,
    lowest_once,
    measured,
    octaves,
    on_tonic,
    outside,
    repeated,
    same_again,
    turned,
)
from benchmarks.theory import NOTES, compared, main, played, real, scale_of, spread, tune
from perf_engine.engine.helpers.model_files import load_model
from perf_engine.studio.notes import Note

C_MAJOR = frozenset((0, 2, 4, 5, 7, 9, 11))


def line(*keys, every=1):
    """A line of keys, one every so many steps."""
    grid = [step for key in keys for step in (FIRST + key, *(HOLD,) * (every - 1))]
    return Line(keys, tuple(grid), C_MAJOR, 0)


def write(path, keys, step=0.25, signature="C"):
    """Write a MIDI file of even notes with a key signature."""
    track = mido.MidiTrack([mido.MetaMessage("key_signature", key=signature)])
    ticks = round(step * 960)  # 480 a beat of half a second
    for key in keys:
        track.append(mido.Message("note_on", note=key, velocity=80, time=0))
        track.append(mido.Message("note_off", note=key, time=ticks))
    mido.MidiFile(tracks=[track], ticks_per_beat=480).save(path)
    return path


def tunes(count):
    """The keys of melodies that differ."""
    scale = (60, 62, 64, 65, 67, 69, 71, 72)
    return [[scale[(n * (3 + i) + n // 5) % 8] for n in range(2 * NOTES + 4)] for i in range(count)]


@pytest.fixture(scope="module")
def weights():
    return load_model(None)[0]


def test_a_line_stands_on_a_grid_with_holds_and_rests():
    notes = [Note(1.0, 60, 80, 0.25), Note(1.5, 62, 80, 0.5), Note(2.01, 64, 80, 0.2)]
    found = line_of(notes, 0.25, C_MAJOR, 0)
    assert found.grid == (FIRST + 60, REST, FIRST + 62, HOLD, FIRST + 64)
    assert found.keys == (60, 62, 64)


def test_a_sixth_strike_in_a_row_is_excessive_and_with_holds_an_eighth():
    assert repeated(line(*(60,) * 5)) == 0.0
    assert repeated(line(*(60,) * 6)) == pytest.approx(1 / 6)
    assert repeated(line(*(60,) * 7, every=2)) == 0.0
    assert repeated(line(*(60,) * 8, every=2)) == pytest.approx(1 / 8)


def test_keys_tonic_and_extremes_are_counted():
    found = line(60, 61, 64, 66, 60)
    assert outside(found) == pytest.approx(2 / 5)
    assert on_tonic(found) == 1.0
    assert on_tonic(line(62, 60)) == 0.0
    assert highest_once(found) == 1.0
    assert lowest_once(found) == 0.0
    assert same_again(line(60, 60, 62, 62, 62)) == pytest.approx(3 / 4)
    assert longest_run(line(60, 60, 62, 62, 62)) == 3


def test_a_leap_is_resolved_by_steps_to_where_it_began_or_by_a_late_leap_back():
    assert leaps(line(60, 67, 65, 62, 60)) == (1, 0)
    assert leaps(line(60, 67, 65)) == (0, 0)
    assert leaps(line(60, 67, 60)) == (0, 0)  # at once is too soon
    assert leaps(line(60, 67, 60, every=8)) == (1, 0)
    assert leaps(line(60, 67, 74)) == (0, 1)
    assert leaps(line(67, 60, 62, 64, 67)) == (1, 0)


def test_a_bar_of_three_keys_is_a_motif_and_the_same_bar_again_is_repeated():
    bar = (60, 62, 64, 62, 60, 62, 64, 62)
    assert in_motif(line(*bar)) == pytest.approx(1 / 8)
    assert in_motif(line(*(60, 62) * 4)) == 0.0
    assert in_repeated_motif(line(*bar, *bar)) == pytest.approx(1 / 16)
    assert in_repeated_motif(line(*(60, 62) * 8)) == 0.0
    assert in_repeated_motif(line(*range(60, 76))) == 0.0


def test_an_alternation_correlates_with_itself_at_every_second_step():
    found = line(*(60, 64) * 16)
    assert autocorrelation(found, 1) < -0.9
    assert autocorrelation(found, 2) > 0.9
    assert math.isnan(autocorrelation(line(*(60,) * 8), 1))


def test_wide_leaps_and_their_turns_are_counted():
    assert turned(line(60, 69, 67, 59, 57)) == (2, 1)
    assert octaves(line(60, 72, 73)) == 0.5


@given(st.lists(st.integers(-3, 3), max_size=8), st.lists(st.integers(-3, 3), max_size=8))
def test_a_distance_is_0_to_itself_and_the_same_both_ways(one, other):
    assert distance(one, one) == 0.0
    assert distance(one, other) == distance(other, one)
    assert 0.0 <= distance(one, other) <= 1.0
    assert (distance(one, other) == 0.0) == (one == other)


def test_alike_lines_count_as_one_and_different_ones_as_many():
    same = [line(60, 62, 64, 65), line(67, 69, 71, 72), line(60, 62, 64, 65)]
    assert apart(same) == (pytest.approx(0.0), pytest.approx(1.0))
    other = [line(60, 61, 62), line(60, 65, 70), line(60, 52, 44)]
    assert apart(other) == (pytest.approx(1.0), pytest.approx(3.0))


def test_signatures_are_read():
    assert scale_of("C") == scale_of("Am") == C_MAJOR
    assert scale_of("D") == scale_of("Bm") == frozenset((2, 4, 6, 7, 9, 11, 1))
    assert scale_of("Eb") == scale_of("Cm") == frozenset((3, 5, 7, 8, 10, 0, 2))
    with pytest.raises(ValueError, match="not in tuple"):
        scale_of("H")


def test_a_tune_is_one_line_of_enough_even_notes(tmp_path):
    keys = tunes(1)[0]
    found = tune(write(tmp_path / "one.mid", keys, signature="Em"))
    assert found.step == pytest.approx(0.25)
    assert found.scale == scale_of("G")
    assert found.tonic == keys[-1] % 12
    assert tune(write(tmp_path / "short.mid", keys[:40])) is None
    assert tune(write(tmp_path / "slow.mid", keys, step=0.5)) is None
    assert real(found).keys == tuple(keys[NOTES : 2 * NOTES])


def test_the_machine_goes_on_with_a_line_and_by_the_rules_with_another(weights, tmp_path):
    found = tune(write(tmp_path / "one.mid", tunes(1)[0]))
    free, bound = (played(weights, found, amount, 1) for amount in (0.0, 1.0))
    assert len(free.keys) == len(bound.keys) == NOTES
    assert free != bound
    assert played(weights, found, 1.0, 1) == bound
    assert outside(bound) <= outside(free)


def test_each_seed_has_tunes_of_its_own_and_too_few_are_refused(weights, tmp_path):
    found = [tune(write(tmp_path / f"{n}.mid", keys)) for n, keys in enumerate(tunes(4))]
    table = compared(weights, found, 2, 2, (1.0,))
    assert set(table) == {"real", "theory 1"}
    assert [len(rows) for rows in table.values()] == [2, 2]
    assert table["real"][0] != table["real"][1]
    means = spread(table["real"])
    name = "steps in a motif, %"
    one, other = (row[name] for row in table["real"])
    assert means[name] == (pytest.approx((one + other) / 2), pytest.approx(abs(one - other)))
    with pytest.raises(ValueError, match="at least 6 tunes, not 4"):
        compared(weights, found, 3, 2)


def test_the_command_writes_its_table_and_says_what_is_missing(tmp_path):
    for n, keys in enumerate(tunes(3)):
        write(tmp_path / f"{n}.mid", keys)
    out = tmp_path / "theory.json"
    options = [str(tmp_path), "--seeds", "1", "--lines", "2", "--json", str(out)]
    result = CliRunner().invoke(main, options)
    assert result.exit_code == 0, result.output
    report = json.loads(out.read_text())
    assert report["cost"]["count"] == 300
    assert set(report["seeds"]) == {"real", "theory 0", "theory 0.5", "theory 1"}
    assert set(report["seeds"]["real"][0]) == set(measured([line(*k) for k in tunes(2)]))
    result = CliRunner().invoke(main, [*options, "--skip", "2"])
    assert result.exit_code == 1
    assert "at least 2 tunes, not 1" in result.output
