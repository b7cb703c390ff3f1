from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.midi_files.oddities import Oddities
from perf_engine.midi_files.pairing import pair


def key(pitch: int, channel: int = 0, track: int = 0) -> int:
    return track << 11 | channel << 7 | pitch


def paired(*events: tuple[int, int, int], ends: tuple[int, ...] = (99, 99)):
    """(key, onset, end, velocity) of events (key, tick, velocity), and what was odd."""
    odd = Oddities()
    columns = [np.array(column, np.int64) for column in zip(*events, strict=True)]
    found = pair(*columns, ends, odd)
    notes = zip(
        columns[0][found.strike], columns[1][found.strike], found.end, found.velocity, strict=True
    )
    said = {kind: count for kind, count in odd.items() if count}
    return [tuple(int(x) for x in note) for note in notes], said


@pytest.mark.parametrize(
    ("events", "notes", "odd"),
    [
        ([(60, 0, 9), (62, 1, 8), (60, 5, 0), (62, 6, 0)], [(60, 0, 5, 9), (62, 1, 6, 8)], {}),
        # two voices on one key: the n-th release ends the n-th strike
        ([(60, 0, 9), (60, 2, 8), (60, 3, 0), (60, 4, 0)], [(60, 0, 3, 9), (60, 2, 4, 8)], {}),
        # a lost release: the next strike ends the note, and no later note is longer for it
        (
            [(60, 0, 9), (60, 2, 9), (60, 3, 0), (60, 5, 9), (60, 6, 0)],
            [(60, 0, 2, 9), (60, 2, 3, 9), (60, 5, 6, 9)],
            {"unreleased": 1},
        ),
        ([(60, 0, 9)], [(60, 0, 99, 9)], {"unreleased": 1}),
        ([(60, 0, 0), (60, 1, 9), (60, 2, 0)], [(60, 1, 2, 9)], {}),
        # twice at once, and as long as the longer
        ([(60, 0, 9), (60, 0, 9), (60, 2, 0), (60, 4, 0)], [(60, 0, 4, 9)], {"doubled": 1}),
        ([(60, 0, 9), (60, 0, 0), (60, 0, 9), (60, 4, 0)], [(60, 0, 4, 9)], {"doubled": 1}),
        # and as loud as the louder
        ([(60, 0, 7), (60, 0, 9), (60, 4, 0), (60, 4, 0)], [(60, 0, 4, 9)], {"doubled": 1}),
        (
            [(60, 0, 9), (60, 0, 7), (60, 0, 9), (60, 4, 0), (60, 4, 0), (60, 6, 0)],
            [(60, 0, 6, 9)],
            {"doubled": 2},
        ),
        # released on another channel, in another track, and by neither
        ([(60, 0, 9), (key(60, 3), 5, 0)], [(60, 0, 5, 9)], {"elsewhere": 1}),
        ([(60, 0, 9), (key(60, 0, 1), 5, 0)], [(60, 0, 5, 9)], {"elsewhere": 1}),
        ([(60, 0, 9), (key(60, 3, 1), 5, 0)], [(60, 0, 99, 9)], {"unreleased": 1}),
        (
            [(60, 0, 9), (60, 3, 9), (key(60, 3), 2, 0), (key(60, 3), 5, 0)],
            [(60, 0, 2, 9), (60, 3, 5, 9)],
            {"elsewhere": 2},
        ),
        ([(60, 4, 9), (key(60, 3), 2, 0)], [(60, 4, 99, 9)], {"unreleased": 1}),
    ],
)
def test_which_release_ends_which_strike(events, notes, odd):
    assert paired(*events) == (notes, odd)


@given(
    st.lists(
        st.tuples(
            st.integers(0, 3),
            st.sampled_from([60, 61, key(60, 1), key(61, 0, 1)]),
            st.integers(0, 2),
        ),
        min_size=1,
        max_size=40,
    )
)
def test_every_strike_is_a_note_unless_it_is_doubled(events):
    now, timed = 0, []
    for step, its, velocity in events:
        now += step
        timed.append((its, now, velocity))
    notes, odd = paired(*timed, ends=(now, now))
    strikes = [event for event in timed if event[2]]
    assert len(notes) == len(strikes) - odd.get("doubled", 0)
    assert {note[:2] for note in notes} == {strike[:2] for strike in strikes}
    assert all(onset <= end <= now for _, onset, end, _ in notes)
    assert odd.get("unreleased", 0) + odd.get("elsewhere", 0) <= len(notes)
