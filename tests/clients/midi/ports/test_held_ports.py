"""The bridge's end of the process that holds its ports, with one of a few lines."""

from __future__ import annotations

import json
import select
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from perf_engine.clients.midi.bridge import Bridge
from perf_engine.clients.midi.ports import hanging, held_ports
from perf_engine.clients.midi.ports.held_ports import HeldPorts
from perf_engine.clients.midi.ports.holder import DRIVER_LOST
from perf_engine.protocol.notes import ControlChange, Strike

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no select on pipes")

STALE = 60.0  # seconds: longer than this process stands still before it reads

# It opens an input, says what it was told, and does as the test says.
STAND_IN = """
import os, select, socket, sys, time
from perf_engine.clients.midi.ports import holder_messages as f
frames = f.Frames(socket.socket(fileno=0))
def say(kind, data=b""):
    frames.put(kind, data)
    frames.flush()
def report(what):
    say(f.REPORT, what.encode())
def take():
    select.select([0], [], [])
    return frames.take()
{body}
while not frames.ended:
    take()
"""
KEEPS = """
say(f.OPENED, b"\\0keys")
report(f"args {sys.argv[1:]} session {os.getsid(0) == os.getpid()}")
while not frames.ended:
    for kind, data in take():
        if kind in (f.SEND, f.SOUNDS):
            report(f"{kind} {list(data)}")
"""


class Stage:
    def __init__(self) -> None:
        self.said: list[tuple[object, ...]] = []
        self.reports: list[str] = []
        self.bridge = Bridge(9999, lambda *m: self.said.append(m), lambda m: self.ports.send(m))
        self.ports = HeldPorts(["--one"], self.bridge, self.reports.append, "held_stand_in")

    def until(self, enough: Callable[[], object]) -> None:
        end = time.monotonic() + 60.0
        while not enough():
            assert time.monotonic() < end, (self.reports, self.said)
            self.ports.advance(time.monotonic())
            if self.ports.fileno() >= 0 and select.select([self.ports.fileno()], [], [], 0.05)[0]:
                self.ports.hear(time.monotonic())


@pytest.fixture
def begin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Stage]]:
    root = Path(__file__).parents[4]
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}:{root}")
    stages = []

    def start(body: str) -> Stage:
        (tmp_path / "held_stand_in.py").write_text(STAND_IN.replace("{body}", body))
        stages.append(Stage())
        return stages[-1]

    yield start
    for stage in stages:
        stage.ports.end(10.0)


def test_it_is_started_in_a_session_of_its_own_and_hands_on_in_both_directions(begin):
    stage = begin(KEEPS)
    stage.until(lambda: stage.reports)
    assert stage.reports == ["args ['--one'] session True"]
    stage.bridge.hear(Strike(3, 60, 100, 0.0), 0.0)
    stage.bridge.advance(0.0)
    stage.until(lambda: len(stage.reports) > 1)
    assert stage.reports[1] == "1 [147, 60, 100]"


def test_keys_come_with_their_time_and_strikes_that_waited_too_long_are_dropped(
    begin, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(held_ports, "STALE", STALE)
    stage = begin(
        """
say(f.OPENED, b"\\7keys")
for late, message in ((0, [0x90, 60, 100]), (STALE, [0x90, 62, 100]), (STALE, [0x80, 60, 0])):
    say(f.HEARD, f.TIME.pack(time.monotonic() - late) + b"\\7" + bytes(message))
say(f.CLOSED, b"\\7")
report("done")""".replace("STALE", str(2 * STALE))
    )
    stage.until(lambda: stage.reports)
    notes = [message for message in stage.said if message[0] == "/perf/in/note"]
    assert notes == [("/perf/in/note", 0, 60, 100), ("/perf/in/note", 0, 60, 0)]


def test_one_that_is_killed_is_started_again_at_once_and_told_what_sounded(begin):
    stage = begin(KEEPS)
    stage.until(lambda: stage.reports)
    stage.bridge.hear_midi("keys", [0x90, 48, 100])
    stage.bridge.hear(Strike(3, 60, 100, 0.0), 0.0)
    stage.bridge.hear(ControlChange(3, 64, 127, 0.0), 0.0)
    stage.bridge.advance(0.0)
    stage.until(lambda: len(stage.reports) == 3)
    stage.ports._process.send_signal(signal.SIGKILL)
    stage.until(lambda: len(stage.reports) == 7)
    assert "it is started again" in json.loads(stage.reports[3])["warning"]
    assert stage.reports[5:] == ["4 [131, 60]", "4 [179, 64]"], "releases of the key and pedal"
    assert ("/perf/in/note", 0, 48, 0) in stage.said, "what was held on its keyboards is let go"
    assert stage.bridge.sounding == frozenset()
    assert stage.ports.ended is None


def test_one_that_hangs_is_killed_and_another_is_told_what_sounded(begin, monkeypatch):
    monkeypatch.setattr(hanging, "HANGS", 1.0)
    stage = begin(
        KEEPS.replace(
            "for kind, data in take():", "for kind, data in take():\n        say(f.ALIVE)"
        )
        + """
        if kind == f.SEND:
            time.sleep(1000)"""
    )
    stage.until(lambda: stage.reports)
    first = stage.ports._process
    stage.bridge.hear(Strike(3, 60, 100, 0.0), 0.0)
    stage.bridge.advance(0.0)
    stage.until(lambda: len(stage.reports) == 5)
    assert first.wait(60.0) == -signal.SIGKILL
    assert "it is started again" in json.loads(stage.reports[2])["warning"]
    assert stage.reports[4] == "4 [131, 60]", "a release of the key"
    second = stage.ports._process
    end = time.monotonic() + 3.0
    stage.until(lambda: time.monotonic() > end)
    assert stage.ports._process is second, "what lives is left alone"


def test_one_that_lost_its_driver_is_started_again_to_wait_for_it(begin):
    stage = begin(f"""
if "--wait-for-driver" not in sys.argv:
    os._exit({DRIVER_LOST})
report("waits")""")
    stage.until(lambda: stage.reports)
    assert stage.reports == ["waits"]


def test_one_that_finds_no_driver_ends_and_is_not_started_again(begin):
    stage = begin("report('no MIDI')\nsys.exit(0)")
    stage.until(lambda: stage.ports.ended is not None)
    assert (stage.reports, stage.ports.ended) == (["no MIDI"], 0)


def test_one_that_fails_before_it_says_anything_is_started_ever_more_patiently(begin):
    stage = begin("sys.stderr.close()\nos._exit(9)")
    pauses = []
    now = 0.0
    while len(pauses) < 4:
        stage.ports.advance(now)
        assert select.select([stage.ports.fileno()], [], [], 30.0)[0]
        stage.ports.hear(now)
        assert stage.ports.fileno() == -1
        pauses.append(stage.ports.next_due - now)
        now = stage.ports.next_due
    assert pauses == [0.0, 0.5, 1.0, 2.0]
