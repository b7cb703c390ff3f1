"""How often the machine has played each short phrase, over hours and weeks, in bounded space.

A phrase is five strikes in a row, known by the four intervals between them, whatever the key.
"""

from __future__ import annotations

from collections import deque
from typing import Final

import numpy as np
from numpy.typing import NDArray

from perf_engine.core.model.vocabulary import KEY_COUNT

from .count_table import MOST, CountTable, Numbers, cells_of

Floats = NDArray[np.float32]

WIDEST: Final = 24  # semitones; wider intervals count as this
STEPS: Final = 2 * WIDEST + 1
KEYS: Final = np.arange(KEY_COUNT, dtype=np.int64)
NATS: Final = -2.0 * np.log1p(np.arange(MOST + 1)).astype(np.float32)


class PhraseCounts(CountTable):
    """Counts the phrases of one voice, and says which keys would repeat them."""

    def __init__(self) -> None:
        super().__init__()
        self._last: deque[int] = deque(maxlen=4)  # keys

    def played(self, key: int) -> None:
        """Count a strike of the machine."""
        if len(self._last) == 4:
            self.count(int(self._cells(KEYS[key : key + 1])[0]))
        self._last.append(key)

    def forget(self) -> None:
        """Forget everything."""
        super().forget()
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
        nats: Floats = NATS[self.counts(self._cells(KEYS))]
        nats *= np.float32(amount)
        return nats

    def _cells(self, keys: Numbers) -> Numbers:
        """Return the cells of the phrases that keys would end."""
        context = 0
        first, *later = self._last
        for before, after in zip((first, *later), later, strict=False):
            context = context * STEPS + _step(after - before)
        steps = np.clip(keys - self._last[-1], -WIDEST, WIDEST) + WIDEST
        return cells_of(context * STEPS + steps)


def _step(interval: int) -> int:
    return min(max(interval, -WIDEST), WIDEST) + WIDEST
