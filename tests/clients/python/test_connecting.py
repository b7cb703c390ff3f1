"""Found, started, refused: how a Python program comes to an engine, and what it leaves behind."""

from __future__ import annotations

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

import perf_engine
from perf_engine.clients.python import async_connection
from perf_engine.clients.python.engine_process import EngineProcess
from perf_engine.protocol.errors import NoEngine, Refused
from perf_engine.protocol.notes import received
from perf_engine.protocol.packets import write
from tests.support.peers import free_port, line_within, run_process

ROOT = Path(__file__).parents[3]
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


def test_the_token_is_said_before_all_else() -> None:
    options = ["--no-midi", "--lan", "--token", "open sesame"]
    with perf_engine.connect(port=0, options=options) as first:
        engine = first.there.engine
        assert engine is not None
        with perf_engine.connect(port=engine.port, start=False, token="open sesame") as second:
            assert second.status().clients == 2
        with pytest.raises(Refused, match="the token is wrong"):
            perf_engine.connect(port=engine.port, start=False, token="shut sesame")


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
                        here.sendto(write("/perf/pong", *message.arguments[:1]), data[1])

        thread = threading.Thread(target=answer)
        thread.start()
        yield here.getsockname()[1]
        here.sendto(b"", here.getsockname())
        thread.join(20)


def test_no_engine_is_started_where_one_is_that_takes_no_more_clients(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(async_connection, "AT_ONCE", 1.0)
    monkeypatch.setattr(EngineProcess, "start", lambda *_: pytest.fail("one was started"))
    with full_engine() as port, pytest.raises(NoEngine, match="takes no more clients"):
        perf_engine.connect(port=port)


def test_no_engine_is_started_on_another_machine() -> None:
    with pytest.raises(NoEngine, match=r"no engine answers at 127\.0\.0\.2"):
        perf_engine.connect("127.0.0.2", free_port())


def test_why_an_engine_does_not_start_is_said_in_its_own_words() -> None:
    with pytest.raises(NoEngine, match="mode must be one of duet"):
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
    with run_process(
        sys.executable, "-c", SCRIPT + end, env=env, stderr=subprocess.DEVNULL
    ) as program:
        pid = int(line_within(program, STARTED))
        assert not end or alive(pid)
        if end:
            os.kill(program.pid, signal.SIGKILL)
        assert program.wait(60) == (-signal.SIGKILL if end else 0)
        until = time.monotonic() + STARTED
        while alive(pid):
            assert time.monotonic() < until
            time.sleep(0.02)
