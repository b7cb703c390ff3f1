"""Being primed: notes taken to mind one by one, without sounding."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from .improviser import Improviser
from .sizes import held_code
from .vocabulary import KEY_COUNT

EVERY: Final = 0.001  # seconds between events of a prime, so that a long one holds nothing up


@dataclass(frozen=True, slots=True)
class Remembered:
    """An event of a prime: `dt` seconds after the one before; velocity 0 releases."""

    dt: float
    part: int
    key: int
    velocity: int


class Memory:
    """Feeds a prime to an improviser, an event a millisecond; leaves what is really held alone."""

    def __init__(self, improviser: Improviser) -> None:
        self._mind = improviser
        self._waiting: deque[Remembered] = deque()
        self._next = 0.0
        self._held: set[int] = set()  # part * 129 + key: held by the prime alone

    @property
    def busy(self) -> bool:
        """Whether there is something left to feed."""
        return bool(self._waiting)

    @property
    def due(self) -> float:
        """When the next event is to be fed; inf where none is left."""
        return self._next if self._waiting else math.inf

    def take(self, events: Iterable[Remembered], now: float) -> None:
        """Feed these too, after what is waiting."""
        self._waiting.extend(events)
        self._next = max(self._next, now)

    def step(self, now: float) -> None:
        """Feed the next event."""
        event = self._waiting.popleft()
        self._next = now + EVERY
        code = held_code(event.part, event.key)
        if self._mind.held(event.part, event.key) and code not in self._held:
            return  # somebody really holds it
        self._mind.remember(event.part, event.key, event.velocity, event.dt, now)
        if event.velocity:
            self._held.add(code)
        else:
            self._held.discard(code)

    def overridden(self, code: int) -> None:
        """A player touched this key: it is no longer the prime's."""
        self._held.discard(code)

    def forget(self, now: float) -> None:
        """Drop what is waiting, and let go of what the prime alone holds."""
        self._waiting.clear()
        for code in self._held:
            part, key = divmod(code, KEY_COUNT)
            self._mind.feed(part, key, 0, now)
        self._held.clear()
