"""The outbox: it sends what the instrument plays to each client in its own timing."""

from __future__ import annotations

import heapq
import itertools
import math
from collections.abc import Callable, Collection, Iterable, Sequence

from perf_engine.core.messages import Said, Withdraw
from perf_engine.engine.clock import ClientClocks, Clock
from perf_engine.engine.statistics import Statistics
from perf_engine.protocol.lease import LAST_SOUNDINGS
from perf_engine.protocol.midi import ALL_SOUND_OFF, SUSTAIN
from perf_engine.protocol.notes import (
    FLUSH,
    FORESEE,
    HEARD_PEDAL,
    HOLDING,
    TURN,
    ControlChange,
    Flush,
    Foreseen,
    Heard,
    Played,
    Release,
    Strike,
    TurnPassed,
    encode,
    statement,
)
from perf_engine.protocol.packets import MOST_ARGUMENTS, Outgoing, build, bundle
from perf_engine.protocol.ports import HostPort

from .subscribers import Ahead, Client, Clients, key_of
from .withdrawal import Waiting, Withdrawal

LATE = 0.002  # seconds after the due time
FORESEE_APART = 1.0 / 60.0  # seconds
APART = 0.005  # seconds between a key's strike and release, for clients that do their own waiting
HAIR = 0.00025  # seconds between the two if both are read at once
LONGEST_STALL = 2.0  # seconds for which a client may have stopped reading
MOST_WAITING = 8192
MOST_STATED = MOST_ARGUMENTS // 2  # keys
SOUNDS_PLAYERS = 3  # the flag of clients that sound what players play


def waits(client: Client, item: Played, sent: float, urgent: bool) -> list[float]:
    """Return the seconds for which a client that does its own waiting must delay an item sent now.

    The client counts them from the time at which it reads its messages. If it reads once a tick, a
    release could overtake the strike just before it, and the key would sound for ever; or a strike
    could overtake the release before it, and be cut off. So these are due APART. A client that was
    stopped reads everything at once. So a release waits at least as long as its strike, and a
    strike as long as the release before it, unless that is long ago; HAIR is added if that is
    little. An urgent release follows a flush of all that waited: it is sent for now, and once more
    for after its strike, which may not have been read.
    """
    key = key_of(item)
    ends = isinstance(item, Release) or (isinstance(item, ControlChange) and item.value == 0)
    wait = max(0.0, item.due - sent)
    found = [wait]
    last = client.latest.get(key)
    if last is not None:
        lately = sent < last.sent + LONGEST_STALL
        order = max(last.wait, min(last.wait + HAIR, wait + APART))
        if urgent and ends and item.due <= sent:
            if lately and wait < last.wait and not last.ends and last.meant <= sent:
                found.append(order)  # one meant for later will be sent by the instrument again
            wait = max(found[-1], last.wait if lately else 0.0)
        else:
            if ends != last.ends:
                wait = max(wait, last.due + APART - sent)
            if ends or lately:
                wait = max(wait, order)
            found = [wait]
    client.latest[key] = Ahead(sent + wait, item.due, wait, sent, ends)
    return found


