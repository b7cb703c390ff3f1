"""Independent book-keeping: the messages that a client was sent, and the keys that sound.

A book shares no code with the engine: it encodes and decodes OSC by `struct`, times packets by the
kernel's stamp, schedules as its timing asks, and clears its schedule at a flush.
"""

from __future__ import annotations

import contextlib
import select
import socket
import struct
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from .way import encoded

HOST: Final = "127.0.0.1"
SINCE_1900: Final = 2_208_988_800  # seconds from 1900 to 1970
STAMPED: Final = 35  # SO_TIMESTAMPNS on Linux
OVERFLOWED: Final = 40  # SO_RXQ_OVFL on Linux
ROOM: Final = 1 << 24  # bytes of the socket's queue
SUSTAIN, ALL_SOUND_OFF = 64, 120


Read = tuple[float | None, str, list[Any]]  # time tag, address, arguments


def _string(data: bytes, at: int) -> tuple[str, int]:
    end = data.index(b"\0", at)
    return data[at:end].decode(), end + 4 - end % 4


def messages(packet: bytes, tag: float | None = None) -> Iterator[Read]:
    """(time tag in wall seconds or None, address, arguments) of every message in a packet."""
    if packet.startswith(b"#bundle\0"):
        seconds, fraction = struct.unpack_from(">II", packet, 8)
        tag = None if (seconds, fraction) == (0, 1) else seconds - SINCE_1900 + fraction / 2**32
        at = 16
        while at < len(packet):
            (size,) = struct.unpack_from(">i", packet, at)
            yield from messages(packet[at + 4 : at + 4 + size], tag)
            at += 4 + size
        return
    address, at = _string(packet, 0)
    tags, at = _string(packet, at)
    arguments: list[Any] = []
    for letter in tags[1:]:
        if letter == "s":
            text, at = _string(packet, at)
            arguments.append(text)
        else:
            arguments.append(struct.unpack_from(">f" if letter == "f" else ">i", packet, at)[0])
            at += 4
    yield tag, address, arguments


@dataclass(frozen=True, slots=True)
class Event:
    """A strike (velocity above 0), a release, or a flush (pitch -1), in wall seconds."""

    came: float
    due: float
    voice: int
    pitch: int  # 128 is the pedal, -1 a flush of the voice
    velocity: int


@dataclass
class Account:
    """The result of a stretch of events."""

    strikes: int = 0
    double: int = 0  # struck while it sounded
    hung: list[tuple[int, int]] = field(default_factory=list)  # (voice, pitch) never released
    silent_at: float = 0.0  # wall seconds when the last key ended; 0 where nothing sounded
    spans: list[tuple[float, float, int, int]] = field(default_factory=list)
    # (struck, released, voice, pitch)


def account(events: Iterable[Event], clearing: bool = True) -> Account:
    """Play the events like a client that schedules each for its due time.

    `clearing`: a flush drops its voice's events that are scheduled for later; else none does.
    """
    kept: list[tuple[float, int, Event]] = []
    for order, event in enumerate(events):
        if event.pitch == -1:
            if clearing:
                kept = [k for k in kept if k[2].voice != event.voice or k[0] <= event.came]
        else:
            kept.append((max(event.due, event.came), order, event))
    kept.sort(key=lambda k: k[:2])
    found = Account()
    since: dict[tuple[int, int], float] = {}
    for at, _, event in kept:
        key = event.voice, event.pitch
        if event.velocity:
            found.strikes += event.pitch < 128
            if key in since and event.pitch < 128:
                found.double += 1
            since.setdefault(key, at)
        elif key in since:
            found.spans.append((since.pop(key), at, *key))
            found.silent_at = max(found.silent_at, at)
    found.hung = sorted(since)
    return found


