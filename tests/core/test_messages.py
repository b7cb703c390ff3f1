"""What the instrument says is made of plain numbers, and what it hears is checked."""

from dataclasses import astuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from perf_engine.core.messages import NoteOff, NoteOn, Panic, Pedal, SetControls, SetMode
from perf_engine.core.playing.performer import Performer
from perf_engine.core.turns.modes import MODES
from perf_engine.protocol.errors import check_range
from perf_engine.protocol.notes import Foreseen, Release, Strike, TurnPassed

pitches = st.integers(40, 80)
things = st.one_of(
    st.builds(NoteOn, st.just(0), pitches, st.integers(1, 127)),
    st.builds(NoteOff, st.just(0), pitches),
    st.builds(Pedal, st.just(0), st.integers(0, 127)),
    st.builds(SetMode, st.sampled_from(MODES)),
    st.sampled_from(
        [
            Panic(),
            SetControls((("transpose", 7),)),
            SetControls((("longest_note", 0.2),)),
            SetControls((("lead", 100),)),
            SetControls((("windowed", 1), ("count_in", 0))),
            SetControls((("motion", 2),)),
            SetControls((("governor", 0),)),
        ]
    ),
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    plan=st.lists(st.tuples(st.floats(0, 3), things), max_size=12),
    mode=st.sampled_from(MODES),
    seed=st.integers(0, 99),
)
def test_what_is_said_carries_plain_ints_and_floats_only(weights, plan, mode, seed):
    performer = Performer(weights, mode=mode, seed=seed)
    performer.watched = True
    now, said = 0.0, []
    for gap, thing in [*plan, (6.0, Panic())]:
        until = now + gap
        while performer.due() <= until:
            now = max(now, performer.due())
            said += performer.advance(now)
        now = until
        if isinstance(thing, NoteOn | NoteOff | Pedal):
            performer.hear(thing, now)
        else:
            performer.command(thing, now)
    said += performer.advance(now)
    for message in said:
        if not isinstance(message, TurnPassed):
            assert {type(value) for value in astuple(message)} <= {int, float}, message
        else:
            assert [type(v) for v in astuple(message)] == [int, str, float, float]
        if isinstance(message, Strike | Release):
            assert type(message.due) is float
            assert type(message.pitch) is int
        if isinstance(message, Foreseen):
            assert [type(v) for v in astuple(message)] == [int, int, int, float, float, float]


def test_a_range_error_names_the_thing_the_range_and_the_value():
    with pytest.raises(ValueError, match=r"^pitch must be 0\.\.127, not 200$"):
        check_range("pitch", 200, 0, 127)
