"""The system's service manager, told by the protocol of sd_notify(3) that the engine is alive.

The protocol is one datagram a message to the socket in NOTIFY_SOCKET. A library would be more code
to trust than these few lines, and would open a socket for each message on the playing thread.
"""

from __future__ import annotations

import errno
import logging
import os
import socket
from collections.abc import Mapping

logger = logging.getLogger(__name__)

VARIABLE = "NOTIFY_SOCKET"
PERIOD = "WATCHDOG_USEC"  # the longest time between two signs of life
MEANT = "WATCHDOG_PID"  # the process that is watched; all if it is not set
FULL = (errno.EAGAIN, errno.EWOULDBLOCK, errno.ENOBUFS)  # no room for a message now


class ServiceManager:
    """Sends messages, and never waits: one that finds no room is lost, the next says the same."""

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        """Find the service manager; without one, nothing is sent."""
        self._socket: socket.socket | None = None
        self._warned = False
        self.watches = _watches(environment)
        self._where = environment.get(VARIABLE, "")
        if not self._where:
            return
        try:
            self._socket = _connected(self._where)
        except OSError as error:
            self._warn(error)

    @property
    def there(self) -> bool:
        """Return whether there is one."""
        return self._socket is not None

    def ready(self) -> None:
        """Tell it that the engine plays."""
        self._send("READY=1")

    def alive(self) -> None:
        """Tell it that the music is alive, if it watches that."""
        if self.watches:
            self._send("WATCHDOG=1")

    def status(self, sentence: str) -> None:
        """Tell it a sentence, which `systemctl status` shows."""
        self._send(f"STATUS={' '.join(sentence.split())}")

    def stopping(self) -> None:
        """Tell it that the engine ends."""
        self._send("STOPPING=1")

    def close(self) -> None:
        """Close the socket."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _send(self, message: str) -> None:
        if self._socket is not None:
            try:
                self._socket.send(message.encode())
            except OSError as error:
                if error.errno not in FULL:
                    self._warn(error)

    def _warn(self, error: OSError) -> None:
        """Say once that it cannot be reached."""
        if not self._warned:
            self._warned = True
            logger.warning(
                "The service manager cannot be told that the music is alive (%s=%s: %s); it may"
                " restart the engine.",
                VARIABLE,
                self._where[:100],
                error.strerror or error,
            )


def _connected(where: str) -> socket.socket:
    """Return a socket to an address, which begins with / or @. Raises OSError."""
    if where[0] not in "/@" or not hasattr(socket, "AF_UNIX"):
        raise OSError(errno.EAFNOSUPPORT, os.strerror(errno.EAFNOSUPPORT))
    made = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    try:
        made.setblocking(False)
        made.connect(f"\0{where[1:]}" if where[0] == "@" else where)  # @: the abstract namespace
    except OSError:
        made.close()
        raise
    return made


def _watches(environment: Mapping[str, str]) -> bool:
    """Return whether signs of life are expected from this process."""
    period, pid = environment.get(PERIOD, ""), environment.get(MEANT, str(os.getpid()))
    return period.isdecimal() and int(period) > 0 and pid == str(os.getpid())
