"""Fixtures counted by hand; the comments count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.studio.measure.c_rnn_gan import NAMES, measures, repetitions
from perf_engine.studio.measure.statistics import Clip
from perf_engine.studio.notes import Note

pitches = st.lists(st.integers(60, 63), max_size=30)


def clip(*rows):
    """A clip of (onset, pitch, velocity)."""
    return Clip(tuple(Note(onset, pitch, velocity, 0.5) for onset, pitch, velocity in rows))


def test_a_short_tune_counted_by_hand():
    found = measures(
        clip(
            (0.0, 60, 50),  # C
            (0.0, 64, 80),  # E, with the C: the first moment of two tones
            (0.5, 62, 64),  # D
            (1.0, 67, 90),  # G
            (1.0, 71, 40),  # B, with the G: the second
            (1.5, 61, 64),  # C sharp, of no scale that has the others
            (2.0, 72, 66),  # C
        )
    )
    assert found.polyphony == pytest.approx(2 / 5)  # moments: 0, 0.5, 1, 1.5 and 2
    assert found.scale_consistency == pytest.approx(6 / 7)  # C major
    assert found.tone_span == 12  # 60 to 72
    assert found.intensity_span == 50  # 40 to 90
    assert found.repetitions == 0


def test_the_harmonic_minor_scale_counts_too():
    scale = (57, 59, 60, 62, 64, 65, 68, 69)  # A minor with G sharp
    found = measures(clip(*((i * 0.5, pitch, 64) for i, pitch in enumerate(scale))))
    assert found.scale_consistency == 1.0
    assert found.polyphony == 0.0


def test_repetitions_counted_by_hand():
    # C D E at 0, 3 and 6: three pairs; D E C at 1 and 4: one pair; E C D at 2 and 5: one pair
    assert repetitions([60, 62, 64] * 3) == 5
    # C C C at 0, 1, 2, 3: only 0 and 3 do not overlap
    assert repetitions([60] * 6) == 1
    assert repetitions([60, 62, 64, 60, 62]) == 0
    assert repetitions([60, 62]) == 0
    # a chord is taken from low to high, so its order in the file does not matter
    chord = measures(clip((0, 64, 9), (0, 60, 9), (0, 67, 9), (1, 60, 9), (1, 67, 9), (1, 64, 9)))
    assert chord.repetitions == 1


def test_nothing_is_counted_as_nothing():
    found = measures(Clip(()))
    assert [getattr(found, name) for name in NAMES] == [0.0] * 5


@given(pitches)
def test_repetitions_are_those_of_comparing_every_pair(some):
    slow = sum(
        some[i : i + 3] == some[j : j + 3]
        for i in range(len(some) - 2)
        for j in range(i + 3, len(some) - 2)
    )
    assert repetitions(some) == slow


@given(pitches, st.integers(-40, 40))
def test_a_transposition_changes_nothing(some, semitones):
    rows = [(i * 0.25, pitch, 64) for i, pitch in enumerate(some)]
    moved = [(onset, pitch + semitones, loud) for onset, pitch, loud in rows]
    assert measures(clip(*rows)) == measures(clip(*moved))
