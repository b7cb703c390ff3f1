"""Several parts told as one pianist's: one key, however many hold it."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from perf_engine.training.data.pianist import begun, one_piano

PIANO = 0


def columns(*events):
    """Of (seconds since the event before, part, key, velocity)."""
    kinds = (np.float32, np.uint8, np.uint8, np.uint8)
    told = zip(*events, strict=True) if events else ((), (), (), ())
    return tuple(np.array(values, kind) for values, kind in zip(told, kinds, strict=True))


def as_pianist(music, piano):
    """Columns of the music as one piano plays it."""
    kept = one_piano(music)
    onset = np.cumsum(music[0], dtype=np.float64)[kept]
    gaps = np.diff(onset, prepend=onset[:1]).astype(np.float32)
    return gaps, np.full(len(kept), piano, np.uint8), music[2][kept], music[3][kept]


def test_what_one_part_plays_is_what_the_pianist_plays():
    music = columns((0.0, 1, 60, 80), (0.5, 1, 60, 0), (0.25, 1, 62, 70), (0.5, 1, 62, 0))
    dt, part, key, velocity = as_pianist(music, PIANO)
    assert dt.tolist() == [0.0, 0.5, 0.25, 0.5]
    assert part.tolist() == [0, 0, 0, 0]
    assert key.tolist() == [60, 60, 62, 62]
    assert velocity.tolist() == [80, 0, 70, 0]


def test_a_key_that_two_parts_hold_goes_up_with_the_last():
    music = columns((0.0, 1, 60, 80), (0.5, 3, 60, 50), (0.25, 1, 60, 0), (0.5, 3, 60, 0))
    dt, _, key, velocity = as_pianist(music, PIANO)
    assert (dt.tolist(), key.tolist(), velocity.tolist()) == ([0.0, 1.25], [60, 60], [80, 0])


def test_the_release_of_what_was_struck_before_is_left_out():
    music = columns((0.0, 2, 60, 0), (0.5, 1, 60, 80), (0.5, 1, 60, 0))
    dt, _, _, velocity = as_pianist(music, PIANO)
    assert (dt.tolist(), velocity.tolist()) == ([0.0, 0.5], [80, 0])
    codes = np.array([318, 189, 189])
    assert begun(codes, music[3]).tolist() == [False, True, True]


def test_of_nothing_comes_nothing():
    assert all(len(column) == 0 for column in as_pianist(columns(), PIANO))


def down_after(told):
    """Which keys are down after each moment; moments are told apart exactly."""
    now, down, found = 0.0, set(), {}
    for dt, part, key, velocity in zip(*(column.tolist() for column in told), strict=True):
        now += dt
        down = down | {(part, key)} if velocity else down - {(part, key)}
        found[now] = {key for _, key in down}
    return found


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 3), st.integers(58, 62)), max_size=60))
def test_a_key_is_down_exactly_while_some_part_holds_it(moves):
    held, events = set(), []
    for quarters, part, key in moves:
        gap = quarters / 4 if events else 0.0
        events.append((gap, part, key, 0 if (part, key) in held else 64))
        held ^= {(part, key)}
    music = columns(*events)
    told = as_pianist(music, PIANO)
    before, after = down_after(music), down_after(told)
    assert set(told[1].tolist()) <= {PIANO}
    down = set()
    for now in sorted(before):
        down = after.get(now, down)
        assert before[now] == down
    turns = {}
    for key, velocity in zip(told[2].tolist(), told[3].tolist(), strict=True):
        turns.setdefault(key, []).append(velocity > 0)
    assert all(struck == (i % 2 == 0) for its in turns.values() for i, struck in enumerate(its))
