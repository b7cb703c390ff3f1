"""Gradual changes on the monotonic clock."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.core.installation.glide import Fade, Glide

targets = st.lists(st.tuples(st.floats(0.0, 10.0), st.floats(-5.0, 5.0)), min_size=1, max_size=20)


@given(targets)
def test_a_glide_is_never_faster_than_its_rate(steps) -> None:
    glide, now, value = Glide(0.0, 0.5), 0.0, 0.0
    glide.step(0.0, now)
    for passed, target in steps:
        now += passed
        after = glide.step(target, now)
        assert abs(after - value) <= 0.5 * passed + 1e-6
        assert min(value, target) - 1e-6 <= after <= max(value, target) + 1e-6
        value = after


def test_a_glide_arrives_and_a_clock_that_goes_back_moves_nothing() -> None:
    glide = Glide(1.0, 0.1)
    assert glide.step(0.0, 100.0) == 1.0
    assert glide.step(0.0, 105.0) == pytest.approx(0.5)
    assert glide.step(0.0, 50.0) == pytest.approx(0.5)
    assert glide.step(0.0, 60.0) == 0.0
    with pytest.raises(ValueError, match="rate must be more than 0, not 0"):
        Glide(0.0, 0.0)


@given(targets)
def test_a_fade_has_no_jump_when_its_target_changes(steps) -> None:
    fade, now = Fade(0.0), 0.0
    for passed, target in steps:
        now += passed
        before = fade.at(now)
        fade.to(target, 4.0, now)
        assert fade.at(now) == pytest.approx(before)
        assert fade.at(now + 2.0) == pytest.approx((before + target) / 2.0)
        assert fade.at(now + 4.0) == fade.target == target
    assert fade.moves(now)
    assert not fade.moves(now + 4.0)


def test_a_fade_without_time_is_there_at_once() -> None:
    fade = Fade(0.0)
    fade.to(3.0, 0.0, 5.0)
    assert fade.at(5.0) == 3.0
    assert not fade.moves(5.0)
