"""What is expected of strikes within a bar: usual at first, then as the players do."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.core.beat.expectation import SLOTS, Expectation


def around(density, beat, width=0.06):
    """The highest density within some beats of a place."""
    middle = (np.arange(len(density)) + 0.5) / SLOTS
    bar = len(density) / SLOTS
    away = np.abs((middle - beat + bar / 2) % bar - bar / 2)
    return density[away < width].max()


def learnt(places, beats=64, period=0.5):
    expectation = Expectation()
    for beat in range(beats):
        for place in places:
            expectation.strike(beat + place)
    return expectation.density(period)


@given(
    strikes=st.lists(
        st.tuples(st.floats(-1e6, 1e6), st.floats(-1.0, 1.0), st.floats(0.0, 1.0)), max_size=60
    ),
    period=st.floats(0.15, 3.0),
)
def test_a_density_is_never_nothing_and_its_mean_is_one(strikes, period):
    expectation = Expectation()
    for beat, stress, weight in strikes:
        expectation.strike(beat, stress, weight)
    density = expectation.density(period)
    assert len(density) in (3 * SLOTS, 4 * SLOTS)
    assert np.isfinite(density).all()
    assert density.min() > 0.004
    assert density.mean() == pytest.approx(1.0)


def test_before_anything_was_heard_beats_come_first_then_their_halves():
    density = Expectation().density(0.5)
    on, half, fourth = (around(density, place) for place in (0.0, 0.5, 0.25))
    assert on > 2.0 * half > 2.0 * fourth
    assert around(density, 0.12, 0.02) < 0.1
    assert [around(density, beat) for beat in range(4)] == pytest.approx([on] * 4)


def test_who_plays_thirds_is_answered_in_thirds():
    density = learnt((0.0, 1 / 3, 2 / 3))
    assert around(density, 1 / 3) > 3.0 * around(density, 0.5)
    straight = learnt((0.0, 0.5))
    assert around(straight, 0.5) > 10.0 * around(straight, 1 / 3, 0.03)


def test_who_plays_only_on_every_second_beat_is_answered_there():
    expectation = Expectation()
    for beat in range(0, 128, 2):
        expectation.strike(float(beat))
    density = expectation.density(0.3)
    assert around(density, 0.0) > 2.0 * around(density, 1.0)
    assert around(density, 2.0) == pytest.approx(around(density, 0.0), rel=0.1)


def test_a_waltz_has_bars_of_three():
    expectation = Expectation()
    for beat in range(96):
        expectation.strike(float(beat), stress=0.8 if beat % 3 == 0 else -0.5)
    density = expectation.density(0.4)
    assert len(density) == 3 * SLOTS
    assert around(density, 0.0) > 1.5 * around(density, 1.0)


def test_what_was_long_ago_is_forgotten():
    expectation = Expectation()
    for beat in range(64):
        expectation.strike(beat + 1 / 3)
    for beat in range(2000, 2064):
        expectation.strike(beat + 0.5)
    density = expectation.density(0.5)
    assert around(density, 0.5) > 5.0 * around(density, 1 / 3, 0.03)
    expectation.begin_anew()
    assert np.array_equal(expectation.density(0.5), Expectation().density(0.5))


def test_a_strike_a_little_early_belongs_to_the_beat_that_comes():
    early, late = Expectation(), Expectation()
    for beat in range(32):
        early.strike(beat + 0.95)
        late.strike(beat + 1.0)
    assert around(early.density(0.5), 0.0) == pytest.approx(around(late.density(0.5), 0.0), rel=0.1)
