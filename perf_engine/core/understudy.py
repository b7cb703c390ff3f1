"""A mind of another model, that learns what the one on stage has in mind until it takes over."""

from __future__ import annotations

import math
from collections.abc import Iterable

from .gru import StreamingGRU, Weights
from .improviser import Improviser
from .past import Deed
from .recollection import Remembered
from .together import multiply_together
from .vocabulary import KEY_COUNT, Event, Vocabulary


class Understudy:
    """Is told the last events, then each that happens meanwhile; changes nothing until it is on.

    Parts go by their names: what happened in a part that the new model does not have is left out.
    Times and velocities are put in the new model's classes.
    """

    def __init__(self, weights: Weights, mind: Improviser, playing: Iterable[int] = ()) -> None:
        """`playing`: the parts it must have. Raises ValueError where one is not there."""
        self._mind = Improviser(weights)
        self._leads = mind
        self._parts = parts_of(mind.vocabulary, weights.vocabulary)
        for index in playing:
            self.part(index)
        self._to_learn = mind.recollection.tell()
        self._since = 0.0  # seconds of events that were left out

    @property
    def left(self) -> int:
        """How many events it has yet to learn."""
        return len(self._to_learn)

    @property
    def finite(self) -> bool:
        """Whether what it has learnt is made of numbers only."""
        return math.isfinite(float(self._mind.stream.hidden.sum()))

    @property
    def stream(self) -> StreamingGRU:
        """What it hears with."""
        return self._mind.stream

    def learn(self) -> None:
        """One more event; nothing where it knows all."""
        if not self._to_learn:
            return
        event = self._to_learn.popleft()
        if event is None:
            self._mind.reset()
            self._since = 0.0
            return
        self._since += event.dt
        part = self._parts[event.part]
        if part is None:
            return
        words, stream = self._mind.vocabulary, self._mind.stream
        dt = words.dt_class(self._since)
        velocity = words.velocity_class(event.velocity)
        stream.feed(Event(part, dt, event.key, velocity), stream.time + self._since)
        self._mind.imitation.learn(Deed(part, event.key, velocity > 0, dt, event.own))
        self._mind.recollection.add(
            Remembered(self._since, part, event.key, event.velocity, event.own)
        )
        self._since = 0.0

    def part(self, part: int) -> int:
        """The new index of a part. Raises ValueError where the new model does not have it."""
        new = self._parts[part]
        if new is None:
            there = ", ".join(self._mind.vocabulary.parts)
            name = self._leads.vocabulary.parts[part]
            raise ValueError(f"the model has no part {name}, which is being played; it has {there}")
        return new

    def renamed(self, code: int) -> int | None:
        """The new code (part * 129 + key) of a held key; None where its part is not there."""
        part, key = divmod(code, KEY_COUNT)
        new = self._parts[part]
        return None if new is None else new * KEY_COUNT + key

    def take_over(self) -> Improviser:
        """Learn the rest; the mind goes on where the one on stage stands, by its random numbers."""
        while self._to_learn:
            self.learn()
        if not self.stream.known:
            self.stream.multiply()
        self.leave()
        self._mind.go_on_from(self._leads, self.renamed)
        return self._mind

    def leave(self) -> None:
        """It is not wanted any more."""
        self._leads.recollection.tell_no_more()


class Wings:
    """Where understudies wait: one for each voice, or none."""

    def __init__(self) -> None:
        self._waiting: list[Understudy] = []

    def enter(
        self, weights: Weights, minds: Iterable[tuple[Improviser, tuple[int, ...]]]
    ) -> None:
        """One for each mind and the parts it plays. Raises ValueError."""
        if self._waiting:
            raise ValueError("another model is being prepared")
        self._waiting = [Understudy(weights, mind, playing) for mind, playing in minds]

    def learn(self) -> int:
        """Each learns one more event; how many are left."""
        for understudy in self._waiting:
            understudy.learn()
        # Not in one product: how much is learnt before they take over must change no rounding.
        multiply_together((understudy.stream for understudy in self._waiting), fewest=math.inf)
        return sum(understudy.left for understudy in self._waiting)

    def ready(self) -> list[Understudy]:
        """Those that may take over. Raises ValueError where there is none, or one is broken."""
        if not self._waiting:
            raise ValueError("no model is being prepared")
        if not all(understudy.finite for understudy in self._waiting):
            raise ValueError("the model's hidden state is not finite")
        return self._waiting

    def leave(self) -> None:
        """Nobody waits any more."""
        for understudy in self._waiting:
            understudy.leave()
        self._waiting = []


def parts_of(old: Vocabulary, new: Vocabulary) -> tuple[int | None, ...]:
    """For each part of one vocabulary its index in another; None where it is not there."""
    return tuple(new.parts.index(name) if name in new.parts else None for name in old.parts)
