"""A line of random classes."""

import numpy as np

from perf_engine.training.measure.contexts import Line


def line(seed=0, lengths=(30, 20)):
    random = np.random.default_rng(seed)
    n = sum(lengths)
    place = np.concatenate([np.arange(length) for length in lengths])
    return Line(
        random.integers(0, 2, n),
        random.integers(0, 160, n),
        random.integers(0, 129, n),
        random.integers(0, 33, n),
        place,
    )
