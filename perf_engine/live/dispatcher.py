"""From packets to what they ask for: taken apart, stamped, checked whole, carried out, answered."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from .call import Answer, Call
from .clients import Clients, HostPort
from .clock import ClientClocks, Clock, is_loopback
from .complaints import Complaints
from .inbox import FURTHEST, PLAYED, Inbox, Letter
from .mail import PANIC
from .orders import Orders
from .osc import BUNDLE, PacketError, address_of, read, split
from .outbox import Outbox
from .prime import Reading
from .reception import Reception
from .refusal import Code, Refusal
from .schema import FROM_CLIENTS, SAID, find
from .statistics import Statistics

logger = logging.getLogger(__name__)

MOST_FAILS = 1000  # a second: what is broken may come fast, answers need not


class Dispatcher:
    """Takes packets into the inbox, and letters from the inbox to who serves them."""

    def __init__(
        self,
        rooms: Sequence[object],
        reception: Reception,
        orders: Orders,
        clients: Clients,
        inbox: Inbox,
        outbox: Outbox,
        clock: Clock,
        clocks: ClientClocks,
        statistics: Statistics,
        complaints: Complaints,
    ) -> None:
        """`rooms` serve the addresses of the schema, each those whose handlers it has."""
        self._reception = reception
        self._orders = orders
        self._clients = clients
        self._inbox = inbox
        self._outbox = outbox
        self._clock = clock
        self._clocks = clocks
        self._statistics = statistics
        self.complaints = complaints
        self._fails = 0
        self._fails_since = 0.0
        self._handlers: dict[str, Callable[[Call], Answer]] = {}
        for entry in FROM_CLIENTS:
            served_by = (room for room in rooms if hasattr(room, entry.handler))
            self._handlers[entry.handler] = getattr(next(served_by), entry.handler)

    def panics(self, packet: bytes, sender: HostPort, now: float) -> bool:
        """Whether there is a panic in a packet that is to be carried out now."""
        try:
            parts = split(packet)
        except PacketError:
            return False
        tags = (wall for message, wall in parts if message in PANIC)
        return any(wall is None or self._stamp(sender, wall) <= now for wall in tags)

    def take(
        self, packet: bytes, sender: HostPort, now: float, outdated: bool = False
    ) -> None:
        """Take a packet apart; what its time tags put off is held.

        `outdated`: what is played in it before its panic, if it has one, is not heard.
        """
        self._reception.alive(sender, now)
        try:
            parts = split(packet)
        except PacketError as error:
            address = "#bundle" if packet.startswith(BUNDLE) else address_of(packet)
            self.fail(sender, address, Code.BAD_TYPES, str(error))
            return
        refused = False  # one answer a packet is enough
        for message, wall in parts:
            outdated = outdated and message not in PANIC
            if outdated and message.startswith(PLAYED):
                continue
            if wall is None:
                self._inbox.take(Letter(message, sender, now, now))
                continue
            if message.startswith(b"/perf/ping\0"):
                self._clocks.observe(sender[0], wall, self._clock.wall(now))
                self._inbox.take(Letter(message, sender, now, now))
                continue
            stamp = self._stamp(sender, wall)
            if stamp <= now:
                self._inbox.take(Letter(message, sender, now, now))
            elif stamp > now + FURTHEST:
                if not refused:
                    text = f"the time tag is {stamp - now:.0f} s ahead; at most {FURTHEST:.0f} s"
                    self.fail(sender, address_of(message), Code.OUT_OF_RANGE, text)
                refused = True
            elif not self._inbox.hold(Letter(message, sender, now, stamp)):
                self._statistics.dropped += 1
                if not refused:
                    text = "too many messages are waiting for their time tags"
                    self.fail(sender, address_of(message), Code.BUSY, text)
                refused = True

    def _stamp(self, sender: HostPort, wall: float) -> float:
        """The monotonic time that a sender means by a time tag."""
        return self._clock.monotonic(wall - self._clocks.ahead(sender[0]))

    def carry_out(self, letter: Letter) -> None:
        """Read, check and carry out one letter; answer it. Changes nothing where it is wrong."""
        sender = letter.sender
        address = ""
        try:
            try:
                address, values = read(letter.message)
            except PacketError as error:
                raise Refusal(Code.BAD_TYPES, str(error)) from None
            if self._reception.dumping:
                logger.info("%s:%d %s %s", *sender, address, values)
            entry, voice = find(address)
            if entry.loopback_only and not is_loopback(sender[0]):
                raise Refusal(Code.REFUSED, "this is accepted from the engine's own machine only")
            arguments = entry.check(values)
            call = Call(entry, arguments, address, sender, letter.stamp, voice)
            answer = self._handlers[entry.handler](call)
        except Refusal as refusal:
            self.fail(sender, address or address_of(letter.message), refusal.code, refusal.text)
            return
        if answer is not None:
            self._answer(call, answer)

    def _answer(self, call: Call, answer: Answer) -> None:
        entry, arguments = call.entry, answer or ()
        where = self._clients.reply_to(call.sender)
        if entry.getter and not call.arguments:
            self._outbox.tell(where, call.address, *arguments)
        elif entry.reply == "/perf/done":
            self._outbox.tell(where, "/perf/done", call.address, *arguments)
        elif entry.reply:
            self._outbox.tell(where, entry.reply, *arguments)

    def primed(self, reading: Reading) -> None:
        """A file was read for a prime: feed it, and answer whoever asked."""
        try:
            answer = self._orders.primed(reading)
        except Refusal as refusal:
            self.fail(reading.sender, "/perf/prime", refusal.code, refusal.text)
            return
        where = self._clients.reply_to(reading.sender)
        self._outbox.tell(where, "/perf/done", "/perf/prime", *(answer or ()))

    def fail(self, sender: HostPort, address: str, code: Code, text: str) -> None:
        """Answer /perf/fail, but never to what only an engine says: two would never end."""
        now = self._clock.now()
        self.complaints.note(sender, address, code, text, now, every=self._reception.dumping)
        if address in SAID:
            return
        if now - self._fails_since >= 1.0:
            self._fails, self._fails_since = 0, now
        self._fails += 1
        if self._fails > MOST_FAILS:
            self._statistics.dropped += 1
            return
        where = self._clients.reply_to(sender)
        self._outbox.tell(where, "/perf/fail", address[:200], int(code), text)
