"""What is believed of chord and key: probabilities, whatever is heard."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.core.harmony.chord_filter import (
    BASS,
    CHORDS,
    INSIDE,
    MELODY,
    OTHERS,
    after,
    chords_of,
    keys_of,
    unknown,
    with_notes,
)
from perf_engine.core.harmony.chords import KINDS
from perf_engine.core.harmony.tables import CHANGE

EVIDENCE = st.tuples(
    st.sampled_from([MELODY, OTHERS, BASS]), st.integers(0, 11), st.floats(0.0, 1.0)
)
BEATS = st.lists(st.tuples(st.integers(0, 40), st.lists(EVIDENCE, max_size=8)), max_size=8)


def heard(beats, semitones=0):
    belief = unknown()
    for passed, notes in beats:
        belief = after(belief, passed, CHANGE)
        belief = with_notes(belief, [(logs[(p + semitones) % 12], w) for logs, p, w in notes])
    return belief


@given(BEATS)
def test_it_stays_a_distribution(beats):
    belief = heard(beats)
    assert np.isfinite(belief).all()
    assert belief.min() >= 0.0
    assert belief.sum() == pytest.approx(1.0, abs=1e-3)
    assert chords_of(belief).sum() == pytest.approx(1.0, abs=1e-3)
    assert keys_of(belief).sum() == pytest.approx(1.0, abs=1e-3)
    assert chords_of(belief).shape == (CHORDS,)


@given(beats=BEATS, semitones=st.integers(1, 11))
def test_what_is_transposed_is_believed_transposed(beats, semitones):
    here, there = heard(beats), heard(beats, semitones)
    moved = np.roll(chords_of(here).reshape(len(KINDS), 12), semitones, axis=1).ravel()
    assert chords_of(there) == pytest.approx(moved, abs=1e-4)
    assert keys_of(there) == pytest.approx(np.roll(keys_of(here), semitones, axis=1), abs=1e-4)


@pytest.mark.parametrize("kind", KINDS)
def test_a_chord_that_sounds_in_two_beats_is_the_likeliest(kind):
    notes = [(OTHERS[semitone], 1.0) for semitone in KINDS[kind]] + [(BASS[0], 1.0)]
    belief = with_notes(unknown(), notes)
    chords = chords_of(with_notes(after(belief, 1, CHANGE), notes))
    assert divmod(int(chords.argmax()), 12) == (list(KINDS).index(kind), 0)
    inside = chords @ INSIDE
    assert set(np.argsort(-inside)[: len(KINDS[kind])]) == set(KINDS[kind])


def test_without_notes_a_chord_fades_and_a_key_stays():
    scale = [0, 4, 7, 5, 9, 0, 7, 11, 2, 0, 4, 7]
    belief = unknown()
    for place in range(0, 12, 3):
        belief = with_notes(after(belief, 1, CHANGE), [(MELODY[p], 1.0) for p in scale[place:][:3]])
    later = after(belief, 8, CHANGE)
    assert keys_of(after(belief, 9, CHANGE)) == pytest.approx(keys_of(later), abs=0.01)
    assert chords_of(belief).max() > 2.0 * chords_of(later).max()
    assert keys_of(later)[0, 0] == pytest.approx(keys_of(belief)[0, 0], abs=0.05)
    some_later = after(belief, 100, CHANGE)
    assert keys_of(later)[0, 0] > keys_of(some_later)[0, 0] > 0.5 * keys_of(belief)[0, 0]
    assert keys_of(after(belief, 10_000, CHANGE)) == pytest.approx(np.full((2, 12), 1 / 24))


def test_notes_that_weigh_nothing_change_nothing():
    belief = heard([(1, [(MELODY, 4, 1.0)])])
    assert with_notes(belief, []) == pytest.approx(belief)
    assert with_notes(belief, [(BASS[3], 0.0)]) == pytest.approx(belief, abs=1e-7)
