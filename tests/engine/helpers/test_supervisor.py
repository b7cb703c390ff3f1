"""Keeping a process alive, with one of a few lines."""

from __future__ import annotations

import math
import os
import select
import signal
import time
from pathlib import Path

import pytest

from perf_engine.engine.helpers.helper import Helper
from perf_engine.engine.helpers.supervisor import AT_ONCE, REGAINED, Supervisor

SHORTEST_PAUSE, LONGEST_PAUSE, SETTLED = 1.0, 30.0, 60.0  # of a backoff, where nothing is said


class Kept(Supervisor):
    def __init__(self, again: bool = True, broken: bool = False, came_up: bool = False) -> None:
        self.again, self.broken, self.came_up = again, broken, came_up
        self.lines: list[str] = []
        self.statuses: list[int] = []
        self.pauses: list[float] = []
        self.failures = 0
        super().__init__(0.0)

    def _start(self) -> Helper:
        if self.broken:
            raise OSError("no room")
        return Helper.of("kept_stand_in")

    def _hear(self, line: str) -> None:
        self.lines.append(line)

    def _failed(self, error: OSError) -> None:
        self.failures += 1

    def _ended(self, status: int, pause: float) -> bool:
        self.statuses.append(status)
        self.pauses.append(pause)
        return self.again

    @property
    def _came_up(self) -> bool:
        return self.came_up

    def outlive(self, now: float) -> float:
        """Turn until the process has been reaped; when that was."""
        known = len(self.statuses)
        while len(self.statuses) == known:
            if self.fileno() >= 0:
                assert select.select([self.fileno()], [], [], 60.0)[0]
            self.turn(now)
            now += 0.1
        return now


@pytest.fixture
def body(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return (tmp_path / "kept_stand_in.py").write_text


def test_its_lines_are_handed_on_and_it_ends_when_it_is_closed(body):
    body("import sys\nprint('one', flush=True)\nsys.stdin.read()")
    kept = Kept()
    assert kept.alive
    assert kept.due() == math.inf
    while not kept.lines:  # a line may come in pieces
        assert select.select([kept.fileno()], [], [], 60.0)[0]
        kept.turn(0.1)
    assert kept.lines == ["one"]
    kept.close()
    assert not kept.alive
    assert kept.fileno() == -1
    assert kept.due() == math.inf
    assert kept.statuses == []


def test_it_is_started_again_ever_more_patiently_and_as_at_first_after_a_settled_life(body):
    body("import sys\nsys.exit(7)")
    kept, now = Kept(), 0.0
    for _ in range(7):
        now = kept.outlive(now)
        assert not kept.alive
        kept.turn(math.nextafter(kept.due(), 0.0))
        assert not kept.alive, "before its time"
        now = kept.due()
        kept.turn(now)
    assert set(kept.statuses) == {7}
    assert kept.pauses == [min(SHORTEST_PAUSE * 2**n, LONGEST_PAUSE) for n in range(7)]
    kept.outlive(now + SETTLED + 1.0)
    assert kept.pauses[-1] == SHORTEST_PAUSE
    kept.close()


def test_one_that_came_up_and_ends_at_once_is_restarted_so_often_without_a_pause(body):
    body("")
    kept, now = Kept(came_up=True), 0.0
    while not kept.pauses or not kept.pauses[-1]:
        now = kept.outlive(now)
    assert len(kept.pauses) >= AT_ONCE
    assert kept.pauses[-1] == SHORTEST_PAUSE
    kept.close()


def test_one_that_came_up_and_lives_a_while_is_always_restarted_without_a_pause(body):
    body("")
    kept, now = Kept(came_up=True), 0.0
    for _ in range(2 * AT_ONCE):
        now = kept.outlive(now + REGAINED)
    assert set(kept.pauses) == {0.0}
    kept.close()


def test_it_is_left_alone_where_that_is_wanted(body):
    body("")
    kept = Kept(again=False)
    kept.outlive(0.0)
    assert kept.due() == math.inf
    kept.turn(1e6)
    assert not kept.alive


def test_what_was_closed_in_its_pause_is_not_started_again(body):
    body("")
    kept = Kept()
    kept.outlive(0.0)
    assert kept.due() < math.inf
    kept.close()
    assert kept.due() == math.inf
    kept.turn(1e6)
    assert not kept.alive


def test_what_cannot_be_started_is_tried_again(body):
    body("")
    kept = Kept(broken=True)
    assert kept.failures == 1
    assert kept.due() == SHORTEST_PAUSE
    kept.turn(kept.due())
    assert kept.failures == 2
    kept.broken = False
    kept.turn(kept.due())
    assert kept.alive
    kept.close()


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="the state is read in /proc")
def test_one_that_stands_still_is_known_and_can_be_killed(body):
    body("import sys\nprint('one', flush=True)\nsys.stdin.read()")
    kept = Kept(again=False)
    assert kept.heard_at == 0.0
    while not kept.lines:
        assert select.select([kept.fileno()], [], [], 60.0)[0]
        kept.turn(7.0)
    assert kept.heard_at == 7.0
    assert not kept.stopped
    assert kept._helper is not None
    os.kill(kept._helper.process.pid, signal.SIGSTOP)
    until = time.monotonic() + 60.0
    while not kept.stopped:
        assert time.monotonic() < until
    kept.kill()
    kept.outlive(8.0)
    assert kept.statuses == [-signal.SIGKILL]
    assert not kept.stopped
    kept.kill()  # it is gone already
