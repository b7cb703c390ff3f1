"""Messages taken in and not yet read: those at once, and those whose time tag lies ahead."""

from __future__ import annotations

import heapq
import itertools
import math
from collections import deque
from dataclasses import dataclass

from .clients import HostPort

MOST_HELD = 4096  # messages
MOST_BYTES = 4_000_000
FURTHEST = 60.0  # seconds
PLAYED = b"/perf/in/"  # what players play


@dataclass(frozen=True, slots=True)
class Letter:
    """One unread message: who sent it, when it came, and the time it is meant for."""

    message: bytes
    sender: HostPort
    came: float
    stamp: float


class Inbox:
    """A queue of letters, and a heap of those for later; both are bounded."""

    def __init__(self) -> None:
        self._now: deque[Letter] = deque()
        self._later: list[tuple[float, int, Letter]] = []
        self._order = itertools.count()
        self._bytes = 0

    def __len__(self) -> int:
        return len(self._now)

    def take(self, letter: Letter) -> None:
        """Queue a letter meant for now."""
        self._now.append(letter)

    def hold(self, letter: Letter) -> bool:
        """Keep a letter until its stamp; False where there is no room."""
        size = len(letter.message)
        if len(self._later) >= MOST_HELD or self._bytes + size > MOST_BYTES:
            return False
        self._bytes += size
        heapq.heappush(self._later, (letter.stamp, next(self._order), letter))
        return True

    def ripen(self, now: float) -> None:
        """Queue the held letters whose time has come."""
        while self._later and self._later[0][0] <= now:
            self._now.append(self._pop())

    def _pop(self) -> Letter:
        letter = heapq.heappop(self._later)[2]
        self._bytes -= len(letter.message)
        return letter

    def next(self) -> Letter:
        """The oldest letter of the queue, taken out. Raises IndexError where there is none."""
        return self._now.popleft()

    def due(self) -> float:
        """When the next held letter's time comes."""
        return self._later[0][0] if self._later else math.inf

    def held(self) -> int:
        """How many letters wait for their time."""
        return len(self._later)

    def outdate(self) -> None:
        """There was a panic: what players played before is not to be heard after it."""
        self._now = deque(e for e in self._now if not e.message.startswith(PLAYED))

    def drop(self, sender: HostPort | None = None) -> None:
        """Throw away the held letters, all or one sender's."""
        kept = [] if sender is None else [e for e in self._later if e[2].sender != sender]
        heapq.heapify(kept)
        self._later = kept
        self._bytes = sum(len(e[2].message) for e in kept)
