"""The likeness of two sets of values: the overlap of their distributions, and their divergence.

Yang and Lerch (2020) compare generated and real music so: each set's values, smoothed by Gaussian
kernels, make a density; the area under both is 0 where they have nothing in common and 1 where
they are the same. The width of the kernels is Scott's (1992), n ** -0.2 standard deviations, of
both sets together, so that a set of equal values has a width too. Kernels have infinite tails: sets
that are far apart overlap by a little more than 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

POINTS: Final = 2000  # at which the densities are compared
REACH: Final = 6.0  # kernels' widths beyond the outermost values
ROWS: Final = 2048  # values that are smoothed at once
FINEST: Final = 500  # parts of the range of values: the narrowest kernels
TINY: Final = float(np.finfo(np.float64).tiny)  # of a density, which is never 0
ALIKE: Final = 1e-9  # spread of values, against their size, below which all are equal

Floats = NDArray[np.float64]


def overlap(one: Sequence[float], other: Sequence[float]) -> float:
    """The overlap area 0..1 of two sets of values. Raises ValueError where one is empty."""
    a, b = _arrays(one, other)
    both = np.concatenate((a, b))
    width = float(both.std()) * min(len(a), len(b)) ** -0.2
    if width <= ALIKE * max(1.0, float(np.abs(both).max())):
        return 1.0  # all values are equal
    grid = np.linspace(both.min() - REACH * width, both.max() + REACH * width, POINTS)
    return min(1.0, float(np.minimum(_mass(a, width, grid), _mass(b, width, grid)).sum()))


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two distributions are.

    `overlap` is the area 0..1 under both densities. `divergence` is that of Kullback and Leibler in
    nats, of the first from the second: 0 where they are the same.
    """

    overlap: float
    divergence: float


def likeness(one: Sequence[float], other: Sequence[float]) -> Likeness:
    """Compare two sets of values, each smoothed by its own width.

    No width is below a part in 500 of all values' range, so that equal values have one too. Raises
    ValueError where a set is empty.
    """
    a, b = _arrays(one, other)
    both = np.concatenate((a, b))
    span = float(both.max() - both.min())
    if span <= ALIKE * max(1.0, float(np.abs(both).max())):
        return Likeness(1.0, 0.0)
    widths = [max(_scott(each), span / FINEST) for each in (a, b)]
    reach = REACH * max(widths)
    grid = np.linspace(both.min() - reach, both.max() + reach, POINTS)
    p, q = (_mass(each, width, grid) for each, width in zip((a, b), widths, strict=True))
    there = p > 0.0
    divergence = float((p[there] * np.log(p[there] / np.maximum(q[there], TINY))).sum())
    return Likeness(min(1.0, float(np.minimum(p, q).sum())), max(0.0, divergence))


def _arrays(one: Sequence[float], other: Sequence[float]) -> tuple[Floats, Floats]:
    if not len(one) or not len(other):
        raise ValueError("there is nothing to compare")
    return np.asarray(one, np.float64), np.asarray(other, np.float64)


def _scott(values: Floats) -> float:
    """The width of the kernels of some values; 0 for a single one."""
    return float(values.std(ddof=1)) * len(values) ** -0.2 if len(values) > 1 else 0.0


def _mass(values: Floats, width: float, grid: Floats) -> Floats:
    """The smoothed values' share (POINTS,) at each point of an even grid; they sum to 1."""
    mass: Floats = np.zeros(len(grid))
    for at in range(0, len(values), ROWS):
        away = (grid[:, None] - values[at : at + ROWS]) / width  # (POINTS, up to ROWS)
        mass += np.exp(-0.5 * away**2).sum(1)
    mass /= mass.sum()
    return mass
