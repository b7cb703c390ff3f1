"""Keeping a mind's state, and coming back to one: at once, and its phrases a few at a time."""

from __future__ import annotations

from typing import Final

import numpy as np

from .gru import State
from .imitation import MOST, Imitation, Remembrance
from .improviser import Improviser
from .past import PACKED, Deed
from .saved_state import (
    HIDDEN,
    MOST_DEEDS,
    UNKNOWN,
    Counts,
    Memories,
    SavedState,
    packed_events,
)

A_STEP: Final = 16  # events learnt again in one decision: a fifth of a millisecond
EVERY: Final = 0.001  # seconds between them


class Relearning:
    """A memory of phrases built again from what it knew, while the mind goes on with a new one."""

    def __init__(self, deeds: bytes, trust: Counts, held: frozenset[int], now: float) -> None:
        self.deeds = deeds  # all that it knew
        self.due = now
        self._at = 0
        self._imitation = Imitation()
        self._imitation.restore(Remembrance(MOST, b"", held, trust))

    def step(self, mind: Improviser, now: float) -> bool:
        """Some more; when all is learnt, and what happened since, the mind has it. Whether so."""
        self.due = now + EVERY
        numbers = np.frombuffer(self.deeds, PACKED)[self._at : self._at + A_STEP].tolist()
        self._at += A_STEP
        for number in numbers:
            self._imitation.remember(Deed.unpacked(number))
        if self._at < len(self.deeds) // PACKED.itemsize:
            return False
        for deed in mind.imitation.deeds():
            self._imitation.learn(deed)
        mind.imitation = self._imitation
        return True


def kept(mind: Improviser, name: str, relearning: Relearning | None = None) -> SavedState:
    """The state that a mind is in, under a name. Raises ValueError where it cannot be kept."""
    origin = mind.stream.weights.origin or UNKNOWN
    phrases = mind.imitation.snapshot()
    deeds = (relearning.deeds if relearning else b"") + phrases.deeds
    memories = Memories(
        packed_events(mind.recollection.events()), deeds[-MOST_DEEDS * PACKED.itemsize :],
        phrases.trust,
    )
    hidden = mind.stream.hidden.astype(HIDDEN).tobytes()
    return SavedState(name, origin.name, origin.digest, hidden, memories)


def recall(mind: Improviser, state: SavedState, now: float) -> Relearning | None:
    """Be in a state that fits; time and held keys are as they are. Gives what is to be relearnt."""
    stream, memories = mind.stream, state.memories
    stream.restore(State(state.vector(), stream.time, stream.held))
    if memories is None:
        return None
    held = frozenset(stream.held)
    mind.recollection.forget(memories.remembered())
    mind.imitation.restore(Remembrance(MOST, b"", held, memories.trust))
    return Relearning(memories.deeds, memories.trust, held, now) if memories.deeds else None
