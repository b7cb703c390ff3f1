"""Unread messages: those for now, and those whose time tag lies ahead."""

from __future__ import annotations

import heapq
import itertools
import math
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from perf_engine.protocol.notes import PLAYED
from perf_engine.protocol.ports import HostPort

from .patterns import is_played
from .priority import FLOOD, Priority, is_hurried, is_panic, is_release, of_message

SYNC = b"/perf/sync\0"

MOST_HELD = 4096  # messages
MOST_BYTES = 4_000_000


@dataclass(frozen=True, slots=True)
class Letter:
    """One unread message: its sender, its arrival, and the time for which it is meant."""

    message: bytes
    sender: HostPort
    came: float
    stamp: float

    @property
    def played(self) -> bool:
        """Return whether a player played it."""
        return self.message.startswith(PLAYED)

    @property
    def in_turn(self) -> bool:
        """Return whether it waits for all notes before it: a player's event, or a sync."""
        return self.played or self.message.startswith(SYNC)

    @property
    def urgent(self) -> bool:
        """Return whether it is to be carried out before anything that is due."""
        return is_hurried(self.message)


class Inbox:
    """A queue of letters for now and a heap of letters for later, both bounded.

    Players' events and orders keep their order, but if notes wait too long, orders come first.
    Urgent letters come before both. Letters whose order with an urgent one matters, such as a start
    before a stop, are taken just before it.
    """

    def __init__(self) -> None:
        self._played: deque[tuple[int, Letter]] = deque()
        self._ordered: deque[tuple[int, Letter]] = deque()
        self._urgent: deque[tuple[int, Letter]] = deque()
        self._along = 0  # letters among the orders whose order with an urgent one matters
        self._later: list[tuple[float, int, Letter]] = []
        self._order = itertools.count()
        self._first = 0  # the number of the letter queued before all others
        self._bytes = 0

    def __len__(self) -> int:
        return len(self._urgent) + len(self._played) + len(self._ordered)

    def take(self, letter: Letter) -> None:
        """Queue a letter meant for now."""
        numbered = next(self._order), letter
        if letter.in_turn:
            self._played.append(numbered)
            return
        priority = of_message(letter.message)
        flooded = len(self._played) + len(self._ordered) >= FLOOD
        if priority == Priority.FIRST or (priority == Priority.SOON and flooded):
            self._pull_along()
            if self._played and is_release(letter.message):  # it would be released at once
                kept = (
                    one
                    for one in self._played
                    if one[1].sender != letter.sender or not one[1].played
                )
                self._played = deque(kept)
            self._urgent.append(numbered)
        else:
            self._along += priority == Priority.ALONG
            self._ordered.append(numbered)

    def _pull_along(self) -> None:
        """Move what must keep its order with an urgent one before that."""
        if not self._along:
            return
        kept: deque[tuple[int, Letter]] = deque()
        for one in self._ordered:
            along = of_message(one[1].message) == Priority.ALONG
            (self._urgent if along else kept).append(one)
        self._ordered, self._along = kept, 0

    @property
    def oldest(self) -> float:
        """Return the arrival of the player's event that is next to be heard; inf without one."""
        return self._played[0][1].came if self._played else math.inf

    def take_first(self, letters: Sequence[Letter]) -> None:
        """Queue letters before all that wait."""
        priorities = [of_message(letter.message) for letter in letters]
        urgent = max(priorities, default=Priority.IN_ORDER) >= Priority.SOON
        for letter, priority in reversed(list(zip(letters, priorities, strict=True))):
            self._first -= 1
            if urgent and not letter.played:  # these stay together, in their order
                lane = self._urgent
            else:
                lane = self._played if letter.in_turn else self._ordered
                self._along += priority == Priority.ALONG
            lane.appendleft((self._first, letter))

    def hold(self, letter: Letter, share: float = 1.0) -> bool:
        """Hold a letter until its stamp; return False if this `share` of the capacity is full."""
        size = len(letter.message)
        if len(self._later) >= share * MOST_HELD or self._bytes + size > share * MOST_BYTES:
            return False
        self._bytes += size
        heapq.heappush(self._later, (letter.stamp, next(self._order), letter))
        return True

    def ripen(self, now: float) -> None:
        """Queue the held letters whose time has come."""
        while self._later and self._later[0][0] <= now:
            letter = self._pop()
            if is_panic(letter.message):
                self.outdate(is_played)
            self.take(letter)

    def _pop(self) -> Letter:
        letter = heapq.heappop(self._later)[2]
        self._bytes -= len(letter.message)
        return letter

    def first(self, orders_first: bool = False) -> Letter:
        """Return the next letter: an urgent one, else the oldest, or the oldest order if asked for.

        Raises IndexError if there is none.
        """
        return self._lane(orders_first)[0][1]

    def next(self, orders_first: bool = False) -> Letter:
        """Take out the next letter, as in `first`."""
        lane = self._lane(orders_first)
        letter = lane.popleft()[1]
        if lane is self._ordered and self._along:
            self._along -= of_message(letter.message) == Priority.ALONG
        return letter

    def _lane(self, orders_first: bool) -> deque[tuple[int, Letter]]:
        if self._urgent:
            return self._urgent
        if not self._ordered or not self._played:
            return self._ordered or self._played
        if orders_first or self._ordered[0][0] < self._played[0][0]:
            return self._ordered
        return self._played

    def due(self) -> float:
        """Return the time of the next held letter."""
        return self._later[0][0] if self._later else math.inf

    def held(self) -> int:
        """Return the number of held letters."""
        return len(self._later)

    def outdate(self, played: Callable[[bytes], bool]) -> None:
        """Drop what players played before a panic, as it must not be heard after it."""
        self._played = deque(one for one in self._played if not one[1].played)
        self._ordered = deque(one for one in self._ordered if not played(one[1].message))

    def drop(self, sender: HostPort | None = None) -> None:
        """Drop the held letters, all or one sender's."""
        kept = [] if sender is None else [e for e in self._later if e[2].sender != sender]
        heapq.heapify(kept)
        self._later = kept
        self._bytes = sum(len(e[2].message) for e in kept)
