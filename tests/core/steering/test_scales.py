"""Scales: which keys belong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.core.steering.scales import (
    ALSO,
    NAMES,
    OFF,
    PITCHES,
    ROOTS,
    SCALES,
    bits,
    keys_in,
    number,
    read_pitches,
    root,
    semitones,
)
from perf_engine.protocol.midi import PEDAL

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
        1,
        3,
        6,
        8,
        10,
        11,
        0,
    ]
    for name in ("H", "", "C##", "Dbb", "#"):
        with pytest.raises(ValueError, match="scale_root must be a note as C, C# or Db"):
            root(name)


def test_a_register_without_a_key_of_the_scale_has_no_scale():
    assert keys_in("major", 0, 0, 61, 61) is None
    assert keys_in("major", 0, 0, 60, 61) is not None
    assert keys_in(OFF, 0, 0, 0, 127) is None
    assert NAMES[0] == OFF


def rotated(name, steps):
    """The scale on another of its degrees, above that degree."""
    tones = SCALES[name]
    return tuple(sorted((tone - tones[steps]) % 12 for tone in tones))


def test_the_modes_of_melodic_minor_are_its_degrees():
    for steps, mode in enumerate(
        (
            "melodic_minor",
            "dorian_flat_2",
            "lydian_augmented",
            "lydian_dominant",
            "mixolydian_flat_6",
            "locrian_natural_2",
            "altered",
        )
    ):
        assert rotated("melodic_minor", steps) == SCALES[mode]
    assert rotated("harmonic_minor", 4) == SCALES["phrygian_dominant"]
    assert rotated("diminished_half_whole", 1) == SCALES["diminished_whole_half"]
    assert rotated("blues", 1) == SCALES["major_blues"]


def test_a_bebop_scale_has_one_tone_more_than_its_mode():
    for bebop, mode in (
        ("bebop_dominant", "mixolydian"),
        ("bebop_major", "major"),
        ("bebop_dorian", "dorian"),
        ("bebop_melodic_minor", "melodic_minor"),
    ):
        assert set(SCALES[bebop]) > set(SCALES[mode])
        assert len(SCALES[bebop]) == 8


def test_scales_have_other_names_and_an_unknown_one_is_refused_with_the_nearest():
    for other, name in ALSO.items():
        assert NAMES[number(other.replace("_", " ").upper())] == name
        assert other not in NAMES
    with pytest.raises(ValueError, match=r"not altred; did you mean altered\?"):
        number("altred")
