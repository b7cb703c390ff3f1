"""Calibration: a model should be right as often as it is sure, and its times spread as predicted.

Confidence is the probability of the likeliest class, and it is right where that class came. The
expected calibration error (Guo et al. 2017) is the mean distance between the two over ten bins of
confidence, weighted by how often each was used. Time is an order, so more can be asked: the
probability integral transform of each dt, drawn evenly inside its bin, is uniform on 0..1 for a
model that spreads its times as they are (Czado et al. 2009); `distance` is that of Kolmogorov and
Smirnov from uniform.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

BINS: Final = 10

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Reliability:
    """Bins of confidence (BINS,): number of events, mean confidence and share right in each."""

    count: Floats
    confidence: Floats
    right: Floats

    @classmethod
    def of(cls, confidence: NDArray[np.floating], right: NDArray[np.bool_]) -> Reliability:
        """From each event's confidence 0..1 and its correctness, both (n,)."""
        place = np.clip((confidence * BINS).astype(np.int64), 0, BINS - 1)
        count = np.bincount(place, minlength=BINS).astype(np.float64)
        some = np.maximum(count, 1.0)
        return cls(
            count,
            np.bincount(place, weights=confidence, minlength=BINS) / some,
            np.bincount(place, weights=right, minlength=BINS) / some,
        )

    @property
    def error(self) -> float:
        """The expected calibration error, 0..1; 0 without an event."""
        whole = self.count.sum()
        gap = np.abs(self.confidence - self.right)
        return float((self.count * gap).sum() / whole) if whole else 0.0

    @property
    def accuracy(self) -> float:
        """The share of events whose likeliest class came, 0..1."""
        whole = self.count.sum()
        return float((self.count * self.right).sum() / whole) if whole else 0.0

    def as_json(self) -> dict[str, Any]:
        """The error, the accuracy and the bins that were used."""
        return {
            "error": round(self.error, 4),
            "accuracy": round(self.accuracy, 4),
            "bins": [
                {
                    "from": i / BINS,
                    "events": int(n),
                    "confidence": round(float(c), 4),
                    "right": round(float(r), 4),
                }
                for i, (n, c, r) in enumerate(
                    zip(self.count, self.confidence, self.right, strict=True)
                )
                if n
            ],
        }


@dataclass(frozen=True, slots=True)
class Uniformity:
    """The distance of transformed times from uniform: shares (BINS,) of the tenths of 0..1."""

    shares: Floats
    distance: float

    @classmethod
    def of(
        cls, below: NDArray[np.floating], chance: NDArray[np.floating], random: np.random.Generator
    ) -> Uniformity:
        """From the mass below each right bin and the bin's own, both (n,)."""
        count = len(below)
        if not count:
            return cls(np.zeros(BINS), 0.0)
        at = np.sort(np.clip(below + chance * random.random(count), 0.0, 1.0))
        steps = np.arange(count + 1) / count
        distance = max(float((steps[1:] - at).max()), float((at - steps[:-1]).max()))
        return cls(np.histogram(at, BINS, (0.0, 1.0))[0] / count, distance)

    def as_json(self) -> dict[str, Any]:
        """The distance and the shares."""
        return {
            "distance": round(self.distance, 4),
            "shares": [round(float(s), 4) for s in self.shares],
        }
