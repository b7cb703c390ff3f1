"""The filter over period, phase and division."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.core.beat.pulse_filter import (
    CHANGES,
    DENSITIES,
    DIVISIONS,
    LEVELS,
    PERIOD,
    PHASES,
    PRIOR,
    PulseFilter,
)


def test_every_density_is_one_on_average_and_highest_on_the_beat_where_it_is_stressed():
    layers = DENSITIES.reshape(LEVELS, len(PERIOD), len(DIVISIONS), PHASES)
    assert layers.mean(axis=3) == pytest.approx(1.0, abs=1e-4)
    assert (layers[-1].argmax(axis=2) == 0).all()


def test_the_prior_and_each_change_of_tempo_keep_all_probability():
    assert PRIOR.sum() == pytest.approx(1.0, abs=1e-5)
    for change in CHANGES:
        assert change.sum(axis=0) == pytest.approx(1.0, abs=1e-4)


@given(seconds=st.lists(st.floats(0.0, 30.0), max_size=20))
def test_time_keeps_the_belief_finite_and_nowhere_negative(seconds):
    found = PulseFilter()
    for wait in seconds:
        found.advance(wait)
        found.strike(3)
        assert np.isfinite(found.belief).all()
        assert (found.belief >= 0.0).all()
        assert found.belief.sum() == pytest.approx(1.0, abs=1e-3)
        assert ((found.rest >= 0.0) & (found.rest < 1.0)).all()


def test_steady_strikes_are_foreseen_ever_better():
    found = PulseFilter()
    worth = []
    for _ in range(24):
        worth.append(found.strike(4))
        found.advance(0.5)
    assert worth[0] == pytest.approx(1.0, abs=1e-3)
    assert min(worth[-8:]) > 2.0
    row = int(found.belief.sum(axis=1).argmax())
    assert PERIOD[row] == pytest.approx(0.5, rel=0.04)


def test_a_strike_without_weight_changes_nothing():
    found = PulseFilter()
    found.advance(1.0)
    before = found.belief / found.belief.sum()
    assert found.strike(7, 0.0) == pytest.approx(1.0)
    assert found.belief == pytest.approx(before, abs=1e-7)


def test_a_strike_that_is_stressed_later_is_as_if_it_had_been_at_once():
    one, other = PulseFilter(), PulseFilter()
    one.strike(6)
    other.strike(2)
    other.stress(2, 6)
    assert one.belief == pytest.approx(other.belief, rel=1e-4)
