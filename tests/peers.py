"""Real programs to test against: found, started on private names and ports, and ended by pid.

Where a program is missing its test skips and says so; with PERF_REQUIRE_CLIENTS=1 it fails
instead. Tests reach this module as `from peers import require, run_process`.
"""

from __future__ import annotations

import importlib.util
import itertools
import os
import select
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

# The playing is long: what `make quark` and `make clock` measure, and `make test` only touches.
THOROUGH = os.environ.get("PERF_THOROUGH") == "1"
RATE, PERIOD = 48000, 128  # of a JACK server: Hz, samples

_server_numbers = itertools.count()


def require(program: str) -> str:
    """The path of a program, else skip the test, or fail it where PERF_REQUIRE_CLIENTS=1."""
    found = shutil.which(program)
    if found is None:
        _missing(f"{program} is not installed")
    return found


def require_module(name: str) -> None:
    """Skip a test or a whole test file where a Python module cannot be imported, or fail it."""
    if importlib.util.find_spec(name) is None:
        _missing(f"the Python module {name} is not installed")


def _missing(why: str) -> None:
    if os.environ.get("PERF_REQUIRE_CLIENTS") == "1":
        pytest.fail(f"{why}, and PERF_REQUIRE_CLIENTS=1 asks for every client")
    pytest.skip(why, allow_module_level=True)


def free_port() -> int:
    """A UDP port on loopback that nobody uses now."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def run_process(
    *command: str,
    env: Mapping[str, str] | None = None,
    cwd: str | os.PathLike[str] | None = None,
    stderr: int | None = None,
) -> Iterator[subprocess.Popen[str]]:
    """Run a program with pipes on stdin and stdout; ended by its pid when the block ends.

    `env` is added to this process's environment. Read lines by `line_within`, never by a
    blocking read, so that a silent program fails its test instead of hanging it.
    """
    process = subprocess.Popen(
        command,
        env={**os.environ, **(env or {})},
        cwd=cwd,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=stderr,
        text=True,
    )
    try:
        yield process
    finally:
        end(process)
        for pipe in (process.stdin, process.stdout, process.stderr):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()


def end(process: subprocess.Popen[str], patience: float = 30.0) -> int:
    """End a process by its pid: asked first, killed after `patience` seconds; its status."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            process.kill()
    return process.wait()


def line_within(process: subprocess.Popen[str], seconds: float) -> str:
    """The next line of a process's stdout, without its end; fails the test if none comes."""
    assert process.stdout is not None
    descriptor = process.stdout.fileno()
    until = time.monotonic() + seconds
    line = b""
    while not line.endswith(b"\n"):
        ready, _, _ = select.select([descriptor], [], [], max(0.0, until - time.monotonic()))
        piece = os.read(descriptor, 1) if ready else None
        if not piece:
            why = "its output ended" if ready else f"nothing within {seconds:g} s"
            pytest.fail(f"{process.args}: {why}; so far {line!r}")
        line += piece
    return line[:-1].decode()


@contextmanager
def jack_server(period: int = PERIOD, name: str | None = None) -> Iterator[dict[str, str]]:
    """A private JACK server without a sound card; yields the environment of its clients.

    Synchronous (-S: the asynchronous mode loses MIDI under load), and asked to end, never killed,
    since dead servers fill JACK's registry in /dev/shm. A synchronous server stands still for ten
    times its client timeout (-t, ms) when a client is killed, and again when the next one comes.
    """
    jackd, jack_wait = require("jackd"), require("jack_wait")
    name = name or f"perf_test_{os.getpid()}_{next(_server_numbers)}"
    env = {
        "JACK_DEFAULT_SERVER": name,
        "JACK_NO_START_SERVER": "1",
        "JACK_NO_AUDIO_RESERVATION": "1",
    }
    options = ["-n", name, "-R", "-S", "-P", "70", "-t", "200"]
    driver = ["-d", "dummy", "-r", str(RATE), "-p", str(period)]
    server = subprocess.Popen(
        [jackd, *options, *driver],
        env={**os.environ, **env},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        waiting = subprocess.run(
            [jack_wait, "-w", "-t", "60"],
            env={**os.environ, **env},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
        if waiting.returncode != 0 or server.poll() is not None:
            _missing("jackd does not start here")
        yield env
    finally:
        end(server)  # type: ignore[arg-type]
        for left in Path("/dev/shm").glob(f"jack_*{name}_*"):  # by clients that were killed
            left.unlink(missing_ok=True)


@pytest.fixture(scope="module")
def jack() -> Iterator[dict[str, str]]:
    """The environment of a JACK server that a module's tests share."""
    with jack_server() as env:
        yield env
