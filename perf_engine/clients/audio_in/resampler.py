"""A change of the rate of a stream of samples, block by block."""

from __future__ import annotations

from math import gcd
from typing import Final

import numpy as np
from numpy.typing import NDArray

REACH: Final = 8  # zero crossings of the kernel on each side; half of them is the delay
KAISER: Final = 6.0  # of the window: what lies above the band is at least 60 dB down
PASSED: Final = 0.92  # the share of the band that passes whole

Samples = NDArray[np.float32]


class Resampler:
    """A stream at one rate in, the same at another rate out, later by `delay` seconds.

    A windowed sinc, cut into as many phases as the ratio of the rates needs (polyphase filter).
    """

    def __init__(self, rate: int, wanted: int) -> None:
        """Take the rates in samples a second."""
        common = gcd(rate, wanted)
        self._up, self._down = wanted // common, rate // common
        self._same = self._up == self._down
        slower = min(1.0, wanted / rate) * PASSED
        half = 0 if self._same else int(np.ceil(REACH / slower))
        self._length = 2 * half
        self.delay = half / rate
        self._kernels = _kernels(self._up, half, slower)
        self._kept: Samples = np.zeros(self._length, np.float32)
        self._place = 0  # of the next output, in 1/up of an input sample, from the first kept one

    def feed(self, block: Samples) -> Samples:
        """Return what the next samples give; all blocks together give the same as one."""
        if self._same:
            return block
        kept = np.concatenate((self._kept, block))
        last = (len(kept) - self._length) * self._up  # the first place that has no whole kernel yet
        places = np.arange(self._place, last, self._down)
        starts, phases = places // self._up, places % self._up
        windows = np.lib.stride_tricks.sliding_window_view(kept, self._length)[starts + 1]
        made = np.einsum("ij,ij->i", windows, self._kernels[phases])
        next_place = self._place + len(places) * self._down
        dropped = min(next_place // self._up, len(kept) - self._length)
        self._place = next_place - dropped * self._up
        self._kept = kept[dropped:]
        return np.asarray(made, np.float32)


def _kernels(up: int, half: int, band: float) -> Samples:
    """Return a kernel for each place between two samples: float32 (up, 2 half)."""
    if half == 0:
        return np.zeros((1, 0), np.float32)
    offsets = np.arange(2 * half) - (half - 1)  # of the samples, from the one at or before
    distance = offsets[None, :] - np.arange(up)[:, None] / up
    window = np.i0(KAISER * np.sqrt(np.clip(1.0 - (distance / half) ** 2, 0.0, 1.0))) / np.i0(
        KAISER
    )
    kernels = band * np.sinc(band * distance) * window
    return np.asarray(kernels / kernels.sum(axis=1, keepdims=True), np.float32)