class Book:
    """One client of an engine, and everything that it was sent."""

    def __init__(self, engine_port: int, timing: str, flag: int = 1) -> None:
        self.timing, self.engine = timing, (HOST, engine_port)
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((HOST, 0))
        with contextlib.suppress(OSError):
            self.socket.setsockopt(socket.SOL_SOCKET, getattr(socket, "SO_RCVBUFFORCE", 33), ROOM)
        if sys.platform == "linux":
            self.socket.setsockopt(socket.SOL_SOCKET, STAMPED, 1)
            self.socket.setsockopt(socket.SOL_SOCKET, OVERFLOWED, 1)
        self.socket.setblocking(False)
        self.events: list[Event] = []
        self.told: list[tuple[float, str, list[Any]]] = []  # all other messages
        self.lost = 0  # packets that the kernel dropped at this socket
        self.send("/perf/notify", flag, 0, timing, 0.0)

    def send(self, address: str, *arguments: float | str) -> float:
        """Send a message; return the wall time just before."""
        data = encoded(address, *arguments)
        now = time.time()
        self.socket.sendto(data, self.engine)
        return now

    def fileno(self) -> int:
        """The file descriptor on which `select` waits."""
        return self.socket.fileno()

    def take(self) -> int:
        """Read all that has come; return the number of packets."""
        count = 0
        while True:
            try:
                packet, extras, _, _ = self.socket.recvmsg(65536, 256)
            except BlockingIOError:
                return count
            except ConnectionRefusedError:
                continue
            came = time.time()
            for _, kind, value in extras:
                if kind == STAMPED:
                    seconds, nanoseconds = struct.unpack_from("@qq", value)
                    came = seconds + nanoseconds / 1e9
                elif kind == OVERFLOWED:
                    (self.lost,) = struct.unpack_from("@I", value)
            for tag, address, arguments in messages(packet):
                self._note(came, tag, address, arguments)
            count += 1

    def _note(self, came: float, tag: float | None, address: str, arguments: list[Any]) -> None:
        due = came if tag is None else tag
        if self.timing == "ahead" and address in ("/perf/note", "/perf/noteoff", "/perf/cc"):
            due = came + arguments[-1] / 1000.0
        if address == "/perf/note":
            voice, pitch, velocity = arguments[:3]
            self.events.append(Event(came, due, voice, pitch, velocity))
        elif address == "/perf/noteoff":
            voice, pitch = arguments[:2]
            self.events.append(Event(came, due, voice, pitch, 0))
        elif address == "/perf/cc" and arguments[1] == SUSTAIN:
            self.events.append(Event(came, due, arguments[0], 128, int(arguments[2] >= 64)))
        elif address == "/perf/flush":
            self.events.append(Event(came, came, arguments[0], -1, 0))
        else:
            self.told.append((came, address, arguments))

    def last(self, address: str) -> list[Any] | None:
        """The arguments of the latest message of an address."""
        return next((a for _, told, a in reversed(self.told) if told == address), None)

    def ask(
        self,
        address: str,
        reply: str,
        *arguments: float | str,
        within: float = 30.0,
        books: Sequence[Book] = (),
    ) -> list[Any]:
        """Send, and wait for an answer while other books listen too. Raises TimeoutError."""
        before = len(self.told)
        self.send(address, *arguments)

        def answered() -> bool:
            return any(told == reply for _, told, _ in self.told[before:])

        if not listen(books or [self], within, answered):
            raise TimeoutError(f"{address} was not answered within {within:g} s")
        return next(a for _, told, a in self.told[before:] if told == reply)

    def close(self) -> None:
        """Leave the engine alone."""
        self.socket.close()


def listen(
    books: Sequence[Book], seconds: float, enough: Callable[[], object] = lambda: False
) -> bool:
    """Read for all books until it is enough; return False where the time was up first."""
    until = time.monotonic() + seconds
    while not enough():
        left = until - time.monotonic()
        if left <= 0:
            return False
        for book in select.select(books, (), (), min(left, 0.05))[0]:
            book.take()
    return True


def quiet(books: Sequence[Book], seconds: float, most: float) -> bool:
    """Listen until no note came for so many seconds; return False where that took too long."""
    until = time.monotonic() + most
    while time.monotonic() < until:
        before = sum(len(b.events) for b in books)
        listen(books, seconds)
        if sum(len(b.events) for b in books) == before:
            return True
    return False
