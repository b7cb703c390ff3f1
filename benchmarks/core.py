"""The core alone, in this process: a step, a step with its prediction, a note heard."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from perf_engine.core.messages import NoteOff, NoteOn
from perf_engine.core.model.gru import Weights
from perf_engine.core.playing.improviser import Improviser, Thought
from perf_engine.core.playing.performer import Performer
from perf_engine.core.steering.taste import Taste
from perf_engine.core.turns.modes import turn
from perf_engine.studio.phrase import phrase
from perf_engine.studio.plan import messages

from .measure import Row

SOLO = turn("solo", 0, 0, going=False)
WARM_UP = 200  # events before anything is measured


class Stopwatch:
    """Wall and thread CPU time of calls in milliseconds; each call counts as `parts` calls."""

    def __init__(self, parts: int = 1) -> None:
        self._parts = parts
        self.wall: list[float] = []
        self.cpu: list[float] = []

    def time(self, call: Callable[[], None]) -> None:
        """Run and measure."""
        wall, cpu = time.perf_counter_ns(), time.thread_time_ns()
        call()
        self.cpu.append((time.thread_time_ns() - cpu) / 1e6 / self._parts)
        self.wall.append((time.perf_counter_ns() - wall) / 1e6 / self._parts)

    def row(self, name: str, note: str = "") -> Row:
        """The figures, without the warm-up."""
        return Row.of(name, self.wall[WARM_UP:], self.cpu[WARM_UP:], note=note)


def rows(weights: Weights, events: int) -> list[Row]:
    """Measure `events` events of music that the machine plays by itself, and of a duet."""
    with unhurried():
        return [*_mind(weights, events + WARM_UP), _heard(weights, events + WARM_UP)]


@contextmanager
def unhurried() -> Iterator[None]:
    """Switch garbage collection off while the block lasts, as while playing."""
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.unfreeze()


def _mind(weights: Weights, events: int) -> list[Row]:
    mind, taste = Improviser(weights, seed=1), Taste()
    feeding, both = Stopwatch(), Stopwatch()
    thought = _thought(mind, taste, 0.0)

    def feed() -> None:
        mind.feed(thought.part, thought.key, thought.velocity, thought.onset)

    def feed_and_foresee() -> None:
        nonlocal thought
        feed()
        thought = _thought(mind, taste, thought.onset)

    for _ in range(events):
        both.time(feed_and_foresee)
    for _ in range(events):
        feeding.time(feed)
        thought = _thought(mind, taste, thought.onset)
    return [
        feeding.row("step: feed one event"),
        both.row("feed + foresee", "the machine alone, in music of its own"),
    ]


def _thought(mind: Improviser, taste: Taste, after: float) -> Thought:
    thought = mind.foresee(SOLO, taste, after, mind.stream.held, by=after + 4.5)
    assert thought is not None  # in solo something always comes
    return thought


def _heard(weights: Weights, events: int) -> Row:
    """A note heard in a duet, with all decisions that follow from it."""
    performer, watch = Performer(weights, seed=1), Stopwatch()
    time_notes(performer, watch, events, performer.advance)
    return watch.row("a note heard in a duet", "until the next event is foreseen")


def time_notes(
    performer: Performer, watch: Stopwatch, events: int, decide: Callable[[float], object]
) -> None:
    """Play the phrase to a performer, and time each note from hearing it until `decide` returns."""
    begun = 0.0
    played = [(t, m) for t, m in messages(phrase()) if isinstance(m, NoteOn | NoteOff)]
    while len(watch.wall) < events:
        for at, message in played:
            now = begun + at
            while performer.due() < now:
                performer.advance(performer.due())

            def hear(message: NoteOn | NoteOff = message, now: float = now) -> None:
                performer.hear(message, now)
                decide(now)

            watch.time(hear)
        begun += played[-1][0] + 1.0
