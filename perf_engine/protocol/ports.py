"""UDP and TCP ports, and the writing and comparison of addresses."""

from __future__ import annotations

from typing import Final, TypeAlias

HostPort: TypeAlias = tuple[str, int]

HOST: Final = "127.0.0.1"
ENGINE_PORT: Final = 9470  # the engine listens here
CLIENT_PORT: Final = 9471  # a client with one port listens here, as in the examples
WEB_PORT: Final = 9472  # the web process serves HTTP here
SENSOR_PORT: Final = 9473  # an installation listens for its sensors here
INSTALLATION_PORT: Final = 9474  # an installation serves HTTP here


def spelt(where: HostPort) -> str:
    """Return an address as a text: 127.0.0.1:9470, [::1]:9470."""
    host, port = where
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def address(
    text: str, name: str = "the engine's address", default: int | None = ENGINE_PORT
) -> HostPort:
    """Return the address of HOST:PORT; of HOST or PORT alone if there is a default port.

    Raises ValueError, whose text calls the address `name`.
    """
    host, colon, port = text.rpartition(":")
    if not colon:
        host, port = ("", text) if text.isdecimal() and default else (text, str(default))
    if not port.isdecimal() or not 1 <= int(port) <= 65535:
        raise ValueError(f"{name} must be HOST:PORT, not {text}")
    return host.strip("[]") or HOST, int(port)


def is_loopback(host: str) -> bool:
    """Return whether an address is this computer's own."""
    return host.startswith(("127.", "::ffff:127.")) or host == "::1"


def machine(host: str) -> str:
    """Return the name of a host's computer: 127.0.0.1 in IPv4 and ::1 in IPv6 are one."""
    return HOST if host == "::1" else host
