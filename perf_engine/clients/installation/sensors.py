"""The UDP port of the sensors: OSC messages of any address become streams of numbers."""

from __future__ import annotations

import ipaddress
import logging
import math
import socket
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import Final

from perf_engine.core.installation.gesture import ANY_CHANNEL, OSC, Source
from perf_engine.protocol.double_bind import EVERYWHERE, HERE, in_both, unbound
from perf_engine.protocol.packets import Incoming, PacketError, read, split
from perf_engine.protocol.udp import BUFFER

from .unused import Unused

logger = logging.getLogger(__name__)

TRY_EVERY: Final = 10.0  # seconds between two tries to open the port
NO_PORT: Final = (
    "Sensors: UDP port %d cannot be opened (%s), and is tried again. Another program may have it:"
    " end that, or choose another port with sensor_port of [installation]."
)
MOST_PACKETS: Final = 400  # that are read in one turn; the rest of a flood is dropped
MOST_DROPPED: Final = 4000  # packets of a flood that are dropped in one turn
LARGEST: Final = 4096  # bytes of a sensor's packet
MOST_NUMBERS: Final = 64  # arguments of a message that count


def _number_of(made: socket.socket) -> int:
    return int(made.getsockname()[1])


def _bound(host: str, number: int) -> socket.socket:
    """Return a bound socket. Raises OSError."""
    made = unbound(host, socket.SOCK_DGRAM)
    try:
        with suppress(OSError):
            made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER)
        made.bind((host, number))
        made.setblocking(False)
    except OSError:
        made.close()
        raise
    return made


class Sensors:
    """Reads the packets that have come, and passes on each number with its source."""

    def __init__(
        self,
        port: int,
        hear: Callable[[Source, float, float], bool],
        lan: bool = False,
        allow: Sequence[str] = (),
        known: Callable[[], Iterable[str]] = tuple,
    ) -> None:
        """Open the port. `hear` returns whether a map uses a value.

        `allow`: the networks that may send besides this computer; none: all. `known` returns the
        sources of the maps. A port that does not open is tried again.
        """
        self._hear = hear
        self.unused = Unused(known)
        self._allow = [ipaddress.ip_network(one, strict=False) for one in allow]
        self._trusted: dict[str, bool] = {}
        self.broken = self.refused = self.flooded = 0  # packets
        self._hosts, self._number = EVERYWHERE if lan else HERE, port
        self.problem = ""  # why the port is not open
        self._next_try = math.inf
        self._sockets = self._open()

    def filenos(self) -> list[int]:
        """Return the descriptors to wait on; none if the port is not open."""
        return [one.fileno() for one in self._sockets]

    @property
    def port(self) -> int:
        """Return the number of the port; 0 if it is not open."""
        return 0 if self.problem else _number_of(self._sockets[0])

    def turn(self, now: float) -> int:
        """Take what has come; return the number of packets. A flood is cut."""
        if self.problem and not self._try_again(now):
            return 0
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
        for one in self._sockets:
            one.close()

    def _open(self) -> list[socket.socket]:
        """Return the sockets of the port; none, with the problem, if it does not open."""
        try:
            made = in_both(_bound, _number_of, self._hosts, self._number)
        except OSError as error:
            if not self.problem:
                logger.warning(NO_PORT, self._number, error.strerror)
            self.problem = error.strerror or str(error)
            return []
        self.problem = ""
        return [one for one in made if one is not None]

    def _try_again(self, now: float) -> bool:
        """Try to open the port from time to time; return whether it is open."""
        if self._next_try == math.inf:
            self._next_try = now + TRY_EVERY
        if now < self._next_try:
            return False
        self._next_try, self._sockets = now + TRY_EVERY, self._open()
        if not self.problem:
            logger.info("Sensors: UDP port %d is open.", self.port)
        return not self.problem

    def _receive(self) -> bytes | None:
        """Return the next packet; an empty one if it is refused; None if there is none.

        IPv4 and IPv6 alternate, so that a flood of one does not displace the other.
        """
        self._sockets.reverse()
        for one in self._sockets:
            try:
                packet, where = one.recvfrom(LARGEST)
            except BlockingIOError:
                continue
            except OSError:  # an error of an earlier packet
                return b""
            if self._may(where[0]):
                return packet
            self.refused += 1
            return b""
        return None

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
                values = arguments[:MOST_NUMBERS] or [None]
                used = [self._pass(address, n, value, now) for n, value in enumerate(values)]
                if not any(used):
                    self.unused.note(address)
        except PacketError:
            self.broken += 1

    def _pass(self, address: str, number: int, value: Incoming, now: float) -> bool:
        """Pass a value on, as NaN if it is no number; return whether a map uses it."""
        source = (OSC, address, number, ANY_CHANNEL)
        if isinstance(value, int | float):
            return self._hear(source, float(value), now)
        used = self._hear(source, math.nan, now)
        if used:
            self.unused.note_value(address, value)
        return used
