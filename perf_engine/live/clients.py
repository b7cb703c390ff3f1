"""Who is told what is played, where, how, and for how long."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

HostPort: TypeAlias = tuple[str, int]

LEASE = 10.0  # seconds
MOST_CLIENTS = 64


class TooManyClients(ValueError):
    """There is no room for another client."""


@dataclass(slots=True)
class Client:
    """Somebody at a reply port. A lease of 0 never ends; `flag` 2 also hears and foresees.

    `origin` is where it sends from. Once its port was found closed, only its own messages renew
    its lease, no longer those of its neighbours on the same host. `latest` says when what was last
    sent ahead is due: by voice, key (from 128: control), and whether it ends.
    """

    id: int
    where: HostPort
    flag: int = 1
    timing: str = "now"
    lease: float = LEASE
    expires: float = math.inf
    origin: HostPort | None = None
    closed: bool = False
    latest: dict[tuple[int, int, bool], float] = field(default_factory=dict)

    @property
    def source(self) -> str:
        """Its name as a source of notes."""
        return f"{self.where[0]}:{self.where[1]}"

    def renew(self, now: float) -> None:
        """Begin the lease anew."""
        self.expires = now + self.lease if self.lease > 0 else math.inf


class Clients:
    """All clients, by address and reply port."""

    def __init__(self) -> None:
        self._by_where: dict[HostPort, Client] = {}
        self._by_origin: dict[HostPort, Client] = {}
        self._by_host: dict[str, list[Client]] = {}
        self._ids = itertools.count(1)

    def __iter__(self) -> Iterator[Client]:
        return iter(tuple(self._by_where.values()))

    def __len__(self) -> int:
        return len(self._by_where)

    def register(
        self,
        where: HostPort,
        now: float,
        *,
        flag: int = 1,
        timing: str = "now",
        lease: float = LEASE,
        origin: HostPort | None = None,
    ) -> Client:
        """Add a client, or change the one that is there. Raises TooManyClients."""
        client = self._by_where.get(where)
        if client is None:
            if len(self._by_where) >= MOST_CLIENTS:
                raise TooManyClients(f"there are {MOST_CLIENTS} clients already")
            client = Client(next(self._ids), where)
            self._by_where[where] = client
            self._by_host.setdefault(where[0], []).append(client)
        client.flag, client.timing, client.lease = flag, timing, lease
        client.closed = False
        if origin is not None:
            if client.origin is not None and self._by_origin.get(client.origin) is client:
                del self._by_origin[client.origin]
            client.origin = origin
            self._by_origin[origin] = client
        client.renew(now)
        return client

    def remove(self, client: Client) -> None:
        """Forget a client."""
        if self._by_where.pop(client.where, None) is None:
            return
        neighbours = self._by_host[client.where[0]]
        neighbours.remove(client)
        if not neighbours:
            del self._by_host[client.where[0]]
        if client.origin is not None and self._by_origin.get(client.origin) is client:
            del self._by_origin[client.origin]

    def at(self, where: HostPort) -> Client | None:
        """The client with this reply port."""
        return self._by_where.get(where)

    def of(self, sender: HostPort) -> Client | None:
        """The client that sends from here, or whose reply port this is."""
        return self._by_origin.get(sender) or self._by_where.get(sender)

    def reply_to(self, sender: HostPort) -> HostPort:
        """Where answers go: the reply port of whoever registered from there, else the sender."""
        client = self.of(sender)
        return client.where if client is not None else sender

    def place(self, sender: HostPort) -> str:
        """The place that a sender's notes come from: its client, else its host."""
        client = self.of(sender)
        return client.source if client is not None else sender[0]

    def touch(self, sender: HostPort, now: float) -> list[Client]:
        """A message came: renew every lease of its host; those renewed are returned."""
        renewed = []
        own = self.of(sender)
        if own is not None:
            own.closed = False
        for client in self._by_host.get(sender[0], ()):
            if not client.closed:
                client.renew(now)
                renewed.append(client)
        return renewed

    def in_the_way(self, where: HostPort) -> Client | None:
        """Who has to go so that a client at `where` has a place: one whose port was found closed.

        None where there is a place, or nobody can go; clients of the configuration never do.
        """
        if where in self._by_where or len(self._by_where) < MOST_CLIENTS:
            return None
        gone = (c for c in self._by_where.values() if c.closed and c.origin is not None)
        return min(gone, key=lambda c: c.id, default=None)

    def closed(self, where: HostPort) -> None:
        """A client's port was found closed."""
        client = self._by_where.get(where)
        if client is not None:
            client.closed = True

    def expired(self, now: float) -> list[Client]:
        """The clients whose lease has run out; they are still here."""
        return [c for c in self._by_where.values() if c.expires <= now]

    def due(self) -> float:
        """When the next lease runs out."""
        return min((c.expires for c in self._by_where.values()), default=math.inf)
