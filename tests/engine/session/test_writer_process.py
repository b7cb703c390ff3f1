"""Sending to a writer: what it takes, what it does not, and its end."""

from __future__ import annotations

import logging
import os
import signal
import time
from collections import deque
from pathlib import Path

import pytest

from perf_engine.engine.session.journal import files, records
from perf_engine.engine.session.records import Beginning, Mark, Record
from perf_engine.engine.session.writer_process import WriterProcess
from tests.support.rehearsed import Rehearsal


def writer_of(folder: Path) -> WriterProcess:
    return WriterProcess("--folder", str(folder), "--most", "100000000")


def hear(made: WriterProcess, what: str, seconds: float = 60.0) -> str:
    """Listen until it has said this."""
    until = time.monotonic() + seconds
    while not getattr(made, what) and time.monotonic() < until:
        made.listen()
        time.sleep(0.005)
    assert getattr(made, what)
    return str(getattr(made, what))


def test_it_writes_all_that_it_was_given(tmp_path: Path) -> None:
    played = Rehearsal(1)
    played.go(5.0)
    made, given = writer_of(tmp_path), deque(played.records)
    session = Path(hear(made, "session"))
    assert made.end(given, 60.0)
    assert not given
    found = list(records(session))
    assert found[1:] == played.records[1:]
    assert made.sent > files(session)[0].stat().st_size // 2


def test_a_scribe_that_takes_nothing_is_not_waited_for(tmp_path: Path) -> None:
    made = writer_of(tmp_path)
    hear(made, "session")
    os.kill(made.process, signal.SIGSTOP)
    given: deque[Record] = deque(Mark(1.0, "x" * 1000) for _ in range(2000))
    for _ in range(200):
        made.feed(given, time.monotonic)
    assert made.behind
    assert given
    assert not made.lost
    assert not made.end(given, 0.2)
    made.gone()


def test_a_scribe_that_dies_is_known_to_be_lost(tmp_path: Path) -> None:
    made = writer_of(tmp_path)
    hear(made, "session")
    os.kill(made.process, signal.SIGKILL)
    assert "ended" in hear(made, "lost")
    given: deque[Record] = deque([Mark(1.0, "x")])
    made.feed(given, time.monotonic)
    assert len(given) == 1
    assert made.fileno() == -1
    made.drop()
    until = time.monotonic() + 60.0
    while not made.gone():
        assert time.monotonic() < until
        time.sleep(0.005)


def test_it_says_why_it_cannot_write(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    made = writer_of(tmp_path / "file")
    assert "exists" in hear(made, "lost") or "directory" in made.lost
    assert not made.end(deque([Rehearsal(1).records[0]]), 5.0)


def test_it_ends_with_the_last_that_was_said(tmp_path: Path) -> None:
    made = writer_of(tmp_path)
    first = Rehearsal(1).records[0]
    assert isinstance(first, Beginning)
    given: deque[Record] = deque([first, Mark(1.0, "last")])
    while given or made.behind:
        made.feed(given, time.monotonic)
        assert not made.lost
    made.let_go()
    session = Path(hear(made, "session"))
    until = time.monotonic() + 60.0
    while not made.gone():
        assert time.monotonic() < until
        time.sleep(0.005)
    assert list(records(session))[-1] == Mark(1.0, "last")


def test_what_cannot_be_deleted_is_a_warning(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    old = tmp_path / "2020-01-01_10-00-00"
    (old / "journal-000002.jsonl").mkdir(parents=True)  # a folder, which no unlink deletes
    (old / "journal-000001.jsonl").write_bytes(b"x" * 100)
    for path in old.iterdir():
        os.utime(path, (1.5e9, 1.5e9))
    played = Rehearsal(1)
    played.go(1.0)
    made = WriterProcess("--folder", str(tmp_path), "--most", "1000000", "--all", "50")
    session = Path(hear(made, "session"))
    assert made.end(deque(played.records), 60.0)
    assert files(session)
    assert "Old recordings could not all be deleted" in caplog.text
    assert old.is_dir()


def test_older_sessions_make_room_with_the_first_file(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    old = tmp_path / "2020-01-01_10-00-00"
    old.mkdir()
    (old / "journal-000001.jsonl").write_bytes(b"x" * 100)
    os.utime(old / "journal-000001.jsonl", (1.5e9, 1.5e9))
    played = Rehearsal(1)
    played.go(1.0)
    made = WriterProcess("--folder", str(tmp_path), "--most", "1000000", "--all", "50")
    session = Path(hear(made, "session"))
    assert made.end(deque(played.records), 60.0)
    assert not old.exists()
    assert files(session)
    assert f"The recording {old.name} was deleted, to make room." in caplog.text
