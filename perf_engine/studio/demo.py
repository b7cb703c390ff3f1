"""The demonstration: a phrase for the machine, its answer, and the machine alone."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from perf_engine.core.messages import Seed, SetControls, SetMode

from .audition import live
from .line import OscLine
from .phrase import phrase
from .plan import Plan, messages
from .recording import Recording

HOST: Final = "127.0.0.1"
READY: Final = "ready"  # stands in the line that a started engine prints
START: Final = 60.0  # seconds that an engine may take to start, on a slow disk
END: Final = 5.0  # seconds that it may take to end
PATIENCE: Final = 1.0  # seconds of silence before the machine goes on alone


class EngineFailed(OSError):
    """The engine did not start, or did not end as it should."""


def rehearse(seconds: float = 46.0, *, model: str | None = None, seed: int = 1) -> Recording:
    """Start an engine, play a duet with it, let it go on alone, end it; what was heard and said.

    An engine that does not end well breaks the recording. Raises EngineFailed where it does not
    start, ValueError where it refuses.
    """
    port = free_port()
    options = [] if model is None else ["--model", model]
    recording = None
    try:
        with engine(port, *options), OscLine(HOST, port) as line:
            recording = live(line, plan(), seconds, (SetMode("duet"), Seed(seed)))
    except EngineFailed as error:
        if recording is None:
            raise
        return replace(recording, broken=recording.broken or str(error))
    return recording


def plan() -> Plan:
    """What the demonstration's performer does: plays the phrase, then leaves the rest to it."""
    played = phrase()
    over: Plan = [
        (played.end, SetControls((("patience", PATIENCE),))),
        (played.end, SetMode("takeover")),
    ]
    return [*messages(played), *over]


def free_port() -> int:
    """A UDP port on loopback that nobody uses now."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def engine(port: int, *options: str) -> Iterator[subprocess.Popen[str]]:
    """An engine as a child process, ready when the block begins and gone when it has ended.

    Asked to quit, then told to, then killed. Raises EngineFailed.
    """
    command = [sys.executable, "-m", "perf_engine", "play", "--osc-port", str(port)]
    process = subprocess.Popen(
        [*command, "--no-midi", "--exit-with-stdin", *options],
        stdin=subprocess.PIPE,  # if we are killed it ends, and the engine with it
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,  # Ctrl-C reaches us, and we let go of everything first
    )
    output = _Output(process)
    try:
        output.wait_ready(START)
        yield process
        _ask_to_quit(port)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(END)
        if process.poll() != 0:
            how = "did not end when asked to" if process.returncode is None else (
                f"ended with status {process.returncode}"
            )
            raise EngineFailed(f"the engine {how}{output.last()}")
    finally:
        _end(process)
        output.close()


def _ask_to_quit(port: int) -> None:
    with OscLine(HOST, port) as line:
        line.send("/perf/quit")


def _end(process: subprocess.Popen[str]) -> None:
    for end in (process.terminate, process.kill):
        if process.poll() is None:
            end()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(END)


class _Output:
    """Reads what a child prints, so that it never waits for a reader."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._lines: deque[str] = deque(maxlen=20)
        self._ready = False
        self._turned = threading.Event()  # ready, or ended
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.append(line.strip())
            if READY in line.lower():
                self._ready = True
                self._lines.clear()  # what was said until then explains nothing later
                self._turned.set()
        self._turned.set()

    def wait_ready(self, seconds: float) -> None:
        """Raises EngineFailed where the child ends or says nothing of being ready."""
        self._turned.wait(seconds)
        if not self._ready:
            raise EngineFailed(f"the engine did not start{self.last()}")

    def last(self) -> str:
        """The child's last words, to stand at the end of a sentence."""
        spoken = [line for line in self._lines if line]
        return f": {spoken[-1]}" if spoken else ""

    def close(self) -> None:
        self._thread.join(END)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
