import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perf_engine.studio.measure.overlap import overlap

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
