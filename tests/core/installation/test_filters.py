"""Smoothing of sensor values."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.core.installation.filters import SMOOTHINGS, made

KINDS = [kind for kind in SMOOTHINGS if kind != "none"]
values = st.lists(
    st.tuples(st.floats(0.0, 1.0), st.floats(0.0, 1.0)), min_size=1, max_size=50
)  # seconds passed, value


@pytest.mark.parametrize("kind", SMOOTHINGS)
@given(steps=values)
def test_a_smoothed_value_stays_among_the_values(kind: str, steps) -> None:
    smoothing, now, seen = made(kind, 0.3), 0.0, []
    for passed, value in steps:
        now += passed
        seen.append(value)
        assert min(seen) - 1e-9 <= smoothing.smooth(value, now) <= max(seen) + 1e-9


@pytest.mark.parametrize("kind", KINDS)
def test_noise_becomes_less_and_a_step_arrives(kind: str) -> None:
    smoothing = made(kind, 0.5)
    noisy = [smoothing.smooth(0.5 + 0.05 * (-1) ** n, n / 100) for n in range(400)][-100:]
    assert max(noisy) - min(noisy) < 0.03
    stepped = [smoothing.smooth(1.0, 4.0 + n / 100) for n in range(400)]
    assert stepped == sorted(stepped)
    assert stepped[-1] > 0.99


@pytest.mark.parametrize("kind", ["none"])
def test_no_smoothing_changes_nothing(kind: str) -> None:
    assert made(kind, 9.0).smooth(0.3, 0.0) == 0.3
    assert made("one_euro", 0.0).smooth(0.7, 1.0) == 0.7


def test_an_exponential_average_has_its_time_constant() -> None:
    smoothing = made("exponential", 2.0)
    smoothing.smooth(0.0, 0.0)
    assert smoothing.smooth(1.0, 2.0) == pytest.approx(1.0 - 1.0 / math.e)


def test_one_euro_follows_a_fast_move_sooner_than_a_slow_average() -> None:
    one_euro, average = made("one_euro", 0.5), made("exponential", 0.5)
    for smoothing in (one_euro, average):
        smoothing.smooth(0.0, 0.0)
    for n in range(1, 11):
        fast, slow = one_euro.smooth(n / 10, n / 50), average.smooth(n / 10, n / 50)
    assert fast > slow


@pytest.mark.parametrize("kind", KINDS)
def test_values_of_one_time_do_no_harm(kind: str) -> None:
    smoothing = made(kind, 0.5)
    assert [smoothing.smooth(v, 3.0) for v in (0.2, 0.9, 0.1)] == pytest.approx([0.2] * 3)
