"""How hard keys are struck."""

from hypothesis import given
from hypothesis import strategies as st

from perf_engine.core.controls import CONTROLS, Settings
from perf_engine.core.steering.loudness import Touch, meant

GLIDE = CONTROLS["velocity_scale"].glide
velocities = st.integers(1, 127)
bounds = st.tuples(velocities, velocities).map(sorted)


def settings(**changes):
    return Settings.defaults().changed(changes)


@given(velocities, st.floats(0, 1e5))
def test_by_default_nothing_is_touched(velocity, at):
    assert Touch().velocity(velocity, at, settings()) == velocity
    assert meant(settings()) == (1, 127)


@given(velocities, st.floats(0.0, 2.0), bounds)
def test_what_sounds_is_scaled_and_in_range(velocity, scale, ends):
    low, high = ends
    touch, chosen = Touch(), settings(velocity_scale=scale, velocity_low=low, velocity_high=high)
    sounds = touch.velocity(velocity, 0.0, chosen)
    assert low <= sounds <= high
    assert sounds == min(max(round(velocity * scale), low), high)
    assert touch.velocity(0, 0.0, chosen) == 0


@given(st.floats(0.0, 2.0), bounds)
def test_what_is_meant_is_what_then_sounds_in_range(scale, ends):
    softest, loudest = meant(
        settings(velocity_scale=scale, velocity_low=ends[0], velocity_high=ends[1])
    )
    assert 1 <= softest <= loudest <= 127


@given(st.floats(0.0, 2.0), st.floats(0.0, 2.0), st.floats(0.0, 1.0), st.floats(0.0, 1e4))
def test_a_scale_that_is_turned_glides_and_has_moved_for_what_comes_next(one, other, share, now):
    touch, chosen = Touch(), settings(velocity_scale=other)
    touch.turn(settings(velocity_scale=one), chosen, now)
    low, high = sorted((one, other))
    between = touch.scale(now + share * GLIDE, chosen)
    assert low - 1e-9 <= between <= high + 1e-9
    assert abs(touch.scale(now, chosen) - one) >= 0.09 * abs(other - one)
    assert touch.scale(now + GLIDE, chosen) == other


def test_a_turn_back_begins_where_the_first_had_come_to():
    touch, one, two = Touch(), settings(velocity_scale=1.0), settings(velocity_scale=2.0)
    touch.turn(one, two, 10.0)
    half = touch.scale(10.2, two)
    touch.turn(two, one, 10.2)
    assert 1.4 < half < 1.6
    assert half > touch.scale(10.2, one) > 0.85 * half
    assert touch.scale(11.0, one) == 1.0


def test_a_range_that_is_turned_counts_at_once():
    touch = Touch()
    touch.turn(settings(), settings(velocity_low=90), 1.0)
    assert touch.velocity(40, 1.0, settings(velocity_low=90)) == 90
    assert touch.velocity(40, 1.0, settings()) == 40
