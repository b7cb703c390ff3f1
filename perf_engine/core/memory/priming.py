"""Events remembered without having sounded: a prime, note by note, or a recalled state.

The hidden state is restored at once; the phrases that belong to it are learnt again a few at a
time.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from perf_engine.core.messages import PrimeNote
from perf_engine.core.model.gru import State
from perf_engine.core.model.sizes import held_code
from perf_engine.core.model.vocabulary import KEY_COUNT, Vocabulary
from perf_engine.core.playing.improviser import Improviser

from .history import PACKED, PlayedEvent
from .imitation import MOST, Imitation, Remembrance
from .recent_events import Remembered
from .saved_state import (
    HIDDEN,
    MOST_DEEDS,
    UNKNOWN,
    Counts,
    Memories,
    SavedState,
    packed_events,
)

EVERY: Final = 0.001  # seconds between events of a prime, and between steps of relearning
A_STEP: Final = 16  # events relearnt in one step, which takes a fifth of a millisecond


class Relearning:
    """A phrase memory that is rebuilt in steps, while the improviser plays with an empty one."""

    def __init__(self, deeds: bytes, trust: Counts, held: frozenset[int], now: float) -> None:
        self.deeds = deeds  # the events to relearn, packed
        self.due = now
        self._at = 0
        self._imitation = Imitation()
        self._imitation.restore(Remembrance(MOST, b"", held, trust))

    def step(self, mind: Improviser, now: float) -> bool:
        """Relearn some events. Return whether all are learnt, and the improviser has the memory."""
        self.due = now + EVERY
        numbers = np.frombuffer(self.deeds, PACKED)[self._at : self._at + A_STEP].tolist()
        self._at += A_STEP
        for number in numbers:
            self._imitation.remember(PlayedEvent.unpacked(number))
        if self._at < len(self.deeds) // PACKED.itemsize:
            return False
        for deed in mind.imitation.deeds():
            self._imitation.learn(deed)
        mind.imitation = self._imitation
        return True


class Memory:
    """Feeds primes to an improviser, one event a millisecond, without touching keys really held."""

    def __init__(self, improviser: Improviser) -> None:
        self._mind = improviser
        self._waiting: deque[Remembered] = deque()
        self._next = 0.0
        self._held: set[int] = set()  # part * 129 + key: held by the prime alone
        self._relearning: Relearning | None = None

    @property
    def busy(self) -> bool:
        """True if events of a prime are left to feed."""
        return bool(self._waiting)

    @property
    def due(self) -> float:
        """Return the time of the next feeding or relearning; inf if nothing is left."""
        again = math.inf if self._relearning is None else self._relearning.due
        return min(self._next, again) if self._waiting else again

    def take(self, events: Iterable[Remembered], now: float) -> None:
        """Take more events to feed, after those that are waiting."""
        self._waiting.extend(events)
        self._next = max(self._next, now)

    def step(self, now: float) -> bool:
        """Feed one event, or relearn some. Return whether that was the last event of a prime."""
        if self._relearning is not None and not (self._waiting and self._next <= now):
            if self._relearning.step(self._mind, now):
                self._relearning = None
            return False
        self._feed(self._waiting.popleft(), now)
        return not self._waiting

    def recall(self, state: SavedState, now: float) -> None:
        """Recall a saved state; a prime that is being fed ends."""
        self.forget(now)
        relearning = recall(self._mind, state, now)
        if state.memories is not None:
            self._relearning = relearning

    def kept(self, name: str) -> SavedState:
        """Return the present state under a name. Raises ValueError."""
        return kept(self._mind, name, self._relearning)

    def move(self, mind: Improviser, renamed: Callable[[int], int | None]) -> None:
        """Continue with another improviser, for whose parts `renamed` converts codes of keys."""
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
        """Note that a player touched a key, which is no longer the prime's."""
        self._held.discard(code)

    def wait(self, now: float) -> None:
        """Postpone everything that was due before `now`, so that it is not fed all at once."""
        self._next = max(self._next, now)
        if self._relearning is not None:
            self._relearning.due = max(self._relearning.due, now)

    def drop(self) -> None:
        """Drop the waiting events; nobody holds any key any more."""
        self._waiting.clear()
        self._held.clear()

    def reset(self, now: float) -> None:
        """Drop the waiting events and the relearning, and release the prime's keys."""
        self._relearning = None
        self.forget(now)

    def forget(self, now: float) -> None:
        """Drop the waiting events, and release the keys that only the prime holds."""
        self._waiting.clear()
        for code in self._held:
            part, key = divmod(code, KEY_COUNT)
            self._mind.feed(part, key, 0, now)
        self._held.clear()

    def _feed(self, event: Remembered, now: float) -> None:
        self._next = now + EVERY
        code = held_code(event.part, event.key)
        if self._mind.held(event.part, event.key) and code not in self._held:
            return  # a player or a voice really holds the key
        self._mind.remember(event.part, event.key, event.velocity, event.dt, now)
        if event.velocity:
            self._held.add(code)
        else:
            self._held.discard(code)


def events_of(notes: Sequence[PrimeNote], part: int, vocabulary: Vocabulary) -> list[Remembered]:
    """Return a prime as events, at one time releases first; a key is released before a restrike.

    Notes without a part get `part`. Raises ValueError if a note's part is unknown.
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


def kept(mind: Improviser, name: str, relearning: Relearning | None = None) -> SavedState:
    """Return an improviser's present state under a name. Raises ValueError if it does not fit."""
    origin = mind.stream.weights.origin or UNKNOWN
    phrases = mind.imitation.snapshot()
    deeds = (relearning.deeds if relearning else b"") + phrases.deeds
    memories = Memories(
        packed_events(mind.recollection.events()),
        deeds[-MOST_DEEDS * PACKED.itemsize :],
        phrases.trust,
    )
    hidden = mind.stream.hidden.astype(HIDDEN).tobytes()
    return SavedState(name, origin.name, origin.digest, hidden, memories)


def recall(mind: Improviser, state: SavedState, now: float) -> Relearning | None:
    """Recall a fitting state, but not its time and held keys. Return the phrases to relearn."""
    stream, memories = mind.stream, state.memories
    stream.restore(State(state.vector(), stream.time, stream.held))
    if memories is None:
        return None
    held = frozenset(stream.held)
    mind.recollection.forget(memories.remembered())
    mind.imitation.restore(Remembrance(MOST, b"", held, memories.trust))
    return Relearning(memories.deeds, memories.trust, held, now) if memories.deeds else None
