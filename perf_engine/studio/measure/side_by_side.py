"""Two bodies of music side by side: the median of each figure, and how much both overlap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Final

import numpy as np

from .c_rnn_gan import Measures, measures
from .overlap import overlap
from .statistics import Clip, Statistics, statistics

PREFIX: Final = "c_rnn_gan."  # of the names of its measures, some of which `Statistics` has too


@dataclass(frozen=True, slots=True)
class Counted:
    """A clip, counted in both ways."""

    statistics: Statistics
    measures: Measures

    def figures(self) -> dict[str, float]:
        """Every figure by its name."""
        return {
            **asdict(self.statistics),
            **{PREFIX + name: value for name, value in asdict(self.measures).items()},
        }


def count(clip: Clip) -> Counted:
    """Count a clip in both ways."""
    return Counted(statistics(clip), measures(clip))


def medians(counted: Sequence[Counted]) -> dict[str, float]:
    """The median of each figure over some clips. Raises ValueError where there is none."""
    if not counted:
        raise ValueError("there is no clip to count")
    figures = [one.figures() for one in counted]
    return {name: float(np.median([one[name] for one in figures])) for name in figures[0]}


def compared(one: Sequence[Counted], other: Sequence[Counted]) -> dict[str, float] | None:
    """The overlap 0..1 of two bodies of music in each figure; None where one has a single clip."""
    if min(len(one), len(other)) < 2:
        return None
    ours, others = ([each.figures() for each in clips] for clips in (one, other))
    return {
        name: overlap([figures[name] for figures in ours], [figures[name] for figures in others])
        for name in ours[0]
    }
