"""Density is held, slowly and only when it strays."""

import pytest

from perf_engine.core.governor import Governor, Pace


def test_a_steady_pace_is_measured():
    pace = Pace()
    for i in range(400):
        pace.strike(i * 0.1)
    assert pace.rate(40.0) == pytest.approx(10.0, rel=0.1)
    assert pace.rate(400.0) < 1e-6


def test_only_what_strays_is_governed():
    governor = Governor()
    assert governor.hazard(8.0, 0.0, 60.0) == 1.0
    assert governor.hazard(30.0, 0.0, 60.0) == 0.25
    assert governor.hazard(12.0, 4.0, 60.0) < 1.0
    assert governor.hazard(0.5, 0.0, 60.0) > 1.0
    assert governor.hazard(0.5, 0.0, 2.0) == 1.0
