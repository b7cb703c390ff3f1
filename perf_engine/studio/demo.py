"""The demonstration: a phrase for the machine, its answer, and the machine alone."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from perf_engine.core.messages import Seed, SetControls, SetMode
from perf_engine.protocol import pipes
from perf_engine.protocol.ports import HOST

from .audition import Watch, live
from .line import OscLine
from .phrase import phrase
from .plan import Plan, messages
from .recording import Recording

READY: Final = "ready"  # a word in the line that a started engine prints
START: Final = 60.0  # seconds that an engine may take to start, on a slow disk
SOUND: Final = 6.0  # seconds that the sound may take to say where it is heard
HEARD: Final = "Sound: "  # the beginning of its sentence
END: Final = 5.0  # seconds that it may take to end
PATIENCE: Final = 0.4  # seconds of silence before the machine goes on alone
SOFTEST: Final = 56  # velocity; a laptop's loudspeaker hardly sounds what is softer


class EngineFailed(OSError):
    """The engine did not start, or did not end properly."""


def rehearse(
    seconds: float = 46.0,
    *,
    model: str | None = None,
    seed: int = 1,
    options: Sequence[str] = (),
    said: Callable[[str], None] = lambda sentence: None,
    watch: Watch | None = None,
) -> Recording:
    """Start an engine, play a duet with it, let it go on alone, end it; return the recording.

    An engine that does not end well breaks the recording. `options` are the engine's; with
    --sound among them, `said` gets its sentence about the sound before the first note. Raises
    EngineFailed where it does not start, ValueError where it refuses.
    """
    port = free_port()
    options = [*options, *([] if model is None else ["--model", model])]
    recording = None
    try:
        with engine(port, *options, said=said) as _, OscLine(HOST, port) as line:
            first = (SetMode("duet"), Seed(seed), SetControls((("velocity_low", SOFTEST),)))
            recording = live(line, plan(), seconds, first, watch=watch)
    except EngineFailed as error:
        if recording is None:
            raise
        return replace(recording, broken=recording.broken or str(error))
    return recording


def plan() -> Plan:
    """The plan of the demonstration: the performer plays the phrase, then is silent."""
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
def engine(
    port: int, *options: str, said: Callable[[str], None] = lambda sentence: None
) -> Iterator[subprocess.Popen[str]]:
    """An engine as a child process, ready when the block begins and gone when it has ended.

    With --sound, it is ready when it has said where it sounds. It is asked to quit, then told to,
    then killed. Raises EngineFailed.
    """
    command = [sys.executable, "-m", "perf_engine", "play", "--osc-port", str(port)]
    process = subprocess.Popen(
        [*command, "--no-midi", "--exit-with-stdin", *options],
        stdin=subprocess.PIPE,  # it closes when we are killed, and ends the engine
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        **pipes.of_its_own(),  # Ctrl-C reaches us, and we release everything first
    )
    output = _Output(process)
    try:
        output.wait_ready(START)
        if "--sound" in options:
            said(output.wait_for_sound(SOUND))
        yield process
        _ask_to_quit(port)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(END)
        if process.poll() != 0:
            how = (
                "did not end when asked to"
                if process.returncode is None
                else (f"ended with status {process.returncode}")
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
    """Reads a child's output, so that the child never waits for a reader."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._lines: deque[str] = deque(maxlen=20)
        self._ready = False
        self._turned = threading.Event()  # ready, or ended
        self._sound = ""
        self._sounds = threading.Event()  # it has said where it sounds, or ended
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.append(line.strip())
            if HEARD in line and not self._sound:
                self._sound = line.strip()
                self._sounds.set()
            if READY in line.lower():
                self._ready = True
                self._lines.clear()  # earlier lines explain no later failure
                self._turned.set()
        self._turned.set()
        self._sounds.set()

    def wait_for_sound(self, seconds: float) -> str:
        """Wait until the child has said where it sounds; return that, or nothing."""
        self._sounds.wait(seconds)
        return self._sound

    def wait_ready(self, seconds: float) -> None:
        """Wait until the child is ready. Raises EngineFailed where it ends or does not say so."""
        self._turned.wait(seconds)
        if not self._ready:
            raise EngineFailed(f"the engine did not start{self.last()}")

    def last(self) -> str:
        """The child's last line, for the end of a sentence."""
        spoken = [line for line in self._lines if line]
        return f": {spoken[-1]}" if spoken else ""

    def close(self) -> None:
        self._thread.join(END)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
