"""Tracks that double one another on a channel: their common notes are counted once."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from .oddities import Oddities
from .pairing import Pairs

DOUBLED: Final = 0.9  # least common share of the smaller track; two horns share up to 0.8
MOST_TOGETHER: Final = 16  # tracks that strike at once; of more, only neighbours are compared

Ints = NDArray[np.int64]


def counted_once(pairs: Pairs, key: Ints, tick: Ints, piece: Ints, odd: Oddities) -> Pairs:
    """Return the notes without those with which a track doubles an earlier one, in the same order.

    `key` and `tick` belong to the notes, in order of key; `piece` is the piece of each track. Two
    tracks of a piece double each other if both strike nine in ten of the smaller one's notes on a
    channel at one tick. Such a note is kept in the earlier track, as long as the longest and as
    loud as the loudest. Unisons of tracks with less in common stay.
    """
    line, place = key >> 7, piece[key >> 11] << 11 | key & 0x7FF
    names, line = np.unique(line, return_inverse=True)
    if len(names) == len(np.unique(piece[names >> 4] << 4 | names & 15)):
        return pairs  # no channel has several tracks
    order = np.lexsort((line, tick, place))
    columns = np.stack([place, tick])[:, order]
    found = _doubled(columns, line[order], np.bincount(line))
    if not len(found):
        return pairs
    kin = _kin(len(names), found)[line]
    order = np.lexsort((line, kin, tick, place))
    columns = np.stack([place, tick, kin])[:, order]
    first = np.flatnonzero(np.append(True, (columns[:, 1:] != columns[:, :-1]).any(axis=0)))
    end, velocity = pairs.end.copy(), pairs.velocity.copy()
    end[order[first]] = np.maximum.reduceat(pairs.end[order], first)
    velocity[order[first]] = np.maximum.reduceat(pairs.velocity[order], first)
    odd["doubled"] += len(order) - len(first)
    kept = np.sort(order[first])
    return Pairs(pairs.strike[kept], end[kept], velocity[kept])


def _doubled(columns: Ints, line: Ints, sizes: Ints) -> Ints:
    """Return pairs (pairs, 2) of lines that double one another.

    The notes must be sorted by the columns, then by line.
    """
    met = [np.zeros(0, np.int64)]
    for step in range(1, MOST_TOGETHER):
        at = np.flatnonzero((columns[:, step:] == columns[:, :-step]).all(axis=0))
        if not len(at):
            break
        met.append(line[at] * len(sizes) + line[at + step])
    both, shared = np.unique(np.concatenate(met), return_counts=True)
    pair = np.stack([both // len(sizes), both % len(sizes)], axis=1)
    doubled: Ints = pair[shared >= DOUBLED * sizes[pair].min(axis=1)]
    return doubled


def _kin(count: int, pairs: Ints) -> Ints:
    """Return for each line the first line that it doubles, or itself."""
    first = list(range(count))

    def root(line: int) -> int:
        while first[line] != line:
            first[line] = first[first[line]]
            line = first[line]
        return line

    for one, other in pairs.tolist():
        low, high = sorted((root(one), root(other)))
        first[high] = low
    return np.array([root(line) for line in range(count)], np.int64)
