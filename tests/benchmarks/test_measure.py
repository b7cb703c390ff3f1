"""The bench's own arithmetic."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.measure import Row, machine


@given(st.lists(st.floats(0, 1e3), min_size=1))
def test_percentiles_rise_and_stay_among_the_values(values):
    row = Row.of("x", values)
    assert min(values) <= row.wall[0] <= row.wall[1] <= row.wall[2] <= max(values)
    assert row.count == len(values)
    assert row.as_json()["wall"].keys() == {"p50", "p95", "p99"}


def test_nothing_measured_is_no_row():
    with pytest.raises(ValueError, match="lateness"):
        Row.of("lateness", [])


def test_the_machine_is_described():
    assert {"processor", "cores", "system", "numpy", "granted"} <= machine().keys()
