"""Contexts of the Markov baselines: for each sub-event, from short to long.

Part, dt, key and velocity are predicted in this order, each from those before it in the event and
from up to five earlier events, in the alphabet that suits it: parts and keys from keys, dt from
times, velocity from the last strikes' velocities. The held keys are known, as they are to the
model, so a release has no velocity to predict. A context is a hash of 56 bits; together with the
class that came, in the lower 8 bits, it indexes counts in one sorted array.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .figures import TERMS

ORDER: Final = 5  # events looked back on
Hashes = NDArray[np.uint64]
Ints = NDArray[np.signedinteger]


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """Pieces end to end as class indices (n,); `place` counts the events of each piece from 0."""

    part: Ints
    dt: Ints
    key: Ints
    velocity: Ints
    place: Ints


def asked(line: Line, term: str) -> Ints:
    """The rows at which a sub-event is to be predicted."""
    if term == "dt":
        return np.flatnonzero(line.place > 0)
    return np.flatnonzero(line.velocity > 0) if term == "velocity" else np.arange(len(line.part))


def came(line: Line, term: str) -> Ints:
    """The class that came at each of those rows."""
    classes: Ints = getattr(line, term)[asked(line, term)]
    return classes - 1 if term == "velocity" else classes


def contexts(line: Line, term: str) -> Iterator[Hashes]:
    """The contexts (m,) of those rows, each one longer than the one before; the first is empty."""
    rows = asked(line, term)
    hashed = np.full(len(rows), TERMS.index(term) + 1, np.uint64)
    yield hashed
    for column in _decided(line, term):
        hashed = _longer(hashed, column[rows])
        yield hashed
    if term == "velocity":
        word, place = line.velocity[rows], _counting(line, rows)
        rows = np.arange(len(rows))
    elif term == "dt":
        word, place = (line.dt * 2 + (line.velocity > 0)) * 8 + line.part, line.place
    else:
        word, place = (line.key * 2 + (line.velocity > 0)) * 8 + line.part, line.place
    for back in range(1, ORDER + 1):
        before = np.where(place[rows] >= back, word[np.maximum(rows - back, 0)] + 1, 0)
        hashed = _longer(hashed, before)
        yield hashed


def levels(term: str) -> int:
    """The number of contexts of a sub-event."""
    return 1 + ORDER + {"part": 0, "dt": 1, "key": 2, "velocity": 2}[term]


def _decided(line: Line, term: str) -> Sequence[Ints]:
    """The sub-events of the event itself that are decided before, each a context word."""
    if term == "part":
        return ()
    if term == "dt":
        return (line.part,)
    at_once = np.where(line.dt == 0, 0, 1 + line.dt // 16)  # a coarse dt
    if term == "key":
        return (line.part, at_once)
    return (line.part, line.key // 12 * 32 + at_once)


def _counting(line: Line, rows: Ints) -> Ints:
    """The number of these rows before each of them in its piece."""
    start = np.searchsorted(rows, rows - line.place[rows])
    counted: Ints = np.arange(len(rows)) - start
    return counted


def _longer(hashed: Hashes, word: Ints) -> Hashes:
    """Contexts with one word more (the finaliser of MurmurHash3), always below 2**56."""
    x = hashed * np.uint64(0x9E3779B97F4A7C15) + word.astype(np.uint64)
    x ^= x >> np.uint64(33)
    x *= np.uint64(0xFF51AFD7ED558CCD)
    x ^= x >> np.uint64(33)
    x *= np.uint64(0xC4CEB9FE1A85EC53)
    x ^= x >> np.uint64(33)
    return x >> np.uint64(8)
