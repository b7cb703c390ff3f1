"""A client that records the arrival time and lateness of each message."""

from __future__ import annotations

import contextlib
import select
import socket
import struct
import subprocess
import sys
import time
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from perf_engine.protocol.packets import build, read, split
from perf_engine.protocol.ports import HOST

STAMPED = 35  # SO_TIMESTAMPNS on Linux: the kernel says when a packet came
TAKEN_BACK = 10.0  # seconds after its due time, when what was announced does not come any more
CHORD = 0.005  # seconds in which the notes of a chord are struck


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message that came: wall seconds of its arrival and of its time tag, if it has one."""

    came: float
    due: float | None
    address: str
    arguments: tuple[Any, ...]


class Watcher:
    """A client that records when a packet reached its socket, not when it was read."""

    def __init__(self, port: int, timing: str) -> None:
        """Register at the engine on `port`."""
        self.engine = (HOST, port)
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((HOST, 0))
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
        if sys.platform == "linux":
            self.socket.setsockopt(socket.SOL_SOCKET, STAMPED, 1)
        self.socket.setblocking(False)
        self.send("/perf/notify", 1, self.socket.getsockname()[1], timing, 0.0)

    def send(self, address: str, *arguments: int | float | str) -> float:
        """Send a message; return the wall time just before."""
        data = build(address, *arguments)
        now = time.time()
        self.socket.sendto(data, self.engine)
        return now

    def arrivals(self) -> list[Arrival]:
        """Read all messages that have come."""
        found: list[Arrival] = []
        while True:
            try:
                data, stamps, _, _ = self.socket.recvmsg(65536, 256)
            except BlockingIOError:
                return found
            came = time.time()
            for _, kind, value in stamps:
                if kind == STAMPED:
                    seconds, nanoseconds = struct.unpack_from("@qq", value)
                    came = seconds + nanoseconds / 1e9
            for message, due in split(data):
                address, arguments = read(message)
                found.append(Arrival(came, due, address, tuple(arguments)))

    def watch(self, seconds: float) -> list[Arrival]:
        """Read all messages that come in so many seconds."""
        found, until = [], time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            select.select([self.socket], (), (), left)
            found += self.arrivals()
        return found

    def close(self) -> None:
        """Leave."""
        self.send("/perf/notify", 0, self.socket.getsockname()[1])
        self.socket.close()


def lateness(
    announced: Sequence[Arrival], came: Sequence[Arrival]
) -> list[tuple[str, float, float]]:
    """Address, due time and lateness of each message, matched by order among its like.

    A message that was announced and then taken back never comes: what comes long after it is
    another one.
    """
    due: dict[tuple[Any, ...], deque[float]] = defaultdict(deque)
    for one in announced:
        if one.due is not None:
            due[(one.address, *one.arguments[:3])].append(one.due)
    found = []
    for one in came:
        waiting = due.get((one.address, *one.arguments[:3]))
        while waiting and waiting[0] < one.came - TAKEN_BACK:
            waiting.popleft()
        if waiting and waiting[0] <= one.came + 0.001:
            at = waiting.popleft()
            found.append((one.address, at, one.came - at))
    return found


def smear(strikes: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """For each four strikes due together: the first due time, and by how much their lateness
    differs, in seconds."""
    ordered = sorted(strikes)
    found: list[tuple[float, float]] = []
    i = 0
    while i + 4 <= len(ordered):
        chord = ordered[i : i + 4]
        if chord[3][0] - chord[0][0] <= CHORD:
            late = [after for _, after in chord]
            found.append((chord[0][0], max(late) - min(late)))
            i += 4
        else:
            i += 1
    return found


@contextlib.contextmanager
def busy(processes: int) -> Iterator[None]:
    """Run so many processes that only use up the processor."""
    burn = "while True: pass"
    burning = [subprocess.Popen([sys.executable, "-c", burn]) for _ in range(processes)]
    try:
        yield
    finally:
        for process in burning:
            process.kill()
            process.wait()
