"""Real programs to test against: found, started on private names and ports, and ended by pid.

Where a program is missing its test skips and says so; with PERF_REQUIRE_CLIENTS=1 it fails
instead. Tests reach this module as `from peers import require, run_process`.
"""

from __future__ import annotations

import errno
import importlib.util
import os
import random
import select
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress

import pytest

from tests.support.jack_servers import (
    PERIOD,
    RATE,
    NoServer,
    environment,
    folder_of_locks,
    name_of_a_server,
    serving,
)

# The playing is long: what `make quark` and `make clock` measure, and `make test` only touches.
THOROUGH = os.environ.get("PERF_THOROUGH") == "1"
_BY_CHANCE = 32_768  # from here on the system gives ports to whoever asks for any
_kept: dict[int, int] = {}  # ports of this process's own, and what holds each


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


def require_synth() -> None:
    """Skip a test or a whole test file where FluidSynth is not installed, or fail it."""
    from perf_engine.synthesis.synth import NoSynth, library

    try:
        library()
    except NoSynth as error:
        _missing(str(error))


def require_sound() -> None:
    """Skip a test or a whole test file where FluidSynth or PortAudio is not installed, or fail."""
    from perf_engine.clients.sound.device import NoDevice, portaudio

    require_synth()
    try:
        portaudio()
    except NoDevice as error:
        _missing(str(error))


def miss_ipv6() -> None:
    """Skip a test that found no IPv6 on this machine, or fail it."""
    _missing("this machine has no IPv6")


def _missing(why: str) -> None:
    if os.environ.get("PERF_REQUIRE_CLIENTS") == "1":
        pytest.fail(f"{why}, and PERF_REQUIRE_CLIENTS=1 asks for every client")
    pytest.skip(why, allow_module_level=True)


def free_port() -> int:
    """A port on loopback, of UDP and TCP, that nobody has, nor gets before it is used.

    One of those that the system gives by chance could be given to another program meanwhile. This
    one is below them, and a lock keeps it for this process among all tests of the machine. It is
    an even one: the next is nobody's.
    """
    for _ in range(10_000):
        port = random.SystemRandom().randrange(20_000, _BY_CHANCE, 2)
        if port not in _kept and _locked(port) and _nobody_has(port):
            return port
    raise OSError("there is no free port")


def _locked(port: int) -> bool:
    """Keep a port for as long as this process lives; False where another one keeps it."""
    if sys.platform == "win32":
        _kept[port] = -1
        return True
    import fcntl

    file = os.open(folder_of_locks() / str(port), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(file)
        return False
    _kept[port] = file
    return True


def _nobody_has(port: int) -> bool:
    """Whether a port can be opened, with either protocol, at either address of this machine."""
    for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM):
            try:
                with socket.socket(family, kind) as probe:
                    probe.bind((host, port))
            except OSError as error:
                if error.errno == errno.EADDRINUSE:
                    return False  # the rest: there is no IPv6 here
    return True


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
def jack_name() -> Iterator[str]:
    """The name of a JACK server, kept for the block, so that two servers in turn may have it."""
    require("jackd")
    with ExitStack() as stack:
        try:
            name = stack.enter_context(name_of_a_server())
        except NoServer as error:
            _missing(str(error))
        yield name


@contextmanager
def jack_server(
    period: int = PERIOD, name: str | None = None, rate: int = RATE
) -> Iterator[dict[str, str]]:
    """A private JACK server without a sound card; yields the environment of its clients.

    Two servers, one after the other, have one name where `jack_name` keeps it for both.
    """
    require("jackd")
    require("jack_wait")
    with ExitStack() as stack:
        try:
            server = stack.enter_context(serving(name, period, rate))
        except NoServer as error:
            _missing(str(error))
        yield environment(server.name)


@pytest.fixture(scope="module")
def jack() -> Iterator[dict[str, str]]:
    """The environment of a JACK server that a module's tests share."""
    with jack_server() as env:
        yield env
