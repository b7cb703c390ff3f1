"""An answer of a given length."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.core.playing.improviser import Thought
from perf_engine.core.turns.answer import LONGEST_WAIT, MOST, Answer


def thought(onset, velocity=80):
    return Thought(True, 0, 60, velocity, onset, 1.0)


def test_it_begins_at_once():
    assert Answer(8.0, 13.0).by(sounding=False) == 8.0


@given(length=st.floats(1.0, 60.0))
def test_who_always_waits_as_long_as_allowed_strikes_often_enough(length):
    answer, strikes = Answer(0.0, length), 0
    while (by := answer.by(sounding=False)) < math.inf and strikes < 1000:
        strikes += 1
        answer.strike(by)
    assert strikes >= 4
    assert length - answer.struck <= 0.25 * length + LONGEST_WAIT
    assert answer.struck <= answer.tail  # and what sounds then is held until the end


def test_what_is_silent_shortly_before_the_end_strikes_once_more():
    answer = Answer(0.0, 5.0)
    answer.strike(4.3)
    assert answer.by(sounding=True) == math.inf
    assert answer.by(sounding=False) == answer.tail == pytest.approx(4.6)
    answer.strike(4.6)
    assert answer.holds(4.6)
    assert not answer.holds(4.5)


def test_near_the_end_nothing_is_struck_and_after_it_nothing_happens():
    answer = Answer(0.0, 5.0)
    assert answer.takes(thought(4.8))
    assert not answer.takes(thought(4.95))
    assert answer.takes(thought(4.95, velocity=0))
    assert not answer.takes(thought(5.0, velocity=0))


def test_no_second_has_more_than_so_many_strikes():
    answer = Answer(0.0, 5.0)
    for i in range(MOST):
        assert answer.soonest() == -math.inf
        answer.strike(0.01 * i)
    assert answer.soonest() == 1.0
