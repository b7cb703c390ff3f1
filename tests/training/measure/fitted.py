"""Markov models fitted to random lines."""

import numpy as np

from perf_engine.training.measure.markov import Markov, classes_of
from tests.training.measure.lines import line

SIZES = classes_of(4, 160, 33)


def fitted(term, seed=0, tune=True):
    music, weights = line(seed), np.linspace(0.1, 3, 50).astype(np.float32)
    more = (line(seed + 1), weights) if tune else ()
    return Markov.fit(term, SIZES[term], music, weights, *more)
