"""Scales: which keys belong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.core.scales import (
    NAMES,
    OFF,
    PITCHES,
    ROOTS,
    SCALES,
    bits,
    keys_in,
    read_pitches,
    root,
    semitones,
)
from perf_engine.core.vocabulary import PEDAL

CHURCH = ("ionian", "dorian", "phrygian", "lydian", "mixolydian", "aeolian", "locrian")
WHITE = {0, 2, 4, 5, 7, 9, 11}


def classes(mask):
    return {key % 12 for key in range(PEDAL) if mask[key]}


def test_the_church_modes_are_the_white_keys_from_each_white_root():
    for name, tonic in zip(CHURCH, sorted(WHITE), strict=True):
        assert classes(keys_in(name, tonic, 0, 0, 127)) == WHITE


@given(st.sampled_from(sorted(SCALES)), st.integers(0, 11))
def test_a_scale_moves_with_its_root_and_the_pedal_is_in_all(name, root):
    mask = keys_in(name, root, 0, 0, 127)
    assert classes(mask) == {(root + n) % 12 for n in SCALES[name]}
    assert mask[PEDAL]
    assert root in classes(mask)


@given(st.sets(st.integers(0, 11)))
def test_chosen_pitch_classes_are_a_number_and_a_text(chosen):
    number = bits(chosen)
    assert 0 <= number <= 4095
    assert set(semitones(number)) == chosen
    assert read_pitches(" ".join(map(str, chosen))) == read_pitches(",".join(map(str, chosen)))
    assert read_pitches(" ".join(map(str, chosen))) == number
    mask = keys_in(PITCHES, 0, number, 0, 127)
    assert (mask is None) if len(chosen) in (0, 12) else (classes(mask) == chosen)


@pytest.mark.parametrize("text", ["0 12", "-1", "C E G", "1.5", "0;4", "100"])
def test_what_is_no_pitch_class_is_refused(text):
    with pytest.raises(ValueError, match=r"pitch classes.*not"):
        read_pitches(text)


def test_a_root_has_sharps_and_flats_and_another_name_is_refused():
    assert [root(name) for name in ROOTS] == list(range(12))
    assert [root(name) for name in ("Db", "eb", "Gb", "Ab", "Bb", "Cb", "B#")] == [
        1, 3, 6, 8, 10, 11, 0
    ]  # fmt: skip
    for name in ("H", "", "C##", "Dbb", "#"):
        with pytest.raises(ValueError, match="scale_root must be a note as C, C# or Db"):
            root(name)


def test_a_register_without_a_key_of_the_scale_has_no_scale():
    assert keys_in("major", 0, 0, 61, 61) is None
    assert keys_in("major", 0, 0, 60, 61) is not None
    assert keys_in(OFF, 0, 0, 0, 127) is None
    assert NAMES[0] == OFF
