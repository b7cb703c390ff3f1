"""Habits of a model that is left alone: does it fall into repeating itself?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Final

from perf_engine.core.model.gru import Weights
from perf_engine.core.playing.performer import Performer
from perf_engine.studio.notes import Note
from perf_engine.studio.offline import offline

from .statistics import FEWEST_NOTES, Statistics, clips, statistics

SEEDS: Final = tuple(range(1, 9))
SECONDS: Final = 120.0  # of each seed


@dataclass(frozen=True, slots=True)
class Habits:
    """Means over clips of half a minute that a model played alone; `worst_run` is the longest.

    `clips` counts those with notes enough; `repetition`, `immediate_repeats` and `longest_run` are
    those of `studio.statistics`.
    """

    clips: int
    notes_per_second: float
    repetition: float
    immediate_repeats: float
    longest_run: float
    worst_run: float

    @classmethod
    def of(cls, counted: Sequence[Statistics]) -> Habits:
        """The habits in some clips; all 0 where there is none."""
        n = max(1, len(counted))
        return cls(
            len(counted),
            sum(s.notes_per_second for s in counted) / n,
            sum(s.repetition for s in counted) / n,
            sum(s.immediate_repeats for s in counted) / n,
            sum(s.longest_run for s in counted) / n,
            max((s.longest_run for s in counted), default=0.0),
        )

    def as_json(self) -> dict[str, float]:
        """Every figure, rounded to 4 places."""
        return {name: round(value, 4) for name, value in asdict(self).items()}


def habits(weights: Weights, seeds: Sequence[int] = SEEDS, seconds: float = SECONDS) -> Habits:
    """Let a model play alone, once with each seed, and count its habits."""
    counted: list[Statistics] = []
    for seed in seeds:
        notes: Sequence[Note] = (
            offline(Performer(weights, mode="solo", seed=seed), [], seconds).performance().notes
        )
        counted += [statistics(c) for c in clips(notes) if len(c.notes) >= FEWEST_NOTES]
    return Habits.of(counted)
