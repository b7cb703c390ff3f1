"""A recipe for training: every number that determines a run, and the learning rate."""

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
}  # shares of the shipped model's training; other sources have no share

AS_PLAYED: Mapping[str, float] = {
    "constant": 0.75,
    "flattened": 0.05,
    "shuffled": 0.4,
    "loose": 0.2,
    "undrummed": 0.25,
    "dithered": 0.5,
}  # shares of a variation: music as people play it live

FREE: Final = frozenset({"events", "cooling", "checkpoint_seconds", "patience"})  # in a run


@dataclass(frozen=True, slots=True)
class Recipe:
    """Numbers that decide a run. `events` counts over all processes; `streams` and `steps` are one
    process's.

    `averaging` is the decay a step of the averaged weights, which are the ones that are scored and
    exported; 0 leaves the last step's. A run ends early when `patience` validations in a row found
    nothing better; with 0 it never does. `weights` are the shares of the sources, and a share
    `pianist` of their crops becomes one pianist's part; `varied` are other shares of a `Variation`.
    With `styles` and `metre` the model is told the styles and the metre of a data set that has
    them. In fine-tuning a share of `replay` of all crops is general music, whose sources have the
    shares `general`, and a model whose nats for general music rise by a share of more than
    `forgetting` never counts as better.

    The learning rate falls as a cosine over `horizon` events (0: over all), and over the last
    `cooling` events by a straight line to 2 % of that value: a run of a long horizon can be
    ended well at any time.
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
    varied: Mapping[str, float] = field(default_factory=dict)
    styles: bool = False
    metre: bool = False
    horizon: int = 0
    cooling: int = 0
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
        progress = min(1.0, seen / (self.horizon or self.events))
        left = max(0, self.events - seen) / self.cooling if self.cooling else 1.0
        return (
            self.rate
            * min(1.0, (step + 1) / self.warm_up)
            * (0.02 + 0.98 * min(1.0, left))
            * (0.02 + 0.98 * (0.5 + 0.5 * math.cos(math.pi * progress)))
        )

    def as_json(self) -> dict[str, Any]:
        """Every number by its name."""
        tables = {name: dict(getattr(self, name)) for name in ("weights", "general", "varied")}
        return {**asdict(self), **tables}

    def same_as(self, begun: Mapping[str, Any]) -> None:
        """Raise ValueError where a run was begun with another number that may not change."""
        usual = Recipe().as_json()  # for a number that did not exist yet when the run was begun
        for name, value in self.as_json().items():
            was = begun.get(name, usual[name])
            if name not in FREE and was != value:
                raise ValueError(f"the run was begun with {name} {was}, not {value}")
