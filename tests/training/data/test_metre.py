"""Where in beat and bar events fall: read where the notes keep to the ticks, and only there."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.training.data.metre import (
    BAR_CLASSES,
    FASTEST,
    MOST_BEATS,
    POSITION_CLASSES,
    POSITIONS,
    SLOWEST,
    TEMPO_CLASSES,
    Grid,
    Metre,
    Signature,
    bar_class,
    counted_on,
    felt,
    keeps,
    lateness,
    tempo_class,
    weightiest,
    written,
)

TICKS = 480


def struck(onset):
    return np.ones(len(onset), bool)


def test_a_waltz_at_a_steady_tempo_has_its_beats_counted_from_the_bar():
    grid = Grid.of(TICKS, [(0, 600_000)], [(0, 3, 4)])
    quarters = np.concatenate([np.array([0.0, 1, 1.5, 2]) + 3 * bar for bar in range(16)])
    quarters = np.delete(quarters, [i for i in range(64) if i % 4 == 1])  # the first beat is long
    metre = grid.at(quarters * 0.6, struck(quarters))
    position, bar, tempo = metre.classes()
    assert position[:4].tolist() == [1, 13, 1, 1]
    assert bar[:4].tolist() == [bar_class(3, False, beat) for beat in (0, 1, 2, 0)]
    assert set(tempo.tolist()) == {int(tempo_class(np.array([0.6]))[0])}
    assert metre.pace == pytest.approx(0.6)


def test_the_beat_goes_with_changes_of_tempo_and_of_time_signature():
    grid = Grid.of(TICKS, [(0, 500_000), (8 * TICKS, 1_000_000)], [(0, 4, 4), (8 * TICKS, 6, 8)])
    quarters = np.concatenate([np.arange(0, 8, 0.5), np.arange(8, 26, 0.5)])
    seconds = np.where(quarters < 8, quarters / 2, 4 + (quarters - 8))
    metre = grid.at(seconds, struck(quarters), believed=True)
    position, bar, _ = metre.classes()
    late = quarters >= 8
    assert position[~late].tolist() == [1, 13] * 8
    assert bar[~late][::2].tolist() == [bar_class(4, False, beat) for beat in (0, 1, 2, 3)] * 2
    # At a second a quarter note, a dotted one is too slow for a beat: its thirds are the beats.
    assert set(position[late].tolist()) == {1}
    assert bar[late][:6].tolist() == [bar_class(6, False, beat) for beat in range(6)]
    assert metre.pace[late] == pytest.approx(0.5)
    assert metre.pace[~late] == pytest.approx(0.5)
    summed = np.diff(seconds, prepend=0).astype(np.float32).cumsum(dtype=np.float64)
    for early in (0.0, 1e-5):  # times in single precision come a little early
        again = grid.at(summed - early, struck(quarters), believed=True)
        assert np.array_equal(again.classes(), metre.classes())


def test_six_eighths_at_a_walking_pace_are_two_beats_of_three():
    grid = Grid.of(TICKS, [(0, 400_000)], [(0, 6, 8)])
    quarters = np.arange(0, 24, 0.5)
    position, bar, _ = grid.at(quarters * 0.4, struck(quarters), believed=True).classes()
    assert position[:3].tolist() == [1, 9, 17]
    assert bar[:6].tolist() == [bar_class(2, True, beat) for beat in (0, 0, 0, 1, 1, 1)]


def test_of_a_free_recording_nothing_is_known():
    rng = np.random.default_rng(0)
    onset = np.cumsum(rng.exponential(0.2, 400))
    position, bar, tempo = Grid.of(TICKS, [], [(0, 4, 4)]).at(onset, struck(onset)).classes()
    assert not position.any()
    assert not bar.any()
    assert not tempo.any()
    assert not keeps(np.arange(8.0))  # too few to know


def test_who_plays_to_a_click_is_heard_to_keep_to_it():
    rng = np.random.default_rng(0)
    onset = np.arange(200) / 4 + rng.normal(0, 0.02, 200)  # sixteenths at 120, 10 ms beside
    metre = Grid.of(TICKS, [], []).at(onset / 2, struck(onset))
    position, bar, _ = metre.classes()
    near = np.isin((position - 1) % 6, (0, 1, 5))
    assert near.all()
    assert not bar.any()  # the file has no time signature


@pytest.mark.parametrize("late", [0.0, 0.02, 0.13, 0.4, 0.75, -0.1])
def test_where_playing_keeps_to_the_tempo_and_begins_anywhere_the_beat_is_where_most_is_struck(
    late,
):
    rng = np.random.default_rng(3)
    beats = np.repeat(np.arange(1.0, 65.0), 3)  # chords on the beat, and sixteenths between
    between = rng.choice(np.arange(4, 260), 90, replace=False) / 4
    quarter = np.sort(np.concatenate([beats, between]))
    played = quarter + late + rng.normal(0, 0.015, len(quarter))
    grid = Grid.of(TICKS, [(0, 600_000)], [(0, 4, 4)])
    metre = grid.at(played * 0.6, struck(played))
    apart = (metre.phase - (quarter - np.floor(quarter)) + 0.5) % 1 - 0.5
    assert np.abs(apart).max() < 0.1
    assert not metre.bar.any()  # all beats are alike, and of a shifted one no bar is known
    assert not written(played)


def test_where_no_place_is_heavier_than_the_others_a_shifted_beat_is_unknown():
    quarter = np.arange(240) / 4 + np.random.default_rng(0).normal(0, 0.01, 240)
    grid = Grid.of(TICKS, [], [])
    assert lateness(quarter + 0.125) is None
    assert not grid.at((quarter + 0.125) / 2, struck(quarter)).classes().any()
    assert lateness(quarter) == 0
    assert written(np.round(quarter * 4) / 4)


def test_a_bar_whose_first_beat_weighs_less_than_another_is_not_told_unless_believed():
    grid = Grid.of(TICKS, [(0, 500_000)], [(0, 4, 4)])
    quarters = np.concatenate([np.array([0.0, 0.5, 1.0, 3.0]) + 4 * bar for bar in range(12)])
    assert not grid.at(quarters / 2, struck(quarters)).bar.any()
    assert grid.at(quarters / 2, struck(quarters), believed=True).bar.any()
    assert not weightiest(np.zeros(1), np.zeros(1, np.int64), np.ones(1, bool), 4)


@pytest.mark.parametrize(
    ("signature", "pace", "expected"),
    [
        ((4, 4), 0.5, (1.0, 4, False)),
        ((2, 2), 0.25, (2.0, 2, False)),
        ((3, 4), 0.2, (3.0, 1, True)),  # a fast waltz is felt in one
        ((3, 8), 0.6, (1.5, 1, True)),
        ((2, 2), 0.6000000001, (2.0, 2, False)),  # at the limit, whatever the rounding
        ((12, 8), 0.4, (1.5, 4, True)),
        ((4, 4), 1.5, (0.5, 8, False)),
        ((5, 4), 0.2, (2.0, 0, False)),  # five beats make no pairs
        ((7, 8), 0.5, (1.0, 0, False)),
    ],
)
def test_beats_are_felt_neither_too_fast_nor_too_slow(signature, pace, expected):
    assert felt(Signature(0.0, *signature), pace) == expected


def test_every_beat_of_every_bar_has_a_class_of_its_own():
    classes = [
        bar_class(beats, triple, beat)
        for triple in (False, True)
        for beats in range(1, MOST_BEATS + 1)
        for beat in range(beats)
    ]
    assert sorted(classes) == list(range(1, BAR_CLASSES))
    assert bar_class(MOST_BEATS + 1, False, 0) == bar_class(0, False, 0) == 0


@given(st.integers(1, MOST_BEATS), st.booleans(), st.integers(0, 7), st.integers(-40, 40))
def test_counting_on_stays_in_the_bar(beats, triple, beat, on):
    bar = np.array([bar_class(beats, triple, beat % beats)], np.uint8)
    found = int(counted_on(bar, np.array([on]))[0])
    assert found == bar_class(beats, triple, (beat + on) % beats)
    assert counted_on(np.zeros(1, np.uint8), np.array([on])).tolist() == [0]


@given(
    st.floats(0, 1, exclude_max=True, width=32),
    st.floats(0.05, 4.0),
    st.floats(-3, 3),
    st.floats(0.5, 2.0),
)
def test_a_metre_that_is_moved_and_slowed_stays_in_range_and_comes_back(phase, pace, by, tempo):
    metre = Metre(
        np.array([phase], np.float32),
        np.array([bar_class(4, False, 1)], np.uint8),
        np.array([pace], np.float32),
    )
    moved = metre.moved(np.array([by]), tempo)
    position, bar, tempo_found = moved.classes()
    assert 1 <= position[0] < POSITION_CLASSES
    assert 1 <= bar[0] < BAR_CLASSES
    assert 1 <= tempo_found[0] < TEMPO_CLASSES
    back = moved.moved(np.array([-by]))
    assert abs((float(back.phase[0]) - phase + 0.5) % 1 - 0.5) < 0.001


def test_just_before_the_beat_is_on_it():
    metre = Metre(
        np.array([0.99, 0.9], np.float32),
        np.full(2, bar_class(4, False, 3), np.uint8),
        np.ones(2, np.float32),
    )
    position, bar, _ = metre.classes()
    assert position.tolist() == [1, 1 + round(0.9 * POSITIONS)]
    assert bar.tolist() == [bar_class(4, False, 0), bar_class(4, False, 3)]


def test_tempo_classes_grow_with_the_beat_and_end_at_both_sides():
    paces = np.array([0.01, FASTEST, 0.5, 0.55, SLOWEST, 9.0])
    classes = tempo_class(paces).tolist()
    assert classes == sorted(classes)
    assert (classes[0], classes[1], classes[-1]) == (1, 1, TEMPO_CLASSES - 1)
    assert classes[2] < classes[3]
