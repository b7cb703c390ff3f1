"""Visitors come and go."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.core.installation.presence import (
    ATTRACT,
    ENGAGED,
    IDLE,
    PRESENCES,
    Presence,
    Thresholds,
)

USUAL = Thresholds()
feelings = st.lists(st.tuples(st.floats(0.0, 5.0), st.floats(0.0, 1.0)), max_size=40)


def test_a_visitor_counts_at_once_and_leaves_after_a_while() -> None:
    presence = Presence(USUAL)
    assert presence.feel(0.1, 0.0) == IDLE
    assert presence.feel(0.2, 1.0) == ATTRACT
    assert presence.feel(0.9, 2.0) == ENGAGED
    assert presence.feel(0.0, 3.0) == ENGAGED
    assert presence.feel(0.0, 12.9) == ENGAGED
    assert presence.feel(0.0, 13.0) == IDLE


def test_a_value_that_wavers_about_a_limit_changes_nothing() -> None:
    presence = Presence(USUAL)
    presence.feel(0.6, 0.0)
    states = {presence.feel(0.6 - 0.09 * (n % 2), float(n)) for n in range(1000)}
    assert states == {ENGAGED}


def test_a_visitor_who_comes_back_in_time_has_not_left() -> None:
    presence = Presence(USUAL)
    presence.feel(1.0, 0.0)
    presence.feel(0.0, 5.0)
    presence.feel(0.7, 10.0)
    assert presence.feel(0.0, 16.0) == ENGAGED
    assert presence.feel(0.0, 25.9) == ENGAGED


def test_who_plays_takes_part_and_silence_leads_back() -> None:
    presence = Presence(USUAL)
    presence.played(0.0)
    assert presence.feel(0.0, 0.1) == ENGAGED
    assert presence.feel(0.0, 8.0) == ENGAGED
    assert presence.feel(0.0, 18.0) == IDLE


def test_notes_count_for_nothing_if_they_are_not_to() -> None:
    presence = Presence(Thresholds(playing=0.0))
    presence.played(0.0)
    assert presence.feel(0.0, 0.0) == IDLE


@given(feelings)
def test_the_state_never_falls_within_the_time_that_it_must_last(steps) -> None:
    presence, now, since = Presence(USUAL), 0.0, 0.0
    before = IDLE
    for passed, value in steps:
        now += passed
        state = presence.feel(value, now)
        if PRESENCES.index(state) < PRESENCES.index(before):
            assert now - since >= USUAL.lasts
        if value >= USUAL.engaged:
            assert state == ENGAGED
        if state != before or value >= USUAL.engaged:
            since = now
        before = state


@given(st.floats(-1e9, 1e9))
def test_any_value_is_clamped(value: float) -> None:
    presence = Presence(USUAL)
    presence.feel(value, 0.0)
    assert 0.0 <= presence.value <= 1.0


def test_limits_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(ValueError, match=r"attract must be at most engaged \(0\.3\), not 0\.5"):
        Thresholds(attract=0.5, engaged=0.3)
