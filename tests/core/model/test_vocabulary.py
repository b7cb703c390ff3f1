"""Events become class indices and come back."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.core.model.vocabulary import LONGEST_DT, Vocabulary, time_bin_edges

V = Vocabulary()


def test_time_bins_begin_at_once_and_end_at_twenty_seconds():
    edges = time_bin_edges(160)
    assert edges[:2] == (0.0, 0.001)
    assert edges[-1] == LONGEST_DT
    assert all(b - a >= 0.000999 for a, b in pairwise(edges))


@given(st.integers(0, 159), st.floats(0, 0.999))
def test_a_time_inside_a_bin_falls_in_that_bin(dt, offset):
    low, high = V.dt_edges[dt], V.dt_edges[dt + 1]
    assert V.dt_class(low + (high - low) * offset) == dt


@given(st.integers(0, 127), st.floats(0, 0.999))
def test_a_velocity_keeps_its_class(velocity, offset):
    found = V.velocity_class(velocity)
    assert V.velocity_class(V.velocity_value(found, offset)) == found


def test_longer_silences_fall_in_the_last_bin():
    assert V.dt_class(1e6) == 159


def test_errors_name_thing_range_and_value():
    with pytest.raises(ValueError, match=r"velocity must be 0..127, not 128"):
        V.velocity_class(128)
    with pytest.raises(ValueError, match="part must be one of piano"):
        V.part_index("drums")
