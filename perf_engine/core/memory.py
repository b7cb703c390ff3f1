"""What is taken to mind without sounding: a prime, note by note, or a state that is recalled."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Final

from .improviser import Improviser
from .messages import PrimeNote
from .recollection import Remembered
from .saved_state import SavedState
from .sizes import held_code
from .states import Relearning, kept, recall
from .vocabulary import KEY_COUNT, Vocabulary

EVERY: Final = 0.001  # seconds between events of a prime, so that a long one holds nothing up


class Memory:
    """Feeds a prime to an improviser, an event a millisecond; leaves what is really held alone."""

    def __init__(self, improviser: Improviser) -> None:
        self._mind = improviser
        self._waiting: deque[Remembered] = deque()
        self._next = 0.0
        self._held: set[int] = set()  # part * 129 + key: held by the prime alone
        self._relearning: Relearning | None = None

    @property
    def busy(self) -> bool:
        """Whether there is something of a prime left to feed."""
        return bool(self._waiting)

    @property
    def due(self) -> float:
        """When the next event is to be fed, or more to be relearnt; inf where nothing is left."""
        again = math.inf if self._relearning is None else self._relearning.due
        return min(self._next, again) if self._waiting else again

    def take(self, events: Iterable[Remembered], now: float) -> None:
        """Feed these too, after what is waiting."""
        self._waiting.extend(events)
        self._next = max(self._next, now)

    def step(self, now: float) -> bool:
        """Feed the next event, or relearn a little; whether that was the last event of a prime."""
        if self._relearning is not None and not (self._waiting and self._next <= now):
            if self._relearning.step(self._mind, now):
                self._relearning = None
            return False
        self._feed(self._waiting.popleft(), now)
        return not self._waiting

    def recall(self, state: SavedState, now: float) -> None:
        """Be in a state that was kept; a prime that is being fed ends."""
        self.forget(now)
        relearning = recall(self._mind, state, now)
        if state.memories is not None:
            self._relearning = relearning

    def kept(self, name: str) -> SavedState:
        """The present state, under a name. Raises ValueError."""
        return kept(self._mind, name, self._relearning)

    def move(self, mind: Improviser, renamed: Callable[[int], int | None]) -> None:
        """Go on with another mind, whose codes of keys are `renamed`."""
        if mind.vocabulary != self._mind.vocabulary:
            self._relearning = None
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

    def reset(self, now: float) -> None:
        """Forget what is being learnt again, too."""
        self._relearning = None
        self.forget(now)

    def forget(self, now: float) -> None:
        """Drop what is waiting, and let go of what the prime alone holds."""
        self._waiting.clear()
        for code in self._held:
            part, key = divmod(code, KEY_COUNT)
            self._mind.feed(part, key, 0, now)
        self._held.clear()

    def _feed(self, event: Remembered, now: float) -> None:
        self._next = now + EVERY
        code = held_code(event.part, event.key)
        if self._mind.held(event.part, event.key) and code not in self._held:
            return  # somebody really holds it
        self._mind.remember(event.part, event.key, event.velocity, event.dt, now)
        if event.velocity:
            self._held.add(code)
        else:
            self._held.discard(code)


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
