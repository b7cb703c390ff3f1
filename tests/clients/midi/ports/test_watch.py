"""The bridge's end of the scanner, with a scanner of a few lines."""

from __future__ import annotations

import math
import select
import sys
from pathlib import Path

import pytest

from perf_engine.clients.midi.ports import hanging
from perf_engine.clients.midi.ports.watch import AGAIN_AFTER, Seen, Watch

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no select on pipes")


@pytest.fixture
def begin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    watches = []

    def start(body: str) -> Watch:
        (tmp_path / "stand_in_scan.py").write_text(f"import sys\n{body}\nsys.stdin.read()\n")
        watches.append(Watch(0.0, "stand_in_scan"))
        return watches[-1]

    yield start
    for watch in watches:
        watch.close(10.0)


def wait(watch: Watch) -> None:
    assert select.select([watch.fileno()], [], [], 60.0)[0]


def test_a_line_is_a_change_and_tells_which_drivers_work(begin):
    watch = begin("""print('{"at": 1, "drivers": [2, 3], "in": ["a"], "out": []}', flush=True)""")
    assert watch.drivers is None
    changed = False
    while not changed:  # a line may come in pieces
        wait(watch)
        changed = watch.changed(0.1)
    assert watch.drivers == {2, 3}
    drivers, inputs = frozenset({2, 3}), frozenset({"a"})
    assert watch.seen() == [Seen(1.0, drivers, inputs, frozenset())]
    assert watch.seen() == []
    assert not watch.changed(0.2)


def test_a_look_that_saw_the_same_is_no_change_and_its_time_counts(begin):
    watch = begin("""
print('{"at": 1, "drivers": [2], "in": [], "out": ["a"], "linked": ["a"]}', flush=True)
sys.stdin.readline()
print('{"at": 2.5}', flush=True)""")
    assert (watch.linked, watch.looked) == (None, -math.inf)
    while not watch.changed(0.1):
        wait(watch)
    assert (watch.linked, watch.looked) == ({"a"}, 1.0)
    watch._process.stdin.write(b"\n")
    while watch.looked < 2.5:
        wait(watch)
        assert not watch.changed(0.2)
    assert watch.linked == {"a"}
    assert len(watch.seen()) == 1


def test_what_is_no_such_line_is_no_change(begin):
    watch = begin("""
for line in ("drivers", "[]", "{}", '{"drivers": 1}'):
    print(line, flush=True)
sys.exit()""")
    while watch.fileno() >= 0:
        wait(watch)
        assert not watch.changed(0.1)
    assert watch.drivers is None


def test_a_scanner_that_ends_is_started_again_after_a_pause(begin):
    watch = begin("sys.exit(1)")
    wait(watch)
    assert not watch.changed(5.0)
    assert watch.fileno() == -1
    assert watch.next_due == 5.0 + AGAIN_AFTER
    watch.changed(5.5)
    assert watch.fileno() == -1
    watch.changed(watch.next_due)
    assert watch.fileno() >= 0


def test_a_scanner_that_hangs_is_killed_and_started_again(begin, monkeypatch):
    monkeypatch.setattr(hanging, "HANGS", 1.0)
    watch = begin("""
print('{"at": 1, "drivers": [2], "in": [], "out": [], "linked": []}', flush=True)
import time; time.sleep(1000)""")
    while not watch.changed(0.1):
        wait(watch)
    first = watch._process
    for now in (0.5, 0.9, 1.1):
        assert not watch.changed(now)
    assert watch._process is first
    watch.changed(1.3)
    assert first.wait(60.0) < 0
    assert (watch.fileno(), watch.linked, watch.next_due) == (-1, None, 1.3 + AGAIN_AFTER)
    watch.changed(watch.next_due)
    assert watch.fileno() >= 0
