"""Lines bound to a player's, by themselves."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.core.controls import CONTROLS, Settings
from perf_engine.core.playing.follower import CANON, CONTRARY, PARALLEL, Follower, into


def settings(**changes):
    return Settings.defaults().changed(changes)


def run(follower):
    """All that is to come, as (due, key, velocity)."""
    moves = []
    while follower.due < math.inf:
        move = follower.next()
        if move is not None:
            moves.append((move.due, move.key, move.velocity))
    return moves


def test_parallel_lines_keep_their_intervals_and_end_with_the_player():
    follower, chosen = Follower(), settings(motion=PARALLEL, interval=4, interval_2=-12)
    follower.hear(60, 80, 1.0, chosen)
    assert run(follower) == [(1.0, 64, 80), (1.0, 48, 80)]
    follower.hear(60, 0, 1.5, settings(interval=7))  # let go as it was struck
    assert run(follower) == [(1.5, 64, 0), (1.5, 48, 0)]


def test_a_contrary_line_mirrors_every_step_and_begins_anew_with_each_phrase():
    follower, chosen = Follower(), settings(motion=CONTRARY, interval=12)
    for at, key in enumerate((60, 62, 59, 67)):
        follower.hear(key, 80, float(at), chosen)
    follower.breathe()
    follower.hear(50, 80, 9.0, chosen)
    assert [key for _, key, _ in run(follower)] == [72, 70, 73, 65, 62]


def test_a_canon_comes_exactly_later_whatever_is_turned_meanwhile():
    follower = Follower()
    follower.hear(60, 80, 1.0, settings(motion=CANON, canon_delay=2.0, interval=0))
    follower.hear(62, 70, 1.1, settings(motion=CANON, canon_delay=0.5, interval=0))
    follower.hear(60, 0, 1.2, settings(motion=CANON, canon_delay=0.5))
    follower.hear(62, 0, 1.3, settings(motion=CANON, canon_delay=30.0))
    assert run(follower) == [(1.6, 62, 70), (1.8, 62, 0), (3.0, 60, 80), (3.2, 60, 0)]


def test_a_key_that_two_lines_hold_sounds_until_both_let_go():
    follower, chosen = Follower(), settings(interval=7, interval_2=4)
    follower.hear(60, 80, 0.0, chosen)  # 67 and 64
    follower.hear(63, 80, 0.1, chosen)  # 70 and 67
    run(follower)
    follower.hear(60, 0, 0.2, chosen)
    assert run(follower) == [(0.2, 64, 0)]
    follower.hear(63, 0, 0.3, chosen)
    assert run(follower) == [(0.3, 70, 0), (0.3, 67, 0)]


def test_the_pedal_follows_as_it_is():
    follower = Follower()
    follower.hear(128, 100, 0.0, settings(motion=CANON, canon_delay=1.0))
    follower.hear(128, 0, 0.5, settings())
    assert run(follower) == [(1.0, 128, 100), (1.5, 128, 0)]


def test_silence_forgets_what_was_to_come_and_what_was_held():
    follower = Follower()
    follower.hear(60, 80, 0.0, settings(motion=CANON))
    follower.silence()
    follower.hear(60, 0, 0.1, settings(motion=CANON))
    assert run(follower) == []


@pytest.mark.parametrize(
    ("key", "low", "high", "expected"),
    [
        (60, 0, 127, 60),
        (130, 0, 127, 118),
        (-5, 0, 127, 7),
        (40, 60, 72, 64),
        (90, 60, 72, 66),
        (61, 62, 70, None),
        (60, 65, 65, None),
    ],
)
def test_a_key_outside_the_register_goes_into_it_by_octaves(key, low, high, expected):
    assert into(key, low, high) == expected


moves = st.tuples(
    st.floats(0, 2),
    st.integers(50, 70),
    st.booleans(),
    st.integers(0, 2),
    st.floats(0.05, 5),
    st.integers(-36, 36),
    st.integers(-3, 3),
)


@given(st.lists(moves, max_size=60))
def test_whatever_is_played_and_turned_every_bound_key_is_let_go_after_its_strike(played):
    follower, now, down = Follower(), 0.0, set()
    for gap, key, strike, motion, delay, first, second in played:
        now += gap
        (down.add if strike else down.discard)(key)
        follower.hear(
            key,
            80 if strike else 0,
            now,
            settings(motion=motion, canon_delay=delay, interval=first, interval_2=second),
        )
    for key in sorted(down):
        follower.hear(key, 0, now, settings())
    held, last = set(), 0.0
    for due, key, velocity in run(follower):
        assert due >= last
        last = due
        if velocity:
            held.add(key)
        else:
            assert key in held
            held.discard(key)
    assert held == set()


def test_the_motions_are_those_of_the_control():
    names = CONTROLS["motion"].choices
    assert [names[motion] for motion in (PARALLEL, CONTRARY, CANON)] == [
        "parallel",
        "contrary",
        "canon",
    ]
