"""The change of the model: the new one learns the last events until it takes over."""

from __future__ import annotations

import math
from collections.abc import Iterable

from perf_engine.core.model.gru import StreamingGRU, Weights
from perf_engine.core.model.shared_steps import multiply_together
from perf_engine.core.model.vocabulary import KEY_COUNT, Event, Vocabulary, as_meant
from perf_engine.core.playing.improviser import Improviser

from .history import PlayedEvent
from .recent_events import Remembered


class Successor:
    """An improviser of another model that learns the last events, and each new one meanwhile.

    It changes no note before it takes over. Parts are matched by name: events in a part that the
    new model lacks are left out. Times and velocities are converted to the new model's classes.
    """

    def __init__(self, weights: Weights, mind: Improviser, playing: Iterable[int] = ()) -> None:
        """Take weights with the parts `playing`. Raises ValueError if one is missing."""
        self._mind = Improviser(weights)
        self._leads = mind
        self._parts = parts_of(mind.vocabulary, weights.vocabulary)
        for index in playing:
            self.part(index)
        self._to_learn = mind.recollection.tell()
        self._since = 0.0  # seconds since the last event that was not left out

    @property
    def left(self) -> int:
        """Return the number of events that it has yet to learn."""
        return len(self._to_learn)

    @property
    def finite(self) -> bool:
        """True if its hidden state is finite."""
        return math.isfinite(float(self._mind.stream.hidden.sum()))

    @property
    def stream(self) -> StreamingGRU:
        """Return its stream."""
        return self._mind.stream

    def learn(self) -> None:
        """Learn one more event, if any is left."""
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
        loud = as_meant(event.key, event.velocity)
        velocity = words.velocity_class(loud)
        stream.feed(Event(part, dt, event.key, velocity), stream.time + self._since)
        self._mind.imitation.learn(PlayedEvent(part, event.key, loud, dt, event.own))
        self._mind.recollection.add(
            Remembered(self._since, part, event.key, event.velocity, event.own)
        )
        self._since = 0.0

    def part(self, part: int) -> int:
        """Return the new index of a part. Raises ValueError if the new model lacks it."""
        new = self._parts[part]
        if new is None:
            there = ", ".join(self._mind.vocabulary.parts)
            name = self._leads.vocabulary.parts[part]
            raise ValueError(f"the model has no part {name}, which is in use; it has {there}")
        return new

    def renamed(self, code: int) -> int | None:
        """Return the new code (part * 129 + key) of a held key; None if its part is missing."""
        part, key = divmod(code, KEY_COUNT)
        new = self._parts[part]
        return None if new is None else new * KEY_COUNT + key

    def take_over(self) -> Improviser:
        """Learn the rest. Return an improviser that continues the present one's time and draws."""
        while self._to_learn:
            self.learn()
        if not self.stream.known:
            self.stream.multiply()
        self.leave()
        self._mind.go_on_from(self._leads, self.renamed)
        return self._mind

    def leave(self) -> None:
        """Stop listening to events."""
        self._leads.recollection.tell_no_more()


class Handover:
    """The successors of a model that is being prepared: one for each voice, or none."""

    def __init__(self) -> None:
        self._waiting: list[Successor] = []

    def enter(self, weights: Weights, minds: Iterable[tuple[Improviser, tuple[int, ...]]]) -> None:
        """Prepare one for each improviser and the parts it plays. Raises ValueError."""
        if self._waiting:
            raise ValueError("another model is being prepared")
        self._waiting = [Successor(weights, mind, playing) for mind, playing in minds]

    def learn(self) -> int:
        """Let each learn one more event. Return how many events are left."""
        for successor in self._waiting:
            successor.learn()
        # One product for all would round differently, and the notes would then depend on how many
        # events are learnt before the takeover.
        multiply_together((successor.stream for successor in self._waiting), fewest=math.inf)
        return sum(successor.left for successor in self._waiting)

    def ready(self) -> list[Successor]:
        """Return those that may take over. Raises ValueError if there is none, or one is broken."""
        if not self._waiting:
            raise ValueError("no model is being prepared")
        if not all(successor.finite for successor in self._waiting):
            raise ValueError("the model's hidden state is not finite")
        return self._waiting

    def leave(self) -> None:
        """Discard all of them."""
        for successor in self._waiting:
            successor.leave()
        self._waiting = []


def parts_of(old: Vocabulary, new: Vocabulary) -> tuple[int | None, ...]:
    """Return for each part of one vocabulary its index in another; None if it is missing."""
    return tuple(new.parts.index(name) if name in new.parts else None for name in old.parts)
