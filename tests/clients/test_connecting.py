"""Found, started, refused: how a Python program comes to an engine, and what it leaves behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from peers import free_port, line_within, run_process

import perf_engine
from perf_engine.clients.engine_process import NoEngine

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
