"""The cost of prediction: nats an event and a note, split by sub-event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from perf_engine.core.model.vocabulary import Vocabulary

TERMS = ("part", "dt", "key", "velocity")
FIGURES = (*TERMS, "release", "total", "dens", "per_note")


@dataclass(frozen=True, slots=True)
class Score:
    """Mean negative log-likelihood in nats of the events of some pieces.

    - `part`, `key`, `velocity`: over all events; a release has no velocity to predict and counts 0.
    - `dt`: over all events but the first of each piece, which follows nothing.
    - `release`: the part of `key` that is spent on releases.
    - `density_shift`: the mean of log(bin width / 10 ms) over the time bins that were right.
    """

    source: str
    pieces: int
    events: int
    notes: int
    part: float
    dt: float
    key: float
    velocity: float
    density_shift: float
    release: float = 0.0

    @property
    def total(self) -> float:
        """Nats an event: part, dt, key and velocity."""
        return self.part + self.dt + self.key + self.velocity

    @property
    def dens(self) -> float:
        """Nats an event with dt as a density over 10 ms: independent of the time bins."""
        return self.total + self.density_shift

    @property
    def per_note(self) -> float:
        """Nats a note: of all events, releases and pedal too, by the notes that were struck."""
        return self.total * self.events / max(1, self.notes)

    def as_json(self) -> dict[str, float | str]:
        """Every figure, rounded to 4 places."""
        return {
            "source": self.source,
            "pieces": self.pieces,
            "events": self.events,
            "notes": self.notes,
            **{name: round(getattr(self, name), 4) for name in FIGURES},
        }


def density_shifts(vocabulary: Vocabulary) -> NDArray[np.float64]:
    """log(bin width / 10 ms) of each time bin."""
    shifts: NDArray[np.float64] = np.log(np.diff(np.asarray(vocabulary.dt_edges)) / 0.01)
    return shifts


def mixed(scores: Sequence[Score], weights: Mapping[str, float]) -> dict[str, float]:
    """The weighted mean of each figure over the sources that have both score and weight.

    Raises ValueError where no source has both.
    """
    shared = [(weights[s.source], s) for s in scores if weights.get(s.source, 0) > 0]
    if not shared:
        raise ValueError("no source has both a score and a weight")
    whole = sum(w for w, _ in shared)
    return {n: round(sum(w * getattr(s, n) for w, s in shared) / whole, 4) for n in FIGURES}
