"""The place on the screen, held to a terminal that is read back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.clients.terminal.canvas import MOST, Canvas, Line
from tests.support.peers import require_module

COLUMNS, ROWS = 40, 12
words = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=COLUMNS - 1)


class Paper:
    """A terminal that can be read, and stopped."""

    def __init__(self) -> None:
        require_module("pyte")
        import pyte

        self.screen = pyte.HistoryScreen(COLUMNS, ROWS, history=5000)
        self._stream = pyte.ByteStream(self.screen)
        self.takes = 1_000_000

    def write(self, data: bytes) -> int:
        data = data[: self.takes]
        self.takes -= len(data)
        self._stream.feed(data.replace(b"\n", b"\r\n"))
        return len(data)

    @property
    def lines(self) -> list[str]:
        gone = ["".join(row[x].data for x in range(COLUMNS)) for row in self.screen.history.top]
        return [line.rstrip() for line in (*gone, *self.screen.display)]


def view(*texts: str) -> list[Line]:
    return [Line(text, len(text)) for text in texts]


@given(st.lists(st.tuples(st.lists(words, max_size=3), st.lists(words, max_size=4)), max_size=8))
def test_lines_scroll_away_in_order_and_the_view_stands_below_them(
    steps: list[tuple[list[str], list[str]]],
) -> None:
    paper = Paper()
    canvas = Canvas(paper.write)
    said: list[str] = []
    for above, below in steps:
        for line in above:
            canvas.say(f"{line}\n".encode())
            said.append(line.rstrip())
        canvas.draw(view(*below), COLUMNS)
        shown = [line.rstrip() for line in below]
        assert paper.lines[: len(said) + len(shown)] == said + shown
        assert not any(paper.lines[len(said) + len(shown) :])
    canvas.erase(COLUMNS)
    assert [line for line in paper.lines if line] == [line for line in said if line]


def test_what_is_the_same_is_not_written_again() -> None:
    written: list[bytes] = []
    canvas = Canvas(lambda data: written.append(data) or len(data))
    canvas.draw(view("a", "b"), COLUMNS)
    canvas.draw(view("a", "b"), COLUMNS)
    assert len(written) == 1
    canvas.draw(view("a", "b"), COLUMNS, again=True)
    canvas.draw(view("a", "b"), COLUMNS + 1)
    assert len(written) == 3


def test_a_terminal_that_stands_still_gets_whole_pictures_later() -> None:
    paper = Paper()
    canvas = Canvas(paper.write)
    canvas.draw(view("first"), COLUMNS)
    paper.takes = 3
    canvas.say(b"a line\n")
    canvas.draw(view("second"), COLUMNS)
    assert canvas.waiting
    for n in range(100):
        canvas.say(f"line {n}\n".encode())
        canvas.draw(view(f"view {n}"), COLUMNS)
    paper.takes = 1_000_000
    canvas.draw(view("last"), COLUMNS)
    shown = [line for line in paper.lines if line]
    assert shown == ["a line", *(f"line {n}" for n in range(100)), "last"]
    assert not canvas.waiting


def test_too_many_lines_are_counted() -> None:
    paper = Paper()
    canvas = Canvas(paper.write)
    paper.takes = 0
    canvas.draw(view("here"), COLUMNS)
    for _ in range(MOST // 10):
        canvas.say(b"a line of some length\n")
    paper.takes = 10_000_000
    canvas.draw(view("here"), COLUMNS)
    canvas.draw(view("here"), COLUMNS, again=True)
    assert any(line.endswith("lines could not be written.") for line in paper.lines)


def test_a_line_that_has_not_ended_waits_until_the_end() -> None:
    paper = Paper()
    canvas = Canvas(paper.write)
    canvas.say(b"half")
    canvas.draw(view("view"), COLUMNS)
    assert paper.lines[0] == "view"
    canvas.say(b" and half\nmore")
    canvas.draw(view("view"), COLUMNS)
    assert paper.lines[:2] == ["half and half", "view"]
    canvas.erase(COLUMNS)
    assert paper.lines[:2] == ["half and half", "more"]


@pytest.mark.parametrize("evil", [b"\x1b[2J", b"\x07", b"\xc2\x9b2J", b"\x0e"])
def test_a_line_of_the_log_cannot_steer_the_terminal(evil: bytes) -> None:
    written = bytearray()
    canvas = Canvas(lambda data: written.extend(data) or len(data))
    canvas.say(b"a " + evil + b" name\n")
    canvas.draw([], COLUMNS)
    assert evil not in written
    assert written.startswith(b"a ")


def test_where_a_window_has_become_narrower_the_broken_lines_are_removed() -> None:
    written: list[bytes] = []
    canvas = Canvas(lambda data: written.append(data) or len(data))
    canvas.draw(view("x" * 39, "y" * 10), COLUMNS)
    canvas.draw(view("x" * 9), 10)
    assert written[-1].startswith(b"\r\x1b[4A\x1b[J")
    canvas.forget()
    canvas.draw(view("x"), 10)
    assert written[-1] == b"x"
