"""Chords by name, as people and programs write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.core.harmony.chords import KINDS, LONGEST, ROOTS, named, note, read

ABOVE_C = {
    "C": (0, 4, 7),
    "Cmaj": (0, 4, 7),
    "CM": (0, 4, 7),
    "Cm": (0, 3, 7),
    "Cmin": (0, 3, 7),
    "C-": (0, 3, 7),
    "C7": (0, 4, 7, 10),
    "Cmaj7": (0, 4, 7, 11),
    "CM7": (0, 4, 7, 11),
    "Cj7": (0, 4, 7, 11),
    "C^7": (0, 4, 7, 11),
    "C^": (0, 4, 7, 11),
    "CΔ": (0, 4, 7, 11),
    "CΔ7": (0, 4, 7, 11),
    "Cm7": (0, 3, 7, 10),
    "C-7": (0, 3, 7, 10),
    "Cmi7": (0, 3, 7, 10),
    "CmMaj7": (0, 3, 7, 11),
    "Cm(maj7)": (0, 3, 7, 11),
    "C-^7": (0, 3, 7, 11),
    "Cdim": (0, 3, 6),
    "Co": (0, 3, 6),
    "C°7": (0, 3, 6, 9),
    "Cdim7": (0, 3, 6, 9),
    "Cm7b5": (0, 3, 6, 10),
    "C-7b5": (0, 3, 6, 10),
    "Cø": (0, 3, 6, 10),
    "Ch7": (0, 3, 6, 10),
    "Caug": (0, 4, 8),
    "C+": (0, 4, 8),
    "C7#5": (0, 4, 8, 10),
    "C+7": (0, 4, 8, 10),
    "Csus4": (0, 5, 7),
    "Csus": (0, 5, 7),
    "Csus2": (0, 2, 7),
    "C7sus4": (0, 5, 7, 10),
    "C6": (0, 4, 7, 9),
    "Cm6": (0, 3, 7, 9),
    "C6/9": (0, 2, 4, 7, 9),
    "C69": (0, 2, 4, 7, 9),
    "C9": (0, 2, 4, 7, 10),
    "Cmaj9": (0, 2, 4, 7, 11),
    "Cm9": (0, 2, 3, 7, 10),
    "Cadd9": (0, 2, 4, 7),
    "C2": (0, 2, 4, 7),
    "C5": (0, 7),
    "C11": (0, 2, 4, 5, 7, 10),
    "C13": (0, 2, 4, 7, 9, 10),
    "C7b9": (0, 1, 4, 7, 10),
    "C7(b9)": (0, 1, 4, 7, 10),
    "C7#9": (0, 3, 4, 7, 10),
    "C7(b9,#11)": (0, 1, 4, 6, 7, 10),
    "Cmaj7#11": (0, 4, 6, 7, 11),
    "C7alt": (0, 1, 4, 6, 8, 10),
    "C7no3": (0, 7, 10),
}


@pytest.mark.parametrize(("name", "tones"), ABOVE_C.items())
def test_a_name_gives_its_tones(name, tones):
    assert tuple(sorted(read(name).tones)) == tones


@pytest.mark.parametrize(
    ("name", "root", "bass"),
    [
        ("F#m7b5", 6, 6),
        ("Bbmaj7", 10, 10),
        ("B♭7", 10, 10),
        ("C♯", 1, 1),
        ("Cb", 11, 11),
        ("C/E", 0, 4),
        ("Ab7/C", 8, 0),
        ("D/F#", 2, 6),
        ("dm7", 2, 2),
        (" G7 ", 7, 7),
        ("C6/9", 0, 0),
        ("C6/9/E", 0, 4),
    ],
)
def test_a_name_gives_root_and_bass(name, root, bass):
    chord = read(name)
    assert (chord.root, chord.bass) == (root, bass)


@given(
    root=st.sampled_from(ROOTS),
    name=st.sampled_from(sorted(ABOVE_C)),
    bass=st.none() | st.sampled_from(ROOTS),
)
def test_a_chord_on_any_root_is_the_one_on_c_moved(root, name, bass):
    at = note(root)
    chord = read(root + name[1:] + ("" if bass is None else f"/{bass}"))
    assert chord.root == at
    assert {(tone - at) % 12 for tone in chord.tones} == set(ABOVE_C[name])
    assert chord.bass == (at if bass is None else note(bass))
    assert chord.classes == {*chord.tones, chord.bass}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("root", range(12))
def test_the_name_of_a_kind_that_is_heard_reads_as_that_kind(root, kind):
    chord = named(root, kind)
    assert read(chord.name) == chord
    third = (root + KINDS[kind][1]) % 12
    assert read(named(root, kind, third).name).bass == third


@pytest.mark.parametrize(
    "name",
    ["", " ", "H", "H7", "Cx", "C7b", "C/", "C/H", "hello", "7", "#", "C##", "C7b99", "N.C."],
)
def test_what_is_no_chord_is_refused_with_examples(name):
    with pytest.raises(ValueError, match=r"chord must be a name such as C, Dm7, .* not '"):
        read(name)


@given(st.text(max_size=200))
def test_any_text_is_a_chord_or_is_refused(text):
    try:
        chord = read(text)
    except ValueError:
        return
    assert len(chord.name) <= LONGEST
    assert chord.root in chord.tones
    assert len(set(chord.tones)) == len(chord.tones)
