"""A test whether pairs of measurements differ: the signed-rank test (Wilcoxon 1945)."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

FEWEST = 10  # least number of differences whose sum of ranks is nearly normal


def signed_rank(differences: Sequence[float]) -> float:
    """The probability (0..1, one-sided) of differences so far above 0 by chance.

    It uses the normal approximation with corrections for ties and continuity; differences of 0
    are left out. Raises ValueError where fewer than 10 are left.
    """
    found = np.asarray([d for d in differences if d != 0.0], float)
    n = len(found)
    if n < FEWEST:
        raise ValueError(f"a signed-rank test needs at least {FEWEST} differences, not {n}")
    _, which, counts = np.unique(np.abs(found), return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    ranks = (last - (counts - 1) / 2.0)[which]  # equal sizes share the mean of their ranks
    above = float(ranks[found > 0].sum())
    mean = n * (n + 1) / 4.0
    ties = float((counts**3 - counts).sum()) / 48.0
    deviation = math.sqrt(n * (n + 1) * (2 * n + 1) / 24.0 - ties)
    return 0.5 * math.erfc((above - 0.5 - mean) / deviation / math.sqrt(2.0))
