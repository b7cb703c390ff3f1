"""What is to be written is written, or counted; and somebody's disk is not filled."""

from __future__ import annotations

import errno
import itertools
import os
import subprocess
import sys
from pathlib import Path

import pytest

from perf_engine.engine.output import printer
from perf_engine.engine.output.printer import Printer, Room, lines


def test_what_comes_is_written_as_it_is() -> None:
    said = b"one\ntwo\n\xff\0 three"
    ended = subprocess.run(
        [sys.executable, "-I", "-S", printer.__file__],
        input=said,
        capture_output=True,
        check=True,
        timeout=60,
    )
    assert ended.stdout == said


def test_lines_that_cannot_be_written_are_counted_and_the_number_is_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    written, full = [], True

    def write(out: int, data: bytes) -> int:
        if full:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        written.append(data)
        return len(data)

    monkeypatch.setattr(os, "write", write)
    prints = Printer(1, None)
    prints.take(b"one\ntwo\n")
    prints.take(b"three\n")
    assert prints.to_tell
    full = False
    prints.take(b"four\n")
    assert b"".join(written) == b"3 lines could not be written.\nfour\n"
    assert not prints.to_tell


def test_a_line_that_was_cut_off_is_ended_before_the_number(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    written = b""
    room = 3

    def write(out: int, data: bytes) -> int:
        nonlocal written, room
        if not room:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        data = data[:room]
        room -= len(data)
        written += data
        return len(data)

    monkeypatch.setattr(os, "write", write)
    prints = Printer(1, None)
    prints.take(b"abcdef\n")
    room = 1000
    prints.take(b"next\n")
    assert written == b"abc\n1 line could not be written.\nnext\n"


def test_a_file_takes_so_much_at_once_and_a_little_an_hour(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = os.open(tmp_path / "log", os.O_WRONLY | os.O_CREAT)
    prints = Printer(file, Room(0.0, 1000, 100))
    seconds = itertools.count(1.0)
    monkeypatch.setattr(printer.time, "monotonic", lambda: next(seconds))
    for _ in range(200):
        prints.take(b"0123456789\n")
    os.close(file)
    size = (tmp_path / "log").stat().st_size
    assert 900 < size <= 1000 + 100
    assert prints.left_out > 100


@pytest.mark.parametrize(("data", "count"), [(b"a\n", 1), (b"a\nb\n", 2), (b"a\nb", 2), (b"a", 1)])
def test_lines_are_counted(data: bytes, count: int) -> None:
    assert lines(data) == count


def test_room_comes_back_by_the_hour() -> None:
    room = Room(0.0, 1000.0, 100.0)
    assert room.take(1000, 0.0)
    assert not room.take(1, 0.0)
    assert not room.take(1, 1800.0), "not by and by: then half of a log would be about itself"
    assert room.take(90, 3601.0)
    assert not room.take(20, 3601.0)
    assert room.take(1000, 1e9)
