"""Serial lines: what a microcontroller prints, through a real terminal device."""

from __future__ import annotations

import os
import pty
import sys
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.clients.installation.devices import SCAN_EVERY
from perf_engine.clients.installation.serial_lines import (
    LONGEST,
    NO_PACKAGE,
    SerialLines,
    readings,
)
from perf_engine.core.installation.gesture import source_of
from tests.support.peers import require_module

FIRST = b"cut off\n"


def named(line: str) -> dict[str, float]:
    """The readings of a line, by the names of sources in a configuration."""
    found = {}
    for (_, name, place, _), value in readings(line):
        found[f"serial {name or place + 1}"] = value
        assert source_of(f"serial {name or place + 1}") == ("serial", name, place, 0)
    return found


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("512", {"serial 1": 512.0}),
        ("512,300 7", {"serial 1": 512.0, "serial 2": 300.0, "serial 3": 7.0}),
        ("-1.5e2;+.25", {"serial 1": -150.0, "serial 2": 0.25}),
        ("light:512", {"serial 1": 512.0, "serial light": 512.0}),
        (
            "Light = 5, dist 80",
            {"serial 1": 5.0, "serial light": 5.0, "serial 2": 80.0, "serial dist": 80.0},
        ),
        ("A0:3\tA1:4", {"serial 1": 3.0, "serial a0": 3.0, "serial 2": 4.0, "serial a1": 4.0}),
        ("", {}),
        ("ready", {}),
        ("v1.2.3", {}),
        ("nan inf", {}),
        ("temp: 21C", {"serial 1": 21.0, "serial temp": 21.0}),
    ],
)
def test_a_line_has_its_numbers_by_place_and_by_name(line: str, values: dict[str, float]) -> None:
    assert named(line) == values


@given(st.text(max_size=200))
def test_whatever_a_line_says_it_has_numbers_or_none(line: str) -> None:
    assert all(isinstance(value, float) for _, value in readings(line))


class Board:
    """A device that prints what a test writes, and the sensor that reads it."""

    def __init__(self) -> None:
        self.end, self._device = pty.openpty()
        self.name = os.ttyname(self._device)
        self.heard: list[tuple[object, float]] = []
        self.lines = self.sensor(self.name)

    def sensor(self, *names: str) -> SerialLines:
        return SerialLines(
            names, 9600, lambda source, value, now: self.heard.append((source, value))
        )

    def print(self, data: bytes) -> None:
        os.write(self.end, data)

    def unplug(self) -> None:
        os.close(self.end)
        os.close(self._device)


@pytest.fixture
def board() -> Iterator[Board]:
    require_module("serial")
    board = Board()
    yield board
    board.lines.close()


def read(lines: SerialLines, now: float, count: int) -> None:
    """Take turns until so many lines have come."""
    came = 0
    while came < count:
        came += lines.turn(now)


def test_numbers_are_passed_on_without_the_first_line(board: Board) -> None:
    board.lines.turn(0.0)
    assert board.lines.open
    board.print(b"12\n34\r\nlight:5\n6")
    read(board.lines, 0.1, 2)
    assert board.heard == [
        (source_of("serial 1"), 34.0),
        (source_of("serial 1"), 5.0),
        (source_of("serial light"), 5.0),
    ]
    board.print(b"7\n")
    read(board.lines, 0.2, 1)
    assert board.heard[-1] == (source_of("serial 1"), 67.0)


def test_a_line_without_an_end_is_dropped_and_counted(board: Board) -> None:
    board.lines.turn(0.0)
    board.print(FIRST)
    for _ in range(4):
        board.print(b"9" * (LONGEST // 2))
        board.lines.turn(0.1)
    board.print(b"9\n8\n")
    while (source_of("serial 1"), 8.0) not in board.heard:
        board.lines.turn(0.2)
    assert board.lines.too_long == 1
    assert board.heard == [(source_of("serial 1"), 8.0)]


def test_a_device_that_is_gone_is_told_and_tried_again(board: Board) -> None:
    board.lines.turn(0.0)
    board.unplug()
    while board.lines.open:
        board.lines.turn(0.1)
    assert board.lines.problems == (f"the serial line {board.name} is gone",)
    board.lines.turn(SCAN_EVERY)
    (problem,) = board.lines.problems
    assert problem.startswith(f"the serial line {board.name} cannot be opened (")


def test_a_path_that_is_not_there_is_told_once(board: Board) -> None:
    lines = board.sensor("/dev/none")
    lines.turn(0.0)
    assert lines.problems == (
        "the serial line /dev/none cannot be opened (No such file or directory)",
    )


def test_a_name_that_no_device_has_is_told(board: Board) -> None:
    lines = board.sensor("Theremin 5000")
    lines.turn(0.0)
    (problem,) = lines.problems
    assert problem.startswith("the serial line Theremin 5000 cannot be opened (there is ")


def test_without_the_package_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "serial", None)
    lines = SerialLines(("/dev/ttyACM0",), 9600, lambda source, value, now: None)
    lines.turn(0.0)
    assert lines.problems == (NO_PACKAGE,)


def test_without_names_nothing_is_opened() -> None:
    lines = SerialLines((), 9600, lambda source, value, now: None)
    assert lines.turn(0.0) == 0
    assert lines.problems == ()
