"""Several voices: the cost of a note that all of them hear and predict from."""

from __future__ import annotations

from typing import Final

import numpy as np

from perf_engine.core.controls import Settings
from perf_engine.core.model.gru import StreamingGRU, Weights
from perf_engine.core.model.shared_steps import multiply_together
from perf_engine.core.playing.ensemble import VoicePlan
from perf_engine.core.playing.performer import Performer

from .core import WARM_UP, Stopwatch, time_notes, unhurried
from .measure import Row

COUNTS: Final = (1, 4, 16)


def rows(weights: Weights, events: int) -> list[Row]:
    """Measure `events` notes with each number of voices, that hear the same, or each its own."""
    with unhurried():
        found = [_heard(weights, events + WARM_UP, COUNTS[0], apart=False)]
        for count in COUNTS[1:]:
            for apart in (False, True):
                found.append(_heard(weights, events + WARM_UP, count, apart))
        return [*found, *_products(weights, events + WARM_UP)]


def _heard(weights: Weights, events: int, count: int, apart: bool) -> Row:
    """A note that every voice hears in a duet, until each has predicted its next one.

    `apart`: each hears the players and itself alone, so that no two are in one state.
    """
    chosen = {"hears_voices": "none"} if apart else {}
    settings = Settings.defaults().changed({**chosen, "share": 0.9})
    plans = [VoicePlan("duet", 1, settings) for _ in range(count)]
    performer, watch = Performer(weights, voices=plans), Stopwatch(count)

    def decide(now: float) -> None:
        while performer.due() <= now:
            performer.advance(now)

    time_notes(performer, watch, events, decide)
    states = {v.improviser.stream.hidden.tobytes() for v in performer._voices}
    voices = f"{count} voice{'s' if count > 1 else ''}"
    each = ", each in a state of its own" if apart else ", all in one state" if count > 1 else ""
    note = f"a voice's part of a note that all hear; {len(states)} states in the end"
    return watch.row(f"{voices}{each}: a note heard, per voice", note)


def _products(weights: Weights, events: int) -> list[Row]:
    """The products of sixteen states one by one, and together."""
    random, streams = np.random.default_rng(1), [StreamingGRU(weights) for _ in range(16)]
    alone, together = Stopwatch(), Stopwatch()

    def one_by_one() -> None:
        for stream in streams:
            stream.multiply()
            stream.products()

    def all_at_once() -> None:
        multiply_together(streams)
        for stream in streams:
            stream.products()

    for _ in range(events):
        for watch, call in ((alone, one_by_one), (together, all_at_once)):
            for stream in streams:
                stream.hidden[:] = random.uniform(-0.5, 0.5, len(stream.hidden))
                stream.forget_products()
            watch.time(call)
    return [alone.row("16 products, one by one"), together.row("16 products, together")]
