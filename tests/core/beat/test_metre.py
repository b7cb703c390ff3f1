"""Bar, division and swing, counted at beats that are known."""

from __future__ import annotations

import pytest

from perf_engine.core.beat.metre import Metre


@pytest.mark.parametrize("bar", [3, 4])
@pytest.mark.parametrize("first", [0, 2])
def test_the_beats_of_a_bar_are_those_from_stress_to_stress(bar, first):
    metre = Metre()
    for beat in range(36):
        metre.strike(beat + 0.02, 0.6 if beat % bar == first else 0.0, 1.0)
    assert (metre.bar, metre.first) == (bar, first)


def test_without_stress_a_bar_has_four_beats():
    metre = Metre()
    assert metre.bar == 4
    for beat in range(30):
        metre.strike(float(beat), 0.0, 1.0)
    assert metre.bar == 4


@pytest.mark.parametrize(("place", "ratio"), [(0.5, 1.0), (0.6, 1.5), (2 / 3, 2.0)])
def test_swing_is_the_first_half_over_the_second(place, ratio):
    metre = Metre()
    for beat in range(12):
        metre.strike(beat, 0.0, 1.0)
        metre.strike(beat + place, 0.0, 1.0)
    assert metre.swing == pytest.approx(ratio)
    assert metre.division(0.9) == 2


def test_three_parts_need_a_second_one_and_a_filter_that_agrees():
    metre = Metre()
    for third in range(36):
        metre.strike(third / 3.0, 0.0, 1.0)
    assert (metre.division(0.9), metre.division(0.2)) == (3, 2)


def test_what_was_counted_fades_and_is_forgotten():
    metre = Metre()
    for beat in range(24):
        metre.strike(float(beat), 0.6 if beat % 3 == 0 else 0.0, 1.0)
    for beat in range(24, 120):
        metre.strike(float(beat), 0.6 if beat % 4 == 0 else 0.0, 1.0)
    assert metre.bar == 4
    metre.strike(120.6, 0.0, 1.0)
    metre.begin_anew()
    assert (metre.bar, metre.first, metre.swing) == (4, 0, 1.0)
