"""The UDP port of the sensors: OSC messages of any address become streams of numbers."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Final

from perf_engine.core.installation.gesture import ANY_CHANNEL, OSC, Source
from perf_engine.protocol.packets import Incoming, PacketError, read, split
from perf_engine.protocol.udp import BUFFER

MOST_PACKETS: Final = 400  # that are read in one turn; the rest of a flood is dropped
MOST_DROPPED: Final = 4000  # packets of a flood that are dropped in one turn
LARGEST: Final = 4096  # bytes of a sensor's packet
MOST_NUMBERS: Final = 64  # arguments of a message that count


class Sensors:
    """Reads the packets that have come, and passes on each number with its source."""

    def __init__(
        self,
        port: int,
        hear: Callable[[Source, float, float], object],
        lan: bool = False,
        allow: Sequence[str] = (),
    ) -> None:
        """Open the port. `allow`: the networks that may send besides this computer; none: all.

        Raises OSError.
        """
        self._hear = hear
        self._allow = [ipaddress.ip_network(one, strict=False) for one in allow]
        self._trusted: dict[str, bool] = {}
        self.broken = self.refused = self.flooded = 0  # packets
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            with suppress(OSError):
                self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER)
            self.socket.bind(("0.0.0.0" if lan else "127.0.0.1", port))
            self.socket.setblocking(False)
        except OSError:
            self.socket.close()
            raise
        self.port: int = self.socket.getsockname()[1]

    def fileno(self) -> int:
        """Return the descriptor to wait on."""
        return self.socket.fileno()

    def turn(self, now: float) -> int:
        """Take what has come; return the number of packets. A flood is cut."""
        for number in range(MOST_PACKETS):
            packet = self._receive()
            if packet is None:
                return number
            self._take(packet, now)
        for _ in range(MOST_DROPPED):
            if self._receive() is None:
                break
            self.flooded += 1
        return MOST_PACKETS

    def close(self) -> None:
        """Close the port."""
        self.socket.close()

    def _receive(self) -> bytes | None:
        """Return the next packet; an empty one if it is refused; None if there is none."""
        try:
            packet, where = self.socket.recvfrom(LARGEST)
        except BlockingIOError:
            return None
        except OSError:  # an error of an earlier packet
            return b""
        if self._may(where[0]):
            return packet
        self.refused += 1
        return b""

    def _may(self, host: str) -> bool:
        if not self._allow:
            return True
        if host not in self._trusted:
            if len(self._trusted) > 1000:
                self._trusted.clear()
            there = ipaddress.ip_address(host)
            known = there.is_loopback or any(there in network for network in self._allow)
            self._trusted[host] = known
        return self._trusted[host]

    def _take(self, packet: bytes, now: float) -> None:
        if not packet:
            return
        try:
            for message, _ in split(packet):
                address, arguments = read(message)
                for number, value in enumerate(arguments[:MOST_NUMBERS]):
                    self._pass(address, number, value, now)
        except PacketError:
            self.broken += 1

    def _pass(self, address: str, number: int, value: Incoming, now: float) -> None:
        if isinstance(value, int | float):
            self._hear((OSC, address, number, ANY_CHANNEL), float(value), now)
