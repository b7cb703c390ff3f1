"""The likeness of two sets of music in one statistic: the overlap of their distributions.

Yang and Lerch (2020) compare generated and real music so: each set's values, smoothed by Gaussian
kernels, make a density; the area under both is 0 where they have nothing in common and 1 where
they are the same. The width of the kernels is Scott's (1992), n ** -0.2 standard deviations, of
both sets together, so that a set of equal values has a width too. Kernels have infinite tails: sets
that are far apart overlap by a little more than 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

POINTS: Final = 2000  # at which the densities are compared
REACH: Final = 6.0  # kernels' widths beyond the outermost values

Floats = NDArray[np.float64]


def overlap(one: Sequence[float], other: Sequence[float]) -> float:
    """The overlap area 0..1 of two sets of values. Raises ValueError where one is empty."""
    a, b = np.asarray(one, np.float64), np.asarray(other, np.float64)
    if not len(a) or not len(b):
        raise ValueError("there is nothing to compare")
    both = np.concatenate((a, b))
    width = float(both.std()) * min(len(a), len(b)) ** -0.2
    if width <= 1e-9 * max(1.0, float(np.abs(both).max())):
        return 1.0  # all values are equal
    grid = np.linspace(both.min() - REACH * width, both.max() + REACH * width, POINTS)
    return min(1.0, float(np.minimum(_mass(a, width, grid), _mass(b, width, grid)).sum()))


def _mass(values: Floats, width: float, grid: Floats) -> Floats:
    """The smoothed values' share (POINTS,) at each point of an even grid; they sum to 1."""
    kernels = np.exp(-0.5 * ((grid[:, None] - values) / width) ** 2)  # (POINTS, n)
    mass: Floats = kernels.sum(1)
    mass /= mass.sum()
    return mass
