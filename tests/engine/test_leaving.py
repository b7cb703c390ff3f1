"""Scribes whose session is over: seen off with all that they have yet to write."""

from __future__ import annotations

import logging
import math
import os
import signal
import time
from collections import deque
from pathlib import Path

import pytest

from perf_engine.engine.session.journal import records, sessions
from perf_engine.engine.session.records import Mark, Record
from perf_engine.engine.session.writer_process import PATIENCE, Leaving, WriterProcess
from tests.support.rehearsed import Rehearsal


def given() -> deque[Record]:
    return deque([Rehearsal(1).records[0], *(Mark(float(i), "x" * 1000) for i in range(300))])


def writer_of(folder: Path) -> WriterProcess:
    return WriterProcess("--folder", str(folder), "--most", "100000000")


def see_off(leaving: Leaving, now: float = 0.0) -> None:
    until = time.monotonic() + 60.0
    while leaving:
        assert time.monotonic() < until
        leaving.turn(now, time.monotonic)
        time.sleep(0.002)


def test_what_is_left_is_written_before_it_goes(tmp_path: Path) -> None:
    leaving = Leaving()
    assert leaving.turn(0.0, time.monotonic) == math.inf
    leaving.add(writer_of(tmp_path), given(), 0.0)
    assert leaving.turn(0.0, time.monotonic) < 1.0
    see_off(leaving)
    assert list(records(*sessions(tmp_path)))[-1] == Mark(299.0, "x" * 1000)


def test_in_the_end_it_is_waited_for(tmp_path: Path) -> None:
    leaving = Leaving()
    for name in "ab":
        leaving.add(writer_of(tmp_path / name), given(), 0.0)
    leaving.close(60.0)
    assert not leaving
    assert len(sessions(tmp_path)) == 2
    for session in sessions(tmp_path):
        assert list(records(session))[-1] == Mark(299.0, "x" * 1000)


def test_who_takes_nothing_is_not_waited_for(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    stuck, leaving = writer_of(tmp_path), Leaving()
    os.kill(stuck.process, signal.SIGSTOP)
    leaving.add(stuck, given(), 0.0)
    leaving.turn(PATIENCE - 0.1, time.monotonic)
    assert leaving
    with caplog.at_level(logging.WARNING):
        see_off(leaving, PATIENCE + 0.1)
    assert "not complete: its writing took too long" in caplog.text


def test_who_is_lost_goes_at_once(tmp_path: Path) -> None:
    lost, leaving = writer_of(tmp_path), Leaving()
    os.kill(lost.process, signal.SIGSTOP)  # only a kill ends it
    lost.lost = "its process ended"
    leaving.add(lost, given(), 0.0)
    see_off(leaving)


def test_one_that_does_not_even_end_by_force_is_told_of_and_seldom_looked_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a process does that waits for a disk that hangs."""
    hung, leaving = writer_of(tmp_path), Leaving()
    monkeypatch.setattr(type(hung), "gone", lambda one: False)
    hung.lost = "it cannot keep up"
    leaving.add(hung, given(), 0.0)
    leaving.turn(0.0, time.monotonic)
    assert not leaving.stuck
    wake = leaving.turn(PATIENCE + 1.0, time.monotonic)
    assert leaving.stuck
    assert leaving.turn(PATIENCE + 2.0, time.monotonic) > wake - PATIENCE + 0.1
    monkeypatch.undo()
    see_off(leaving, PATIENCE + 3.0)
    assert not leaving.stuck
