"""The real engine's process on a free port, Python ears for what it plays, and what hangs."""

from __future__ import annotations

import select
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import perf_engine
from perf_engine.clients.python.connection import Connection
from perf_engine.protocol.errors import NoEngine
from perf_engine.protocol.packets import build, read, split
from tests.support.peers import line_within, run_process

ROOT = Path(__file__).parents[2]
SO_TIMESTAMPNS = 35  # Linux; the socket module does not name it
PHRASE = (60, 62, 64, 65, 67, 65, 64, 62)
STARTED = 60.0  # seconds within which a process is up, on a machine with much else to do
ROOM = 4 << 20  # bytes of packets that may wait for an ear while this process stands still
PATIENCE = 60.0  # seconds within which the machine has played what is waited for
TAKEOVER = ("--mode", "takeover", "--set", "patience=0.3")  # it owes sound: no test waits in vain


@dataclass(frozen=True)
class Note:
    """A strike, or a release (velocity 0), at the time a client plays it."""

    at: float
    pitch: int
    velocity: int


def account(notes: Iterable[Note]) -> tuple[set[int], int]:
    """The pitches that sound in the end, and how many releases found nothing to release."""
    sounding: set[int] = set()
    repeats = 0
    for note in sorted(notes, key=lambda note: note.at):
        if note.velocity:
            assert note.pitch not in sounding, f"{note} was struck while it sounded"
            sounding.add(note.pitch)
        else:
            repeats += note.pitch not in sounding
            sounding.discard(note.pitch)
    return sounding, repeats


def strikes(notes: Iterable[Note]) -> list[Note]:
    return [note for note in notes if note.velocity]


def assert_music(notes: list[Note], least: int, pitches: int = 2) -> None:
    """So many strikes and pitches at least, and never a key that sounds for ever."""
    struck = strikes(notes)
    assert len(struck) >= least
    assert len({note.pitch for note in struck}) >= pitches
    assert all(0 <= note.pitch <= 127 and 0 < note.velocity <= 127 for note in struck)
    assert account(notes)[0] == set()


class Ear:
    """A client: what it was sent, as notes at the time they are to be played."""

    def __init__(self, engine_port: int) -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, ROOM)
        if sys.platform == "linux":
            self.socket.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
        self.engine = ("127.0.0.1", engine_port)
        self.notes: list[Note] = []
        self.heard: list[Note] = []  # what the engine heard of players, when this was told
        self.messages: list[tuple[str, list[object]]] = []

    def say(self, address: str, *arguments: int | float | str) -> None:
        self.socket.sendto(build(address, *arguments), self.engine)

    def register(self, timing: str, lease: float = 0.0, flag: int = 1) -> None:
        self.say("/perf/notify", flag, 0, timing, lease)
        assert self.until(lambda: self.told("/perf/running"))

    def told(self, address: str) -> list[list[object]]:
        return [arguments for told, arguments in self.messages if told == address]

    def until(self, enough: Callable[[], object], seconds: float = PATIENCE) -> bool:
        """Listen until it is enough; False where that took longer than so many seconds."""
        end = time.monotonic() + seconds
        while not enough():
            left = end - time.monotonic()
            if left <= 0 or not select.select([self.socket], [], [], left)[0]:
                return bool(enough())
            self.take()
        return True

    def rest(self, seconds: float = 0.3) -> None:
        """Take what still comes, until nothing but statements has come for so many seconds."""
        until = time.monotonic() + seconds
        while select.select([self.socket], [], [], max(0.0, until - time.monotonic()))[0]:
            before = len(self.messages)
            self.take()
            if any(
                told not in ("/perf/sounding", "/perf/holding")
                for told, _ in self.messages[before:]
            ):
                until = time.monotonic() + seconds

    def settle(self) -> None:
        """Listen until the engine has done all it was told, and nothing comes any more."""
        self.sync()
        self.rest()

    def sync(self) -> None:
        """Listen until the engine has done all it was told, though it plays on.

        It is asked twice: the first answer may leave in the turn before the last words.
        """
        for _ in range(2):
            answered = len(self.told("/perf/synced"))
            self.say("/perf/sync", answered)
            assert self.until(lambda known=answered: len(self.told("/perf/synced")) > known)

    def take(self) -> None:
        """Take a packet; one without a time tag is timed by when the kernel received it."""
        packet, stamps, _, _ = self.socket.recvmsg(65536, 64)
        seconds, nanoseconds = struct.unpack("@ll", stamps[0][2]) if stamps else (time.time(), 0)
        for message, tag in split(packet):
            address, arguments = read(message)
            self.messages.append((address, arguments))
            at = seconds + nanoseconds / 1e9 if tag is None else tag
            if address == "/perf/note":
                _, pitch, velocity, in_ms = arguments
                self.notes.append(Note(at + in_ms / 1000, pitch, velocity))
            elif address == "/perf/noteoff":
                _, pitch, in_ms = arguments
                self.notes.append(Note(at + in_ms / 1000, pitch, 0))
            elif address == "/perf/heard":
                _, pitch, velocity = arguments
                self.heard.append(Note(at, pitch, velocity))


@dataclass
class Engine:
    """A running engine, and the port it listens on."""

    process: subprocess.Popen[str]
    port: int
    text: str
    log: Path

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(PATIENCE)

    def failures(self) -> str:
        return "".join(line for line in self.log.read_text().splitlines() if "failed" in line)


@contextmanager
def playing(log: Path, *options: str, env: Mapping[str, str] | None = None) -> Iterator[Engine]:
    """The engine with the shipped model, ready; it must not have failed at anything."""
    command = [sys.executable, "-m", "perf_engine", "play", "--osc-port", "0"]
    text = ""
    with (
        log.open("w") as errors,
        run_process(*command, *options, env=env, cwd=ROOT, stderr=errors.fileno()) as process,
    ):
        while "is ready on port" not in text.rpartition("\n")[2]:
            text += "\n" + line_within(process, STARTED)
        port = int(text.rstrip(".").rpartition(" ")[2])
        engine = Engine(process, port, text, log)
        yield engine
    assert engine.failures() == ""


@contextmanager
def connected(port: int, host: str = "127.0.0.1", **options: Any) -> Iterator[Connection]:
    """A Python client of an engine that is there, though it may stand still for a while.

    A connection gives up where nothing answers within a second.
    """
    until = time.monotonic() + PATIENCE
    while True:
        try:
            perf = perf_engine.connect(host, port, start=False, **options)
            break
        except NoEngine:
            if time.monotonic() > until:
                raise
    with perf:
        yield perf


@contextmanager
def ears(engine: Engine, *timings: str) -> Iterator[list[Ear]]:
    """Clients registered for good, one of each timing."""
    made = [Ear(engine.port) for _ in timings]
    try:
        for ear, timing in zip(made, timings, strict=True):
            ear.register(timing)
        yield made
    finally:
        for ear in made:
            ear.socket.close()


def play_phrase(ear: Ear, pitches: Iterable[int] = PHRASE) -> None:
    """A phrase, each note with its duration, as a performer's client sends it."""
    for pitch in pitches:
        ear.say("/perf/in/note", 0, pitch, 90, 0.1)
        time.sleep(0.1)
