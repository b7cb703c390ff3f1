"""The music goes on whoever stopped reading what the engine says: a terminal, a pipe, a full disk.

A key that the machine strikes is struck on time, Enter and panic silence, and it ends when it is
told to, while not one line can be written; how many could not be is said once that is possible.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import resource
import select
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.support.concert import PATIENCE, ROOT, STARTED, Ear, account, strikes

STOP, GO = b"\x13", b"\x11"  # Ctrl-S and Ctrl-Q
A_LONG_TEXT = "x" * 150
SOON = 5.0  # seconds: as long as an end waits for one who reads; a busy machine may add to one
LINES = 6000  # of what is refused or dumped: about a megabyte, more than any pipe or socket holds


@dataclass
class Sink:
    """What an engine's standard output and error lead to."""

    out: int  # the engine's end
    read: int = -1  # the test's end
    terminal: bool = False
    stop: Callable[[], None] = lambda: None
    go: Callable[[], None] = lambda: None
    limits: Callable[[], None] = lambda: None
    written: Callable[[], str] | None = None  # where it cannot be read as it comes
    come: bytes = b""

    def take(self, seconds: float) -> str:
        """All that came so far, and comes within so many seconds."""
        if self.written is not None:
            return self.written()
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            if select.select([self.read], [], [], left)[0]:
                try:
                    data = os.read(self.read, 65536)
                except OSError:  # the terminal's other end is closed
                    break
                if not data:
                    break
                self.come += data
                if b"is ready on port" in data:
                    break
        return self.come.decode()

    def until(self, words: str, seconds: float) -> bool:
        """Whether these words come within so many seconds."""
        until = time.monotonic() + seconds
        while words not in (said := self.take(0.1)) and time.monotonic() < until:
            pass
        return words in said


@dataclass
class Player:
    """An engine whose output leads to a sink."""

    process: subprocess.Popen[bytes]
    port: int
    sink: Sink
    ears: list[Ear] = field(default_factory=list)


@contextmanager
def terminal(folder: Path) -> Iterator[Sink]:
    """A pseudo-terminal, stopped by Ctrl-S."""
    master, slave = pty.openpty()
    assert termios.tcgetattr(slave)[0] & termios.IXON
    yield Sink(
        slave,
        master,
        terminal=True,
        stop=lambda: os.write(master, STOP),
        go=lambda: os.write(master, GO),
    )
    os.close(master)


@contextmanager
def flow(folder: Path) -> Iterator[Sink]:
    """A pseudo-terminal, stopped by tcflow."""
    master, slave = pty.openpty()
    ours = os.dup(slave)
    yield Sink(
        slave,
        master,
        terminal=True,
        stop=lambda: termios.tcflow(ours, termios.TCOOFF),
        go=lambda: termios.tcflow(ours, termios.TCOON),
    )
    os.close(ours)
    os.close(master)


@contextmanager
def pipe(folder: Path) -> Iterator[Sink]:
    """A pipe that nobody reads."""
    reading, writing = os.pipe()
    yield Sink(writing, reading)
    os.close(reading)


@contextmanager
def fifo(folder: Path) -> Iterator[Sink]:
    """A FIFO that nobody reads."""
    os.mkfifo(folder / "fifo")
    reading = os.open(folder / "fifo", os.O_RDONLY | os.O_NONBLOCK)
    os.set_blocking(reading, True)
    yield Sink(os.open(folder / "fifo", os.O_WRONLY), reading)
    os.close(reading)


@contextmanager
def closed(folder: Path) -> Iterator[Sink]:
    """A pipe whose reader is gone."""
    reading, writing = os.pipe()
    yield Sink(writing, reading, stop=lambda: os.close(reading))


@contextmanager
def limited(folder: Path) -> Iterator[Sink]:
    """A file that may grow no more."""
    log = folder / "full.log"
    yield Sink(
        os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND),
        written=log.read_text,
        limits=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY)),
    )


SINKS = (terminal, flow, pipe, fifo, closed, limited)
BLOCKING = (terminal, flow, pipe, fifo)


