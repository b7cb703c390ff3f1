"""The limiter: whatever it gets, no sample leaves it above the ceiling."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]

CEILING: Final = 0.966  # -0.3 dB, as masters for listeners have
GRAIN: Final = 64  # frames of which it knows the loudest sample; its delay
RECOVERY: Final = 0.25  # seconds in which the gain comes back from 0 to 1


class Limiter:
    """Turns loud passages down smoothly. It looks GRAIN frames ahead, so it is never late.

    At the border of two grains the gain is low enough for the peaks of both, and between two
    borders it is a straight line. So no sample can be above the ceiling.
    """

    def __init__(self, rate: int, ceiling: float = CEILING) -> None:
        """`rate`: samples a second."""
        self._ceiling = ceiling
        self._rise = GRAIN / (RECOVERY * rate)  # of the gain, in one grain
        self._slope = (np.arange(1, GRAIN + 1, dtype=np.float32) / GRAIN)[:, None]
        self._coming: Samples = np.zeros((GRAIN, 2), np.float32)  # the next grain to leave
        self._needed = 1.0  # the gain that the next grain needs
        self._gain = 1.0  # at the end of the grain that left last

    def limit(self, samples: Samples) -> Samples:
        """Return as many frames, GRAIN frames late. Takes (whole grains, 2)."""
        heard = np.concatenate((self._coming, samples))
        peaks = np.abs(samples).reshape(-1, 2 * GRAIN).max(axis=1)
        limited = np.empty_like(samples)
        for number, peak in enumerate(peaks):
            needed = min(1.0, self._ceiling / peak) if peak > 0.0 else 1.0
            gain = min(self._needed, needed, self._gain + self._rise)
            place = slice(number * GRAIN, (number + 1) * GRAIN)
            if gain == self._gain == 1.0:
                limited[place] = heard[place]
            else:
                limited[place] = heard[place] * (self._gain + (gain - self._gain) * self._slope)
            self._gain, self._needed = gain, needed
        self._coming = heard[-GRAIN:]
        return np.clip(limited, -self._ceiling, self._ceiling)  # rounding, by the last bit
