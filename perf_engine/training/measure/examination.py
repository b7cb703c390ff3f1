"""A model examined as it is played: its streaming step predicts each event before it comes."""

from __future__ import annotations

import math
import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from perf_engine.core.controls import CONTROLS
from perf_engine.core.memory.history import PlayedEvent
from perf_engine.core.memory.imitation import EVERY_PART, Imitation, Share
from perf_engine.core.model.gru import PLAIN, Array, StreamingGRU, Styled, Weights
from perf_engine.core.model.sizes import held_code
from perf_engine.core.model.vocabulary import Event, Vocabulary
from perf_engine.core.playing.improviser import LEAST, recalled
from perf_engine.core.steering.key_choice import in_line, strikeable
from perf_engine.core.steering.taste import Taste
from perf_engine.protocol.midi import PEDAL

from .calibration import Reliability, Uniformity
from .figures import TERMS, Score, density_shifts
from .passage import Passage

PART, DT, KEY, VELOCITY = range(4)
NOT_ASKED: Final = -1.0  # the confidence where a sub-event was not predicted


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """A model's predictions over a passage, each (n, 4) for part, dt, key and velocity.

    `nats` are 0 and `confidence` is -1 where nothing was asked: the first dt, a release's velocity.
    `below` (n,) is the mass of the time bins before the right one. `remembered` are the nats with
    the phrase memory, which learns from the passage, at the default of the control `imitation`.
    """

    passage: Passage
    nats: NDArray[np.float32]
    confidence: NDArray[np.float32]
    right: NDArray[np.bool_]
    below: NDArray[np.float32]
    remembered: NDArray[np.float32]


def examine(weights: Weights, passage: Passage, styled: Styled = PLAIN) -> Sheet:
    """Stream a passage through a model from a fresh state, in a style of the model."""
    count = len(passage)
    nats = np.zeros((count, 4), np.float32)
    confidence = np.full((count, 4), NOT_ASKED, np.float32)
    right = np.zeros((count, 4), bool)
    below = np.zeros(count, np.float32)
    remembered = np.zeros((count, 4), np.float32)
    stream, listener = StreamingGRU(weights), Listener(weights.vocabulary)
    stream.play_in(styled)

    def ask(row: int, what: int, logits: Array, came: int) -> Array:
        p: Array = np.exp(logits - logits.max())
        p /= p.sum()
        likeliest = int(p.argmax())
        nats[row, what] = -np.log(max(float(p[came]), 1e-30))
        confidence[row, what] = p[likeliest]
        right[row, what] = likeliest == came
        return p

    columns = (passage.part, passage.dt, passage.key, passage.velocity, passage.onset)
    events = zip(*(c.tolist() for c in columns), strict=True)
    for row, (part, dt, key, velocity, onset) in enumerate(events):
        ask(row, PART, stream.part_logits(), part)
        if row:
            p = ask(row, DT, stream.dt_logits(part), dt)
            below[row] = p[:dt].sum()
        keys = ask(row, KEY, stream.key_logits(part, dt), key)
        if velocity:
            ask(row, VELOCITY, stream.velocity_logits(part, dt, key), velocity - 1)
        event = Event(part, dt, key, velocity)
        remembered[row] = listener.hear(event, nats[row], keys)
        stream.feed(event, onset)
    remembered[:1, DT] = 0.0
    return Sheet(passage, nats, confidence, right, below, remembered)


class Listener:
    """The phrase memory of a machine that hears a passage."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._words = vocabulary
        self._taste = Taste(imitation=float(CONTROLS["imitation"].default))
        self._memory, self._held = Imitation(), set[int]()

    def hear(self, event: Event, nats: NDArray[np.float32], keys: Array) -> tuple[float, ...]:
        """Hear an event. Return its nats (4,) with this memory, from those of the model alone.

        `keys` (129,) has the model's probabilities.
        """
        part, dt, key, velocity = event
        memory, amount = self._memory, self._taste.imitation
        alone = np.exp(-nats).tolist()
        loudnesses = self._words.velocity_count - 1
        loud = memory.velocity(part, loudnesses, amount) if velocity and key != PEDAL else None
        mixed = recalled(keys, memory.key(part, dt, amount))
        allowed = strikeable(self._held, part, self._taste, full=False, pedal=False)
        mixed = in_line(memory, part, False, mixed, allowed, self._taste)
        p = (
            _beside(memory.part(EVERY_PART, amount), part, alone[PART]),
            _beside(memory.time(part, amount), dt, alone[DT]),
            mixed.item(key),
            _beside(loud, velocity - 1, alone[VELOCITY]),
        )
        code = held_code(part, key)
        (self._held.add if velocity else self._held.discard)(code)
        struck = self._words.velocity_value(velocity)
        memory.learn(PlayedEvent(part, key, struck, dt, own=False), alone[DT])
        return tuple(-math.log(max(one, LEAST)) for one in p)


def _beside(share: Share | None, index: int, alone: float) -> float:
    """Return the probability of a class with the memory, from that of the model alone."""
    if share is None:
        return alone
    return share.weight * share.own(index, alone) + (1.0 - share.weight) * alone


def examine_all(weights: Weights, passages: Sequence[Passage], workers: int = 1) -> Iterator[Sheet]:
    """Examine passages, in order, in several processes."""
    if workers == 1 or len(passages) < 2:
        for passage in passages:
            yield examine(weights, passage)
        return
    with ProcessPoolExecutor(
        workers, multiprocessing.get_context("spawn"), _know, (weights,)
    ) as pool:
        yield from pool.map(_examine, passages)


_known: list[Weights] = []  # in a worker process: the model


def _know(weights: Weights) -> None:
    _known[:] = [weights]


def _examine(passage: Passage) -> Sheet:
    return examine(_known[0], passage)


def total(
    source: str,
    passages: Sequence[Passage],
    nats: Sequence[NDArray[np.floating]],
    vocabulary: Vocabulary,
) -> Score:
    """The score of a source from the nats (n, 4) of each of its passages."""
    events = sum(len(p) for p in passages)
    dts = max(1, events - len(passages))
    sums = sum((n.sum(0, dtype=np.float64) for n in nats), np.zeros(4))
    shifts = density_shifts(vocabulary)
    shift = sum(float(shifts[p.dt[1:]].sum()) for p in passages)
    release = sum(
        float(n[p.velocity == 0, KEY].sum(dtype=np.float64))
        for p, n in zip(passages, nats, strict=True)
    )
    every = max(1, events)
    return Score(
        source,
        len(passages),
        events,
        sum(p.notes for p in passages),
        float(sums[PART]) / every,
        float(sums[DT]) / dts,
        float(sums[KEY]) / every,
        float(sums[VELOCITY]) / every,
        shift / dts,
        release / every,
    )


def calibration(sheets: Sequence[Sheet]) -> dict[str, Any]:
    """The calibration of each head over some sheets, and the uniformity of times; for JSON."""
    said: dict[str, Any] = {}
    for what, name in enumerate(TERMS):
        sure = np.concatenate([s.confidence[:, what] for s in sheets])
        asked = sure >= 0
        right = np.concatenate([s.right[:, what] for s in sheets])[asked]
        said[name] = Reliability.of(sure[asked], right).as_json()
    below = np.concatenate([s.below[1:] for s in sheets])
    chance = np.exp(-np.concatenate([s.nats[1:, DT] for s in sheets]))
    uniformity = Uniformity.of(below, chance, np.random.default_rng(0))
    return {**said, "dt_transformed": uniformity.as_json()}
