"""The address by which other devices reach this computer, known without asking the network."""

from __future__ import annotations

import ipaddress
import socket
from typing import Final

# An address for documentation (RFC 5737), which no computer has; nothing is sent there.
ELSEWHERE: Final = "192.0.2.1", 9
HOW_TO_FIND: Final = (
    "from another device with the address of this computer in place of 127.0.0.1 (type: hostname"
    " -I, or ipconfig on Windows, or ipconfig getifaddr en0 on macOS)"
)


def own_address() -> str:
    """Return this computer's address in its network, as its routes say; empty without one."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        try:
            line.connect(ELSEWHERE)  # of UDP: it looks at the routes, and sends nothing
            found = str(line.getsockname()[0])
        except OSError:
            return ""
    here = ipaddress.ip_address(found)
    return "" if here.is_loopback or here.is_unspecified else found


def from_afar(path: str, token: str = "") -> str:
    """Return words on how other devices reach a page: `path` follows the address.

    A token is not told: the words say where it goes.
    """
    address = own_address()
    if not address:
        where = HOW_TO_FIND
    else:
        where = f"from another device http://{address}{path}{'#token=WORD' if token else ''}"
    return f"{where}{', with your token for WORD' if token and address else ''}"
