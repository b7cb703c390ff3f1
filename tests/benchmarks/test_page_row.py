"""The figures of the page's measurement."""

from __future__ import annotations

from benchmarks.page import quantiles


def test_quantiles_are_those_of_the_ordered_values() -> None:
    assert quantiles([5.0, 1.0, 3.0]) == {"median": 3.0, "p95": 5.0, "most": 5.0}
    assert quantiles(range(101)) == {"median": 50, "p95": 95, "most": 100}
    assert quantiles([]) == {}
