"""Where it went like now, against a plain search through everything."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.core.memory.history import (
    ALIKE,
    FAR_PLACES,
    FEWER_PLACES,
    INTERVALS,
    LONGEST_STRETCH,
    PACKED,
    PLACES,
    UNKNOWN,
    WITHOUT_VELOCITY,
    Past,
    PlayedEvent,
)
from perf_engine.core.model.vocabulary import MOST_BINS, MOST_PARTS
from perf_engine.protocol.midi import PEDAL


def deeds(keys=(60, 62, 64, PEDAL)):
    return st.builds(
        PlayedEvent,
        st.integers(0, 1),
        st.sampled_from(keys),
        st.sampled_from((0, 0, 0, 40, 80, 81, UNKNOWN)),
        st.integers(0, 3),
        st.booleans(),
    )


def repeating(most):
    """Events of which few are different, so that stretches of them come again."""
    return st.lists(deeds(), min_size=1, max_size=4).flatmap(
        lambda some: st.lists(st.sampled_from(some), min_size=most // 2, max_size=most)
    )


def played(*keys, part=0, own=False):
    return [PlayedEvent(part, key, 80, 10, own) for key in keys]


def past_of(events, most=1000):
    past = Past(most)
    for event in events:
        past.add(event)
    return past


def answers(past):
    steps = [past.steps(part, own) for part in (0, 1) for own in (False, True)]
    found = [(past.alike_in_time(part), past.alike_in_loudness(part)) for part in (0, 1)]
    return past.alike(), found, steps


def searched(words, places, known, most=PLACES):
    """The lengths of likeness and the places, found by comparing word by word."""
    found = []
    for at in reversed(places):
        if at < known:
            continue
        length = 1
        while (
            length < LONGEST_STRETCH
            and at - known - length >= 0
            and words[at - known - length] == words[len(words) - known - length]
        ):
            length += 1
        found.append((length, at))
    far = [(length, at) for length, at in found if length >= 3][:FAR_PLACES]
    return [*found[:most], *(one for one in far if one not in found[:most])]


@given(st.lists(deeds(), min_size=1, max_size=10) | repeating(160))
def test_what_followed_like_keys_is_found_with_the_length_of_the_likeness(events):
    words = [e.code for e in events]
    places = [at for at in range(1, len(events)) if words[at - 1] == words[-1]]
    found = past_of(events).alike()
    assert found == [(length, events[at]) for length, at in searched(words, places, 1)]


@given(st.lists(deeds(), min_size=1, max_size=10) | repeating(160), st.integers(0, 1))
def test_what_followed_like_times_is_found_part_by_part(events, part):
    words = [(e.dt, e.strike, e.part) for e in events]
    places = [
        at for at in range(1, len(events)) if words[at - 1] == words[-1] and events[at].part == part
    ]
    found = past_of(events).alike_in_time(part)
    assert found == [(length, events[at]) for length, at in searched(words, places, 1)]


@given(st.lists(deeds(), min_size=1, max_size=10) | repeating(160), st.integers(0, 1))
def test_players_strikes_after_like_velocities_are_found_part_by_part(events, part):
    strikes = [e for e in events if e.velocity > 0 and e.key != PEDAL and not e.own]
    words = [((e.velocity - 1) // ALIKE, e.part) for e in strikes]
    known = not strikes or any(e.part == part for e in strikes)
    heard = part if known else strikes[-1].part
    places = [at for at, e in enumerate(strikes) if e.part == heard]
    found = past_of(events).alike_in_loudness(part)
    assert found == [
        (length, strikes[at]) for length, at in searched(words, places, 0, FEWER_PLACES)
    ]


@given(repeating(60), st.integers(0, 1), st.booleans())
def test_a_line_goes_on_by_an_interval_that_once_followed(events, part, own):
    line = [e.key for e in events if e.melodic and e.line == (part, own)]
    steps = past_of(events).steps(part, own)
    assert len(steps) <= 2
    for step in steps:
        interval = step.key - line[-1]
        followed = []
        for whose in (False, True):
            for which in (0, 1):
                other = [e.key for e in events if e.melodic and e.line == (which, whose)]
                for at in range(step.length + 1, len(other)):
                    back = [
                        b - a
                        for a, b in zip(
                            other[at - step.length - 1 : at - 1],
                            other[at - step.length : at],
                            strict=True,
                        )
                    ]
                    mine = [
                        b - a
                        for a, b in zip(
                            line[-step.length - 1 : -1], line[-step.length :], strict=True
                        )
                    ]
                    if back == mine and (other[at - 1] != line[-1]) == step.moved:
                        followed.append(other[at] - other[at - 1])
        assert interval in followed


def test_a_phrase_is_known_again_at_another_pitch():
    motif = (60, 64, 67, 72)
    past = past_of(played(*motif, 30, 50, *(k + 3 for k in motif[:-1])))
    (step,) = past.steps(0, own=False)
    assert (step.key, step.length, step.moved) == (75, INTERVALS, True)


def test_the_machine_takes_up_a_players_phrase():
    past = past_of([*played(60, 64, 67, 72), *played(60, 64, 67, own=True)])
    (step,) = past.steps(0, own=True)
    assert (step.key, step.length, step.moved) == (72, INTERVALS, False)


def test_two_keys_are_enough_where_nothing_longer_is_known():
    past = past_of(played(60, 64, 67, 30, 60, 64))
    (step,) = past.steps(0, own=False)
    assert (step.key, step.length, step.moved) == (67, 1, False)


@given(st.lists(deeds(), max_size=200), st.integers(8, 40))
def test_what_is_forgotten_has_no_say(events, most):
    """A past of the last events alone finds the same, and no index keeps what is gone."""
    past, fresh = past_of(events, most), past_of(events[-most:], most)
    assert past.deeds() == fresh.deeds() == tuple(events[-most:])
    assert answers(past) == answers(fresh)
    kept = [
        at for places in (*past._lines, *past._pairs) for found in places.values() for at in found
    ]
    assert len(kept) <= 2 * most
    assert all(at >= past._first for at in kept)
    for stretches in (past._codes, past._times, past._loudness):
        assert len(list(stretches.contexts())) <= 2 * len(stretches) <= 2 * most


@given(
    st.integers(0, MOST_PARTS - 1),
    st.integers(0, PEDAL),
    st.integers(UNKNOWN, 127),
    st.integers(0, MOST_BINS - 1),
    st.booleans(),
)
def test_an_event_is_packed_whole(part, key, velocity, dt, own):
    deed = PlayedEvent(part, key, velocity, dt, own)
    assert deed.packed < 2**32
    assert PlayedEvent.unpacked(deed.packed) == deed


@given(
    st.integers(0, MOST_PARTS - 1),
    st.integers(0, PEDAL),
    st.booleans(),
    st.integers(0, MOST_BINS - 1),
    st.booleans(),
)
def test_an_event_that_was_packed_without_velocity_is_the_same_strike_or_release(
    part, key, strike, dt, own
):
    number = (((part * 129 + key) * 2 + strike) * MOST_BINS + dt) * 2 + own
    deed = PlayedEvent.unpacked(number)
    assert number < WITHOUT_VELOCITY
    assert (deed.part, deed.key, deed.dt, deed.own) == (part, key, dt, own)
    assert (deed.strike, deed.velocity) == (strike, UNKNOWN if strike else 0)


@given(
    st.lists(deeds(keys=(60, 61, 62)), max_size=120),
    st.lists(deeds(keys=(60, 61, 62))),
    st.integers(3, 40),
)
def test_who_was_rebuilt_goes_on_as_the_other(before, after, most):
    """Before there is no more room, and after the ring has closed, once or often."""
    past = past_of(before, most)
    again = Past.unpacked(most, past.packed())
    assert again.packed() == past.packed()
    assert len(past.packed()) == PACKED.itemsize * len(past)
    for deed in [None, *after]:
        if deed is not None:
            past.add(deed)
            again.add(deed)
        assert answers(again) == answers(past)
        assert again.packed() == past.packed()
        assert again.deeds() == past.deeds()


def test_a_place_partly_forgotten_takes_nobodys_turn():
    """A slow line's place is the later, but what led to it is forgotten first."""
    slow = played(50, 52, 55, part=1)
    quick = [deed for n in range(4) for deed in played(40 + n, 60, 62, 65, 72 + n)]
    events = [*slow, *quick, *played(57, part=1), *played(40, 60, 62, 65)]
    for most in range(3, len(events) + 1):
        assert answers(past_of(events, most)) == answers(past_of(events[-most:], most))
    (step,) = past_of(events, len(events) - 1).steps(0, own=False)
    assert (step.key, step.length) == (72, INTERVALS + 1)


@pytest.mark.parametrize("packed", [b"123", bytes(4 * 9)])
def test_what_is_no_past_is_refused(packed):
    with pytest.raises(ValueError, match=r"multiple|memory must be 0\.\.8 events, not 9"):
        Past.unpacked(8, packed)
