from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.studio.files.primer import HOLD, NOTHING, OFF, PRIMER, of_file, of_steps
from perf_engine.studio.notes import Note, PedalMove, Performance, write_midi

steps = st.lists(st.one_of(st.integers(0, 127), st.sampled_from((HOLD, OFF))), min_size=1)


def heard(primer):
    return [(n.onset, n.pitch, n.duration) for n in primer.music.notes]


def test_each_number_is_a_note_of_one_step():
    primer = of_steps("60 62 64", step=0.5, velocity=70)
    assert heard(primer) == [(0.0, 60, 0.5), (0.5, 62, 0.5), (1.0, 64, 0.5)]
    assert {(n.velocity, n.track) for n in primer.music.notes} == {(70, PRIMER)}
    assert (primer.name, primer.seconds) == ("60-62-64", 1.5)


def test_a_grid_holds_and_ends_notes():
    primer = of_steps("[60, -2, -1, 62, -2, -2, 64, -1]", step=0.25)
    assert heard(primer) == [(0.0, 60, 0.5), (0.75, 62, 0.75), (1.5, 64, 0.25)]
    assert (primer.name, primer.seconds) == ("60-62-64", 2.0)


def test_a_hold_before_any_note_and_a_second_end_change_nothing():
    assert heard(of_steps("-2 -1 -1 60 -1 -1")) == [(0.75, 60, 0.25)]


def test_pitches_joined_by_plus_are_a_chord():
    assert heard(of_steps("48+52+55 -2", step=1.0)) == [(0.0, p, 2.0) for p in (48, 52, 55)]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "at least one pitch, such as 60"),
        ("[]", "at least one pitch, such as 60"),
        ("-2 -1", "not only -2 -1"),
        ("60 128", r"step 2 of the primer must be a pitch 0..127, -2 \(hold\) or -1 .*, not 128"),
        ("60 C4", "not C4"),
        ("60+", r"not 60\+"),
        ("-3", "not -3"),
    ],
)
def test_what_is_no_primer_is_refused_in_a_sentence(text, sentence):
    with pytest.raises(ValueError, match=sentence):
        of_steps(text)
    with pytest.raises(ValueError, match="longer than 0 s, not 0"):
        of_steps("60", step=0.0)


@given(steps)
def test_notes_of_a_grid_follow_one_another_inside_it(numbers):
    if not any(number >= 0 for number in numbers):
        return
    primer = of_steps(" ".join(map(str, numbers)), step=0.5)
    notes = primer.music.notes
    assert [n.pitch for n in notes] == [number for number in numbers if number >= 0]
    assert all(a.end <= b.onset for a, b in pairwise(notes))
    assert all(n.end <= primer.seconds == len(numbers) * 0.5 for n in notes)
    assert len(primer.remembered()) == len(notes)


def test_the_music_of_a_file_begins_at_once_and_may_be_cut(tmp_path):
    path = tmp_path / "my piece (1).mid"
    notes = [Note(2.0, 60, 80, 1.0, "left"), Note(4.0, 64, 90, 3.0, "right"), Note(9, 67, 70, 1)]
    write_midi(
        path, Performance.of(notes, [PedalMove(2.5, 127, "left"), PedalMove(9.5, 0, "left")])
    )
    whole = of_file(path)
    assert heard(whole) == [(0.0, 60, 1.0), (2.0, 64, 3.0), (7.0, 67, 1.0)]
    assert (whole.name, whole.seconds) == ("my-piece-1", 8.0)
    cut = of_file(path, 4.0)
    assert heard(cut) == [(0.0, 60, 1.0), (2.0, 64, 2.0)]
    assert [(p.time, p.value) for p in cut.music.pedal] == [(0.5, 127), (4.0, 0)]
    assert cut.seconds == 4.0


def test_a_file_without_notes_is_refused(tmp_path):
    write_midi(tmp_path / "empty.mid", Performance.of([], [PedalMove(0.0, 127)]))
    with pytest.raises(ValueError, match=r"empty\.mid holds no notes"):
        of_file(tmp_path / "empty.mid")
    assert NOTHING.remembered() == ()
