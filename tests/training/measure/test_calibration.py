import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perf_engine.training.measure.calibration import BINS, Reliability, Uniformity


def test_a_model_as_often_right_as_it_is_sure_has_no_error():
    right = np.arange(100) % 4 == 0
    found = Reliability.of(np.full(100, 0.25), right)
    assert found.error == pytest.approx(0.0)
    assert found.accuracy == pytest.approx(0.25)
    assert Reliability.of(np.full(100, 0.95), right).error == pytest.approx(0.7)
    assert len(found.as_json()["bins"]) == 1


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=50))
def test_the_error_is_a_share_whatever_was_answered(answers):
    sure = np.array([a for a, _ in answers], float)
    right = np.array([r for _, r in answers], bool)
    found = Reliability.of(sure, right)
    assert 0.0 <= found.error <= 1.0
    assert found.count.sum() == len(answers)


def test_times_that_are_spread_as_foreseen_are_uniform():
    random = np.random.default_rng(1)
    chances = random.dirichlet(np.ones(6), 4000)
    came = np.array([random.choice(6, p=p) for p in chances])
    rows = np.arange(4000)
    below = np.cumsum(chances, 1)[rows, came] - chances[rows, came]
    good = Uniformity.of(below, chances[rows, came], random)
    assert good.distance < 0.03
    assert good.shares.sum() == pytest.approx(1.0)
    assert np.abs(good.shares - 1 / BINS).max() < 0.03
    always_early = Uniformity.of(np.zeros(4000), np.full(4000, 0.1), random)
    assert always_early.distance > 0.85


@settings(deadline=None)
@given(st.lists(st.floats(0, 1), max_size=40))
def test_the_distance_is_a_share(below):
    mass = np.array(below)
    found = Uniformity.of(mass, 1.0 - mass, np.random.default_rng(0))
    assert 0.0 <= found.distance <= 1.0
