"""Clips and distances counted by hand; the comments count."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.studio.measure.statistics import Clip
from perf_engine.studio.measure.yang_lerch import (
    FEATURES,
    LENGTHS,
    compared,
    distances,
    intra_set,
    length_classes,
)
from perf_engine.studio.notes import Note

TUNE = (
    Note(0.0, 60, 64, 0.5),  # C, a quarter at 120 beats a minute
    Note(0.5, 64, 64, 0.25),  # E, an eighth
    Note(0.75, 60, 64, 0.25),  # C, an eighth
    Note(1.0, 72, 64, 1.0),  # C, an octave higher, a half
)


def clip(*pitches, apart=0.5):
    return Clip(tuple(Note(i * apart, pitch, 64, apart) for i, pitch in enumerate(pitches)))


def of(name, notes=TUNE):
    return FEATURES[name](notes)


def test_pitches_counted_by_hand():
    assert of("pitch_count") == [3]  # 60, 64, 72
    assert of("pitch_range") == [12]
    assert of("average_pitch_shift") == pytest.approx([(4 + 4 + 12) / 3])
    held = of("pitch_class_histogram")
    assert held[0] == pytest.approx(1.75 / 2)  # C: a half second, a quarter, a whole one
    assert held[4] == pytest.approx(0.25 / 2)
    assert held.sum() == pytest.approx(1.0)
    after = of("pitch_class_transitions")
    assert (after[0, 4], after[4, 0], after[0, 0]) == (1, 1, 1)  # C E, E C, C C
    assert after.sum() == 3


def test_rhythm_counted_by_hand():
    assert of("note_count") == [4]
    assert of("average_inter_onset_interval") == pytest.approx([1.0 / 3])
    lengths = of("note_length_histogram")  # whole, half, quarter, eighth, ...
    assert lengths[:4] == pytest.approx([0, 1 / 4, 1 / 4, 2 / 4])
    after = of("note_length_transitions")
    assert (after[2, 3], after[3, 3], after[3, 1]) == (1, 1, 1)
    assert after.sum() == 3


@given(st.integers(0, 11), st.floats(0.96, 1.04))
def test_each_length_is_in_its_class_and_one_near_it_too(which, factor):
    seconds = float(LENGTHS[which]) / 96 * 2.0
    assert length_classes([Note(0.0, 60, 64, seconds * factor)]) == [which]


def test_distances_counted_by_hand():
    ones, others = np.array([[0.0, 0.0], [3.0, 4.0]]), np.array([[0.0, 4.0]])
    assert distances(ones, others) == pytest.approx(np.array([[4.0], [3.0]]))
    assert intra_set(ones) == pytest.approx([5.0, 5.0])  # from each to the other
    counts = np.array([[1.0], [2.0], [4.0]])
    assert sorted(intra_set(counts)) == [1, 1, 2, 2, 3, 3]


def test_two_sets_are_compared_feature_by_feature():
    real = [clip(60, 62), clip(60, 64, 67), clip(60, 62, 64, 65)]  # 2, 3 and 4 notes
    machine = [clip(60), clip(60, 62, 64), clip(*range(60, 66))]  # 1, 3 and 6
    found = compared(real, machine)
    assert found is not None
    assert set(found) == set(FEATURES)
    notes = found["note_count"]
    assert notes["real"]["distance"] == pytest.approx((1 + 2 + 1) / 3, abs=1e-4)
    assert notes["machine"]["distance"] == pytest.approx((2 + 5 + 3) / 3, abs=1e-4)
    # from 2: 1, 1, 4; from 3: 2, 0, 3; from 4: 3, 1, 2
    assert notes["between"] == pytest.approx(17 / 9, abs=1e-4)
    assert 0.0 < notes["real"]["overlap"] < 1.0
    assert notes["real"]["divergence"] > 0.0


def test_another_draw_of_the_same_music_is_liker_than_other_music():
    random = np.random.default_rng(1)

    def some(low, high, apart):
        return [clip(*random.integers(low, high, 40).tolist(), apart=apart) for _ in range(12)]

    real, same, other = some(55, 72, 0.25), some(55, 72, 0.25), some(30, 90, 1.0)
    like, unlike = compared(real, same), compared(real, other)
    for name in ("pitch_range", "average_pitch_shift", "pitch_class_histogram"):
        assert like[name]["real"]["overlap"] > 0.7
        assert like[name]["real"]["divergence"] < unlike[name]["real"]["divergence"]
        assert like[name]["real"]["overlap"] > unlike[name]["real"]["overlap"]


def test_clips_without_notes_count_and_too_few_clips_are_not_compared():
    silent = [Clip(())] * 3
    found = compared(silent, silent)
    assert found is not None
    assert all(
        its["real"] == {"distance": 0, "overlap": 1, "divergence": 0} for its in found.values()
    )
    assert compared(silent, silent[:2]) is None
