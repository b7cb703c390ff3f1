"""The askers that the HTTP server accepts: names of this computer, and pages that it itself sent.

A page of a stranger can point its own name at 127.0.0.1 (DNS rebinding), and can open a WebSocket
to any address. The first is seen by the Host of a request, the second by its Origin.
"""

from __future__ import annotations

import hmac
import ipaddress
import socket
from collections.abc import Awaitable, Callable
from typing import Final

from aiohttp import web

LOOPBACK: Final = ("127.0.0.1", "localhost", "[::1]")
FOREIGN_HOST: Final = (
    "this is for this machine only: open it as http://127.0.0.1 or http://localhost, with its port"
)
FOREIGN_NAME: Final = (
    "this computer is not known by this name, as a stranger's page could lead any name here: open"
    " it by its address, or by its host name (type: hostname), or by the first part of that with"
    " .local. To allow another name, make it the host name, and start the engine again."
)
FOREIGN_PAGE: Final = "only the page of this server may do that"

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def host(request: web.BaseRequest) -> str:
    """Return the host that was asked for, without its port."""
    said = request.headers.get("Host", "")
    name, colon, port = said.rpartition(":")
    return name if colon and port.isdigit() else said


def policy(request: web.BaseRequest) -> str:
    """Return the Content-Security-Policy of the page: all comes from this server, nothing inline.

    Browsers before CSP 3 do not take 'self' for a WebSocket, so its address is named.
    """
    there = request.headers.get("Host", "127.0.0.1")
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "worker-src 'self'",
            "style-src 'self'",
            "img-src 'self' data: blob:",
            "media-src 'self' blob:",
            f"connect-src 'self' ws://{there}",
            "manifest-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


def same_token(said: str, token: str) -> bool:
    """Return whether somebody said the engine's token; there may be none.

    A text may hold halves of a character, which have no UTF-8: it is a wrong token then.
    """
    return bool(token) and hmac.compare_digest(said.encode("utf-8", "replace"), token.encode())


class Guard:
    """Decides by Host, Origin and the caller's address."""

    def __init__(self, local_only: bool) -> None:
        """`local_only`: the server is for this computer; else for a network."""
        self._local_only = local_only
        self._names = {*LOOPBACK} if local_only else {*LOOPBACK, *_own_names()}

    def knows(self, request: web.BaseRequest) -> bool:
        """Return whether a request names this computer as its host.

        In a network, any address is a name of it: only a stranger's page needs a name of its own.
        """
        name = host(request).lower()
        return name in self._names or (not self._local_only and _is_address(name))

    def own_page(self, request: web.BaseRequest) -> bool:
        """Return whether our own page asks: its Origin is the host that it asks."""
        origin = request.headers.get("Origin", "")
        return self.knows(request) and origin == f"http://{request.headers.get('Host', '')}"

    def here(self, request: web.BaseRequest) -> bool:
        """Return whether the caller sits at this computer."""
        try:
            found = ipaddress.ip_address((request.remote or "").partition("%")[0])
        except ValueError:
            return False
        mapped = getattr(found, "ipv4_mapped", None)
        return found.is_loopback or (mapped is not None and mapped.is_loopback)

    @web.middleware
    async def middleware(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Refuse a foreign name for this computer, before anything is done."""
        if not self.knows(request):
            return self.refusal()
        return await handler(request)

    def refusal(self) -> web.Response:
        """Return the answer to a foreign name, which says what names are accepted.

        It does not tell the host name, as a stranger's page could read it.
        """
        return web.Response(status=403, text=FOREIGN_HOST if self._local_only else FOREIGN_NAME)


async def sign(request: web.Request, response: web.StreamResponse) -> None:
    """Add the headers that keep the page to itself, before a response is sent."""
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    # With no-referrer, browsers give the page's own form the Origin null.
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    response.headers.setdefault("X-Frame-Options", "DENY")
    response.headers.setdefault("Content-Security-Policy", policy(request))


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name.removeprefix("[").removesuffix("]"))
    except ValueError:
        return False
    return True


def _own_names() -> set[str]:
    own = socket.gethostname().lower()
    return {own, f"{own.partition('.')[0]}.local"} - {"", ".local"}
