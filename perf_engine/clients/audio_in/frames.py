"""Frames: what is heard each few milliseconds, as pitch, confidence and loudness."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from .pitch import NOTHING, Reading, hz

STEP: Final = 0.008  # seconds from a frame to the next
LEVEL_WINDOW: Final = 0.012  # seconds that the loudness is of, at least
PERIODS: Final = 1.5  # of the lowest note, that it is of at least
SILENCE: Final = -120.0  # dB
FARTHEST_BEHIND: Final = 3  # frames that wait, after which only the last is read
CALM: Final = 0.85  # the confidence of a pitch that is read in every other frame only
SAME: Final = 1.0  # dB by which a sound that stays the same gets louder or softer at most

Samples = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Frame:
    """A pitch (MIDI, with its fraction), its confidence 0..1 and its dB of full scale, at a time.

    `fresh`: the pitch was read, and is not that of the frame before.
    """

    at: float
    pitch: float
    confidence: float
    level: float
    fresh: bool = True


class Reader(Protocol):
    """The pitch tracker."""

    rate: int
    window: int

    def read(self, window: Samples) -> Reading:
        """Return the pitch at the end of a window."""


class Frames:
    """A stream of samples in, its frames out."""

    def __init__(self, tracker: Reader, lowest: int, gate: float) -> None:
        """`lowest`: MIDI pitch; `gate`: dB below which no pitch is asked for."""
        self._tracker, self._gate = tracker, gate
        self._step = round(STEP * tracker.rate)
        self._loud = round(max(LEVEL_WINDOW, PERIODS / hz(lowest)) * tracker.rate)
        self._kept: Samples = np.zeros(tracker.window, np.float32)
        self._waiting: Samples = np.zeros(0, np.float32)
        self._reading = NOTHING
        self._level = SILENCE  # of the frame before
        self._fresh = False  # whether that was read

    def feed(self, samples: Samples, at: float, hurry: bool = True) -> list[Frame]:
        """Return the frames that the next samples complete; the last sample is of the time `at`.

        `hurry`: where too many wait, only the last is read, and the others have the pitch before.
        """
        self._waiting = np.concatenate((self._waiting, samples))
        count = len(self._waiting) // self._step
        left = len(self._waiting) - count * self._step
        late = hurry and count > FARTHEST_BEHIND
        frames: list[Frame] = []
        for number in range(count):
            step, self._waiting = self._waiting[: self._step], self._waiting[self._step :]
            self._kept = np.concatenate((self._kept[self._step :], step))
            after = (count - 1 - number) * self._step + left
            skipped = late and number < count - 1
            frames.append(self._frame(at - after / self._tracker.rate, skipped))
        return frames

    def _frame(self, at: float, skipped: bool) -> Frame:
        level = decibels(self._kept[-self._loud :])
        calm = self._reading.confidence >= CALM and abs(level - self._level) <= SAME
        reads = not skipped and not (calm and self._fresh)
        if level < self._gate:
            self._reading = NOTHING
        elif reads:
            self._reading = self._tracker.read(self._kept)
        self._level, self._fresh = level, reads
        return Frame(at, self._reading.pitch, self._reading.confidence, level, reads)


def decibels(samples: Samples) -> float:
    """Return the loudness of samples in dB of full scale."""
    power = float(np.mean(np.square(samples))) if len(samples) else 0.0
    return max(SILENCE, 10.0 * math.log10(power)) if power > 0.0 else SILENCE
