"""What the instrument says, sent to each client in its own timing."""

from __future__ import annotations

import heapq
import itertools
import math
from collections.abc import Callable, Iterable, Sequence

from ..core.messages import (
    ALL_SOUND_OFF,
    SUSTAIN,
    ControlChange,
    Flush,
    Foreseen,
    Heard,
    Played,
    Release,
    Said,
    Strike,
    TurnPassed,
)
from .clients import Client, Clients, HostPort
from .clock import ClientClocks, Clock
from .osc import Outgoing, build, bundle
from .statistics import Statistics

LATE = 0.002  # seconds after the due time
FORESEE_APART = 1.0 / 60.0  # seconds
APART = 0.005  # seconds between a key's strike and release, for clients that wait by themselves
MOST_WAITING = 8192


def encode(item: Played, in_ms: float) -> bytes:
    """The OSC message of something played."""
    if isinstance(item, Strike):
        return build("/perf/note", item.voice, item.pitch, item.velocity, in_ms)
    if isinstance(item, Release):
        return build("/perf/noteoff", item.voice, item.pitch, in_ms)
    return build("/perf/cc", item.voice, item.number, item.value, in_ms)


def due_apart(client: Client, item: Played) -> float:
    """When a client that waits by itself is to play an item.

    It counts the milliseconds from when it looks at its messages, once a tick: a release would
    overtake the strike that it follows too closely, and the key sound for ever; a strike the
    release before it, and be cut off.
    """
    key = item.number + 128 if isinstance(item, ControlChange) else item.pitch
    ends = isinstance(item, Release) or (isinstance(item, ControlChange) and item.value == 0)
    before = client.latest.get((item.voice, key, not ends), -math.inf)
    due = client.latest[item.voice, key, ends] = max(item.due, before + APART)
    return due


