"""A prime is fed event by event, and leaves what is really held alone."""

import math

from hypothesis import given
from hypothesis import strategies as st

from perf_engine.core.improviser import Improviser
from perf_engine.core.memory import EVERY, Memory, Remembered

EVENTS = st.lists(st.builds(
    Remembered, st.floats(0, 2), st.just(0), st.integers(20, 24), st.sampled_from([0, 80])
))


def fed(memory, now):
    while memory.busy:
        now = max(now, memory.due)
        memory.step(now)
    return now


def test_one_event_a_millisecond_in_order(weights):
    mind = Improviser(weights)
    memory = Memory(mind)
    assert memory.due == math.inf
    memory.take([Remembered(0.5, 0, 60, 80), Remembered(0.5, 0, 64, 80)], 1.0)
    assert memory.due == 1.0
    memory.step(1.0)
    assert mind.held(0, 60)
    assert not mind.held(0, 64)
    assert memory.due == 1.0 + EVERY
    memory.step(memory.due)
    assert mind.held(0, 64)
    assert not memory.busy


@given(EVENTS)
def test_what_somebody_really_holds_stays_held_and_nothing_else_does(weights, events):
    mind = Improviser(weights)
    mind.feed(0, 22, 80, 0.0)
    memory = Memory(mind)
    memory.take(events, 0.0)
    memory.forget(fed(memory, 0.0))
    assert set(mind.stream.held) == {22}


def test_a_key_that_a_player_took_over_is_not_let_go(weights):
    mind = Improviser(weights)
    memory = Memory(mind)
    memory.take([Remembered(0.0, 0, 60, 80)], 0.0)
    memory.step(0.0)
    memory.overridden(60)
    memory.forget(1.0)
    assert mind.held(0, 60)
