"""Sketches of pieces, small and unchanged by transposition, to find the same piece again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from perf_engine.protocol.midi import PEDAL

from .events import Events

CHORD_SPAN: Final = 0.030  # seconds; strikes this close count as one chord, low to high
GRAM: Final = 6  # intervals in a row, seven notes
SKETCH: Final = 256  # hashes kept of a piece
COMMON: Final = 10  # a hash in more files than this is a common figure
FEWEST_SHARED: Final = 8  # uncommon hashes that two performances of a piece share, at least
FEWEST_GRAMS: Final = 30.0  # shared n-grams, estimated: short tunes soon share a few per cent
ALIKE: Final = 0.04  # share of the smaller piece's n-grams; different pieces rarely reach 0.02
AT_A_TIME: Final = 2_000_000  # hashes compared at once

Hashes = NDArray[np.uint64]


@dataclass(frozen=True, slots=True, eq=False)
class Sketch:
    """The smallest hashes of a piece's n-grams (uint64, ascending) and its number of n-grams."""

    hashes: Hashes
    size: int


def sketch(events: Events) -> Sketch:
    """A piece's bottom-k sketch, unchanged by transposition and by small changes of tempo.

    Broder, "On the resemblance and containment of documents", 1997, on n-grams of the intervals
    between the struck pitches in order of (onset in steps of 30 ms, pitch).
    """
    struck = (events.velocity > 0) & (events.key != PEDAL)
    step = (np.cumsum(events.dt, dtype=np.float64)[struck] / CHORD_SPAN).astype(np.int64)
    pitch = events.key[struck].astype(np.int64)
    interval = np.diff(pitch[np.lexsort((pitch, step))]) + 128
    count = max(0, len(interval) - GRAM + 1)
    gram = np.zeros(count, np.uint64)
    for i in range(GRAM):
        gram = gram << np.uint64(8) | interval[i : i + count].astype(np.uint64)
    hashes = np.unique(_mix(gram))
    return Sketch(hashes[:SKETCH].copy(), len(hashes))


def _mix(x: Hashes) -> Hashes:
    """The finaliser of splitmix64: a bijection that scatters neighbouring numbers."""
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


def containment(a: Sketch, b: Sketch) -> float:
    """The estimated share (0..1) of the smaller piece's n-grams that the larger one has too.

    Share of the smaller, not of both together, so that one movement is found in the whole sonata.
    """
    if not a.size or not b.size:
        return 0.0
    shared = np.intersect1d(a.hashes, b.hashes, assume_unique=True)
    union = np.union1d(a.hashes, b.hashes)
    if a.size > SKETCH or b.size > SKETCH:
        union = union[:SKETCH]
    jaccard = float(np.isin(union, shared, assume_unique=True).mean())
    both = jaccard * (a.size + b.size) / (1 + jaccard)
    return min(1.0, both / min(a.size, b.size))


def alike(sketches: Sequence[Sketch]) -> list[tuple[int, int]]:
    """The pairs (i, j), i < j, that play the same piece.

    They must share uncommon hashes (a scale is common), enough n-grams and more than a few per
    cent of the smaller piece.
    """
    found = []
    for i, j in _sharing(sketches):
        share = containment(sketches[i], sketches[j])
        grams = share * min(sketches[i].size, sketches[j].size)
        if share >= ALIKE and grams >= FEWEST_GRAMS:
            found.append((i, j))
    return found


def _sharing(sketches: Sequence[Sketch]) -> list[tuple[int, int]]:
    """The pairs (i, j), i < j, sorted, that share enough uncommon hashes.

    It takes a part of the hashes at a time, so that memory stays small however many there are.
    """
    count = len(sketches)
    parts = np.uint64(1 + sum(len(one.hashes) for one in sketches) // AT_A_TIME)
    pairs, times = np.zeros(0, np.int64), np.zeros(0, np.int64)
    for part in range(int(parts)):
        mine = [one.hashes[one.hashes % parts == part] for one in sketches]
        owner = np.repeat(np.arange(count), [len(hashes) for hashes in mine])
        hashes = np.concatenate([np.zeros(0, np.uint64), *mine])
        order = np.argsort(hashes, kind="stable")  # so owners of a hash stay in order
        owner, hashes = owner[order], hashes[order]
        first = np.flatnonzero(np.r_[True, hashes[1:] != hashes[:-1]])
        owners = np.diff(np.r_[first, len(hashes)])
        new = [pairs]
        for number in range(2, COMMON + 1):
            together = owner[first[owners == number][:, None] + np.arange(number)]
            new += [
                together[:, a] * count + together[:, b]
                for a in range(number)
                for b in range(a + 1, number)
            ]
        every, again = np.unique(np.concatenate(new), return_inverse=True)
        weights = np.ones(len(again))
        weights[: len(times)] = times
        pairs, times = every, np.bincount(again, weights, len(every)).astype(np.int64)
    enough = pairs[times >= FEWEST_SHARED]
    return [(pair // count, pair % count) for pair in enough.tolist()]
