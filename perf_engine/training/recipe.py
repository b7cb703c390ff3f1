"""How to train: every number that decides what a run learns, and the learning rate that follows."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

SOURCE_WEIGHTS: Mapping[str, float] = {
    "pianolatron_rolls": 0.35,
    "pop909": 0.30,
    "openscore_lieder": 0.12,
    "giantmidi_preview": 0.07,
    "openewld": 0.05,
    "openscore_quartets": 0.03,
}  # shares of the shipped model's training; a source that is not named has no share

FREE: Final = frozenset({"events", "checkpoint_seconds", "patience"})  # may change in a run


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to train. `events` counts over all processes; `streams` and `steps` are one process's.

    `averaging` is the decay a step of the averaged weights, which are the ones that are scored and
    exported; 0 leaves the last step's. A run ends before its time when `patience` validations in
    a row found nothing better; 0 never does. `weights` are the shares of the sources, and a share
    `pianist` of their crops is told as one pianist's. In
    fine-tuning a share of `replay` of all crops is general music, whose sources have the shares
    `general`, and nothing counts as better that foresees general music worse by a share of more
    than `forgetting`.
    """

    events: int = 50_000_000
    streams: int = 64
    steps: int = 64
    rate: float = 4e-3
    warm_up: int = 200
    weight_decay: float = 0.01
    clip: float = 1.0
    dropout: float = 0.0
    seed: int = 0
    longest: int = 2048
    cell: str = "gru"  # or lstm, to compare with
    averaging: float = 0.999
    checkpoint_seconds: float = 30.0
    log_steps: int = 20
    validation_steps: int = 500
    patience: int = 0
    pianist: float = 0.0
    replay: float = 0.0
    forgetting: float = 0.03
    weights: Mapping[str, float] = field(default_factory=lambda: dict(SOURCE_WEIGHTS))
    general: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("events", "streams", "steps", "warm_up", "log_steps", "validation_steps"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} must be 1 or more, not {getattr(self, name)}")
        for name in ("dropout", "averaging", "replay"):
            if not 0.0 <= getattr(self, name) < 1.0:
                raise ValueError(f"{name} must be 0 to below 1, not {getattr(self, name)}")
        if not 0.0 <= self.pianist <= 1.0:
            raise ValueError(f"pianist must be 0 to 1, not {self.pianist}")

    def rate_at(self, step: int, seen: int) -> float:
        """The learning rate: warm-up by steps, then a cosine by events down to 2 %."""
        progress = min(1.0, seen / self.events)
        return (
            self.rate * min(1.0, (step + 1) / self.warm_up)
            * (0.02 + 0.98 * (0.5 + 0.5 * math.cos(math.pi * progress)))
        )

    def as_json(self) -> dict[str, Any]:
        """Every number by its name."""
        return {**asdict(self), "weights": dict(self.weights), "general": dict(self.general)}

    def same_as(self, begun: Mapping[str, Any]) -> None:
        """Raise ValueError where a run was begun with another number that may not change."""
        for name, value in self.as_json().items():
            if name not in FREE and begun.get(name) != value:
                raise ValueError(f"the run was begun with {name} {begun.get(name)}, not {value}")
