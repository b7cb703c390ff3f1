"""OSCQuery's servers find one another by zeroconf; needs the extra `zeroconf`."""

from __future__ import annotations

import importlib.util
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

SERVICE: Final = "_oscjson._tcp.local."
LOOPBACK: Final = "127.0.0.1"
LONGEST_NAME: Final = 63  # bytes of a label (RFC 1035)


def available() -> bool:
    """Return whether the library is installed."""
    return importlib.util.find_spec("zeroconf") is not None


@asynccontextmanager
async def announced(name: str, port: int, lan: bool) -> AsyncIterator[str]:
    """Let others find this server while the block lasts, on this machine only or in the `lan`.

    Gives the name under which they find it. Raises OSError where there is no multicast.
    """
    from zeroconf import Error, InterfaceChoice, IPVersion, ServiceInfo
    from zeroconf.asyncio import AsyncZeroconf

    host = socket.gethostname().partition(".")[0]
    own = f"{name} {host} {port}".encode()[:LONGEST_NAME].decode(errors="ignore")
    interfaces: Any = InterfaceChoice.All if lan else [LOOPBACK]
    zeroconf = AsyncZeroconf(interfaces=interfaces, ip_version=IPVersion.V4Only)
    addresses = _own_addresses() if lan else [LOOPBACK]
    info = ServiceInfo(
        SERVICE,
        f"{own}.{SERVICE}",
        port=port,
        server=f"{host}-{port}.local.",
        addresses=[socket.inet_aton(address) for address in addresses],
    )
    try:
        try:
            await (await zeroconf.async_register_service(info, allow_name_change=True))
        except Error as error:
            raise OSError(f"zeroconf: {str(error) or type(error).__name__}") from error
        yield info.name
    finally:
        await zeroconf.async_unregister_all_services()
        await zeroconf.async_close()


def _own_addresses() -> list[str]:
    """This machine's addresses in its networks, else its loopback."""
    import ifaddr

    found = [ip.ip for card in ifaddr.get_adapters() for ip in card.ips if isinstance(ip.ip, str)]
    return [address for address in found if not address.startswith("127.")] or [LOOPBACK]
