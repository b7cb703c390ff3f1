"""The gate to the network: proved addresses are sent everything, others a limited amount."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from perf_engine.engine.input.access import Access
from perf_engine.protocol.packets import build
from perf_engine.protocol.ports import HostPort

ASKED_AGAIN: Final = 1.0  # seconds between two requests for a proof, to one host
MOST_HOSTS: Final = 1024


class Gate:
    """Sends through a port, as much as each address may be sent."""

    def __init__(
        self, send: Callable[[bytes, HostPort], bool], access: Access, now: Callable[[], float]
    ) -> None:
        self._send = send
        self._access = access
        self._now = now
        self._asked: OrderedDict[str, float] = OrderedDict()  # the last request to each host

    def play(self, data: bytes, where: HostPort) -> bool:
        """Send notes, or a message to all clients; return False if that failed."""
        host = where[0]
        if self._access.trusts(host) or self._access.allowance.plays(host, data, self._now()):
            return self._send(data, where)
        return False

    def answer(self, data: bytes, where: HostPort) -> bool:
        """Send a reply; return False if that failed, or if the host may not be sent so much."""
        host = where[0]
        if self._access.trusts(host) or self._access.allowance.answers(
            host, len(data), self._now()
        ):
            return self._send(data, where)
        self.ask(where)
        return False

    def ask(self, where: HostPort) -> None:
        """Ask an address for its proof, from time to time."""
        host, now = where[0], self._now()
        if now < self._asked.get(host, -ASKED_AGAIN) + ASKED_AGAIN or self._access.trusts(host):
            return
        data = build("/perf/prove", self._access.number(host, now))
        if self._access.allowance.answers(host, len(data), now):
            self._asked[host] = now
            self._asked.move_to_end(host)
            if len(self._asked) > MOST_HOSTS:
                self._asked.popitem(last=False)
            self._send(data, where)
