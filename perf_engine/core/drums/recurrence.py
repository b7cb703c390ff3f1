"""How likely a strike is by the pattern of a bar and by what was struck before."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Struck = NDArray[np.bool_]

FEELS: Final = (4, 3)  # places of a beat: sixteenths, or triplets
STRAIGHT, TRIPLE = 0, 1
FEATURES: Final = 5


def logits(shares: Floats) -> Floats:
    """Return the logarithms of the odds of probabilities."""
    found: Floats = np.log(shares) - np.log(1.0 - shares)
    return found


def features(here: Floats, there: Floats, before: Struck, theme: Struck, last: Struck) -> Floats:
    """Return the inputs (..., FEATURES) of a logistic regression of the strikes at a place.

    All arrays are (..., instruments). The pattern of the bar has the probabilities `here` at the
    place, and `there` at the place before. At the place, `before` was struck in the last bar, and
    `theme` in the bar to which the drummer returns; `last` was struck at the place before.
    """
    found: Floats = np.empty((*here.shape, FEATURES))
    found[..., 0] = 1.0
    found[..., 1] = logits(here)
    found[..., 2] = before - here
    found[..., 3] = theme - here
    found[..., 4] = last - there
    return found
