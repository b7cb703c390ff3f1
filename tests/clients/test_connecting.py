"""Found, started, refused: how a Python program comes to an engine, and what it leaves behind."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from peers import free_port, line_within, run_process

import perf_engine
from perf_engine.clients import engine_process, questions
from perf_engine.clients.engine_process import EngineProcess, NoEngine
from perf_engine.clients.wire import packet, received

ROOT = Path(__file__).parents[2]
STARTED = 60.0


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_an_engine_is_started_where_there_is_none_and_found_where_there_is_one() -> None:
    port = free_port()
    with perf_engine.connect(port=port, options=["--no-midi"]) as first:
        assert first.there.engine is not None
        assert first.there.engine.port == port
        with perf_engine.connect(port=port) as second:
            assert second.there.engine is None
            assert second.status().clients == 2
        pid = first.there.engine.pid
        assert alive(pid)  # who only found it does not end it
    assert not alive(pid)
    with pytest.raises(NoEngine, match=rf"no engine answers at 127\.0\.0\.1:{port}"):
        perf_engine.connect(port=port, start=False)


@contextmanager
def full_engine() -> Iterator[int]:
    """The port of an engine that answers pings, and registers nobody."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as here:
        here.bind(("127.0.0.1", 0))

        def answer() -> None:
            while data := here.recvfrom(4096):
                if not data[0]:
                    return
                for message in received(data[0], 0.0, 0.0):
                    if getattr(message, "address", "") == "/perf/ping":
                        here.sendto(packet("/perf/pong", *message.arguments[:1]), data[1])

        thread = threading.Thread(target=answer)
        thread.start()
        yield here.getsockname()[1]
        here.sendto(b"", here.getsockname())
        thread.join(20)


def test_no_engine_is_started_where_one_is_that_takes_no_more_clients(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(questions, "AT_ONCE", 0.3)
    monkeypatch.setattr(EngineProcess, "start", lambda *_: pytest.fail("one was started"))
    with full_engine() as port, pytest.raises(NoEngine, match="takes no more clients"):
        perf_engine.connect(port=port)


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A program in the place of Python, which writes its arguments beside it."""
    program = tmp_path / "engine"
    monkeypatch.setattr(engine_process.sys, "executable", str(program))
    return program


def write_program(program: Path, *lines: str) -> None:
    written = ["#!/bin/sh", f"echo \"$@\" > '{program}.arguments'", *lines]
    program.write_text("\n".join([*written, "cat > /dev/null", ""]))
    program.chmod(0o755)


async def started(*options: str) -> list[str]:
    engine = await EngineProcess.start(9470, options)
    try:
        return list(engine.said)
    finally:
        await engine.end()


@pytest.mark.parametrize(
    ("option", "keyboard"),
    [("--record=/my/midi_takes", False), ("--mode=solo", False), ("--midi-out=auto", True),
     ("--no-midi", True), ("--config", True), ("--config=/my.toml", True)],
)  # fmt: skip
def test_unless_an_option_is_about_midi_no_keyboard_is_opened(
    stand_in: Path, option: str, keyboard: bool
) -> None:
    write_program(stand_in, "echo perf_engine is ready on port 9470.")
    asyncio.run(started(option))
    words = Path(f"{stand_in}.arguments").read_text().split()
    assert words[-1] == option
    assert ("--midi-in" not in words) == keyboard


@pytest.mark.parametrize("length", [100_000, 3_000_000])
def test_a_line_of_any_length_does_not_end_the_reading(stand_in: Path, length: int) -> None:
    write_program(stand_in, f"head -c {length} /dev/zero | tr '\\0' x", "echo",
                  "echo perf_engine is ready on port 9470.")  # fmt: skip
    said = asyncio.run(started())
    assert sum(map(len, said[:-1])) == length
    assert said[-1] == "perf_engine is ready on port 9470."


def test_an_engine_that_is_not_ready_in_time_is_told_of_with_what_it_said(
    monkeypatch: pytest.MonkeyPatch, stand_in: Path
) -> None:
    monkeypatch.setattr(engine_process, "STARTED_WITHIN", 5.0)
    write_program(stand_in, "echo Loading.")
    with pytest.raises(NoEngine, match=r"not ready within 5 s; it said: Loading\."):
        asyncio.run(started())


def test_no_engine_is_started_on_another_machine() -> None:
    with pytest.raises(NoEngine, match=r"no engine answers at 127\.0\.0\.2"):
        perf_engine.connect("127.0.0.2", free_port())


def test_why_an_engine_does_not_start_is_said_in_its_own_words() -> None:
    with pytest.raises(NoEngine, match="not one of"):
        perf_engine.connect(port=0, options=["--no-midi", "--mode", "dance"])
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.1", 0))
        with pytest.raises(NoEngine, match="cannot be opened"):
            perf_engine.connect(port=other.getsockname()[1], options=["--no-midi"])


def test_a_port_out_of_range_is_refused() -> None:
    with pytest.raises(ValueError, match=r"port must be 0\.\.65535, not 70000"):
        perf_engine.connect(port=70000)


SCRIPT = """
import perf_engine
perf = perf_engine.connect(port=0, options=["--no-midi"])
print(perf.there.engine.pid, flush=True)
"""


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="processes are seen in /proc")
@pytest.mark.parametrize("end", ["", "input()"])
def test_the_engine_ends_with_the_program_that_started_it(end: str) -> None:
    env = {"PYTHONPATH": str(ROOT)}
    with run_process(sys.executable, "-c", SCRIPT + end, env=env,
                     stderr=subprocess.DEVNULL) as program:  # fmt: skip
        pid = int(line_within(program, STARTED))
        assert not end or alive(pid)
        if end:
            os.kill(program.pid, signal.SIGKILL)
        assert program.wait(30) == (-signal.SIGKILL if end else 0)
        until = time.monotonic() + STARTED
        while alive(pid):
            assert time.monotonic() < until
            time.sleep(0.02)