class Outbox:
    """Sends what is said to clients: bundles and early messages at once, `now` when due."""

    def __init__(
        self,
        send: Callable[[bytes, HostPort], bool],
        clients: Clients,
        clock: Clock,
        clocks: ClientClocks,
        statistics: Statistics,
    ) -> None:
        self._send = send
        self._clients = clients
        self._clock = clock
        self._clocks = clocks
        self._statistics = statistics
        self._waiting: list[tuple[float, int, Client, Played, bytes]] = []
        self._order = itertools.count()
        self._foreseen: dict[int, Foreseen] = {}  # held back, by voice
        self._foreseen_at: dict[int, float] = {}
        self._answered: set[int] = set()

    def tell(self, where: HostPort, address: str, *arguments: Outgoing) -> None:
        """Send one message now."""
        if not self._send(build(address, *arguments), where):
            self._statistics.dropped += 1

    def broadcast(self, address: str, *arguments: Outgoing) -> None:
        """Send one message to every client now."""
        data = build(address, *arguments)
        for client in self._clients:
            self._post(client, data)

    def broadcast_at(self, at: float, address: str, *arguments: Outgoing) -> None:
        """Send one message to every client, with the time it holds for where they read tags."""
        data = build(address, *arguments)
        for client in self._clients:
            if client.timing == "bundle":
                wall = self._clock.wall(at) + self._clocks.ahead(client.where[0])
                self._post(client, bundle(wall, [data]))
            else:
                self._post(client, data)

    def _post(self, client: Client, data: bytes) -> None:
        if not self._send(data, client.where):
            self._statistics.dropped += 1

    def human_event(self) -> None:
        """A player played: the next foresight of each voice goes out whatever the rate."""
        self._answered.clear()

    def say(self, said: Sequence[Said], only: Client | None = None) -> None:
        """Send in order; what is due together goes together."""
        targets = list(self._clients) if only is None else [only]
        together: list[Played] = []
        for item in said:
            if together and not (isinstance(item, Played) and item.due == together[0].due):
                self._play(together, targets)
                together = []
            if isinstance(item, Played):
                together.append(item)
            elif isinstance(item, Flush):
                self._flush(item.voice, targets)
                if only is None:
                    self._foreseen.pop(item.voice, None)
            elif isinstance(item, Heard):
                data = build("/perf/heard", item.player, item.pitch, item.velocity)
                for client in targets:
                    if client.flag == 2:
                        self._post(client, data)
            elif isinstance(item, TurnPassed):
                in_ms = max(0.0, (item.due - self._clock.now()) * 1000.0)
                data = build("/perf/turn", item.voice, item.phase, item.seconds, in_ms)
                for client in targets:
                    self._post(client, data)
            else:
                self._foresee(item)
        if together:
            self._play(together, targets)

    def _play(self, items: list[Played], targets: Iterable[Client]) -> None:
        due = items[0].due
        now = self._clock.now()
        if due < now - LATE:
            self._statistics.late += sum(isinstance(item, Strike) for item in items)
        plain = [encode(item, 0.0) for item in items]
        for client in targets:
            if client.timing == "bundle":
                wall = self._clock.wall(due) + self._clocks.ahead(client.where[0])
                self._post(client, bundle(wall, plain))
            elif client.timing == "ahead":
                sent = self._clock.now()
                for item in items:
                    in_ms = max(0.0, (due_apart(client, item) - sent) * 1000.0)
                    self._post(client, encode(item, in_ms))
            elif due <= now or len(self._waiting) >= MOST_WAITING:
                self.pump()
                for data in plain:
                    self._post(client, data)
            else:
                for item, data in zip(items, plain, strict=True):
                    entry = (due, next(self._order), client, item, data)
                    heapq.heappush(self._waiting, entry)

    def _flush(self, voice: int, targets: Sequence[Client]) -> None:
        """Drop what waits for these clients; the instrument says what ends with it."""
        self.pump()
        gone = {client.id for client in targets}
        self._waiting = [
            e for e in self._waiting if e[3].voice != voice or e[2].id not in gone
        ]
        heapq.heapify(self._waiting)
        data = build("/perf/flush", voice)
        for client in targets:
            self._post(client, data)

    def _foresee(self, item: Foreseen) -> None:
        now = self._clock.now()
        last = self._foreseen_at.get(item.voice, -math.inf)
        if item.voice in self._answered and now - last < FORESEE_APART:
            self._foreseen[item.voice] = item
            return
        self._answered.add(item.voice)
        self._foreseen_at[item.voice] = now
        self._foreseen.pop(item.voice, None)
        data = b""
        for client in self._clients:
            if client.flag == 2:
                data = data or build(
                    "/perf/foresee", item.voice, item.pitch, item.velocity,
                    (item.due - now) * 1000.0, item.probability, item.surprise,
                )
                self._post(client, data)

    def due(self) -> float:
        """When the next waiting note wants to be sent."""
        return self._waiting[0][0] if self._waiting else math.inf

    def foresight_due(self) -> float:
        """When the next foresight held back may go; nothing breaks if it is late."""
        return min(
            (self._foreseen_at[voice] + FORESEE_APART for voice in self._foreseen),
            default=math.inf,
        )

    def pump(self) -> None:
        """Send what is due."""
        while self._waiting and self._waiting[0][0] <= self._clock.now():
            due, _, client, item, data = heapq.heappop(self._waiting)
            if self._clients.at(client.where) is client:
                if isinstance(item, Strike) and due < self._clock.now() - LATE:
                    self._statistics.late += 1
                self._post(client, data)
        if self._foreseen and self.foresight_due() <= self._clock.now():
            for foreseen in list(self._foreseen.values()):
                self._foresee(foreseen)

    def silence_everything(self, voices: int) -> None:
        """Release every pitch of every voice, when the instrument itself can no longer say."""
        self._waiting.clear()
        now = self._clock.now()
        for voice in range(voices):
            releases = (Release(voice, pitch, now) for pitch in range(128))
            ends = (ControlChange(voice, number, 0, now) for number in (SUSTAIN, ALL_SOUND_OFF))
            self.say([Flush(voice), *releases, *ends])
