"""One port number in IPv4 and IPv6: `localhost` is ::1 to some programs, 127.0.0.1 to others."""

from __future__ import annotations

import errno
import logging
import socket
from collections.abc import Callable
from typing import Final, Protocol, TypeVar

logger = logging.getLogger(__name__)

HERE: Final = ("127.0.0.1", "::1")
EVERYWHERE: Final = ("0.0.0.0", "::")
TRIES: Final = 16  # of a number that is free in both


class Closable(Protocol):
    """An open port."""

    def close(self) -> object:
        """Close it."""


Opened = TypeVar("Opened", bound=Closable)


def unbound(host: str, kind: int) -> socket.socket:
    """Return a new socket for a host: of IPv6 alone if it has colons, else of IPv4.

    Raises OSError.
    """
    new = ":" in host
    made = socket.socket(socket.AF_INET6 if new else socket.AF_INET, kind)
    try:
        if new:  # IPv4 has a socket of its own
            made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    except OSError:
        made.close()
        raise
    return made


def in_both(
    open_at: Callable[[str, int], Opened],
    number_of: Callable[[Opened], int],
    hosts: tuple[str, str],
    number: int,
) -> tuple[Opened, Opened | None]:
    """Open a port at both hosts, (IPv4, IPv6); the second is None on a computer without IPv6.

    The number 0 finds one that is free in both. Raises OSError if the port is taken in either.
    """
    for left in reversed(range(TRIES)):
        old = open_at(hosts[0], number)
        try:
            return old, open_at(hosts[1], number_of(old))
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                logger.debug("no IPv6: %s", error)
                return old, None
            old.close()
            if number or not left:
                raise
    raise AssertionError("the last try returns or raises")
