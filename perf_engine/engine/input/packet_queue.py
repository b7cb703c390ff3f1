"""The queue of packets between the port and the dispatcher; a panic in it goes first."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from perf_engine.engine.statistics import Statistics
from perf_engine.protocol.notes import PLAYED
from perf_engine.protocol.packets import BUNDLE
from perf_engine.protocol.ports import HostPort

from .inbox import SYNC
from .priority import FLOOD, Priority, of_packet, releases

MOST_PACKETS: Final = 16_384
MOST_BYTES: Final = 4_000_000
A_TURN: Final = 256  # packets fetched in one turn, at most
BYTES_A_TURN: Final = 262_144  # bytes in one turn after which no more is fetched


class Source(Protocol):
    """A source of packets, such as a port."""

    def receive(self) -> tuple[bytes, HostPort] | None:
        """Return a packet and its sender, or None."""


@dataclass(frozen=True, slots=True)
class _Packet:
    data: bytes
    sender: HostPort
    came: float
    number: int
    along: bool  # whether it must go before an urgent packet that comes after it


class PacketQueue:
    """A bounded queue of packets that knows which ones came before a panic.

    Packets are fetched in every turn, as only a fetched packet can be searched for a panic.
    """

    def __init__(
        self,
        port: Source,
        panics: Callable[[bytes, HostPort, float], bool],
        statistics: Statistics,
        arrived: Callable[[float], float] = lambda now: now,
    ) -> None:
        """`panics`: whether a packet contains a due panic; `arrived`: the last packet's arrival."""
        self._port = port
        self._panics = panics
        self._statistics = statistics
        self._arrived = arrived
        self._played: deque[_Packet] = deque()
        self._ordered: deque[_Packet] = deque()
        self._urgent: deque[_Packet] = deque()
        self._along = 0  # packets among the others whose order with an urgent one matters
        self._count = 0  # packets queued so far
        self._bytes = 0
        self._released: dict[HostPort, int] = {}  # number of packets before a sender's release
        self._outdated = 0  # number of first packets that came with or before a panic
        self.came = 0.0  # arrival of the packet that was taken last

    def __len__(self) -> int:
        return len(self._urgent) + len(self._played) + len(self._ordered)

    @property
    def oldest(self) -> float:
        """Return the arrival of the oldest packet with a player's event; inf without one."""
        return self._played[0].came if self._played else math.inf

    @property
    def orders(self) -> bool:
        """Return whether there is a packet without players' events."""
        return bool(self._ordered)

    @property
    def urgent(self) -> bool:
        """Return whether there is a packet with an urgent message."""
        return bool(self._urgent)

    def fetch(self, now: float, first: bool, found: tuple[bytes, HostPort] | None = None) -> bool:
        """Fetch packets, `found` first; return whether they hold a panic that would have to wait.

        `first`: nothing else waits, so that a panic that comes alone need not be hurried. A packet
        beyond the capacity is dropped, as the port's own queue does, but a panic in it is found.
        """
        panics, size = False, 0
        for _ in range(A_TURN):
            came, found = found or self._port.receive(), None
            if came is None:
                break
            packet, sender = came
            alone = first and not self and not packet.startswith(BUNDLE)
            priority = of_packet(packet)
            if len(self) < MOST_PACKETS and self._bytes + len(packet) <= MOST_BYTES:
                self._keep(packet, sender, now, priority)
                self._count += 1
                self._bytes += len(packet)
            else:
                self._statistics.dropped += 1
            urgent = priority == Priority.FIRST
            if urgent and not alone and self._panics(packet, sender, now):
                self.outdate()
                panics = True
            size += len(packet)
            if size >= BYTES_A_TURN:
                break
        return panics

    def _keep(self, packet: bytes, sender: HostPort, now: float, priority: Priority) -> None:
        along = priority == Priority.ALONG
        kept = _Packet(packet, sender, self._arrived(now), self._count, along)
        flooded = len(self._played) + len(self._ordered) >= FLOOD
        if priority == Priority.FIRST or (priority == Priority.SOON and flooded):
            self._pull_along()
            if self._played and releases(packet):
                self._released[sender] = self._count
            self._urgent.append(kept)
            return
        self._along += along
        (self._played if PLAYED in packet or SYNC in packet else self._ordered).append(kept)

    def _pull_along(self) -> None:
        """Move what must keep its order with an urgent one before that."""
        if not self._along:
            return
        waiting = [*self._played, *self._ordered]
        self._urgent.extend(sorted((p for p in waiting if p.along), key=lambda p: p.number))
        self._played = deque(p for p in self._played if not p.along)
        self._ordered = deque(p for p in self._ordered if not p.along)
        self._along = 0

    def outdate(self) -> None:
        """Mark all waiting packets as sent before a panic."""
        self._outdated = self._count

    def next(self, orders_first: bool = False) -> tuple[bytes, HostPort, bool]:
        """Return the oldest packet, its sender, and whether a panic came since it was sent.

        With `orders_first`, packets without players' events go before older ones. Urgent packets
        always go first. Raises IndexError if there is none.
        """
        lane, other = self._ordered, self._played
        if not lane or (other and not orders_first and other[0].number < lane[0].number):
            lane = other
        if self._urgent:
            lane = self._urgent
        packet = lane.popleft()
        if lane is not self._urgent:
            self._along -= packet.along
        self._bytes -= len(packet.data)
        self.came = packet.came
        outdated = packet.number < max(self._outdated, self._released.get(packet.sender, 0))
        if not self:
            self._released.clear()
        return packet.data, packet.sender, outdated
