"""Counts of what was played, by number, over hours and weeks, in bounded space.

The count of a number is in one cell of a table, which is found by a hash: numbers that share a cell
share a count. Once the table is full, all counts are halved, so what was played long ago counts
less and less.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]

CELLS: Final = 1 << 16
FULL: Final = 4 * CELLS  # counted; some days of music
MOST: Final = 255  # of a count
SPREADS: Final = 2_654_435_761  # 2**32 divided by the golden ratio, as in Knuth's hashing
BITS: Final = 16  # of the hash that are left out, so that CELLS remain


class CountTable:
    """Counts numbers."""

    def __init__(self) -> None:
        self._counts: NDArray[np.uint8] = np.zeros(CELLS, np.uint8)
        self._sum = 0

    def forget(self) -> None:
        """Forget everything."""
        self._counts, self._sum = np.zeros(CELLS, np.uint8), 0

    def count(self, cell: int) -> None:
        """Count what is in a cell once more."""
        if self._counts[cell] < MOST:
            self._counts[cell] += 1
            self._sum += 1
        if self._sum >= FULL:
            self._counts >>= 1
            self._sum = int(self._counts.sum(dtype=np.int64))

    def counts(self, cells: Numbers) -> NDArray[np.uint8]:
        """Return the counts of cells."""
        found: NDArray[np.uint8] = self._counts[cells]
        return found


def cells_of(numbers: Numbers) -> Numbers:
    """Return the cells of numbers."""
    mixed: Numbers = (numbers * SPREADS & 0xFFFFFFFF) >> BITS
    return mixed
