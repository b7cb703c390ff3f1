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
from rehearsed import Rehearsal

from perf_engine.live.dictation import Dictation
from perf_engine.live.farewell import PATIENCE, Farewell
from perf_engine.live.journal import records, sessions
from perf_engine.live.records import Mark, Record


def given() -> deque[Record]:
    return deque([Rehearsal(1).records[0], *(Mark(float(i), "x" * 1000) for i in range(300))])


def dictation(folder: Path) -> Dictation:
    return Dictation("--folder", str(folder), "--most", "100000000")


def see_off(farewell: Farewell, now: float = 0.0) -> None:
    until = time.monotonic() + 60.0
    while farewell:
        assert time.monotonic() < until
        farewell.turn(now, time.monotonic)
        time.sleep(0.002)


def test_what_is_left_is_written_before_it_goes(tmp_path: Path) -> None:
    farewell = Farewell()
    assert farewell.turn(0.0, time.monotonic) == math.inf
    farewell.add(dictation(tmp_path), given(), 0.0)
    assert farewell.turn(0.0, time.monotonic) < 1.0
    see_off(farewell)
    assert list(records(*sessions(tmp_path)))[-1] == Mark(299.0, "x" * 1000)


def test_in_the_end_it_is_waited_for(tmp_path: Path) -> None:
    farewell = Farewell()
    for name in "ab":
        farewell.add(dictation(tmp_path / name), given(), 0.0)
    farewell.close(60.0)
    assert not farewell
    for session in sessions(tmp_path):
        assert list(records(session))[-1] == Mark(299.0, "x" * 1000)


def test_who_takes_nothing_is_not_waited_for(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    stuck, farewell = dictation(tmp_path), Farewell()
    os.kill(stuck.process, signal.SIGSTOP)
    farewell.add(stuck, given(), 0.0)
    farewell.turn(PATIENCE - 0.1, time.monotonic)
    assert farewell
    with caplog.at_level(logging.WARNING):
        see_off(farewell, PATIENCE + 0.1)
    assert "not complete: its writing took long" in caplog.text


def test_who_is_lost_goes_at_once(tmp_path: Path) -> None:
    lost, farewell = dictation(tmp_path), Farewell()
    lost.lost = "its process ended"
    farewell.add(lost, given(), 0.0)
    see_off(farewell)