@contextmanager
def played_into(sink: Sink, *options: str) -> Iterator[Player]:
    """The engine with the shipped model in solo, its output led there; what it is ended by is ours.

    On a terminal that is its own, as a shell would have it.
    """

    def begin() -> None:
        sink.limits()
        if sink.terminal:
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)

    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "perf_engine",
            "play",
            "--osc-port",
            "0",
            "--mode",
            "solo",
            "--set",
            "density=2",
            *options,
        ],
        stdin=sink.out if sink.terminal else subprocess.DEVNULL,
        stdout=sink.out,
        stderr=sink.out,
        cwd=ROOT,
        start_new_session=True,
        preexec_fn=begin,
    )
    os.close(sink.out)
    try:
        assert sink.until("is ready on port", STARTED), sink.come
        said = sink.take(0.0) if sink.written is None else sink.written()
        found = re.search(r"is ready on port (\d+)\.", said)
        assert found is not None
        yield Player(process, int(found[1]), sink)
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(PATIENCE)


def flood(ear: Ear, count: int = LINES) -> None:
    """Be refused very often, and have it all said."""
    ear.say("/perf/dumpOSC", 1)
    for number in range(count):
        ear.say("/perf/in/note", 0, 60, 100, A_LONG_TEXT)
        if number % 50 == 0:  # no more than the kernel holds while the engine stands still
            ear.say("/perf/sync", number)
            assert ear.until(lambda n=number: [n] in ear.told("/perf/synced")), "it stands still"
            ear.messages.clear()


def hears_more(ear: Ear, count: int, seconds: float = PATIENCE) -> bool:
    """Whether so many strikes more come."""
    before = len(strikes(ear.notes))
    return ear.until(lambda: len(strikes(ear.notes)) >= before + count, seconds)


@pytest.mark.parametrize("sort", SINKS)
def test_nothing_that_cannot_be_written_holds_up_the_music(
    tmp_path: Path, sort: Callable[[Path], Iterator[Sink]]
) -> None:
    with sort(tmp_path) as sink, played_into(sink, "--no-midi") as player:
        ear = Ear(player.port)
        ear.register("now")
        assert hears_more(ear, 5)
        sink.stop()
        flood(ear)
        assert hears_more(ear, 20), "the machine fell silent"
        if sink.terminal:
            panics = len(ear.told("/perf/flush"))
            os.write(sink.read, b"\n")  # Enter
            assert ear.until(lambda: len(ear.told("/perf/flush")) > panics)
            ear.settle()
            assert account(ear.notes)[0] == set()
            ear.say("/perf/start")
            assert hears_more(ear, 5)
        ear.say("/perf/stop")
        ear.say("/perf/panic")
        ear.settle()
        assert account(ear.notes)[0] == set()
        ear.say("/perf/start")
        assert hears_more(ear, 5)
        player.process.send_signal(signal.SIGTERM)
        assert player.process.wait(PATIENCE) == 0
        ear.rest()
        assert account(ear.notes)[0] == set()


@pytest.mark.parametrize("sort", SINKS)
def test_the_end_waits_for_nobody_either(
    tmp_path: Path, sort: Callable[[Path], Iterator[Sink]]
) -> None:
    took: list[float] = []
    while not took or took[-1] >= SOON:
        assert len(took) < 3, f"it waits each time: {took}"
        folder = tmp_path / str(len(took))
        folder.mkdir()
        with sort(folder) as sink, played_into(sink, "--no-midi") as player:
            ear = Ear(player.port)
            ear.register("now")
            sink.stop()
            flood(ear, 1000)
            began = time.monotonic()
            player.process.send_signal(signal.SIGTERM)
            assert player.process.wait(PATIENCE) == 0
            took.append(time.monotonic() - began)


