"""The roll that moves while the demo plays."""

from __future__ import annotations

import io

from rich.console import Console

from perf_engine.core.messages import NoteOff, NoteOn
from perf_engine.protocol.notes import Release, Strike
from perf_engine.studio.recording import Recorder
from perf_engine.studio.show import caption, picture, shown


def played() -> Recorder:
    recorder = Recorder()
    recorder.heard(NoteOn(0, 60, 90), 1.0)
    recorder.heard(NoteOff(0, 60), 2.0)
    recorder.said(Strike(0, 72, 80, 2.5), 2.4)
    recorder.said(Release(0, 72, 3.5), 2.4)
    return recorder


def text_of(recorder: Recorder, now: float, size: tuple[int, int] = (100, 40)) -> str:
    console = Console(file=io.StringIO(), width=size[0], height=size[1])
    console.print(picture(recorder, now, 2.0, 30.0, size))
    return console.file.getvalue()


def blocks(text: str) -> int:
    """How many blocks of notes the roll has, without the legend below it."""
    roll, legend, _ = text.partition("▀▀ the player")
    assert legend
    return sum(map(roll.count, "▀▄"))


def test_a_picture_shows_what_was_played_until_now() -> None:
    before, later = (text_of(played(), now) for now in (2.2, 4.0))
    assert 0 < blocks(before) < blocks(later)
    assert "the machine" in later
    assert "0:04 of 0:30" in later


def test_a_picture_fits_the_screen_whatever_is_played() -> None:
    recorder = played()
    for pitch in (0, 127):
        recorder.heard(NoteOn(0, pitch, 90), 3.0)
    for height in (12, 24, 60):
        assert len(text_of(recorder, 4.0, (80, height)).splitlines()) <= max(height, 18)


def test_the_roll_moves_on_after_its_width() -> None:
    assert blocks(text_of(played(), 4.0)) > 0
    assert blocks(text_of(played(), 60.0)) == 0


def test_the_words_say_what_is_heard() -> None:
    assert "A player plays a phrase" in caption(1.0, 2.0)
    assert "goes on alone" in caption(3.0, 2.0)


def test_nothing_moves_where_there_is_no_terminal_and_on_one_it_does() -> None:
    with shown(Console(file=io.StringIO()), 2.0, 30.0) as watch:
        assert watch is None

    class Screen(io.StringIO):
        encoding = "utf-8"

    console = Console(file=Screen(), force_terminal=True, width=100, height=40)
    with shown(console, 2.0, 30.0) as watch:
        assert watch is not None
        watch(played(), 3.0)
        once = len(console.file.getvalue())
        watch(played(), 3.01)
        assert len(console.file.getvalue()) == once
        watch(played(), 3.5)
        assert len(console.file.getvalue()) > once
