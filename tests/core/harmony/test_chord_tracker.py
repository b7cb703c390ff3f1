"""The chord that is heard, from chords, melodies and broken chords, in any order of arrival."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.core.harmony.chord_tracker import ChordTracker, Frame

BEAT = Frame(0.0, 0.0, 0.5)
PROGRESSION = {
    "C": (48, 64, 67, 72),
    "Am": (45, 60, 64, 69),
    "F": (41, 57, 60, 65),
    "G": (43, 59, 62, 67),
}


def chord(tracker, beat, pitches, beats=2):
    for pitch in pitches:
        tracker.strike(beat * 0.5, pitch, BEAT)
    for pitch in pitches:
        tracker.release((beat + beats) * 0.5 - 0.05, pitch, BEAT)


def test_chords_are_named_as_they_come_with_their_key():
    tracker = ChordTracker()
    for place, (name, pitches) in enumerate(list(PROGRESSION.items()) * 2):
        for pitch in pitches:
            tracker.strike(place * 1.0, pitch, BEAT)
        heard = tracker.heard()
        assert heard.chord.name == name
        assert heard.confidence > 0.9
        for pitch in pitches:
            tracker.release(place * 1.0 + 0.9, pitch, BEAT)
    assert heard.key in ("C major", "A minor")


@given(st.permutations((43, 59, 62, 65)))
def test_the_order_in_which_a_chord_arrives_does_not_matter(pitches):
    tracker, other = ChordTracker(), ChordTracker()
    for place, pitch in enumerate(pitches):
        tracker.strike(0.001 * place, pitch, BEAT)
    for place, pitch in enumerate(sorted(pitches)):
        other.strike(0.001 * place, pitch, BEAT)
    assert tracker.heard().chord == other.heard().chord
    assert tracker.heard().chord.name == "G7"
    assert tracker.likely(0.1, BEAT) == pytest.approx(other.likely(0.1, BEAT), abs=1e-4)


def test_an_inversion_is_named_by_its_bass():
    tracker = ChordTracker()
    for pitch in (40, 60, 67, 72):
        tracker.strike(0.0, pitch, BEAT)
    assert tracker.heard().chord.name == "C/E"


def test_a_broken_chord_is_a_chord():
    tracker = ChordTracker()
    for place, pitch in enumerate((38, 57, 62, 65, 69, 65, 62, 57)):
        tracker.strike(place * 0.125, pitch, BEAT)
        tracker.release(place * 0.125 + 0.12, pitch, BEAT)
    assert tracker.heard().chord.name == "Dm"


def test_a_melody_makes_its_notes_likely_and_others_of_its_chord():
    tracker = ChordTracker()
    for place, pitch in enumerate((67, 72, 76, 72)):
        tracker.strike(place * 0.25, pitch, BEAT)
        tracker.release(place * 0.25 + 0.2, pitch, BEAT)
    likely, root = tracker.likely(0.8, BEAT)
    assert root.argmax() == 0
    assert set(np.argsort(-likely)[:3]) == {0, 4, 7}
    assert likely[1] < 0.1 > likely[6]


def test_what_is_held_sounds_on_in_the_next_beats():
    held, released = ChordTracker(), ChordTracker()
    for tracker in (held, released):
        for pitch in PROGRESSION["F"]:
            tracker.strike(0.0, pitch, BEAT)
    for pitch in PROGRESSION["F"]:
        released.release(0.3, pitch, BEAT)
    for tracker in (held, released):
        tracker.strike(2.01, 84, BEAT)
    assert held.heard().confidence > 0.9 > released.heard().confidence


def test_the_machines_own_notes_weigh_less_and_are_not_held():
    own, players = ChordTracker(), ChordTracker()
    for pitch in PROGRESSION["G"]:
        own.strike(0.0, pitch, BEAT, own=True)
        players.strike(0.0, pitch, BEAT)
    assert own.heard().confidence < players.heard().confidence
    assert own.heard().chord.root == 7


def test_before_anything_is_heard_nothing_is_sure():
    heard = ChordTracker().heard()
    assert heard.confidence < 0.3
    inside, root = ChordTracker().likely(0.0, BEAT)
    assert inside == pytest.approx(np.full(12, 0.29), abs=0.03)
    assert root == pytest.approx(np.full(12, 1 / 12), abs=0.01)


STRIKES = st.lists(
    st.tuples(st.floats(0.0, 3.0), st.integers(0, 127), st.booleans(), st.booleans()), max_size=80
)


@given(strikes=STRIKES, period=st.floats(0.15, 3.0))
def test_whatever_is_played_probabilities_stay_probabilities(strikes, period):
    tracker, now = ChordTracker(), 0.0
    frame = Frame(0.0, 0.0, period)
    for passed, pitch, strikes_it, own in strikes:
        now += passed
        if strikes_it:
            tracker.strike(now, pitch, frame, own)
        else:
            tracker.release(now, pitch, frame)
    likely = tracker.likely(now + 1.0, frame)
    assert np.isfinite(likely).all()
    assert likely.min() >= -1e-3
    assert likely.max() <= 1.0 + 1e-3
    assert 0.0 <= tracker.heard().confidence <= 1.0 + 1e-3


def test_asking_changes_nothing():
    asked, left = ChordTracker(), ChordTracker()
    for place, pitches in enumerate(PROGRESSION.values()):
        for tracker in (asked, left):
            chord(tracker, 2 * place, pitches)
        for ahead in (0.0, 0.3, 5.0):
            asked.likely(place + ahead, BEAT)
            asked.heard()
    assert (asked.likely(4.0, BEAT) == left.likely(4.0, BEAT)).all()
