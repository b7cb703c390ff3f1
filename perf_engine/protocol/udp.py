"""The UDP socket of a client: it receives from the engine only, and raises nothing in use."""

from __future__ import annotations

import select
import socket
import struct
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Final, TypeAlias

from .packets import LARGEST_PACKET
from .ports import ENGINE_PORT, HOST

BUFFER: Final = 1 << 20  # bytes that the kernel may keep for us
_RXQ_OVFL: Final = 40  # Linux: get with each packet the count of dropped ones
Where: TypeAlias = tuple[socket.AddressFamily, Any]  # the family, and its kind of address

_COUNT: Final = struct.Struct("=I")


class Line:
    """A connected, non-blocking UDP socket; a refusal shows that the engine has ended."""

    def __init__(
        self, port: int = ENGINE_PORT, host: str = HOST, where: Where | None = None
    ) -> None:
        """Bind any free port, and connect it to the engine's. Raises OSError.

        `where`: the engine's address if it is known, as a look-up may take long.
        """
        family, address = where or resolved(host, port)
        self.socket = socket.socket(family, socket.SOCK_DGRAM)
        try:
            with suppress(OSError):
                self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER)
            self._ancillary = 0
            with suppress(OSError):
                if sys.platform == "linux":
                    self.socket.setsockopt(socket.SOL_SOCKET, _RXQ_OVFL, 1)
                    self._ancillary = socket.CMSG_SPACE(_COUNT.size)
            self.socket.setblocking(False)
            self.socket.connect(address)
        except OSError:
            self.socket.close()
            raise
        drain(self.socket)
        self.port: int = self.socket.getsockname()[1]
        self.refused = False  # the engine's port was found closed; the caller clears it
        self.dropped = 0  # packets that the kernel had no space for

    def fileno(self) -> int:
        """Return the descriptor to wait on."""
        return self.socket.fileno()

    def receive(self) -> bytes | None:
        """Return a packet from the engine, or None."""
        try:
            if not self._ancillary:
                return self.socket.recv(LARGEST_PACKET)
            data, ancillary, _, _ = self.socket.recvmsg(LARGEST_PACKET, self._ancillary)
        except BlockingIOError:
            return None
        except OSError:
            self.refused = True
            return None
        for level, kind, count in ancillary:
            if (level, kind) == (socket.SOL_SOCKET, _RXQ_OVFL):
                (self.dropped,) = _COUNT.unpack(count)
        return data

    def wait(self, seconds: float) -> bool:
        """Wait for a packet, at most so long; return whether there may be one."""
        return bool(select.select([self.socket], [], [], max(0.0, seconds))[0])

    def send(self, data: bytes) -> None:
        """Send a packet to the engine; a closed port is noted. The packet may be lost."""
        try:
            self.socket.send(data)
        except BlockingIOError:  # there is no space: the packet is lost
            return
        except OSError:  # an earlier packet was refused, and this one was not sent
            self.refused = True
            with suppress(OSError):
                self.socket.send(data)

    def close(self) -> None:
        """Close the socket."""
        self.socket.close()

    def __enter__(self) -> Line:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def resolved(host: str, port: int) -> Where:
    """Look up the address of a host and port. Raises OSError."""
    return preferred(socket.getaddrinfo(host, port, type=socket.SOCK_DGRAM))


def preferred(found: Sequence[Any]) -> Where:
    """Return the first IPv4 address that getaddrinfo has found, else the first of any kind."""
    family, _, _, _, where = min(found, key=lambda one: one[0] != socket.AF_INET)
    return family, where


def drain(line: socket.socket) -> None:
    """Discard what came to a socket before it was connected, as anybody may have sent it.

    The socket must not block. Once connected, it receives from its peer only.
    """
    while True:
        try:
            line.recv(LARGEST_PACKET)
        except BlockingIOError:
            return
        except OSError:  # a report that an earlier packet of ours was refused
            continue
