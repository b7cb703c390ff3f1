"""Helper processes: fed, heard, ended; the gap one is started in, the pause before it is again."""

from __future__ import annotations

import math
import select
import time
from pathlib import Path

import pytest

from perf_engine.engine.helpers.helper import Backoff, Gap, Helper, reap


@pytest.fixture
def body(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return (tmp_path / "helper_stand_in.py").write_text


def heard(helper: Helper) -> list[str]:
    lines: list[str] = []
    while not helper.ended:
        assert select.select([helper], [], [], 60.0)[0]
        lines += helper.lines()
    return lines


def test_what_it_is_fed_it_gets_and_it_ends_with_its_input(body) -> None:
    body("import sys\nprint(sys.stdin.read().upper())")
    helper = Helper.of("helper_stand_in")
    assert helper.due() == math.inf
    assert helper.feed(b"one\ntwo") == 7
    helper.let_go()
    assert heard(helper) == ["ONE", "TWO"]
    assert helper.fileno() == -1
    assert helper.hear(0.0) == ([], "ended early")
    helper.close(20.0)
    assert helper.gone()


def test_what_has_no_room_is_not_waited_for(body) -> None:
    body("import time\ntime.sleep(600)")
    helper = Helper.of("helper_stand_in")
    sent = 0
    while count := helper.feed(bytes(65_536)):
        sent += count
    assert sent > 0
    assert not helper.room(0.0)
    helper.close()


def test_patience_with_it_ends_and_who_is_dropped_is_seen_off_without_waiting(body) -> None:
    body("import time\ntime.sleep(600)")
    helper = Helper.of("helper_stand_in", now=10.0, longest=5.0)
    assert helper.due() == 15.0
    assert helper.hear(14.9) == ([], "")
    assert helper.hear(15.0) == ([], "took longer than 5 s")
    helper.drop()
    assert helper.fileno() == -1
    until = time.monotonic() + 60.0
    while reap():
        assert time.monotonic() < until
        time.sleep(0.01)
    assert helper.process.returncode is not None


def test_a_gap_is_waited_for_but_not_for_ever() -> None:
    free = 0.001
    gap = Gap(lambda now: free)
    wanted = 0.012, 2.0
    assert not gap.open(5.0, wanted)
    free = 0.012
    assert not gap.open(5.5, wanted, held=True)
    assert gap.open(5.5, wanted)
    free = 0.001
    assert not gap.open(8.0, wanted)  # the next work has waited for nothing yet
    assert not gap.open(9.9, wanted)
    assert gap.open(10.0, wanted)
    assert not gap.open(11.0, wanted)
    gap.forget()
    assert not gap.open(13.5, wanted)


def test_a_pause_doubles_until_one_settles() -> None:
    backoff = Backoff(1.0, 5.0, 60.0)
    assert [backoff.next() for _ in range(4)] == [1.0, 2.0, 4.0, 5.0]
    assert not backoff.lived(60.0)
    assert backoff.next() == 5.0
    assert backoff.lived(60.1)
    assert backoff.next() == 1.0
