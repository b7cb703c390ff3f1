import io

import pytest
from rich.console import Console

from perf_engine.studio.notes import Note, Performance
from perf_engine.studio.phrase import phrase
from perf_engine.studio.roll import coloured, draw, pitch_name, plain

BOTH = Performance.of([Note(0.0, 60, 64, 1.0, "human"), Note(2.0, 66, 64, 1.0, "machine")])


def test_a_roll_shows_who_plays_what_and_when():
    text = plain(BOTH, 45)
    assert text.splitlines() == [
        "o-- human  #== machine",
        "",
        " F#4|                          #=============",
        "    |",
        "    |",
        "  C4|o-------------..........................",
        "     +------------+------------+-------------",
        "   s 0            1            2",
    ]


@pytest.mark.parametrize("width", [10, 40, 80, 200])
def test_no_line_is_wider_than_it_may_be_and_all_is_ascii(width):
    text = plain(phrase(), width)
    assert text.isascii()
    assert all(len(line) <= max(25, width) for line in text.splitlines())


def test_long_music_is_broken_into_systems():
    music = Performance.of([Note(float(i), 60 + i % 5, 64, 0.5, "human") for i in range(44)])
    assert plain(music, 80).count("   s ") == 3


def test_nothing_played_is_said():
    assert "nothing" in plain(Performance())
    assert "nothing" in coloured(Performance()).plain


def test_hands_have_two_colours():
    styles = {str(span.style) for span in coloured(BOTH, 60).spans}
    assert len({s for s in styles if s.startswith("#")}) == 4


def drawn(**console):
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    draw(phrase(), Console(file=out, width=80, **console))
    out.seek(0)
    return out.read()


def test_a_pipe_or_no_color_gets_ascii_and_a_terminal_gets_blocks():
    assert drawn().isascii()
    assert drawn(force_terminal=True, no_color=True).replace("\x1b", "").isascii()
    assert "▀" in drawn(force_terminal=True, no_color=False, color_system="truecolor")


def test_pitches_are_named_as_musicians_do():
    assert [pitch_name(p) for p in (0, 21, 60, 61, 127)] == ["C-1", "A0", "C4", "C#4", "G9"]
