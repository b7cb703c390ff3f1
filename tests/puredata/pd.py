"""A running Pd: a patch of this project in it, told what to do by messages, and what it prints."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.peers import free_port, line_within, require, run_process

LIBRARY = Path(__file__).parents[2] / "puredata" / "perf_engine"
QUIET = ("-nogui", "-nomidi", "-nrt", "-noprefs", "-stderr")
STARTED = 60.0
WRONG = ("couldn't create", "error", "no method", "can't", "not found", "no such object")

HARNESS = """#N canvas 0 0 600 400 12;
#X obj 20 20 netreceive -u {port};
#X obj 20 50 route engine panic open;
#X obj 20 110 perf.engine {engine};
#X obj 160 80 perf.panic;
#X obj 20 160 perf.voice 0;
#X obj 20 200 pack f f;
#X obj 20 230 print NOTE;
#X obj 160 200 print TOLD;
#X obj 300 200 print THERE;
#X obj 400 200 print PEDAL;
#X obj 400 20 loadbang;
#X msg 400 50 ready;
#X obj 400 80 print PD;
#X connect 0 0 1 0;
#X connect 1 0 2 0;
#X connect 1 1 3 0;
#X connect 3 0 2 0;
#X connect 3 1 4 0;
#X connect 2 0 4 0;
#X connect 4 0 5 0;
#X connect 4 1 5 1;
#X connect 5 0 6 0;
#X connect 2 1 7 0;
#X connect 2 2 8 0;
#X connect 4 2 9 0;
#X connect 10 0 11 0;
#X connect 11 0 12 0;
"""


class Pd:
    """A Pd process; `say` reaches the harness's inlets."""

    def __init__(self, process: subprocess.Popen[str], port: int) -> None:
        self.process = process
        self.lines: list[str] = []
        self.notes: list[tuple[int, int]] = []  # (pitch, velocity) of all that was played so far
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._port = port

    def say(self, words: str) -> None:
        """A message to the harness: engine ..., or panic bang."""
        self._socket.sendto(f"{words};\n".encode(), ("127.0.0.1", self._port))

    def line(self, *beginnings: str, seconds: float = STARTED) -> str:
        """The next line that begins so; nothing before it is wrong."""
        until = time.monotonic() + seconds
        while True:
            try:
                line = line_within(self.process, max(0.1, until - time.monotonic()))
            except pytest.fail.Exception as failed:
                pytest.fail(f"no {' or '.join(beginnings)} after {self.lines[-12:]}: {failed}")
            line = line.replace("\\", "")
            self.lines.append(line)
            if line.startswith("NOTE: "):
                pitch, velocity = line.split()[1:]
                self.notes.append((int(pitch), int(velocity)))
            assert not any(word in line for word in WRONG), line
            if line.startswith(beginnings):
                return line

    @property
    def sounding(self) -> set[int]:
        """The pitches that sound now, as far as was read."""
        left: set[int] = set()
        for pitch, velocity in self.notes:
            (left.add if velocity else left.discard)(pitch)
        return left

    def strikes(self, count: int) -> None:
        """Wait for so many strikes from now on."""
        wanted = count + sum(velocity > 0 for _, velocity in self.notes)
        while sum(velocity > 0 for _, velocity in self.notes) < wanted:
            self.line("NOTE: ")

    def sounds(self) -> None:
        """Wait for a moment when a key sounds."""
        while not self.sounding:
            self.line("NOTE: ")

    def silence(self) -> None:
        """Wait until everything that was struck is let go."""
        while self.sounding:
            self.line("NOTE: ")

    def close(self) -> None:
        self._socket.close()


@contextmanager
def pd(
    patch: Path, *options: str, port: int = 0, env: Mapping[str, str] | None = None
) -> Iterator[Pd]:
    """Pd with a patch open; one that is not of the library's has to be told where that is."""
    command = (require("pd"), *QUIET, *options, "-open", str(patch))
    with run_process(*command, env=env, stderr=subprocess.STDOUT) as process:
        made = Pd(process, port)
        try:
            yield made
        finally:
            made.close()


@contextmanager
def harness(folder: Path, engine: int) -> Iterator[Pd]:
    """perf.engine, perf.voice and perf.panic, with their outlets printed."""
    port = free_port()
    patch = folder / "harness.pd"
    patch.write_text(HARNESS.format(port=port, engine=engine))
    with pd(patch, "-noaudio", "-path", str(LIBRARY), port=port) as made:
        made.line("PD: ready")
        yield made
