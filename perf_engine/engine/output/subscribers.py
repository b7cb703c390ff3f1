"""The clients of the engine, with their addresses, timings and leases."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from perf_engine.protocol.held import Held
from perf_engine.protocol.lease import SECONDS
from perf_engine.protocol.midi import PEDAL
from perf_engine.protocol.notes import ControlChange, Key, Played
from perf_engine.protocol.ports import HostPort, machine, spelt

MOST_CLIENTS = 64
MOST_OF_OTHERS = 56  # clients that are neither of this computer nor named in the configuration
MOST_STRANGERS = 48  # of those, clients that are neither allowed nor have sent the token
MOST_A_HOST = 8  # strangers at one host
SAME_TIME = 0.001  # seconds by which two wall times of one due time may differ


def key_of(item: Played) -> Key:
    """Return the voice and key of an item; a control has a key from PEDAL on."""
    if isinstance(item, ControlChange):
        return item.voice, item.number + PEDAL
    return item.voice, item.pitch


class TooManyClients(ValueError):
    """There are too many clients for another one."""


class Ahead(NamedTuple):
    """The last message for a key that was sent ahead. Times are seconds.

    `due`: its due time with all delays; `meant`: its due time without them; `wait`: the delay that
    the client was given; `sent`: the time of sending; `ends`: True if it releases the key.
    """

    due: float
    meant: float
    wait: float
    sent: float
    ends: bool


@dataclass(slots=True)
class Client:
    """A client at a reply port. A lease of 0 never ends; `flag` 2 also gets heard and foreseen.

    `origin` is the address from which it sends. Once its port was found closed, only its own
    messages renew its lease, no longer those of its neighbours on the same host. `latest` has the
    last message sent ahead, by voice and key (from 128: control). `held` has the keys whose last
    message to it was a strike, due or not.
    """

    id: int
    where: HostPort
    flag: int = 1
    timing: str = "now"
    lease: float = SECONDS
    expires: float = math.inf
    origin: HostPort | None = None
    closed: bool = False
    latest: dict[tuple[int, int], Ahead] = field(default_factory=dict)
    standing: int = 3  # access.Standing: 3 is a client of this computer
    named: bool = False  # in the configuration
    held: Held = field(default_factory=Held)
    statement: bytes = b""  # the message about `held`, until that changes
    silences: int = 0  # statements in a row that nothing sounds
    tags: dict[Key, tuple[float, float]] = field(default_factory=dict)  # due and wall time, by key

    @property
    def source(self) -> str:
        """Return its name as a source of notes."""
        return spelt(self.where)

    def note(self, item: Played) -> None:
        """Record in `held` what is sent to it now."""
        if self.held.note(item):
            self.statement = b""

    def tag(self, items: Iterable[Played], due: float, wall: float) -> float:
        """Return the time tag of items due together, no earlier than those before of their keys.

        The same due time gives another wall time when the clocks have been compared again. A strike
        may be due with the release before it, and would then be tagged just before it.
        """
        keys = [key_of(item) for item in items]
        for before, tagged in [self.tags[key] for key in keys if key in self.tags]:
            if before <= due and 0.0 < tagged - wall < SAME_TIME:
                wall = tagged
        self.tags.update(dict.fromkeys(keys, (due, wall)))
        return wall

    def renew(self, now: float) -> None:
        """Restart the lease."""
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
        lease: float = SECONDS,
        origin: HostPort | None = None,
        standing: int = 3,
    ) -> Client:
        """Add a client, or change the one that is there. Raises TooManyClients."""
        client = self._by_where.get(where)
        if client is None:
            if self._full(where, standing):
                whole = len(self._by_where) >= MOST_CLIENTS
                raise TooManyClients(
                    f"there are already {MOST_CLIENTS} clients"
                    if whole
                    else "there are too many clients from there"
                )
            client = Client(next(self._ids), where, named=origin is None)
            self._by_where[where] = client
            self._by_host.setdefault(machine(where[0]), []).append(client)
        client.flag, client.timing, client.lease = flag, timing, lease
        client.standing = max(standing, client.standing) if client.named else standing
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
        host = machine(client.where[0])
        neighbours = self._by_host[host]
        neighbours.remove(client)
        if not neighbours:
            del self._by_host[host]
        if client.origin is not None and self._by_origin.get(client.origin) is client:
            del self._by_origin[client.origin]

    def at(self, where: HostPort) -> Client | None:
        """Return the client with this reply port."""
        return self._by_where.get(where)

    def of(self, sender: HostPort) -> Client | None:
        """Return the client that sends from here, or has this reply port."""
        return self._by_origin.get(sender) or self._by_where.get(sender)

    def reply_to(self, sender: HostPort) -> HostPort:
        """Return the address for replies: the reply port registered from there, else the sender."""
        client = self.of(sender)
        return client.where if client is not None else sender

    def place(self, sender: HostPort) -> str:
        """Return the place of a sender's notes: its client, else its host."""
        client = self.of(sender)
        return client.source if client is not None else machine(sender[0])

    def touch(self, sender: HostPort, now: float) -> list[Client]:
        """Renew every lease of a message's host; return the clients whose lease was renewed."""
        renewed = []
        own = self.of(sender)
        if own is not None:
            own.closed = False
        for client in self._by_host.get(machine(sender[0]), ()):
            if not client.closed:
                client.renew(now)
                renewed.append(client)
        return renewed

    def named(self, host: str) -> bool:
        """Return whether a client at this host is named in the configuration."""
        return any(client.named for client in self._by_host.get(machine(host), ()))

    def _full(self, where: HostPort, standing: int) -> bool:
        """Return whether there is no place for a new client; known ones have reserved places."""
        standings = [client.standing for client in self._by_where.values()]
        if len(standings) >= MOST_CLIENTS:
            return True
        if standing < 3 and sum(s < 3 for s in standings) >= MOST_OF_OTHERS:
            return True
        here = self._by_host.get(machine(where[0]), ())
        return standing < 2 and (
            sum(s < 2 for s in standings) >= MOST_STRANGERS
            or sum(client.standing < 2 for client in here) >= MOST_A_HOST
        )

    def in_the_way(self, where: HostPort, standing: int = 3) -> Client | None:
        """Return the client to remove for a new one at `where`, or None.

        It is one whose port was found closed, else the oldest of the least known, if it is known
        less than the new one. A client of the configuration is never removed. None: there is a
        place, or no client can be removed.
        """
        if where in self._by_where or not self._full(where, standing):
            return None
        others = [c for c in self._by_where.values() if not c.named and c.origin is not None]
        gone = [c for c in others if c.closed and c.standing <= standing] or [
            c for c in others if c.standing < min(standing, 2)
        ]
        return min(gone, key=lambda c: (c.standing, c.id), default=None)

    def closed(self, where: HostPort) -> None:
        """Note that a client's port was found closed."""
        client = self._by_where.get(where)
        if client is not None:
            client.closed = True

    def expired(self, now: float) -> list[Client]:
        """Return the clients whose lease has ended; they are not removed."""
        return [c for c in self._by_where.values() if c.expires <= now]

    def due(self) -> float:
        """Return the time at which the next lease ends."""
        return min((c.expires for c in self._by_where.values()), default=math.inf)
