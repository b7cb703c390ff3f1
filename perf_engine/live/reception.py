"""Who is here and how the engine is: registration, leases, pings, status."""

from __future__ import annotations

import math
from datetime import timezone
from typing import Protocol

from .. import __version__
from ..core.messages import Alive, SourceLost
from .call import Answer, Call
from .clients import Client, Clients, HostPort, TooManyClients
from .clock import ClientClocks, Clock
from .instrument import Instrument
from .models import Models
from .outbox import Outbox
from .prime import Prime
from .recorder import Recorder
from .refusal import Code, Refusal
from .schema import API
from .sources import Sources
from .statistics import Statistics

MOST_SYNCS = 256
LATEST = 2**31 - 1  # wall seconds that fit an int


class Working(Protocol):
    """Who may have something under way that a sync waits for."""

    @property
    def busy(self) -> bool:
        """Whether that is so."""


class Reception:
    """Serves what clients ask about themselves and the engine."""

    def __init__(
        self,
        instrument: Instrument,
        clock: Clock,
        clocks: ClientClocks,
        clients: Clients,
        sources: Sources,
        outbox: Outbox,
        statistics: Statistics,
        models: Models,
        prime: Prime,
        recorder: Recorder,
    ) -> None:
        self._instrument = instrument
        self._clock = clock
        self._clocks = clocks
        self._clients = clients
        self._sources = sources
        self._outbox = outbox
        self._statistics = statistics
        self._models = models
        self._prime = prime
        self.working: list[Working] = [models, recorder]
        self._syncs: list[tuple[int, HostPort]] = []
        self.running = True  # as /perf/status has it
        self.dumping = False
        self.quitting = False

    def notify(self, call: Call) -> Answer:
        """Register, change or remove a client."""
        flag, port, timing, lease = call.arguments
        assert isinstance(flag, int)
        assert isinstance(port, int)
        assert isinstance(timing, str)
        assert isinstance(lease, float)
        where = call.sender[0], port or call.sender[1]
        if flag == 0:
            client = self._clients.at(where) if port else self._clients.of(call.sender)
            if client is None:
                raise Refusal(Code.NOT_FOUND, "you are not registered")
            self.part(client)
            self._outbox.tell(client.where, "/perf/done", "/perf/notify", client.id, 0.0)
            return None
        gone = self._clients.in_the_way(where)
        if gone is not None:
            self.part(gone)
        try:
            client = self._clients.register(
                where, self._clock.now(), flag=flag, timing=timing, lease=lease,
                origin=call.sender,
            )
        except TooManyClients as error:
            raise Refusal(Code.BUSY, str(error)) from None
        self.watch()
        self._outbox.tell(where, "/perf/done", "/perf/notify", client.id, client.lease)
        self._outbox.tell(where, "/perf/running", self._models.running)
        return None

    def watch(self) -> None:
        """Tell the instrument whether anybody wants to see what it foresees."""
        self._instrument.watched = any(client.flag == 2 for client in self._clients)

    def part(self, client: Client) -> None:
        """Let a client go: silenced, and its keys released."""
        self.silence(client)
        self._clients.remove(client)
        self.watch()

    def silence(self, client: Client) -> None:
        """End all that a client was sent, and let go of what it holds as a player."""
        now = self._clock.now()
        # What is still to be said may hold releases that are in no list any more.
        self._outbox.say(self._instrument.advance(now))
        self._outbox.say(self._instrument.releases(now), only=client)
        for source in self._sources.lost(client.source):
            self._instrument.hear(SourceLost(source), now)

    def alive(self, sender: HostPort, now: float) -> None:
        """Something came from here: leases and held keys live on."""
        places = [client.source for client in self._clients.touch(sender, now)]
        own = self._clients.place(sender)
        if own not in places:
            places.append(own)
        for place in places:
            for source in self._sources.alive(place, now):
                self._instrument.hear(Alive(source), now)

    def ping(self, call: Call) -> Answer:
        """Say x back, and the time."""
        x, seconds, microseconds = call.arguments
        wall = self._clock.wall(self._clock.now())
        if isinstance(seconds, int) and isinstance(microseconds, int):
            self._clocks.observe(call.sender[0], seconds + microseconds / 1e6, wall)
        elif isinstance(x, tuple) and len(x) == 2:  # a time tag, as python-osc reads it
            since_1900, fraction = x
            theirs = since_1900.replace(tzinfo=timezone.utc).timestamp() + fraction / 2**32
            self._clocks.observe(call.sender[0], theirs, wall)
        whole = math.floor(wall)
        if isinstance(x, bool) or not isinstance(x, int | float | str):
            x = int(bool(x))  # clients are sent ints, floats and texts only
        return x, min(whole, LATEST), int((wall - whole) * 1e6)

    def status(self, call: Call) -> Answer:
        """Say how the engine is."""
        statistics = self._statistics
        p50, p99 = statistics.percentiles_ms()
        return (
            int(self.running), len(self._clients), self._instrument.voices, p50, p99,
            statistics.late, statistics.dropped, float(statistics.cpu_share),
            self._models.running,
            self._clock.now() - statistics.began,
        )

    def version(self, call: Call) -> Answer:
        """Say which engine this is."""
        major, minor, patch = (int(part) for part in __version__.split(".")[:3])
        return "perf_engine", major, minor, patch, API

    def sync(self, call: Call) -> Answer:
        """Answer once nothing is under way."""
        (number,) = call.arguments
        assert isinstance(number, int)
        if len(self._syncs) >= MOST_SYNCS:
            raise Refusal(Code.BUSY, f"{MOST_SYNCS} syncs are waiting already")
        self._syncs.append((number, self._clients.reply_to(call.sender)))
        self.answer_syncs()
        return None

    def answer_syncs(self) -> None:
        """Answer every sync that waits, if nothing is under way."""
        if not self._syncs:
            return
        helped = self._prime.reading or any(one.busy for one in self.working)
        if not (self._instrument.busy or helped):
            for number, where in self._syncs:
                self._outbox.tell(where, "/perf/synced", number)
            self._syncs.clear()

    def dump_osc(self, call: Call) -> Answer:
        """Log what comes, or stop that."""
        self.dumping = call.arguments[0] == 1
        return ()

    def quit(self, call: Call) -> Answer:
        """End the engine."""
        self.quitting = True
        return ()
