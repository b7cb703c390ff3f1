"""The live view's process takes the printer's place, and leaves it again."""

from __future__ import annotations

import os
import select
import sys
import time
from collections.abc import Iterator

import pytest

from perf_engine.engine.helpers.helper import Helper
from perf_engine.engine.output import live_view
from perf_engine.engine.output.live_view import LiveView, suitable
from perf_engine.engine.output.standard_output import Output

PATIENCE = 60.0


class Place:
    """A destination of an output, that says it is a terminal, and what came to it."""

    def __init__(self) -> None:
        self.reading, writing = os.pipe()
        os.set_blocking(self.reading, False)
        self.number = os.dup(writing)
        os.close(writing)
        self.output = Output([self.number])
        self.text = ""

    def until(self, words: str) -> None:
        until = time.monotonic() + PATIENCE
        while words not in self.text:
            assert time.monotonic() < until, self.text
            try:
                self.text += os.read(self.reading, 65536).decode()
            except BlockingIOError:
                time.sleep(0.01)

    def close(self) -> None:
        self.output.close()
        for number in (self.reading, self.number):
            os.close(number)


@pytest.fixture
def place() -> Iterator[Place]:
    made = Place()
    yield made
    made.close()


def copying(words: str) -> list[str]:
    """A program that writes each line that comes, with words before it, until the line `end`."""
    script = (
        "import sys\nfor line in sys.stdin:\n"
        f"    print({words!r}, line, end='', flush=True)\n"
        "    if line == 'end\\n':\n        break"
    )
    return [sys.executable, "-c", script]


def test_another_process_takes_the_printers_place_and_gives_it_back(place: Place) -> None:
    place.output.write(b"one\n")
    place.output.hand_over(lambda text, where: Helper(copying("view:"), stdin=text, stdout=where))
    place.output.write(b"two\n")
    place.until("view: two\n")
    place.until("one\n")  # the printer that was there writes it when it comes to it
    assert place.output.reader >= 0
    assert not place.output.ended()
    place.output.write(b"end\n")
    until = time.monotonic() + PATIENCE
    while not place.output.ended():
        assert time.monotonic() < until
        time.sleep(0.01)
    place.output.hand_over(None)
    place.output.write(b"three\n")
    place.until("three\n")
    assert "view: three" not in place.text


def test_its_end_is_seen_also_if_a_line_found_it_gone(place: Place) -> None:
    place.output.hand_over(lambda text, where: Helper(copying("view:"), stdin=text, stdout=where))
    place.output.write(b"end\n")
    until = time.monotonic() + PATIENCE
    while not place.output._broken:
        assert time.monotonic() < until
        place.output.write(b"a line of the log\n")
        time.sleep(0.01)
    assert select.select([place.output.reader], [], [], PATIENCE)[0]
    assert place.output.ended()


def test_where_it_cannot_be_started_the_printer_goes_on(place: Place) -> None:
    def fail(text: int, where: int) -> Helper:
        raise OSError("no process can be started")

    with pytest.raises(OSError, match="no process"):
        place.output.hand_over(fail)
    place.output.write(b"as before\n")
    place.until("as before\n")


def test_a_view_that_ends_is_told_and_plain_lines_follow(place: Place, monkeypatch) -> None:
    ended: list[bool] = []
    view = LiveView(9470, lambda: ended.append(True))
    monkeypatch.setattr(Output, "terminal", property(lambda self: True))
    monkeypatch.setattr(live_view, "suitable", lambda: True)
    view._command = copying("view:")
    assert view.begin([place.output])
    assert view.fileno() >= 0
    view.turn(0.0)
    assert not ended
    place.output.write(b"end\n")
    until = time.monotonic() + PATIENCE
    while not ended:
        assert time.monotonic() < until
        view.turn(0.0)
        time.sleep(0.01)
    assert view.fileno() == -1
    place.output.write(b"plain\n")
    place.until("plain\n")
    view.turn(0.0)
    assert ended == [True]


def test_without_a_terminal_there_is_no_view(place: Place) -> None:
    assert not LiveView(9470, lambda: None).begin([place.output])
    assert not LiveView(9470, lambda: None).begin([])


@pytest.mark.parametrize("term", ["", "dumb", "unknown"])
def test_a_terminal_that_cannot_move_its_cursor_is_not_suitable(monkeypatch, term: str) -> None:
    monkeypatch.setenv("TERM", term)
    monkeypatch.setattr(os, "tcgetpgrp", lambda number: os.getpgrp())
    assert not suitable()
    monkeypatch.setenv("TERM", "xterm")
    assert suitable()