@pytest.mark.parametrize("sort", BLOCKING)
def test_what_could_not_be_written_is_counted_and_said_when_somebody_reads_again(
    tmp_path: Path, sort: Callable[[Path], Iterator[Sink]]
) -> None:
    with sort(tmp_path) as sink, played_into(sink, "--no-midi") as player:
        ear = Ear(player.port)
        ear.register("now")
        sink.stop()
        flood(ear)
        ear.sync()
        sink.go()
        assert sink.until("lines could not be written.", PATIENCE)

        def accounted() -> int:
            said = sink.take(0.1)
            missing = sum(map(int, re.findall(r"(\d+) lines? could not be written", said)))
            return said.count("/perf/in/note") + missing

        until = time.monotonic() + PATIENCE
        while accounted() < 2 * LINES:
            assert time.monotonic() < until, "each is dumped, and refused"
        player.process.send_signal(signal.SIGTERM)
        assert sink.until("nothing sounds", PATIENCE)
        assert player.process.wait(PATIENCE) == 0


def test_what_was_said_last_is_delivered_before_the_engine_ends(tmp_path: Path) -> None:
    for _ in range(3):
        with pipe(tmp_path) as sink, played_into(sink, "--no-midi") as player:
            player.process.send_signal(signal.SIGTERM)
            assert player.process.wait(PATIENCE) == 0
            assert sink.take(PATIENCE).endswith("perf_engine has ended; nothing sounds.\n")


def test_what_the_interpreter_says_last_is_delivered_too(tmp_path: Path) -> None:
    """A death by a signal that prints, in the library that knows no Python streams."""
    script = (
        "import faulthandler, os, sys\n"
        "from perf_engine.engine.output.standard_output import take_over\n"
        "outputs = take_over()\n"
        "faulthandler.enable()\n"
        "print('is ready on port')\n"
        "if sys.argv[1] == 'signal': os.abort()\n"
        "raise KeyError('a fault')\n"
    )
    for way, words in (("signal", "Fatal Python error: Aborted"), ("error", "KeyError: 'a fault'")):
        ended = subprocess.run(
            [sys.executable, "-c", script, way],
            capture_output=True,
            text=True,
            cwd=ROOT,
            timeout=60,
            check=False,
        )
        assert ended.stdout == "is ready on port\n"
        assert words in ended.stderr
        assert ended.returncode != 0


def test_the_printer_does_not_outlive_the_engine(tmp_path: Path) -> None:
    with terminal(tmp_path) as sink, played_into(sink, "--no-midi") as player:
        ear = Ear(player.port)
        ear.register("now")
        sink.stop()
        flood(ear)
        printers = printers_of(player)
        assert printers
        player.process.kill()
        player.process.wait(PATIENCE)
        until = time.monotonic() + PATIENCE
        while any(map(alive, printers)) and time.monotonic() < until:
            time.sleep(0.05)
        assert not any(map(alive, printers))


def printers_of(player: Player) -> list[int]:
    """The processes that write for an engine: printers, or the live view of a terminal."""
    number = player.process.pid
    mine = Path(f"/proc/{number}/task/{number}/children").read_text().split()
    commands = {int(pid): Path(f"/proc/{pid}/cmdline").read_bytes() for pid in mine}
    return [p for p, c in commands.items() if b"printer.py" in c or b"clients.terminal" in c]


def alive(pid: int) -> bool:
    """Whether a process runs, not being one that only waits to be reaped."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def test_a_printer_that_was_killed_is_replaced(tmp_path: Path) -> None:
    with pipe(tmp_path) as sink, played_into(sink, "--no-midi") as player:
        printers = printers_of(player)
        assert printers
        for pid in printers:
            os.kill(pid, signal.SIGKILL)
            until = time.monotonic() + PATIENCE
            while alive(pid) and time.monotonic() < until:
                time.sleep(0.01)
            assert not alive(pid)
        ear = Ear(player.port)
        ear.register("now")
        ear.say("/perf/in/note", 0, 200, 100)
        assert hears_more(ear, 10)
        assert sink.until("pitch must be", PATIENCE), "what it said meanwhile was kept"
        ear.say("/perf/in/note", 0, 60, 200)
        assert sink.until("velocity must be", PATIENCE)
