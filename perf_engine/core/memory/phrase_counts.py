"""How often the machine has played each short phrase, over hours and weeks, in bounded space.

A phrase is five strikes in a row, known by the four intervals between them, whatever the key. Its
count is in one cell of a table, which is found by a hash: phrases that share a cell share a count.
Once the table is full, all counts are halved, so what was played long ago counts less and less.
"""

from __future__ import annotations

from collections import deque
from typing import Final

import numpy as np
from numpy.typing import NDArray

from perf_engine.core.model.vocabulary import KEY_COUNT

Floats = NDArray[np.float32]

CELLS: Final = 1 << 16
FULL: Final = 4 * CELLS  # strikes; some days of music
MOST: Final = 255  # of a count
WIDEST: Final = 24  # semitones; wider intervals count as this
STEPS: Final = 2 * WIDEST + 1
SPREADS: Final = 2_654_435_761  # 2**32 divided by the golden ratio, as in Knuth's hashing
BITS: Final = 16  # of the hash that are left out, so that CELLS remain
KEYS: Final = np.arange(KEY_COUNT, dtype=np.int64)
NATS: Final = -2.0 * np.log1p(np.arange(MOST + 1)).astype(np.float32)


class PhraseCounts:
    """Counts the phrases of one voice, and says which keys would repeat them."""

    def __init__(self) -> None:
        self._counts: NDArray[np.uint8] = np.zeros(CELLS, np.uint8)
        self._sum = 0
        self._last: deque[int] = deque(maxlen=4)  # keys

    def played(self, key: int) -> None:
        """Count a strike of the machine."""
        if len(self._last) == 4:
            self._count(int(self._cells(KEYS[key : key + 1])[0]))
        self._last.append(key)

    def forget(self) -> None:
        """Forget everything."""
        self._counts, self._sum = np.zeros(CELLS, np.uint8), 0
        self.pause()

    def pause(self) -> None:
        """Begin a phrase with the next strike: no phrase leads on from the last one."""
        self._last.clear()

    def against(self, amount: float) -> Floats | None:
        """Return the nats (129,) of each key, below 0 if it would end a phrase that was played.

        With `amount` 1, a phrase that was played n times before becomes (n + 1)**2 times less
        likely. None if the amount is 0, or too little was played.
        """
        if amount <= 0.0 or len(self._last) < 4:
            return None
        nats: Floats = NATS[self._counts[self._cells(KEYS)]]
        nats *= np.float32(amount)
        return nats

    def _count(self, cell: int) -> None:
        if self._counts[cell] < MOST:
            self._counts[cell] += 1
            self._sum += 1
        if self._sum >= FULL:
            self._counts >>= 1
            self._sum = int(self._counts.sum(dtype=np.int64))

    def _cells(self, keys: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the cells of the phrases that keys would end."""
        context = 0
        first, *later = self._last
        for before, after in zip((first, *later), later, strict=False):
            context = context * STEPS + _step(after - before)
        steps = np.clip(keys - self._last[-1], -WIDEST, WIDEST) + WIDEST
        mixed: NDArray[np.int64] = ((context * STEPS + steps) * SPREADS & 0xFFFFFFFF) >> BITS
        return mixed


def _step(interval: int) -> int:
    return min(max(interval, -WIDEST), WIDEST) + WIDEST
