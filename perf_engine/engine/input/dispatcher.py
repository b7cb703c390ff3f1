"""The way of a packet: it is taken apart, stamped, checked, carried out, and replied to."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace

from perf_engine.engine.context import Context
from perf_engine.engine.handlers.reception import Reception
from perf_engine.engine.handlers.schema import SAID, find
from perf_engine.engine.handlers.table import Handler
from perf_engine.engine.output.log_limit import WANTED
from perf_engine.protocol.buttons import means_panic
from perf_engine.protocol.errors import Code, Refusal
from perf_engine.protocol.packets import BUNDLE, Incoming, PacketError, address_of, read, split
from perf_engine.protocol.ports import HostPort, is_loopback, spelt
from perf_engine.protocol.request_addresses import FURTHEST

from .access import Standing
from .call import Answer, Call
from .inbox import Letter
from .patterns import addressed, is_pattern, is_played, meant
from .priority import is_panic, panics, silences

logger = logging.getLogger(__name__)

MOST_FAILS = 1000  # a second: broken messages may come fast, replies need not
STRANGE = "strangers may listen, play and panic: send /perf/token first, or be allowed by --allow"
MOST_MEANT = 2000  # addresses a second that all patterns may mean


class Dispatcher:
    """Takes packets into the inbox, and letters from the inbox to their handlers."""

    def __init__(
        self, context: Context, reception: Reception, handlers: Mapping[str, Handler]
    ) -> None:
        """`handlers` serve the addresses of the schema."""
        self._reception = reception
        self._context = context
        self._inbox = context.inbox
        self._clock = context.clock
        self._clocks = context.clocks
        self._statistics = context.statistics
        self._access = context.access
        self._handlers = handlers
        self._fails = 0
        self._fails_since = 0.0
        self._meant = 0
        self._meant_since = 0.0

    def panics(self, packet: bytes, sender: HostPort, now: float) -> bool:
        """Return whether a packet contains a panic that is to be carried out now.

        A panic with a time tag too far ahead to be held counts as now.
        """
        return any(
            wall is None or not now < self._stamp(sender, wall) <= now + FURTHEST
            for wall in panics(packet)
        )

    def letter(self, message: bytes, sender: HostPort, now: float, came: float) -> Letter:
        """Return the letter of a packet that is one message, and `came` at a time."""
        if self._access.lan:
            self._access.heard(sender, len(message), now)
        self._reception.alive(sender, now)
        return Letter(message, sender, came, now)

    def take(
        self,
        packet: bytes,
        sender: HostPort,
        now: float,
        outdated: bool = False,
        came: float | None = None,
    ) -> None:
        """Take apart a packet that `came` at a time or now; hold messages tagged for later.

        `outdated`: notes before its panic, or without a panic all of them, are not heard.
        """
        if self._access.lan:
            self._access.heard(sender, len(packet), now)
        self._reception.alive(sender, now)
        try:
            parts = split(packet)
        except PacketError as error:
            address = "#bundle" if packet.startswith(BUNDLE) else address_of(packet)
            self.fail(sender, address, Code.BAD_TYPES, str(error))
            parts = [part for part in split(packet, broken=True) if silences(part[0])]
        share = 1.0 if self._access.standing(sender) >= Standing.KNOWN else 0.5
        came = now if came is None else came
        refused = False  # one reply to a packet is enough
        for message, wall in parts:
            outdated = outdated and not is_panic(message)
            if outdated and is_played(message):
                continue
            if wall is None:
                self._inbox.take(Letter(message, sender, came, now))
                continue
            if message.startswith(b"/perf/ping\0"):
                self._clock.follow()
                self._clocks.observe(sender[0], wall, self._clock.wall(now))
                self._inbox.take(Letter(message, sender, now, now))
                continue
            stamp = self._stamp(sender, wall)
            if stamp <= now:
                self._inbox.take(Letter(message, sender, max(came, min(stamp, now)), now))
            elif stamp > now + FURTHEST and silences(message):
                self._inbox.take(Letter(message, sender, came, now))
            elif stamp > now + FURTHEST:
                if not refused:
                    text = f"the time tag is {stamp - now:.0f} s ahead; at most {FURTHEST:.0f} s"
                    self.fail(sender, address_of(message), Code.OUT_OF_RANGE, text)
                refused = True
            elif not self._inbox.hold(Letter(message, sender, stamp, stamp), share):
                self._statistics.dropped += 1
                if not refused:
                    text = "too many messages are waiting for their time tags"
                    self.fail(sender, address_of(message), Code.BUSY, text)
                refused = True

    def _stamp(self, sender: HostPort, wall: float) -> float:
        """Return the monotonic time that a sender means by a time tag."""
        self._clock.follow()
        return self._clock.monotonic(wall - self._clocks.ahead(sender[0]))

    def carry_out(self, letter: Letter) -> None:
        """Read, check and carry out one letter, and reply; a wrong one changes nothing."""
        sender = letter.sender
        address = ""
        try:
            address, values = _read(letter.message)
            if self._reception.dumping:
                said = "..." if address == "/perf/token" else values
                logger.info("%s %s %s", spelt(sender), address, said, extra=WANTED)
            if is_pattern(address) and not means_panic(address):
                self._spread(letter, address)
                return
            entry, voice = find(address)
            if entry.loopback_only and not is_loopback(sender[0]):
                raise Refusal(Code.REFUSED, "this is accepted from the engine's own computer only")
            if not (entry.public or (entry.getter and not values) or self._access.may(sender)):
                raise Refusal(Code.REFUSED, STRANGE)
            if entry.urgent and entry.let_go(values):  # its press was carried out
                self._answer(Call(entry, [], address, sender, letter.stamp), ())
                return
            arguments = entry.obey(values) if entry.urgent else entry.check(values)
            call = Call(entry, arguments, address, sender, letter.stamp, voice)
            answer = self._handlers[entry.address](call, *arguments)
        except Refusal as refusal:
            self.fail(sender, address or address_of(letter.message), refusal.code, refusal.text)
            return
        if answer is not None:
            self._answer(call, answer)

    def _spread(self, letter: Letter, pattern: str) -> None:
        """Replace a pattern's letter by one for each address that it means. Raises Refusal."""
        found = meant(pattern, self._reception.voices)
        now = self._clock.now()
        if now - self._meant_since >= 1.0:
            self._meant, self._meant_since = 0, now
        self._meant += len(found)
        if self._meant > MOST_MEANT and not silences(letter.message):
            text = f"all patterns together may match {MOST_MEANT} addresses a second"
            raise Refusal(Code.BUSY, text)
        self._inbox.take_first(
            [replace(letter, message=addressed(letter.message, address)) for address in found]
        )

    def _answer(self, call: Call, answer: Answer) -> None:
        entry, arguments = call.entry, answer or ()
        if entry.getter and not call.arguments:
            self._context.tell(call.sender, call.address, *arguments)
        elif entry.reply == "/perf/done":
            self._context.tell(call.sender, "/perf/done", call.address, *arguments)
        elif entry.reply:
            self._context.tell(call.sender, entry.reply, *arguments)

    def fail(self, sender: HostPort, address: str, code: Code, text: str) -> None:
        """Reply with /perf/fail, but not to an engine's message: two would never end."""
        now = self._clock.now()
        self._context.complaints.note(
            sender, address, code, text, now, every=self._reception.dumping
        )
        if address in SAID:
            return
        if now - self._fails_since >= 1.0:
            self._fails, self._fails_since = 0, now
        self._fails += 1
        if self._fails > MOST_FAILS:
            self._statistics.dropped += 1
            return
        self._context.fail(sender, address[:200], code, text)


def _read(message: bytes) -> tuple[str, list[Incoming]]:
    """Return the address and arguments of a message. Raises Refusal.

    A message that silences is obeyed even if its arguments cannot be read.
    """
    try:
        return read(message, whole=is_panic(message))
    except PacketError as error:
        address = address_of(message)
        with suppress(Refusal):
            if find(address)[0].silences:
                return address, []
        raise Refusal(Code.BAD_TYPES, str(error)) from None