class Outbox:
    """Sends messages to clients: timings `bundle` and `ahead` at once, `now` at the due time."""

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
        self._waiting: list[Waiting] = []
        self._order = itertools.count()
        self._foreseen: dict[int, Foreseen] = {}  # predictions held back, by voice
        self._foreseen_at: dict[int, float] = {}
        self._answered: set[int] = set()
        self.answer: Callable[[bytes, HostPort], bool] | None = None  # None: sent like notes
        self._withdrawal = Withdrawal()
        self.turned: Callable[[TurnPassed], None] = lambda item: None  # told each turn that passes
        self._nothing_held = LAST_SOUNDINGS  # statements in a row that players hold nothing
        self._told: Heard | None = None  # sent already, before the instrument has said it

    def tell(self, where: HostPort, address: str, *arguments: Outgoing) -> None:
        """Send one message now."""
        if not (self.answer or self._send)(build(address, *arguments), where):
            self._statistics.dropped += 1

    def broadcast(self, address: str, *arguments: Outgoing) -> None:
        """Send one message to every client now."""
        data = build(address, *arguments)
        for client in self._clients:
            self._post(client, data)

    def broadcast_at(self, at: float, address: str, *arguments: Outgoing) -> None:
        """Send one message to every client, with its time if the client reads time tags."""
        data = build(address, *arguments)
        for client in self._clients:
            if client.timing == "bundle":
                self._clock.follow()
                wall = self._clock.wall(at) + self._clocks.ahead(client.where[0])
                self._post(client, bundle(wall, [data]))
            else:
                self._post(client, data)

    def state(self) -> None:
        """Tell each client what it was sent and must sound, so that losses are found.

        Notes that wait here are not included, those that wait at the client are. Nothing is sent if
        it would not fit in one message; that nothing sounds is sent a few times only.
        """
        for client in self._clients:
            client.silences = 0 if client.held else client.silences + 1
            if client.silences > LAST_SOUNDINGS:
                continue
            if len(client.held) > MOST_STATED:
                continue
            if not client.statement:
                client.statement = statement(client.held)
            self._post(client, client.statement)

    def state_holding(self, held: Callable[[], Iterable[tuple[int, str, int]]]) -> None:
        """Tell the clients that sound what players play what the players hold.

        `held` returns (player, source, pitch) of each key; it is asked only for such a client.
        """
        if not any(client.flag >= SOUNDS_PLAYERS for client in self._clients):
            return
        keys = sorted({(player, pitch) for player, _, pitch in held()})[:MOST_STATED]
        self._nothing_held = 0 if keys else self._nothing_held + 1
        if self._nothing_held <= LAST_SOUNDINGS:
            self._to_sounding(statement(keys, HOLDING))

    def hear_pedal(self, player: int, value: int) -> None:
        """Report a player's pedal to the clients that sound what players play.

        A panic may end it before the next statement, and without a word of its own; so the next
        ones are sent, even if they name nothing.
        """
        self._nothing_held = 0
        self._to_sounding(build(HEARD_PEDAL, player, value))

    def _to_sounding(self, data: bytes) -> None:
        for client in self._clients:
            if client.flag >= SOUNDS_PLAYERS:
                self._post(client, data)

    def hand_over(self, client: Client) -> None:
        """Send now what waits for a client that has just asked for another timing."""
        self.pump()
        for _, _, _, item, _ in self._take_out(client):
            self._play([item], [client])

    def _take_out(self, client: Client) -> list[Waiting]:
        """Return what waits for a client, in order; it waits no longer."""
        waiting = sorted(e for e in self._waiting if e[2] is client)
        self._waiting = [e for e in self._waiting if e[2] is not client]
        heapq.heapify(self._waiting)
        return waiting

    def _post(self, client: Client, data: bytes) -> None:
        if not self._send(data, client.where):
            self._statistics.dropped += 1

    def human_event(self) -> None:
        """Let each voice's next prediction go out whatever the rate, as a player has played."""
        self._answered.clear()

    def say(self, said: Sequence[Said], only: Client | None = None) -> None:
        """Send items in order; those that are due together go in one packet."""
        targets = list(self._clients) if only is None else [only]
        together: list[Played] = []
        flushed: set[int] = set()  # voices whose releases are urgent
        for item in said:
            if together and not (isinstance(item, Played) and item.due == together[0].due):
                self._play(together, targets, flushed)
                together = []
            if isinstance(item, Played):
                together.append(item)
            elif isinstance(item, Flush):
                self._flush(item.voice, targets)
                flushed.add(item.voice)
                if only is None:
                    self._foreseen.pop(item.voice, None)
            elif isinstance(item, Withdraw):
                self._waiting = self._withdrawal.take_back(item, self._waiting, targets)
                heapq.heapify(self._waiting)
            elif isinstance(item, Heard):
                if item != self._told:
                    self._say_heard(item, targets)
                self._told = None
            elif isinstance(item, TurnPassed):
                self.turned(item)
                in_ms = max(0.0, (item.due - self._clock.now()) * 1000.0)
                data = build(TURN, item.voice, item.phase, item.seconds, in_ms)
                for client in targets:
                    self._post(client, data)
            else:
                self._foresee(item)
        if together:
            self._play(together, targets, flushed)
        self._told = None

    def hear(self, item: Heard) -> None:
        """Report a strike as heard before the instrument hears it, which takes a while.

        The instrument's own report follows at once, and is not sent again.
        """
        self._say_heard(item, self._clients)
        self._told = item

    def _say_heard(self, item: Heard, targets: Iterable[Client]) -> None:
        data = b""
        for client in targets:
            if client.flag >= 2:
                data = data or build("/perf/heard", item.player, item.pitch, item.velocity)
                self._post(client, data)

    def _play(
        self, items: Sequence[Played], targets: Iterable[Client], flushed: Collection[int] = ()
    ) -> None:
        due = items[0].due
        now = self._clock.now()
        if due < now - LATE:
            self._statistics.late += sum(isinstance(item, Strike) for item in items)
        everything = items
        for client in targets:
            items = self._withdrawal.left(client, everything)
            if not items:
                continue
            plain = [encode(item, 0.0) for item in items]
            if client.timing == "bundle":
                self._clock.follow()
                wall = self._clock.wall(due) + self._clocks.ahead(client.where[0])
                wall = client.tag(items, due, wall)
                for item in items:
                    client.note(item)
                self._post(client, bundle(wall, plain))
            elif client.timing == "ahead":
                sent = self._clock.now()
                for item in items:
                    client.note(item)
                    for wait in waits(client, item, sent, item.voice in flushed):
                        self._post(client, encode(item, wait * 1000.0))
            elif due <= now or len(self._waiting) >= MOST_WAITING:
                self.pump()
                if due > now:  # there is no room: what waits for the client goes first
                    for _, _, _, item, data in self._take_out(client):
                        client.note(item)
                        self._post(client, data)
                for item, data in zip(items, plain, strict=True):
                    client.note(item)
                    self._post(client, data)
            else:
                for item, data in zip(items, plain, strict=True):
                    entry = (due, next(self._order), client, item, data)
                    heapq.heappush(self._waiting, entry)

    def _flush(self, voice: int, targets: Sequence[Client]) -> None:
        """Drop what waits for these clients; the instrument sends the releases."""
        self.pump()
        gone = {client.id for client in targets}
        self._waiting = [e for e in self._waiting if e[3].voice != voice or e[2].id not in gone]
        heapq.heapify(self._waiting)
        data = build(FLUSH, voice)
        for client in targets:
            self._withdrawal.forget(client, voice)
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
            if client.flag >= 2:
                data = data or build(
                    FORESEE,
                    item.voice,
                    item.pitch,
                    item.velocity,
                    (item.due - now) * 1000.0,
                    item.probability,
                    item.surprise,
                )
                self._post(client, data)

    def due(self) -> float:
        """Return the time at which the next waiting note is due."""
        return self._waiting[0][0] if self._waiting else math.inf

    def foresight_due(self) -> float:
        """Return the time from which a held-back prediction may go; it may be late."""
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
                client.note(item)
                self._post(client, data)
        if self._foreseen and self.foresight_due() <= self._clock.now():
            for foreseen in list(self._foreseen.values()):
                self._foresee(foreseen)

    def silence_everything(self, voices: int) -> None:
        """Release every pitch of every voice, when the instrument itself no longer can."""
        self._waiting.clear()
        now = self._clock.now()
        for voice in range(voices):
            releases = (Release(voice, pitch, now) for pitch in range(128))
            ends = (ControlChange(voice, number, 0, now) for number in (SUSTAIN, ALL_SOUND_OFF))
            self.say([Flush(voice), *releases, *ends])
