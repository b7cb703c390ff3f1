"""The engine's UDP port: nothing that happens on it is an exception."""

from __future__ import annotations

import contextlib
import errno
import logging
import socket
import sys

from .clients import HostPort

logger = logging.getLogger(__name__)

LONGEST = 65_535
ROOM = 1 << 20  # bytes the kernel may keep for us
_IP_RECVERR = 11  # Linux: tell which client's port is closed
_MSG_ERRQUEUE = 0x2000
_REFUSED = (errno.ECONNREFUSED, errno.EHOSTUNREACH, errno.ENETUNREACH, errno.ECONNRESET)


class Port:
    """A bound, never blocking UDP socket."""

    def __init__(self, host: str, port: int) -> None:
        """Bind. Raises OSError where the port is taken."""
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            with contextlib.suppress(OSError):
                self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, ROOM)
            self._error_queue = False
            if sys.platform == "linux":
                with contextlib.suppress(OSError):
                    self.socket.setsockopt(socket.IPPROTO_IP, _IP_RECVERR, 1)
                    self._error_queue = True
            self.socket.bind((host, port))
            self.socket.setblocking(False)
        except OSError:
            self.socket.close()
            raise
        self.number: int = self.socket.getsockname()[1]
        self.closed_ports: list[HostPort] = []  # found closed, until somebody clears it

    def receive(self) -> tuple[bytes, HostPort] | None:
        """A datagram and its sender, or None."""
        for _ in range(4):
            try:
                data, sender = self.socket.recvfrom(LONGEST)
                return data, (sender[0], sender[1])
            except BlockingIOError:
                self._drain_errors()
                return None
            except OSError as error:  # a report about an earlier datagram
                logger.debug("receiving: %s", error)
                self._drain_errors()
        return None

    def send(self, data: bytes, where: HostPort) -> bool:
        """Send a datagram; False where it could not go."""
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
                    return False  # else it may have been a report about an earlier datagram
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
        """Let the port go."""
        self.socket.close()
