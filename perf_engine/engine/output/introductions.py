"""The clients of the configuration: each is registered when its address is known."""

from __future__ import annotations

import ipaddress
import json
import logging
from collections.abc import Callable, Sequence
from typing import Final

from perf_engine.engine.handlers.reception import Reception
from perf_engine.engine.helpers.helper import Helper
from perf_engine.engine.helpers.supervisor import Supervisor
from perf_engine.engine.options import KnownClient
from perf_engine.protocol.ports import HostPort

from .subscribers import TooManyClients

logger = logging.getLogger(__name__)

MODULE: Final = "perf_engine.engine.helpers.resolver"
HERE: Final = "127.0.0.1"


def address_of(host: str) -> str | None:
    """Return the address of a host if that needs no look-up, else None."""
    if host.lower() == "localhost":
        return HERE
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        return None


class Introductions(Supervisor):
    """Registers configured clients; a helper process looks up the names of hosts.

    A name may be unknown for any time, as on a computer that starts before its network. Its address
    may change later: then the old client is removed and the new one registered.
    """

    def __init__(
        self,
        known: Sequence[KnownClient],
        reception: Reception,
        say: Callable[[str], None],
        now: float,
        module: str = MODULE,
    ) -> None:
        """`say` takes the sentences about names that are not found."""
        self._known = known
        self._reception = reception
        self._say = say
        self._module = module
        self._addresses: dict[str, str] = {}  # by host
        self._failed_for: dict[str, str] = {}  # the error, by host that is not found
        self._names: list[str] = []
        for host in dict.fromkeys(client.host for client in known):
            address = address_of(host)
            if address is None:
                self._names.append(host)
            else:
                self._move(host, address)
        super().__init__(now)

    def _begin(self, now: float) -> None:
        if self._names:
            super()._begin(now)

    def _start(self) -> Helper:
        return Helper.of(self._module, *self._names)

    def _hear(self, line: str) -> None:
        try:
            said = json.loads(line)
            host, address = str(said["host"]), said.get("address")
            why = str(said.get("failed", ""))
        except (ValueError, KeyError, TypeError, AttributeError):
            logger.debug("the resolver could not be understood: %s", line[:200])
            return
        if host not in self._names:
            return
        if address is not None:
            self._found(host, str(address))
        elif host not in self._addresses and host not in self._failed_for:
            self._failed_for[host] = why
            self._say(f"The client {host} cannot be found ({why}); the engine tries again.")

    def _found(self, host: str, address: str) -> None:
        before = self._addresses.get(host)
        if before == address:
            return
        if before is not None:
            self._say(f"The client {host} is now at {address}, not {before}.")
        elif self._failed_for.pop(host, None) is not None:
            self._say(f"The client {host} is found, at {address}.")
        else:
            logger.debug("the client %s is at %s", host, address)
        self._move(host, address)

    def _move(self, host: str, address: str) -> None:
        before = self._addresses.get(host)
        self._addresses[host] = address
        reception, wanted = self._reception, self._wanted()
        for known in self._known:
            if known.host != host:
                continue
            if before is not None and (before, known.port) not in wanted:
                reception.dismiss((before, known.port))
            try:
                reception.introduce((address, known.port), known.flag, known.timing)
                if host in self._names:  # others are greeted at the start of the playing
                    reception.greet((address, known.port))
            except TooManyClients as error:
                self._say(f"The client {host} cannot be reached: {error}.")

    def _wanted(self) -> set[HostPort]:
        """Return the addresses of all that were found."""
        return {
            (self._addresses[known.host], known.port)
            for known in self._known
            if known.host in self._addresses
        }

    def _failed(self, error: OSError) -> None:
        logger.warning("Names of clients cannot be looked up: %s", error)

    def _ended(self, status: int, pause: float) -> bool:
        logger.debug("the resolver ended (status %s); it is started again in %g s", status, pause)
        return True
