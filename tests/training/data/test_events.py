from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from perf_engine.core.model.vocabulary import PARTS
from perf_engine.protocol.midi import PEDAL
from perf_engine.training.data.events import Events
from perf_engine.training.data.events import perform as perform_parts
from perf_engine.training.data.roles import Rules
from tests.training.invented import held_to_the_law, track

PIANO, MELODY, ACCOMPANIMENT, BASS = PARTS
RULES = Rules.read()


def perform(tracks):
    return perform_parts(tracks, [PARTS.index(name) for name in RULES.parts(tracks)])


def lines(events: Events):
    """(time, part, key, velocity) of each event, times rounded to a tenth of a millisecond."""
    times = np.cumsum(events.dt, dtype=np.float64).round(4).tolist()
    parts = [PARTS[p] for p in events.part.tolist()]
    return list(zip(times, parts, events.key.tolist(), events.velocity.tolist(), strict=True))


def test_strikes_and_releases_come_in_the_order_of_time():
    events = perform([track([(1.0, 2.0, 60, 70), (1.5, 3.0, 64, 80), (1.6, 2.5, 67, 1)])])
    assert lines(events) == [
        (0.0, PIANO, 60, 70),
        (0.5, PIANO, 64, 80),
        (0.6, PIANO, 67, 1),
        (1.0, PIANO, 60, 0),
        (1.5, PIANO, 67, 0),
        (2.0, PIANO, 64, 0),
    ]


def test_at_one_time_releases_come_first_and_both_go_up_by_key():
    events = perform([track([(0, 1, 64, 9), (0, 1, 60, 9), (1, 2, 62, 9), (1, 2, 61, 9)])])
    assert [(key, v) for _, _, key, v in lines(events)][2:6] == [(60, 0), (64, 0), (61, 9), (62, 9)]


def test_a_held_key_struck_again_is_released_first_and_the_later_end_governs():
    twice = [(0, 10, 60, 50), (2, 4, 60, 60)]
    both = perform([track(twice), track([(0, 1, 62, 9), (0.5, 1, 62, 9)])])
    assert [line for line in lines(both) if line[2] == 60] == [
        (0.0, PIANO, 60, 50),
        (2.0, PIANO, 60, 0),
        (2.0, PIANO, 60, 60),
        (4.0, PIANO, 60, 0),
    ]


def test_a_key_struck_twice_at_once_is_one_note_the_louder_and_longer():
    events = perform([track([(0, 1, 60, 50), (0, 3, 60, 40), (0, 9, 20, 1), (1, 9, 21, 1)])])
    assert [line for line in lines(events) if line[2] == 60] == [
        (0.0, PIANO, 60, 50),
        (3.0, PIANO, 60, 0),
    ]


def test_a_note_without_duration_gets_ten_milliseconds_unless_struck_again_sooner():
    events = perform([track([(0, 0, 60, 50), (1, 1, 60, 51), (1.004, 1.004, 60, 52)])])
    assert [time for time, _, _, velocity in lines(events) if not velocity] == [0.01, 1.004, 1.014]


def test_the_pedal_is_an_event_only_where_it_crosses_the_middle():
    moves = [(0.5, 30), (1, 64), (1.5, 127), (2, 63), (2.5, 0), (3, 100)]
    events = perform([track([(0, 4, 60, 9), (0, 4, 61, 9)], moves)])
    assert [(time, velocity) for time, _, key, velocity in lines(events) if key == PEDAL] == [
        (1.0, 64),
        (2.0, 0),
        (3.0, 100),
        (4.0, 0),  # left down, it goes up with the last note
    ]


def test_one_pedal_serves_all_tracks_of_a_part_and_ends_with_the_music():
    left = track([(0, 4, 60, 9), (0, 4, 61, 9)], [(1, 90), (2, 0), (9, 127), (10, 0)])
    right = track([(0, 4, 70, 9)], [(1.5, 80), (3, 0)])
    events = perform([left, right])
    assert [(time, velocity) for time, _, key, velocity in lines(events) if key == PEDAL] == [
        (1.0, 90),
        (3.0, 0),
    ]


def test_a_pedal_changed_within_a_moment_is_as_it_was_left():
    up_and_down = [(1, 127), (2, 0), (2, 127), (3, 127), (3, 0)]
    events = perform([track([(0, 4, 60, 9), (0, 4, 61, 9)], up_and_down)])
    assert [(t, v) for t, _, key, v in lines(events) if key == PEDAL] == [(1.0, 127), (3.0, 0)]


NOTES = st.tuples(
    st.integers(0, 40), st.integers(0, 12), st.integers(58, 62), st.integers(1, 127)
).map(lambda n: (n[0] / 8, (n[0] + n[1]) / 8, n[2], n[3]))
MOVES = st.lists(st.tuples(st.integers(0, 50).map(lambda t: t / 8), st.integers(0, 127))).map(
    lambda moves: sorted(moves, key=lambda move: move[0])
)
TRACKS = st.lists(
    st.builds(
        track,
        st.lists(NOTES, min_size=1, max_size=30),
        MOVES,
        st.sampled_from(["", "Violin", "Cello", "MELODY", "PIANO", "Voice", "CHORDS"]),
        st.sampled_from([0, 40, 52]),
    ),
    min_size=1,
    max_size=4,
)


@settings(deadline=None, max_examples=150)
@given(TRACKS)
def test_whatever_is_read_strikes_and_releases_alternate_and_all_are_released(tracks):
    events = perform(tracks)
    held_to_the_law(events)
    struck = {
        (part, pitch, onset)
        for part, one in zip(RULES.parts(tracks), tracks, strict=True)
        for pitch, onset in zip(one.pitch.tolist(), one.onset.tolist(), strict=True)
    }
    assert events.notes == len(struck)
    assert np.count_nonzero(events.velocity) * 2 == len(events.dt)
    assert len(events.dt) == len(events.part) == len(events.key) == len(events.velocity)


def test_a_shape_is_the_same_in_every_key_and_a_digest_is_not():
    notes = [(i / 4, i / 4 + 0.5, 60 + i * 5 % 12, 40 + i) for i in range(40)]
    higher = [(a, b, pitch + 7, v) for a, b, pitch, v in notes]
    first, second = (
        perform([track(notes, [(1, 99), (2, 0)])]),
        perform([track(higher, [(1, 99), (2, 0)])]),
    )
    assert first.shape() == second.shape()
    assert first.digest() != second.digest()
    assert (first.lowest, second.lowest) == (60, 67)
    other = perform([track([*notes[:-1], (9.75, 10.25, 61, 79)], [(1, 99), (2, 0)])])
    assert other.shape() != first.shape()


def test_drums_have_a_key_for_each_drum_so_no_transposition_makes_them_the_same():
    beat = [(i / 4, i / 4 + 0.1, 36, 90) for i in range(40)]
    snare = [(a, b, 38, v) for a, b, _, v in beat]
    kick, other = (perform_parts([track(notes)], [4]) for notes in (beat, snare))
    assert kick.shape() != other.shape()
    assert kick.lowest == PEDAL
