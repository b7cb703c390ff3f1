"""The engine's UDP port; no event on it raises an exception."""

from __future__ import annotations

import contextlib
import errno
import logging
import socket
import struct
import sys
from collections.abc import Collection

from perf_engine.protocol.double_bind import unbound
from perf_engine.protocol.ports import HostPort

logger = logging.getLogger(__name__)

LONGEST = 65_535
ROOM = 1 << 20  # bytes that the kernel may keep for us
FULL_ROOM = 1 << 24  # the same with the permission to set it: ten thousand notes
_IP_RECVERR = 11  # Linux: get which client's port is closed
_IPV6_RECVERR = 25
_MSG_ERRQUEUE = 0x2000
_SO_TIMESTAMPNS, _SO_RXQ_OVFL, _SO_RCVBUFFORCE = 35, 40, 33  # Linux, on most processors
_STAMP, _COUNT = struct.Struct("@ll"), struct.Struct("@I")
_REFUSED = (errno.ECONNREFUSED, errno.EHOSTUNREACH, errno.ENETUNREACH, errno.ECONNRESET)


def _ask_for_stamps(made: socket.socket) -> int:
    """Ask for each datagram's arrival and for the count of dropped ones; return their bytes."""
    if sys.platform != "linux":
        return 0
    with contextlib.suppress(OSError):
        made.setsockopt(socket.SOL_SOCKET, _SO_TIMESTAMPNS, 1)
        made.setsockopt(socket.SOL_SOCKET, _SO_RXQ_OVFL, 1)
    return socket.CMSG_SPACE(_STAMP.size) + socket.CMSG_SPACE(_COUNT.size)


class Port:
    """A bound, non-blocking UDP socket, of IPv4 or, if the host has colons, of IPv6."""

    def __init__(self, host: str, port: int) -> None:
        """Bind. Raises OSError if the port is taken or this computer has no such address."""
        self._host = host
        self._open(port)
        self.number: int = self.socket.getsockname()[1]
        self.closed_ports: list[HostPort] = []  # found closed; the reader clears it
        self._dry = False  # as far as is known, nothing has come
        self.arrived: float | None = None  # wall seconds of the last datagram's arrival, if known
        self.unheard = 0  # count of datagrams that the system dropped, modulo 2**32

    def _open(self, port: int) -> None:
        host, new = self._host, ":" in self._host
        self.socket = unbound(host, socket.SOCK_DGRAM)
        try:
            with contextlib.suppress(OSError):
                self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, ROOM)
            self._error_queue = False
            if sys.platform == "linux":
                with contextlib.suppress(OSError):  # beyond the usual limit, if permitted
                    self.socket.setsockopt(socket.SOL_SOCKET, _SO_RCVBUFFORCE, FULL_ROOM)
                with contextlib.suppress(OSError):
                    option = _IPV6_RECVERR if new else _IP_RECVERR
                    level = socket.IPPROTO_IPV6 if new else socket.IPPROTO_IP
                    self.socket.setsockopt(level, option, 1)
                    self._error_queue = True
            self._room_for_stamps = _ask_for_stamps(self.socket)
            self.socket.bind((host, port))
            self.socket.setblocking(False)
        except OSError:
            self.socket.close()
            raise

    @property
    def open(self) -> bool:
        """Return whether the system knows it; a fault elsewhere may have closed its descriptor."""
        try:
            return bool(self.socket.getsockname()[1] == self.number)
        except OSError:
            return False

    def reopen(self) -> None:
        """Open it again, with the same number. Raises OSError.

        A descriptor that is not ours any more is left alone: it may be another file's by now.
        """
        if self.open:
            self.socket.close()
        else:
            self.socket.detach()
        self._open(self.number)

    def filenos(self) -> list[int]:
        """Return the descriptors to wait on."""
        return [self.socket.fileno()]

    def readable(self, found: Collection[int] | None) -> None:
        """Note the descriptors that can be read now; None: unknown."""
        self._dry = found is not None and self.socket.fileno() not in found

    def receive(self) -> tuple[bytes, HostPort] | None:
        """Return a datagram and its sender, or None."""
        if self._dry:
            return None
        for _ in range(4):
            try:
                data, said, sender = self._take()
                self.arrived = None
                for _, kind, value in said:
                    if kind == _SO_TIMESTAMPNS and len(value) == _STAMP.size:
                        seconds, nanoseconds = _STAMP.unpack(value)
                        self.arrived = seconds + nanoseconds / 1e9
                    elif kind == _SO_RXQ_OVFL and len(value) == _COUNT.size:
                        (self.unheard,) = _COUNT.unpack(value)
                return data, (sender[0], sender[1])
            except BlockingIOError:
                return None
            except OSError as error:  # an error that concerns an earlier datagram
                logger.debug("receiving: %s", error)
                self._drain_errors()
        return None

    def _take(self) -> tuple[bytes, list[tuple[int, int, bytes]], HostPort]:
        """Return a datagram, what the system says about it, and its sender. Raises OSError."""
        if not self._room_for_stamps:  # Windows has no recvmsg
            data, sender = self.socket.recvfrom(LONGEST)
            return data, [], sender
        data, said, _, sender = self.socket.recvmsg(LONGEST, self._room_for_stamps)
        return data, said, sender

    def send(self, data: bytes, where: HostPort) -> bool:
        """Send a datagram; return False if that failed."""
        for _ in range(2):
            try:
                self.socket.sendto(data, where)
                return True
            except BlockingIOError:
                return False
            except OSError as error:
                logger.debug("sending to %s:%d: %s", *where, error)
                self._drain_errors()
                if error.errno not in _REFUSED:
                    return False  # other errors may concern an earlier datagram
        return False

    def _drain_errors(self) -> None:
        if not self._error_queue:
            return
        for _ in range(64):
            try:
                _, _, _, where = self.socket.recvmsg(0, 512, _MSG_ERRQUEUE)
            except OSError:
                return
            if where and len(self.closed_ports) < 256:
                self.closed_ports.append((where[0], where[1]))

    def close(self) -> None:
        """Close the port."""
        self.socket.close()
