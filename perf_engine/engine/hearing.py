"""The way from the port to the instrument: it receives packets and carries out letters."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Final

from perf_engine.protocol.ports import HostPort

from .context import Context
from .handlers.players import Players
from .input.dispatcher import Dispatcher
from .input.double_port import DoublePort
from .input.inbox import Letter
from .input.packet_queue import PacketQueue
from .input.port import Port
from .overload import Overload

MOST_PACKETS: Final = 32  # packets taken apart in one turn
MOST_LETTERS: Final = 32  # letters carried out in one turn
MOST_BESIDE: Final = 4096  # letters in one turn from packets with something urgent
BEHIND: Final = 0.05  # seconds that a note may wait; after them orders go first
OLDEST: Final = 60.0  # seconds: the greatest age of a message
LONGEST_HEARING: Final = 0.004  # seconds in one turn


class Hearing:
    """Carries out what has come, in order or by urgency, a bounded amount each turn."""

    def __init__(
        self,
        context: Context,
        port: Port | DoublePort,
        dispatcher: Dispatcher,
        players: Players,
        overload: Overload,
        silence: Callable[[], None],
    ) -> None:
        """`silence` carries out a panic before everything that waits."""
        self.inbox = context.inbox
        self.packets = PacketQueue(port, dispatcher.panics, context.statistics, self.arrived)
        self._instrument = context.instrument
        self._clock = context.clock
        self._outbox = context.outbox
        self._port = port
        self._dispatcher = dispatcher
        self._players = players
        self._overload = overload
        self._silence = silence
        self.letter: Letter | None = None  # the letter being carried out
        self.ordered = False  # something other than notes was carried out; the loop clears it

    @property
    def waits(self) -> bool:
        """Return whether something waits to be carried out."""
        return bool(self.inbox or self.packets)

    def alone(self, now: float, readable: Sequence[int]) -> list[float]:
        """Carry out the one message that ended a sleep; return its arrival if it was a note.

        Nothing else is due or waits. The next turn finds what has come meanwhile.
        """
        self._port.readable(readable)
        found = self._port.receive()
        if found is None:  # it came to another descriptor
            self.ordered = True
            return []
        message, sender = found
        came = self.arrived(now)
        if message[:1] != b"/" or now - came > BEHIND:
            return self.all(readable, found)
        letter = self._dispatcher.letter(message, sender, now, came)
        if letter.urgent:
            self._instrument.hurry()
        # When the wait ended nothing was due; what has become due since then is decided after it.
        self._players.hurried = letter.played and self._instrument.due() <= now
        return [came] if self._carry_out(letter) else []

    def all(
        self, readable: Sequence[int] | None, found: tuple[bytes, HostPort] | None = None
    ) -> list[float]:
        """Receive all that has come, `found` first, and carry out as much as is allowed.

        Return the arrivals of the notes in it. `readable`: descriptors; None: unknown.
        """
        self._receive(readable, found)
        return self._carry_out_more()

    def arrived(self, now: float) -> float:
        """Return the time at which the last datagram came, if the system tells it; else now."""
        if self._port.arrived is None:
            return now
        came = self._clock.monotonic(self._port.arrived)
        return came if now - OLDEST < came < now else now

    def _carry_out(self, letter: Letter) -> bool:
        """Carry out a letter; return whether the instrument heard a player's event by it."""
        self.ordered = self.ordered or not letter.played
        events = self._players.events
        self.letter = letter
        self._dispatcher.carry_out(letter)
        self._instrument.hurry(False)  # it may have been refused, or ask for nothing of the kind
        self.letter = None
        if self._players.events == events:
            return False
        # Clients are told what was heard before the machine decides anything from it.
        self._outbox.say(self._instrument.advance(self._clock.now(), 0))
        return True

    def _receive(
        self, readable: Sequence[int] | None, found: tuple[bytes, HostPort] | None
    ) -> None:
        now = self._clock.now()
        self.inbox.ripen(now)  # first: these letters are older than what comes now
        waits = len(self.inbox)
        behind = self._behind(now)
        self._port.readable(readable)
        if self.packets.fetch(now, not waits, found):
            self._silence()
        for _ in range(MOST_PACKETS):
            urgent = self.packets.urgent
            most = MOST_BESIDE if urgent else MOST_LETTERS
            if not self.packets or len(self.inbox) >= waits + most:
                break
            if waits and not (urgent or (behind and self.packets.orders)):
                break
            packet, sender, outdated = self.packets.next(orders_first=behind)
            self._dispatcher.take(packet, sender, self._clock.now(), outdated, self.packets.came)
        self.inbox.ripen(self._clock.now())

    def _carry_out_more(self) -> list[float]:
        """Carry out letters while nothing is due; return the arrivals of the notes among them.

        Due decisions go first, one a turn, so that a panic need not wait for all of them. Urgent
        letters go before due decisions, and so do players' events if these decisions became due
        after they came, or under overload: else the machine would decide on keys that the player
        has struck, as if they were free.
        """
        came: list[float] = []
        now = self._clock.now()
        until = now + LONGEST_HEARING
        orders_first = self._behind(now)
        for _ in range(MOST_LETTERS):
            if not self.inbox:
                break
            letter = self.inbox.first(orders_first)
            if letter.urgent or (not letter.played and now - letter.came > BEHIND):
                self._instrument.hurry()
            elif self._decides_first(self._first_of(letter, now)):
                break
            self._players.hurried = letter.played and self._instrument.due() <= now
            if self._carry_out(self.inbox.next(orders_first)):
                came.append(letter.came)
            now = self._clock.now()
            if now >= until or self._outbox.due() <= now or self._instrument.due() == -math.inf:
                break
        return came

    def _first_of(self, letter: Letter, now: float) -> float:
        """Return the time up to which due decisions are made before a letter."""
        if not letter.played or not self._instrument.may_hurry(letter.came, now):
            return now
        return -math.inf if self._overload.active else letter.came

    def _decides_first(self, until: float) -> bool:
        """Return whether decisions are due until a time; what was said before them is sent."""
        due = self._instrument.due()
        if due == -math.inf:
            self._outbox.say(self._instrument.advance(self._clock.now(), 0))
            due = self._instrument.due()
        return due <= until

    def _behind(self, now: float) -> bool:
        """Return whether notes wait for so long that orders go before them."""
        oldest = min(self.inbox.oldest, self.packets.oldest)
        if oldest < math.inf:
            self._overload.heard(now - oldest)
        return now - oldest > BEHIND
