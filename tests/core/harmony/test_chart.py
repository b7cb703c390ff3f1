"""Charts: bars of chords, as musicians write them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.core.harmony.chart import LONGEST, MOST_BARS, read_chart


def rows(text):
    chart = read_chart(text)
    names = [None if chord is None else chord.name for chord in chart.chords]
    return list(zip(chart.begins, names, strict=True)), chart.bar, chart.length


@pytest.mark.parametrize(
    ("text", "chords", "bar", "length"),
    [
        ("| Dm7 | G7 | Cmaj7 |", [(0, "Dm7"), (4, "G7"), (8, "Cmaj7")], 4, 12),
        ("Dm7 | G7", [(0, "Dm7"), (4, "G7")], 4, 8),
        ("Dm7\nG7\n\nC", [(0, "Dm7"), (4, "G7"), (8, "C")], 4, 12),
        ("Dm7\r\nG7", [(0, "Dm7"), (4, "G7")], 4, 8),
        ("| C F | G |", [(0, "C"), (2, "F"), (4, "G")], 4, 8),
        ("| C / / G | .", [(0, "C"), (3, "G")], 4, 8),
        ("| C % | % |", [(0, "C")], 4, 8),
        ("| C F | x | G |", [(0, "C"), (2, "F"), (4, "C"), (6, "F"), (8, "G")], 4, 12),
        ("3/4 C | F G | Am", [(0, "C"), (3, "F"), (4.5, "G"), (6, "Am")], 3, 9),
        ("| 3/4 C | F |", [(0, "C"), (3, "F")], 3, 6),
        ("T34 C | F", [(0, "C"), (3, "F")], 3, 6),
        ("4/4|C|F|", [(0, "C"), (4, "F")], 4, 8),
        ("12/8 Am", [(0, "Am")], 4, 4),
        ("6/8\nAm | E", [(0, "Am"), (2, "E")], 2, 4),
        ("7/8 Am", [(0, "Am")], 7, 7),
        ("C - - G", [(0, "C"), (3, "G")], 4, 4),
        ("[A] Dm7 | G7 |\n[B2] C | F |", [(0, "Dm7"), (4, "G7"), (8, "C"), (12, "F")], 4, 16),
        ("[Verse] 3/4 C | *B F", [(0, "C"), (3, "F")], 3, 6),
        (
            "|: C | F :| G |",
            [(0, "C"), (4, "F"), (8, "C"), (12, "F"), (16, "G")],
            4,
            20,
        ),
        ("C | F :| G", [(0, "C"), (4, "F"), (8, "C"), (12, "F"), (16, "G")], 4, 20),
        (
            "|: C |1. F :|2. G | Am",
            [(0, "C"), (4, "F"), (8, "C"), (12, "G"), (16, "Am")],
            4,
            20,
        ),
        (
            "C |1.F | F :| 2. G :|\n3. Am |: E :|",
            [(0, "C"), (4, "F"), (12, "C"), (16, "G"), (20, "C"), (24, "Am"), (28, "E")],
            4,
            36,
        ),
        ("|: C |1. F :|2. G :|", [(0, "C"), (4, "F"), (8, "C"), (12, "G")], 4, 16),
        ("|: C |1. F :|2. G :| Am |", [(0, "C"), (4, "F"), (8, "C"), (12, "G"), (16, "Am")], 4, 20),
        ("|: C |1. F :| G |", [(0, "C"), (4, "F"), (8, "C"), (12, "G")], 4, 16),
        (
            "|: C |1. % :|2. F ||: G |1. Am :|2. E |",
            [(0, "C"), (12, "F"), (16, "G"), (20, "Am"), (24, "G"), (28, "E")],
            4,
            32,
        ),
        ("| N.C. | C |", [(0, None), (4, "C")], 4, 8),
        ("| C | N.C. | / |", [(0, "C"), (4, None)], 4, 12),
        ("C || F || G", [(0, "C"), (4, "F"), (8, "G")], 4, 12),
        ("[C | F]", [(0, "C"), (4, "F")], 4, 8),
        ("| C6/9 | Ab7/C |", [(0, "C6/9"), (4, "Ab7/C")], 4, 8),
    ],
)
def test_a_text_gives_chords_at_beats(text, chords, bar, length):
    assert rows(text) == (chords, bar, length)


def test_a_chart_is_repeated_before_its_beginning_too():
    chart = read_chart("| C | F G |")
    assert [chart.at(beat).name for beat in (0, 3.99, 4, 6, 7.9, 8, 14, -1)] == [
        "C",
        "C",
        "F",
        "G",
        "G",
        "C",
        "G",
        "G",
    ]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "at least one bar"),
        (" | | ", "at least one bar"),
        ("%", "bar 1 must have a chord, not %"),
        ("/ C", "bar 1 must begin with a chord, not /"),
        ("C | H7 |", "bar 2: chord must be a name"),
        ("17/4 C", "a bar must have 1..16 beats, not 17"),
        ("0/4 C", "a bar must have 1..16 beats, not 0"),
        ("|: C |2. F :|", "bar 2 must begin ending 1., not 2."),
        ("|: C |1. F :|1. G |", "bar 3 must begin ending 2., not 1."),
        ("|: C |1. F :|3. G |", "bar 3 must begin ending 2., not 3."),
        ("C " * 33, "bar 1 must have at most 32 chords, not 33"),
        ("|: " + "C | " * MOST_BARS + " :|", f"at most {MOST_BARS} bars"),
        ("C" * (LONGEST + 1), f"at most {LONGEST} characters"),
    ],
)
def test_what_cannot_be_played_is_refused_with_its_bar(text, why):
    with pytest.raises(ValueError, match=re.escape(why)) as error:
        read_chart(text)
    assert len(str(error.value)) < 200


@given(st.text(alphabet="CFGm7b#/|:.%x \n1234[]{}N", max_size=80))
def test_any_text_is_a_chart_or_is_refused(text):
    try:
        chart = read_chart(text)
    except ValueError:
        return
    assert chart.begins[0] == 0.0
    assert list(chart.begins) == sorted(set(chart.begins))
    assert chart.begins[-1] < chart.length
    assert chart.length % chart.bar == 0


@given(
    bars=st.lists(
        st.lists(st.sampled_from(["C", "Dm7", "G7", "N.C."]), min_size=1, max_size=4),
        min_size=1,
        max_size=12,
    )
)
def test_each_chord_sounds_in_its_share_of_its_bar(bars):
    chart = read_chart("|" + "|".join(" ".join(bar) for bar in bars) + "|")
    for number, bar in enumerate(bars):
        for place, name in enumerate(bar):
            chord = chart.at(4.0 * (number + (place + 0.5) / len(bar)))
            assert (None if name == "N.C." else name) == (chord and chord.name)
