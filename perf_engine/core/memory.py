"""Being primed: notes taken to mind one by one, without sounding."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Final

from .improviser import Improviser
from .messages import PrimeNote
from .recollection import Remembered
from .sizes import held_code
from .vocabulary import KEY_COUNT, Vocabulary

EVERY: Final = 0.001  # seconds between events of a prime, so that a long one holds nothing up


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

    def move(self, mind: Improviser, renamed: Callable[[int], int | None]) -> None:
        """Go on with another mind, whose codes of keys are `renamed`."""
        self._mind = mind
        self._held = {new for code in self._held if (new := renamed(code)) is not None}
        waiting, self._waiting = self._waiting, deque()
        for event in waiting:
            code = renamed(held_code(event.part, event.key))
            if code is not None:
                self._waiting.append(replace(event, part=code // KEY_COUNT))

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


def events_of(
    notes: Sequence[PrimeNote], part: int, vocabulary: Vocabulary
) -> list[Remembered]:
    """A prime as events: at one time releases first; a key struck again is let go before.

    `part` is that of notes that name none. Raises ValueError where a note's part is unknown.
    """
    marks: list[tuple[float, int, int, int]] = []
    ends: dict[tuple[int, int], float] = {}
    for note in sorted(notes, key=lambda n: n.onset, reverse=True):
        index = part if note.part is None else vocabulary.part_index(note.part)
        end = min(note.onset + note.duration, ends.get((index, note.pitch), math.inf))
        ends[index, note.pitch] = note.onset
        marks.append((end, 0, index, note.pitch))
        marks.append((note.onset, note.velocity, index, note.pitch))
    marks.sort()
    events, last = [], 0.0
    for time, velocity, index, key in marks:
        events.append(Remembered(time - last, index, key, velocity))
        last = time
    return events
