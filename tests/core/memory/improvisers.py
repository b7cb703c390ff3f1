"""An improviser that has heard random events."""

from __future__ import annotations

import numpy as np

from perf_engine.core.model.gru import Weights
from perf_engine.core.playing.improviser import Improviser


def lived(weights: Weights, events: int = 60, seed: int = 1) -> Improviser:
    mind, random = Improviser(weights, seed), np.random.default_rng(seed)
    for i in range(events):
        mind.feed(
            int(random.integers(2)),
            int(random.integers(50, 70)),
            int(random.integers(0, 2)) * 80,
            0.1 * i,
            own=bool(i % 3),
        )
    return mind
