from hypothesis import given
from hypothesis import strategies as st

from perf_engine.protocol.held import Held
from perf_engine.protocol.notes import (
    ControlChange,
    Other,
    Release,
    Strike,
    received,
    stated,
    statement,
)
from tests.protocol.played import PLAYED


@given(
    st.lists(PLAYED, max_size=30),
    st.sets(st.tuples(st.integers(0, 2), st.integers(60, 63))),
    st.booleans(),
)
def test_ends_of_what_is_held_leave_what_is_named_and_then_nothing(played, named, schedules):
    held = Held(schedules)
    for item in played:
        before = set(held)
        assert held.note(item) == (set(held) != before)
    kept = set(held)
    lost = held.lost(named, 5.0)
    assert set(held) == kept & named
    assert {(one.voice, getattr(one, "pitch", 128)) for one in lost} == kept - named
    assert all(one.due >= 5.0 for one in lost)
    held.end(6.0)
    assert not held


def test_a_release_due_before_a_scheduled_strike_leaves_it_to_the_next_statement():
    for schedules, lost in ((True, [Release(0, 60, 8.016)]), (False, [])):
        held = Held(schedules)
        held.note(Strike(0, 60, 90, 8.016))
        held.note(Release(0, 60, 8.003))  # the second release, due at 8.017, is lost
        assert held.lost(set(), 8.01) == lost
        assert not held


def test_both_ends_read_a_statement_as_it_was_said():
    held = Held()
    for item in (Strike(1, 60, 90, 0.0), ControlChange(0, 64, 127, 0.0), Strike(0, 62, 90, 0.0)):
        held.note(item)
    (message,) = received(statement(held), 0.0, 0.0)
    assert message == Other("/perf/sounding", (1, 60, 0, 128, 0, 62))
    assert stated(message.arguments) == set(held)
