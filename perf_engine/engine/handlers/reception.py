"""Handlers of clients and of the engine's status: registration, leases, pings."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Protocol

from perf_engine import __version__
from perf_engine.core.messages import Alive, SourceLost
from perf_engine.engine.context import Context
from perf_engine.engine.input.access import Standing
from perf_engine.engine.input.call import Answer, Call
from perf_engine.engine.output.subscribers import Client, TooManyClients
from perf_engine.engine.overload import Overload
from perf_engine.protocol.address import show
from perf_engine.protocol.errors import Code, Refusal
from perf_engine.protocol.packets import Incoming, Special
from perf_engine.protocol.ports import HostPort
from perf_engine.protocol.schema import API

from .orders import Orders

MOST_SYNCS = 256
LONGEST_UNPROVED = 60.0  # seconds: the lease of an address that has not proved itself
LATEST = 2**31 - 1  # wall seconds that fit an int


class Working(Protocol):
    """An object with work under way that a sync may wait for."""

    @property
    def busy(self) -> bool:
        """Return whether work is under way."""


class Reception:
    """Serves the requests of clients about themselves and the engine."""

    def __init__(
        self,
        context: Context,
        orders: Orders,
        overload: Overload,
        working: Sequence[Working],
        model: Callable[[], str],
    ) -> None:
        """`working`: the objects that a sync waits for; `model`: returns the name of the model."""
        self._instrument = context.instrument
        self._clock = context.clock
        self._clocks = context.clocks
        self._clients = context.clients
        self._sources = context.sources
        self._inbox = context.inbox
        self._outbox = context.outbox
        self._statistics = context.statistics
        self._access = context.access
        self._gate = context.gate
        self._orders = orders
        self._overload = overload
        self._working = working
        self._model = model
        self._syncs: list[tuple[int, HostPort]] = []
        self.dumping = False
        self.quitting = False

    @property
    def voices(self) -> int:
        """Return the number of voices of the machine."""
        return self._instrument.voices

    def notify(self, call: Call, flag: int, port: int, timing: str, lease: float) -> Answer:
        """Register, change or remove a client."""
        where = call.sender[0], port or call.sender[1]
        if flag == 0:
            client = self._clients.at(where) if port else self._clients.of(call.sender)
            if client is None:
                raise Refusal(Code.NOT_FOUND, "you are not subscribed; send /perf/notify 1 first")
            self.part(client)
            self._outbox.tell(client.where, "/perf/done", "/perf/notify", client.id, 0.0)
            return None
        standing = self._access.standing(call.sender)
        if standing == Standing.STRANGER:  # a spoofed address must not be flooded
            lease = min(lease or LONGEST_UNPROVED, LONGEST_UNPROVED)
        gone = self._clients.in_the_way(where, standing)
        if gone is not None:
            self.part(gone)
        before = self._clients.at(where)
        timed = before.timing if before is not None else timing
        try:
            client = self._clients.register(
                where,
                self._clock.now(),
                flag=flag,
                timing=timing,
                lease=lease,
                origin=call.sender,
                standing=standing,
            )
        except TooManyClients as error:
            raise Refusal(Code.BUSY, str(error)) from None
        if timing != timed:
            self._outbox.hand_over(client)
        self.watch()
        self._outbox.tell(where, "/perf/done", "/perf/notify", client.id, client.lease)
        self._outbox.tell(where, "/perf/running", self._model())
        self._gate.ask(where)
        self._orders.placement.greet(where)
        return None

    def token(self, call: Call, word: Incoming) -> Answer:
        """Take a token, which no reply and no log repeats."""
        if isinstance(word, int | float):
            word = show(word)
        try:
            right = isinstance(word, str) and self._access.present(
                call.sender, word, self._clock.now()
            )
        except ValueError as error:
            raise Refusal(Code.BUSY, str(error)) from None
        if not right:
            raise Refusal(Code.REFUSED, "the token is wrong")
        return ()

    def proof(self, call: Call, number: int) -> Answer:
        """Take the number that an address was sent and returns, as proof that it is not spoofed."""
        if not self._access.prove(call.sender[0], number, self._clock.now()):
            raise Refusal(Code.REFUSED, "this is not the number of the last /perf/prove")
        return ()

    def introduce(self, where: HostPort, flag: int, timing: str) -> None:
        """Register a client of the configuration. Raises TooManyClients."""
        self._clients.register(where, self._clock.now(), flag=flag, timing=timing, lease=0.0)
        self.watch()

    def greet(self, where: HostPort) -> None:
        """Send the model's name and the channels of its voices."""
        self._outbox.tell(where, "/perf/running", self._model())
        self._orders.placement.greet(where)

    def dismiss(self, where: HostPort) -> None:
        """Remove a client of the configuration, unless it has registered itself since."""
        client = self._clients.at(where)
        if client is not None and client.origin is None:
            self.part(client)

    def watch(self) -> None:
        """Tell the instrument whether any client wants predictions."""
        self._instrument.watched = any(client.flag >= 2 for client in self._clients)

    def part(self, client: Client) -> None:
        """Remove a client: end its notes, and release its keys."""
        self.silence(client)
        self._clients.remove(client)
        self.watch()

    def release(self, call: Call) -> Answer:
        """Silence one client, and release its keys as a player."""
        self._inbox.drop(call.sender)
        client = self._clients.of(call.sender)
        if client is not None:
            self.silence(client)
        else:
            self._let_go(self._clients.place(call.sender), call.stamp)
        return ()

    def silence(self, client: Client) -> None:
        """End all notes that a client was sent, and release its keys as a player."""
        now = self._clock.now()
        # Messages still to be sent may contain releases that no list holds any more.
        self._outbox.say(self._instrument.advance(now))
        self._outbox.say(self._instrument.releases(now), only=client)
        self._let_go(client.source, now)

    def _let_go(self, place: str, now: float) -> None:
        """Release all that players hold at a place."""
        for source in self._sources.lost(place):
            self._instrument.hurry()
            self._instrument.hear(SourceLost(source), now)

    def alive(self, sender: HostPort, now: float) -> None:
        """Renew the leases and held keys of a sender."""
        renewed = self._clients.touch(sender, now)
        if not self._sources:
            return
        places = [client.source for client in renewed]
        own = self._clients.place(sender)
        if own not in places:
            places.append(own)
        for place in places:
            for source in self._sources.alive(place, now):
                self._instrument.hear(Alive(source), now)

    def ping(
        self, call: Call, x: Incoming, seconds: int | None, microseconds: int | None
    ) -> Answer:
        """Reply with x and the time."""
        self._clock.follow()
        wall = self._clock.wall(self._clock.now())
        if seconds is not None and microseconds is not None:
            self._clocks.observe(call.sender[0], seconds + microseconds / 1e6, wall)
        elif isinstance(x, Special) and x.tag == "t":
            self._clocks.observe(call.sender[0], x.wall, wall)
        whole = math.floor(wall)
        if isinstance(x, bool) or not isinstance(x, int | float | str):
            x = int(bool(x))  # clients get ints, floats and texts only
        return x, min(whole, LATEST), int((wall - whole) * 1e6)

    def status(self, call: Call) -> Answer:
        """Reply with the engine's status."""
        statistics = self._statistics
        p50, p99 = statistics.percentiles_ms()
        return (
            int(self._orders.running),
            len(self._clients),
            self._instrument.voices,
            p50,
            p99,
            statistics.late,
            statistics.dropped,
            float(statistics.cpu_share),
            self._model(),
            self._clock.now() - statistics.began,
            int(self._overload.active),
            self._overload.pace,
            self._instrument.dropped,
            1000.0 * self._overload.behind,
            statistics.unheard,
        )

    def version(self, call: Call) -> Answer:
        """Reply with the engine's version."""
        major, minor, patch = (int(part) for part in __version__.split(".")[:3])
        return "perf_engine", major, minor, patch, API

    def sync(self, call: Call, number: int) -> Answer:
        """Reply once no work is under way."""
        if len(self._syncs) >= MOST_SYNCS:
            raise Refusal(Code.BUSY, f"{MOST_SYNCS} syncs are already waiting")
        self._syncs.append((number, self._clients.reply_to(call.sender)))
        self.answer_syncs()
        return None

    def answer_syncs(self) -> None:
        """Reply to every waiting sync, if no work is under way."""
        if not self._syncs:
            return
        if not (self._instrument.busy or any(one.busy for one in self._working)):
            for number, where in self._syncs:
                self._outbox.tell(where, "/perf/synced", number)
            self._syncs.clear()

    def dump_osc(self, call: Call, flag: int) -> Answer:
        """Log incoming messages, or stop that."""
        self.dumping = flag == 1
        return ()

    def quit(self, call: Call) -> Answer:
        """End the engine."""
        self.quitting = True
        return ()
