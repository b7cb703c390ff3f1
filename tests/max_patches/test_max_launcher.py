"""The launcher of perf.engine in real node, with real engines, and a stand-in for Max."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from max_patches.build import ROOT
from max_patches.build.engine import SCRIPT
from tests.support.concert import playing
from tests.support.peers import end, free_port, line_within, require, run_process

PATIENCE = 60.0
HERE = Path(__file__).parent
PROJECT = HERE.parents[1]
ENVIRONMENT = {
    "NODE_PATH": str(HERE / "stub"),
    "PYTHONPATH": str(PROJECT),
    "PERF_ENGINE": f"{sys.executable} -m perf_engine",
}
COMMAND = ("node", str(ROOT / "javascript" / SCRIPT))


def alive(pid: int) -> bool:
    """Whether a process is there and has not ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def gone(pid: int) -> bool:
    """Wait until a process has ended; False where it stays."""
    until = time.monotonic() + PATIENCE
    while alive(pid) and time.monotonic() < until:
        time.sleep(0.02)
    return not alive(pid)


def arguments(pid: int) -> list[str]:
    """The words that a process was started with."""
    return Path(f"/proc/{pid}/cmdline").read_text().split("\0")


class Max:
    """A launcher, what it is told, and what it says."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.engines: list[int] = []
        self.posted: list[str] = []

    def tell(self, *words: object) -> None:
        self.tell_at_once(words)

    def tell_at_once(self, *messages: tuple[object, ...]) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write("".join(json.dumps(words) + "\n" for words in messages))
        self.process.stdin.flush()

    def next(self) -> list[object]:
        """What comes out of its outlet next."""
        while True:
            kind, *words = json.loads(line_within(self.process, PATIENCE))
            if kind == "out":
                if words[:2] == ["launcher", "running"]:
                    self.engines.append(words[2])
                return words
            assert kind == "post"
            self.posted += words

    def begun(self, port: int, *options: str) -> int:
        """Start an engine; its pid, when it answers."""
        assert self.next() == ["ready"]
        self.tell("port", port)
        self.tell("start", *options)
        assert self.next() == ["launcher", "starting"]
        assert self.next()[:2] == ["launcher", "running"]
        assert self.next() == ["up"]
        return self.engines[-1]


@pytest.fixture
def start() -> Iterator[Callable[..., Max]]:
    """A launcher, run by a command; every engine that it told of is ended in the end."""
    require("node")
    started: list[Max] = []
    contexts = []

    def run(*command: str, **env: str) -> Max:
        context = run_process(*(command or COMMAND), env={**ENVIRONMENT, **env})
        contexts.append(context)
        started.append(Max(context.__enter__()))
        return started[-1]

    yield run
    for context in contexts:
        context.__exit__(None, None, None)
    for pid in (pid for launcher in started for pid in launcher.engines):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def test_an_engine_is_started_and_ended(start: Callable[..., Max]) -> None:
    launcher = start()
    pid = launcher.begun(free_port(), "--mode", "solo")
    assert {"--exit-with-stdin", "--no-midi", "solo"} <= set(arguments(pid))
    launcher.tell("start")
    assert launcher.next() == ["launcher", "running", pid]  # not another one
    launcher.tell("stop")
    assert launcher.next() == ["launcher", "stopped"]
    assert gone(pid)
    assert launcher.process.poll() is None


def test_a_start_that_follows_a_stop_at_once_is_not_lost(start: Callable[..., Max]) -> None:
    launcher = start()
    pid = launcher.begun(free_port())
    launcher.tell_at_once(("stop",), ("start", "--mode", "listen"))
    assert launcher.next() == ["launcher", "starting"]  # when the other has ended
    assert launcher.next() == ["launcher", "starting"]
    assert gone(pid)
    assert launcher.next()[:2] == ["launcher", "running"]
    assert launcher.next() == ["up"]
    assert "listen" in arguments(launcher.engines[-1])
    launcher.tell_at_once(("stop",), ("start",), ("stop",))
    assert [launcher.next() for _ in range(2)] == [
        ["launcher", "starting"],
        ["launcher", "stopped"],
    ]
    assert gone(launcher.engines[-1])


def test_what_is_said_of_midi_is_handed_on(start: Callable[..., Max], tmp_path: Path) -> None:
    said = tmp_path / "arguments"
    program = tmp_path / "engine"
    program.write_text(f"#!/bin/sh\necho \"$@\" > '{said}'\nexit 1\n")
    program.chmod(0o755)
    launcher = start()
    assert launcher.next() == ["ready"]
    port = free_port()
    given = f"play --osc-port {port} --exit-with-stdin"
    launcher.tell("port", port)
    launcher.tell("program", str(program))
    for options, expected in {
        "": "--no-midi",
        "none": "--no-midi",
        "bang": "--no-midi",
        "--midi-in none": "--midi-in none",
        "--config=/my.toml": "--config=/my.toml",
        "--record /my/midi_takes": "--no-midi --record /my/midi_takes",
    }.items():
        launcher.tell("start", *options.split())
        while launcher.next()[:2] != ["launcher", "ended"]:
            pass
        launcher.tell("stop")
        while launcher.next()[:2] != ["launcher", "stopped"]:
            pass
        assert said.read_text().strip() == f"{given} {expected}", options


@pytest.mark.parametrize("port", [0, 70000, -1, 9470.5, "there"])
def test_a_port_that_is_none_is_told_of(start: Callable[..., Max], port: object) -> None:
    launcher = start()
    assert launcher.next() == ["ready"]
    launcher.tell("port", port)
    launcher.tell("start")
    assert launcher.next() == ["launcher", "failed", f"port must be 1..65535, not {port}"]
    launcher.tell("stop")
    assert launcher.next() == ["launcher", "stopped"]


def test_an_engine_that_runs_is_attached_to_and_left_running(
    start: Callable[..., Max], tmp_path: Path
) -> None:
    with playing(tmp_path / "engine.log", "--no-midi") as engine:
        launcher = start()
        assert launcher.next() == ["ready"]
        launcher.tell("port", engine.port)
        launcher.tell("start")
        assert launcher.next() == ["launcher", "attached"]
        assert launcher.next() == ["up"]
        launcher.tell("stop")
        assert launcher.next() == ["launcher", "stopped"]
        assert end(launcher.process) == 0
        assert engine.process.poll() is None


def test_an_engine_that_dies_is_started_again(start: Callable[..., Max]) -> None:
    launcher = start()
    pid = launcher.begun(free_port())
    os.kill(pid, signal.SIGKILL)
    assert launcher.next() == ["launcher", "ended", "SIGKILL"]
    assert launcher.next() == ["launcher", "starting"]
    assert launcher.next()[:2] == ["launcher", "running"]
    assert launcher.next() == ["up"]
    assert gone(pid)
    assert launcher.engines[-1] != pid
    launcher.tell("stop")
    assert launcher.next() == ["launcher", "stopped"]


@pytest.mark.parametrize("how", ["killed", "ended", "parent"])
def test_nothing_is_left_behind(start: Callable[..., Max], how: str) -> None:
    if how == "parent":  # a shell in the place of Max
        launcher = start("sh", "-c", 'exec 3<&0; "$@" <&3 & wait', "sh", *COMMAND)
    else:
        launcher = start()
    pid = launcher.begun(free_port())
    node = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1]
    launcher.process.send_signal(signal.SIGTERM if how == "ended" else signal.SIGKILL)
    assert gone(pid)
    assert gone(int(node))


def test_a_program_that_is_not_there_is_told_of(start: Callable[..., Max]) -> None:
    launcher = start()
    assert launcher.next() == ["ready"]
    launcher.tell("port", free_port())
    launcher.tell("program", "/nowhere at all/perf-engine")
    launcher.tell("start")
    said = [launcher.next() for _ in range(3)]
    assert said[:2] == [["launcher", "starting"], ["launcher", "ended", -1]]
    assert said[2][:2] == ["launcher", "failed"]
    assert "program PATH" in str(said[2][2])


def test_a_program_that_ends_again_and_again_is_given_up(
    start: Callable[..., Max], tmp_path: Path
) -> None:
    program = tmp_path / "an engine"
    program.write_text("#!/bin/sh\necho 'Error: there is no model' >&2\nexit 1\n")
    program.chmod(0o755)
    launcher = start()
    assert launcher.next() == ["ready"]
    launcher.tell("port", free_port())
    launcher.tell("program", str(program))
    launcher.tell("start")
    said = [launcher.next() for _ in range(7)]
    assert said[:6] == [["launcher", "starting"], ["launcher", "ended", 1]] * 3
    assert said[6] == ["launcher", "failed", "Error: there is no model"]
    launcher.tell("start")
    assert launcher.next() == ["launcher", "starting"]


@pytest.mark.parametrize("where", ["around", "home", "path"])
def test_an_engine_is_found_where_a_musician_has_it(
    start: Callable[..., Max], tmp_path: Path, where: str
) -> None:
    folder = {
        "around": tmp_path / "copy" / ".venv" / "bin",
        "home": tmp_path / "home" / "perf_engine" / ".venv" / "bin",
        "path": tmp_path / "bin",
    }[where]
    folder.mkdir(parents=True)
    program = folder / "perf-engine"
    program.write_text(f"#!/bin/sh\necho 'found {where}' >&2\nexit 1\n")
    program.chmod(0o755)
    script = tmp_path / "copy" / "max_patches" / "PerfEngine" / "javascript" / SCRIPT
    script.parent.mkdir(parents=True)
    shutil.copy(COMMAND[1], script)
    path = f"{tmp_path / 'bin'}:{os.environ['PATH']}"
    launcher = start("node", str(script), PERF_ENGINE="", HOME=str(tmp_path / "home"), PATH=path)
    launcher.tell("port", free_port())
    launcher.tell("start")
    while launcher.next()[:2] != ["launcher", "ended"]:
        pass
    assert launcher.posted == [f"found {where}"]


def test_the_script_is_one_that_node_reads() -> None:
    subprocess.run([require("node"), "--check", COMMAND[1]], check=True, timeout=30)
