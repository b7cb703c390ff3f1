"""Several voices: what a note costs that all of them hear, and think anew about."""

from __future__ import annotations

from typing import Final

import numpy as np

from perf_engine.core.controls import Settings
from perf_engine.core.ensemble import VoicePlan
from perf_engine.core.gru import StreamingGRU, Weights
from perf_engine.core.messages import NoteOff, NoteOn
from perf_engine.core.performer import Performer
from perf_engine.core.together import multiply_together
from perf_engine.studio.phrase import phrase
from perf_engine.studio.plan import messages

from .core import WARM_UP, Stopwatch, unhurried
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
    """A note that every voice hears in a duet, until each has in mind what comes next.

    `apart`: each hears the players and itself alone, so that no two are in one state.
    """
    chosen = {"hears_voices": "none"} if apart else {}
    settings = Settings.defaults().changed({**chosen, "share": 0.9})
    plans = [VoicePlan("duet", 1, settings) for _ in range(count)]
    performer, watch, begun = Performer(weights, voices=plans), Stopwatch(count), 0.0
    played = [(t, m) for t, m in messages(phrase()) if isinstance(m, NoteOn | NoteOff)]
    while len(watch.wall) < events:
        for at, message in played:
            now = begun + at
            while performer.due() < now:
                performer.advance(performer.due())

            def hear(message: NoteOn | NoteOff = message, now: float = now) -> None:
                performer.hear(message, now)
                while performer.due() <= now:
                    performer.advance(now)

            watch.time(hear)
        begun += played[-1][0] + 1.0
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

    for _ in range(events):
        for watch, call in ((alone, one_by_one), (together, lambda: multiply_together(streams))):
            for stream in streams:
                stream.hidden[:] = random.uniform(-0.5, 0.5, len(stream.hidden))
                stream.known = False
            watch.time(call)
    return [alone.row("16 products, one by one"), together.row("16 products, together")]
