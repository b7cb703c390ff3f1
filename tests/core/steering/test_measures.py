"""Running measures say what was played lately."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.core.steering.measures import MAJOR, Fullness, Harmony, Mean, Pace, Repetition


def test_a_steady_pace_is_measured():
    pace = Pace()
    for i in range(400):
        pace.strike(i * 0.1)
    assert pace.rate(40.0) == pytest.approx(10.0, rel=0.1)
    assert pace.rate(400.0) < 1e-6


def test_a_mean_is_that_of_the_last_values():
    mean = Mean(memory=24.0)
    assert mean.value is None
    mean.take(20)
    assert mean.value == 20.0
    for _ in range(200):
        mean.take(90)
    assert mean.value == pytest.approx(90.0, abs=0.1)


def test_a_mean_waits_until_there_are_enough_values():
    mean = Mean(memory=20.0, enough=5.0)
    for pitch in (40, 50, 60, 50):
        mean.take(pitch)
    assert mean.value is None
    for _ in range(300):
        mean.take(72)
    assert mean.value == pytest.approx(72.0, abs=0.01)


@given(st.lists(st.tuples(st.floats(0.01, 2.0), st.integers(0, 12)), min_size=1, max_size=60))
def test_fullness_stays_between_the_least_and_the_most_that_was_held(held):
    fullness, now = Fullness(), 0.0
    for passed, keys in held:
        fullness.hold(now, keys)
        now += passed
    fullness.hold(now, 0)
    counts = [keys for _, keys in held]
    if fullness.mean is not None:
        assert min(counts) - 1e-9 <= fullness.mean <= max(counts) + 1e-9


def test_fullness_is_that_of_the_last_seconds():
    fullness = Fullness()
    assert fullness.mean is None
    fullness.hold(0.0, 1)
    fullness.hold(50.0, 5)
    assert fullness.mean == pytest.approx(1.0)
    fullness.hold(100.0, 0)
    assert fullness.mean == pytest.approx(5.0, abs=0.02)


@given(st.lists(st.integers(60, 64), max_size=200))
def test_repetition_is_that_of_the_last_pitches(pitches):
    repetition = Repetition()
    for pitch in pitches:
        repetition.strike(pitch)
    last = pitches[-repetition.memory :]
    grams = [tuple(last[i : i + 4]) for i in range(len(last) - 3)]
    if len(last) < repetition.memory // 2:
        assert repetition.share == 0.0
    else:
        assert repetition.share == pytest.approx(1.0 - len(set(grams)) / len(grams))


@given(st.lists(st.integers(0, 127), max_size=100))
def test_pitch_classes_belong_as_they_were_struck(pitches):
    harmony = Harmony()
    for i, pitch in enumerate(pitches):
        harmony.strike(i * 0.1, pitch)
    belonging = harmony.belonging()
    assert len(belonging) == 12
    assert all(-2.0 < b <= 0.0 for b in belonging)
    if not pitches:
        assert belonging == pytest.approx([0.0] * 12)
    for silent in set(range(12)) - {pitch % 12 for pitch in pitches}:
        assert belonging[silent] <= min(belonging) + 1e-9


@given(st.lists(st.integers(0, 127), max_size=100))
def test_the_nearest_scale_is_the_one_with_most_strikes(pitches):
    harmony = Harmony(memory=1e9)
    for pitch in pitches:
        harmony.strike(0.0, pitch)
    tonic, share = harmony.scale()
    inside = [
        sum((pitch - other) % 12 in MAJOR for pitch in pitches) / max(1, len(pitches))
        for other in range(12)
    ]
    if len(pitches) < 16:
        assert share == 1.0
    else:
        assert share == pytest.approx(max(inside))
        assert inside[tonic] == pytest.approx(max(inside))
