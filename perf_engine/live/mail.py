"""Packets taken from the port, and not yet taken apart; a panic among them goes before them all."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Final, Protocol

from .clients import HostPort
from .osc import BUNDLE, build
from .statistics import Statistics

MOST_PACKETS: Final = 4096
MOST_BYTES: Final = 4_000_000
A_TURN: Final = 256  # packets fetched, at most
BYTES_A_TURN: Final = 262_144  # after which no more are fetched
PANIC: Final = frozenset({build("/perf/panic"), b"/perf/panic\0"})  # with its tags, and without
_SIGN: Final = b"/perf/panic\0"


class Source(Protocol):
    """Where packets come from, such as a port."""

    def receive(self) -> tuple[bytes, HostPort] | None:
        """A packet and its sender, or None."""


class Mail:
    """A bounded queue of packets, which knows which of them came before a panic.

    It is fetched every turn, however much of it waits: only what was fetched can be looked into.
    """

    def __init__(
        self,
        port: Source,
        panics: Callable[[bytes, HostPort, float], bool],
        statistics: Statistics,
    ) -> None:
        """`panics`: whether a panic that is due is in a packet."""
        self._port = port
        self._panics = panics
        self._statistics = statistics
        self._packets: deque[tuple[bytes, HostPort]] = deque()
        self._bytes = 0
        self._outdated = 0  # packets, the first ones, that came with or before a panic

    def __len__(self) -> int:
        return len(self._packets)

    def fetch(self, now: float, first: bool) -> bool:
        """Fetch what has come; whether there is a panic in it that would have to wait.

        `first`: nothing else waits, so that a panic that comes alone need not be hurried. What has
        no room is dropped, as the port's own queue would, but a panic in it is found.
        """
        found, size = False, 0
        for _ in range(A_TURN):
            came = self._port.receive()
            if came is None:
                break
            packet, sender = came
            alone = first and not self._packets and not packet.startswith(BUNDLE)
            if len(self._packets) < MOST_PACKETS and self._bytes + len(packet) <= MOST_BYTES:
                self._packets.append(came)
                self._bytes += len(packet)
            else:
                self._statistics.dropped += 1
            if not alone and _SIGN in packet and self._panics(packet, sender, now):
                self.outdate()
                found = True
            size += len(packet)
            if size >= BYTES_A_TURN:
                break
        return found

    def outdate(self) -> None:
        """There was a panic: what waits was sent before."""
        self._outdated = len(self._packets)

    def next(self) -> tuple[bytes, HostPort, bool]:
        """The oldest packet, its sender, and whether there was a panic since it was sent.

        Raises IndexError where there is none.
        """
        packet, sender = self._packets.popleft()
        self._bytes -= len(packet)
        outdated = self._outdated > 0
        self._outdated = max(0, self._outdated - 1)
        return packet, sender, outdated
