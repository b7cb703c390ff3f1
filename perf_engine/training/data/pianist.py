"""Several parts turned into the part of one pianist, who plays everything."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from perf_engine.core.model.vocabulary import KEY_COUNT

from .dataset import Columns

Bools = NDArray[np.bool_]


def begun(code: NDArray[np.int64], velocity: NDArray[np.uint8]) -> Bools:
    """Mark the events (n,) of keys that are struck among them: no releases of earlier strikes.

    `code` (n,) is part * 129 + key; each is struck and released in turn.
    """
    order = np.argsort(code, kind="stable")
    first = _firsts(code[order])
    kept = np.ones(len(code), bool)
    kept[order[first & (velocity[order] == 0)]] = False
    return kept


def one_piano(columns: Columns) -> NDArray[np.intp]:
    """The rows (m,) that remain of the same music where one piano plays all its keys.

    A key that is down is not struck again, and goes up when the last part releases it.
    """
    _, part, key, velocity = columns
    here = begun(part.astype(np.int64) * KEY_COUNT + key, velocity)
    key, velocity = key[here], velocity[here]
    order = np.argsort(key, kind="stable")
    struck = velocity[order] > 0
    moves = np.where(struck, 1, -1)
    down = np.cumsum(moves)  # the number of parts in which the key is down after the event
    first = _firsts(key[order])
    before = (down - moves)[first]
    down -= np.repeat(before, np.diff(np.append(np.flatnonzero(first), len(first))))
    rows: NDArray[np.intp] = np.flatnonzero(here)[np.sort(order[down == struck])]
    return rows


def _firsts(ordered: NDArray[np.integer]) -> Bools:
    """Mark the values that differ from the one before."""
    first = np.ones(len(ordered), bool)
    first[1:] = ordered[1:] != ordered[:-1]
    return first
