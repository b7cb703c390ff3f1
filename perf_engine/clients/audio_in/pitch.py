"""The pitch of the sound of this moment, by SwiftF0, a small neural network.

Reference: L. Nieradzik, SwiftF0: Fast and Accurate Monophonic Pitch Detection, 2025.

SwiftF0 reads 16,000 samples a second in frames of 16 ms, from 46.9 Hz on, and is sure of a frame
once 176 ms after it are known. Two things make it fast enough for playing:

* It gets the sound slowed down. An instrument whose lowest note is higher than the lowest that
  SwiftF0 knows loses nothing by that: at 40,000 samples a second that are said to be 16,000, a
  pitch seems 2.5 times lower, and a frame is 6.4 ms.
* It is asked for the frames before the last one, though their future is not known yet. Two frames
  that agree are believed.
"""

from __future__ import annotations

import math
import os
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from .instruments import HIGHEST, LOWEST, named

MODEL_RATE: Final = 16_000  # samples a second that SwiftF0 takes
HOP: Final = 256  # samples of one of its frames
MODEL_LOWEST, MODEL_HIGHEST = 46.875, 2093.75  # Hz
FRAMES: Final = 10  # of a window: more change nothing, and with 8 it is sometimes unsure
AHEAD: Final = 1  # frames after the one that counts
AGREE: Final = 0.5  # semitones by which two frames may differ
QUICKEST: Final = 4.0  # times that the sound is slowed down at most
SLOWEST: Final = 0.75  # for a bass, whose lowest notes SwiftF0 would not know
STEPS: Final = 8  # of a factor: eighths
MARGIN: Final = 1.12  # two semitones below the lowest note: SwiftF0 is not sure at its border
ONE_THREAD: Final = 1

Samples = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Reading:
    """A pitch in MIDI numbers, with its fraction, and how sure it is, 0..1."""

    pitch: float
    confidence: float


NOTHING: Final = Reading(0.0, 0.0)


def hz(pitch: float) -> float:
    """Return the frequency of a MIDI pitch."""
    return 440.0 * float(2.0 ** ((pitch - 69.0) / 12.0))


def slowed(lowest: int) -> float:
    """Return how many times slower the sound is read, for an instrument's lowest pitch."""
    most = hz(lowest) / MODEL_LOWEST / MARGIN
    return min(QUICKEST, max(SLOWEST, math.floor(most * STEPS) / STEPS))


class Tracker:
    """SwiftF0, asked for the pitch at the end of a window of samples."""

    def __init__(self, lowest: int, highest: int) -> None:
        """Take the range in MIDI pitches. Raises ValueError, ImportError without SwiftF0."""
        if not LOWEST <= lowest < HIGHEST:
            limits = f"{named(LOWEST)}..{named(HIGHEST - 1)}"
            raise ValueError(f"the lowest note must be {limits}, not {named(lowest)}")
        self.factor = slowed(lowest)
        self.rate = round(MODEL_RATE * self.factor)  # samples a second that it wants
        self.window = FRAMES * HOP  # samples that it wants
        top = math.floor(69 + 12 * math.log2(MODEL_HIGHEST * self.factor / 440.0))
        top = min(top, HIGHEST)
        if not lowest < highest <= top:
            raise ValueError(
                f"with {named(lowest)} as the lowest note, the highest must be"
                f" {named(lowest + 1)}..{named(top)}, not {named(highest)}"
            )
        self.settles = 1.6 * 1024 / self.rate  # seconds from an attack until only it is read
        self._higher = 12.0 * math.log2(self.factor)
        self._limits = {
            "fmin": np.asarray(max(MODEL_LOWEST, hz(lowest - 1) / self.factor), np.float32),
            "fmax": np.asarray(min(MODEL_HIGHEST, hz(highest + 1) / self.factor), np.float32),
        }
        self._session = _session()

    def read(self, window: Samples) -> Reading:
        """Return the pitch at the end of so many samples as `window` says."""
        audio = {"audio": window[None, :], **self._limits}
        found, sure = self._session.run(["pitch", "confidence"], audio)
        now, before = (_midi(found[0][place]) for place in (-1 - AHEAD, -2 - AHEAD))
        if abs(now - before) > AGREE:
            return NOTHING
        confidence = min(float(sure[0][-1 - AHEAD]), 1.0)
        return Reading(now + self._higher, confidence)


def _midi(frequency: float) -> float:
    return 69.0 + 12.0 * math.log2(max(1.0, float(frequency)) / 440.0)


def _session() -> Any:
    """Return SwiftF0's network, which computes in this thread alone. Raises ImportError."""
    import onnxruntime
    import swift_f0

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = ONE_THREAD
    model = os.path.join(os.path.dirname(swift_f0.__file__), "model.onnx")
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
