"""A road between an engine and its client on which packets get lost, and what that did to notes."""

from __future__ import annotations

import math
import select
import socket
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import pairwise

from perf_engine.clients.python.connection import Connection
from perf_engine.protocol.notes import Flush, Release, Strike
from perf_engine.protocol.packets import build, read

Key = tuple[int, int]  # voice, pitch
Deed = tuple[float, Key, bool]  # seconds, which key, whether it was struck
STRETCHES = 3  # a machine that stands still spoils some; who does not let go spoils each
LONGEST = 60.0  # seconds until enough is lost and played
LET_GO = 10.0  # seconds after which what sounds on hangs


class Road:
    """Relays between a client and an engine; every n-th packet to the client is dropped."""

    def __init__(self, engine: int, every: int) -> None:
        self._engine = ("127.0.0.1", engine)
        self._every = every
        self._front = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._back = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        for one in (self._front, self._back):
            one.bind(("127.0.0.1", 0))
        self.port = int(self._front.getsockname()[1])
        self.lost: list[bytes] = []
        self._stated: list[float] = []  # when statements of what sounds went through
        self._count = 0
        self._ended = threading.Event()

    def run(self) -> None:
        """Relay until the end."""
        client = None
        while not self._ended.is_set():
            for one in select.select([self._front, self._back], [], [], 0.1)[0]:
                packet, sender = one.recvfrom(65536)
                if one is self._front:
                    client = client or sender
                    if packet.startswith(b"/perf/notify\0"):
                        address, values = read(packet)
                        if values[1:2] and isinstance(values[1], int) and values[1]:
                            client = "127.0.0.1", values[1]
                            values[1] = 0  # the answers come back this way
                        packet = build(address, *values)
                    self._back.sendto(packet, self._engine)
                elif client is not None:
                    self._count += 1
                    if self._count % self._every:
                        self._front.sendto(packet, client)
                        if packet.startswith(b"/perf/sounding\0"):
                            self._stated.append(time.monotonic())
                    else:
                        self.lost.append(packet)

    def lost_of(self, address: str) -> int:
        """How many lost packets held a message of this address."""
        return sum(address.encode() + b"\0" in packet for packet in self.lost)

    def longest_without_statement(self) -> float:
        """The longest time between two statements that went through, in seconds.

        Before the second of them no client can know that it missed a release: several statements
        in a row may be lost, and a busy machine may stand still.
        """
        return max((b - a for a, b in pairwise(self._stated)), default=math.inf)

    def end(self) -> None:
        self._ended.set()

    def close(self) -> None:
        self._front.close()
        self._back.close()


@contextmanager
def lossy(engine: int, every: int) -> Iterator[Road]:
    """A road that relays in a thread until the block ends."""
    road = Road(engine, every)
    thread = threading.Thread(target=road.run, daemon=True)
    thread.start()
    try:
        yield road
    finally:
        road.end()
        thread.join(5)
        road.close()


class Witness:
    """What a connection is told of keys, taken in a thread: nothing waits until it is too old."""

    def __init__(self, connection: Connection) -> None:
        self.deeds: list[Deed] = []
        self._told = connection.listen()
        self._thread = threading.Thread(target=self._take, daemon=True)
        self._thread.start()

    def _take(self) -> None:
        for told in self._told:
            if isinstance(told, Flush):  # it drops what this client still waits to strike
                now = time.monotonic()
                self.deeds = [
                    d for d in self.deeds if not (d[2] and d[0] > now and d[1][0] == told.voice)
                ]
            elif isinstance(told, Strike | Release):
                deed = told.due, (told.voice, told.pitch), isinstance(told, Strike)
                self.deeds = [*self.deeds, deed]

    @property
    def struck(self) -> int:
        return sum(struck for _, _, struck in self.deeds)

    @property
    def sounds(self) -> bool:
        """Whether a key is held now."""
        sounding: set[Key] = set()
        for _, key, struck in sorted(self.deeds, key=lambda deed: deed[0]):
            (sounding.add if struck else sounding.discard)(key)
        return bool(sounding)

    def end(self) -> list[Deed]:
        """Listen no more; all that was told."""
        self._told.close()
        self._thread.join(LONGEST)
        return self.deeds


def spans(deeds: Iterable[Deed], end: float) -> dict[Key, list[tuple[float, float]]]:
    """When each key sounded; one that is struck twice sounds on, one at the end until then."""
    found: dict[Key, list[tuple[float, float]]] = {}
    since: dict[Key, float] = {}
    for at, key, struck in sorted(deeds, key=lambda deed: deed[0]):
        if struck:
            since.setdefault(key, at)
        elif key in since:
            found.setdefault(key, []).append((since.pop(key), at))
    for key, at in since.items():
        found.setdefault(key, []).append((at, end))
    return found


def overhang(played: Iterable[Deed], truth: Iterable[Deed], end: float) -> float:
    """The longest that a key sounded at a client while the engine did not hold it, in seconds."""
    truth = list(truth)
    held = spans(truth, end)
    known = min((at for at, _, _ in truth), default=-math.inf)  # before it, nobody listened
    longest = 0.0
    for key, sounded in spans(played, end).items():
        for begin, finish in sounded:
            if begin < known:
                continue
            at = begin
            for since, until in sorted(held.get(key, [])):
                if until > at and since < finish:
                    longest = max(longest, since - at)
                    at = max(at, until)
            longest = max(longest, finish - at)
    return longest
