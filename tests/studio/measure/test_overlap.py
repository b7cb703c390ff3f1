from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perf_engine.studio.measure.overlap import likeness, overlap

values = st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=25)


@settings(deadline=None)
@given(values, values)
def test_an_overlap_is_a_share_and_the_same_both_ways(one, other):
    found = overlap(one, other)
    assert 0.0 <= found <= 1.0
    assert found == pytest.approx(overlap(other, one))


@settings(deadline=None)
@given(values)
def test_the_same_music_overlaps_wholly(some):
    assert overlap(some, some) == pytest.approx(1.0)
    assert overlap(some, list(reversed(some))) == pytest.approx(1.0)


@settings(deadline=None)
@given(values, values, st.floats(-100, 100), st.floats(0.1, 10))
def test_neither_unit_nor_origin_matters(one, other, shift, scale):
    moved = ([scale * v + shift for v in each] for each in (one, other))
    if max(*one, *other) - min(*one, *other) > 1e-3:
        assert overlap(*moved) == pytest.approx(overlap(one, other), abs=1e-3)


def test_what_has_nothing_in_common_overlaps_little():
    low, high = [float(i) for i in range(20)], [1000.0 + i for i in range(20)]
    assert overlap(low, high) < 0.1
    assert overlap(low, [v + 5 for v in low]) > 0.6
    assert overlap([4.0, 4.0], [4.0]) == 1.0
    with pytest.raises(ValueError, match="nothing to compare"):
        overlap([], [1.0])


def test_likeness_counted_from_two_normal_distributions():
    # of two normal distributions one standard deviation apart, the area is 2 * Phi(-1/2) = 0.617
    # and the divergence 1/2; kernels make both a little wider
    quantiles = np.linspace(0.0005, 0.9995, 1000)
    one = [NormalDist().inv_cdf(each) for each in quantiles]
    found = likeness(one, [value + 1.0 for value in one])
    assert found.overlap == pytest.approx(2 * NormalDist().cdf(-0.5), abs=0.03)
    assert found.divergence == pytest.approx(0.5, abs=0.07)


@settings(deadline=None)
@given(values, values)
def test_likeness_is_a_share_and_a_set_is_like_itself(one, other):
    found, same = likeness(one, other), likeness(one, one)
    assert 0.0 <= found.overlap <= 1.0
    assert found.divergence >= 0.0
    assert same.overlap == pytest.approx(1.0)
    assert same.divergence == pytest.approx(0.0, abs=1e-9)


def test_a_set_of_equal_values_has_a_likeness_too():
    assert likeness([4.0, 4.0], [4.0]).overlap == 1.0
    assert likeness([0.0, 0.0], [1.0, 1.0]).overlap < 0.1
    with pytest.raises(ValueError, match="nothing to compare"):
        likeness([], [1.0])
