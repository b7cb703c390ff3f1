"""Several parts told as one pianist's, who plays everything."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..core.vocabulary import KEY_COUNT
from .dataset import Columns

Bools = NDArray[np.bool_]


def begun(code: NDArray[np.int64], velocity: NDArray[np.uint8]) -> Bools:
    """Which of n events are of keys struck among them: not the release of an earlier strike.

    `code` (n,) is part * 129 + key; each is struck and released in turn.
    """
    order = np.argsort(code, kind="stable")
    first = _firsts(code[order])
    kept = np.ones(len(code), bool)
    kept[order[first & (velocity[order] == 0)]] = False
    return kept


def as_pianist(columns: Columns, piano: int) -> Columns:
    """The same music, dt, part, key and velocity, each (n,), with all its keys in part `piano`.

    A key that is down is struck no second time, and goes up when the last part lets go of it.
    """
    dt, part, key, velocity = columns
    here = begun(part.astype(np.int64) * KEY_COUNT + key, velocity)
    onset, key, velocity = np.cumsum(dt, dtype=np.float64)[here], key[here], velocity[here]
    order = np.argsort(key, kind="stable")
    struck = velocity[order] > 0
    moves = np.where(struck, 1, -1)
    down = np.cumsum(moves)  # in how many parts the key is down after the event
    first = _firsts(key[order])
    before = (down - moves)[first]
    down -= np.repeat(before, np.diff(np.append(np.flatnonzero(first), len(first))))
    kept = np.sort(order[down == struck])
    onset = onset[kept]
    gaps = np.diff(onset, prepend=onset[:1]).astype(np.float32)
    return gaps, np.full(len(kept), piano, np.uint8), key[kept], velocity[kept]


def _firsts(ordered: NDArray[np.integer]) -> Bools:
    """Where a value differs from the one before it."""
    first = np.ones(len(ordered), bool)
    first[1:] = ordered[1:] != ordered[:-1]
    return first
