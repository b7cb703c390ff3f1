"""A line to a running engine: OSC messages out, OSC messages and the times they are due back."""

from __future__ import annotations

import math
import select
import socket
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, Protocol, TypeAlias

from pythonosc.osc_bundle import OscBundle
from pythonosc.osc_bundle import ParseError as BundleError
from pythonosc.osc_message import OscMessage
from pythonosc.osc_message import ParseError as MessageError
from pythonosc.osc_message_builder import OscMessageBuilder
from pythonosc.parsing.osc_types import IMMEDIATELY

Argument: TypeAlias = int | float | str

PORT: Final = 9470
BIGGEST: Final = 65536  # bytes of a datagram


@dataclass(frozen=True, slots=True)
class Arrived:
    """A message from the engine: when it came, when it is due (never before), what it says."""

    at: float
    due: float
    address: str
    arguments: tuple[Argument, ...]


class Line(Protocol):
    """What an audition needs: a clock in seconds, and messages there and back."""

    @property
    def port(self) -> int:
        """Where replies come to."""

    def now(self) -> float:
        """The time."""

    def send(self, address: str, *arguments: Argument) -> None:
        """Send a message; it may get lost."""

    def ping(self) -> None:
        """Ask for a sign of life."""

    def receive(self, until: float) -> list[Arrived]:
        """What arrives next, as soon as something does; empty when nothing has come `until`."""


def engine_address(text: str) -> tuple[str, int]:
    """HOST:PORT, HOST or PORT as an address. Raises ValueError."""
    host, colon, port = text.rpartition(":")
    if not colon:
        host, port = ("", text) if text.isdigit() else (text, str(PORT))
    if not port.isdigit() or not 1 <= int(port) <= 65535:
        raise ValueError(f"the engine's address must be HOST:PORT, not {text}")
    return host or "127.0.0.1", int(port)


class OscLine:
    """A line over UDP. Times are seconds on the monotonic clock of this machine."""

    def __init__(self, host: str = "127.0.0.1", port: int = PORT) -> None:
        """Open it; nothing is sent yet. Raises OSError where the host is not known."""
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_DGRAM)[0]
        self._socket = socket.socket(family, kind)
        try:
            self._socket.connect(address)  # takes messages from the engine only
        except OSError:
            self._socket.close()
            raise
        self._socket.setblocking(False)
        self._pings: dict[int, float] = {}  # number: wall-clock time it was sent
        self._pinged = 0
        self._offset = 0.0  # seconds that the engine's wall clock is ahead of ours
        self._round_trip = math.inf

    def close(self) -> None:
        """Hang up."""
        self._socket.close()

    def __enter__(self) -> OscLine:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def port(self) -> int:
        """The UDP port that replies come to."""
        return int(self._socket.getsockname()[1])

    def now(self) -> float:
        """Seconds on the monotonic clock."""
        return time.monotonic()

    def send(self, address: str, *arguments: Argument) -> None:
        """Send a message: ints, floats and strings. A full or closed line loses it, as UDP may."""
        message = OscMessageBuilder(address)
        for argument in arguments:
            message.add_arg(argument)
        with suppress(ConnectionRefusedError, BlockingIOError):  # what comes back will show
            self._socket.send(message.build().dgram)

    def ping(self) -> None:
        """Ask for a sign of life, which also tells how far apart the wall clocks are."""
        self._pinged += 1
        self._pings = {n: t for n, t in self._pings.items() if n > self._pinged - 8}
        self._pings[self._pinged] = time.time()
        self.send("/perf/ping", self._pinged)

    def receive(self, until: float) -> list[Arrived]:
        """What arrives next, as soon as something does; empty when nothing has come `until`."""
        while True:
            wait = max(0.0, until - time.monotonic())
            if not select.select([self._socket], [], [], wait)[0]:
                return []
            try:
                data = self._socket.recv(BIGGEST)
            except (ConnectionRefusedError, BlockingIOError):
                if wait == 0.0:
                    return []
                continue
            return self._opened(data)

    def _opened(self, data: bytes) -> list[Arrived]:
        at, wall = time.monotonic(), time.time()
        try:
            found = _messages(data, None)
        except (BundleError, MessageError, ValueError, IndexError):
            return []
        arrived = []
        for tag, message in found:
            arguments = tuple(a for a in message.params if isinstance(a, int | float | str))
            if message.address == "/perf/pong":
                self._compare(arguments, wall)
            due = at if tag is None else max(at, tag - self._offset - wall + at)
            arrived.append(Arrived(at, due, message.address, arguments))
        return arrived

    def _compare(self, arguments: tuple[Argument, ...], wall: float) -> None:
        """Learn the clocks' offset from a pong (number, seconds, microseconds)."""
        numbers = [a for a in arguments if isinstance(a, int | float)]
        if len(numbers) != 3 or int(numbers[0]) not in self._pings:
            return
        sent = self._pings.pop(int(numbers[0]))
        round_trip = wall - sent
        if 0.0 <= round_trip < self._round_trip:
            offset = numbers[1] + numbers[2] / 1e6 - (sent + wall) / 2
            self._round_trip = round_trip
            self._offset = offset if abs(offset) > round_trip else 0.0  # else it is one clock


def _messages(data: bytes, tag: float | None) -> list[tuple[float | None, OscMessage]]:
    """The messages of a packet, each with its time tag on the sender's wall clock."""
    if not OscBundle.dgram_is_bundle(data):
        return [(tag, OscMessage(data))]
    found: list[tuple[float | None, OscMessage]] = []
    waiting = [OscBundle(data)]
    while waiting:
        bundle = waiting.pop()
        when = None if bundle.timestamp == IMMEDIATELY else float(bundle.timestamp)
        for content in bundle:
            if isinstance(content, OscBundle):
                waiting.append(content)
            else:
                found.append((when, content))
    return found
