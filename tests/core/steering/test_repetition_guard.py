"""Loops are led out of, as firmly as is asked."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.core.steering.repetition_guard import Guard


def test_a_loop_unsettles_and_music_that_goes_on_does_not():
    loop, music = Guard(), Guard()
    for i in range(60):
        loop.played(60 + i % 3)
        music.played(40 + i * i % 37)
    assert loop.unrest() == 2.0
    assert music.unrest() == 1.0


def test_the_less_it_repeats_itself_the_more_it_leans_on_its_memory():
    new, loop, random = Guard(), Guard(), np.random.default_rng(0)
    for i in range(128):
        new.played(int(random.integers(20, 100)))
        loop.played(60 + i % 3)
    assert new.freshness() == pytest.approx(2.0, abs=0.2)
    assert new.doubt() == pytest.approx(-1.0, abs=0.2)
    assert (loop.freshness(), loop.doubt()) == (0.0, 1.0)


def test_who_never_comes_back_wanders_and_who_repeats_or_has_hardly_begun_does_not():
    new, loop, begun, random = Guard(), Guard(), Guard(), np.random.default_rng(0)
    for i in range(128):
        new.played(int(random.integers(20, 100)))
        loop.played(60 + i % 3)
    begun.played(60)
    assert new.wandering == pytest.approx(1.0, abs=0.2)
    assert (loop.wandering, begun.wandering) == (0.0, 0.0)


def test_a_key_is_worn_after_so_many_strikes_in_a_row():
    guard = Guard()
    for _ in range(guard.longest_run):
        assert guard.worn() is None
        guard.played(60)
    assert guard.worn() == 60
    guard.played(61)
    assert guard.worn() is None


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_a_firmer_guard_does_more_and_none_does_nothing(one, other):
    guard = Guard()
    for i in range(128):
        guard.played(60 + i % 3)
    low, high = sorted((one, other))
    assert 1.0 <= guard.unrest(low) <= guard.unrest(high) <= 2.0
    assert 1.0 >= guard.freshness(low) >= guard.freshness(high) >= 0.0
    assert (guard.unrest(0.0), guard.freshness(0.0), guard.doubt(0.0)) == (1.0, 1.0, 1.0)
    for _ in range(10):
        guard.played(60)
    assert (guard.worn(0.0), guard.worn(0.35), guard.worn(0.4)) == (None, None, 60)
