"""Fine-tuning of a trained model on a few files of one kind, without forgetting the rest.

Among the crops of the new music stand crops of general music (replay: Robins, "Catastrophic
forgetting, rehearsal and pseudorehearsal", 1995). The model with the best validation on the new
music is kept, of those that predict general music at most a few hundredths worse.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import torch

from perf_engine.training.data.dataset import Dataset

from . import checkpoint, metrics
from .growth import grown
from .material import Material, by_length, with_tails_held_out
from .processes import Processes
from .recipe import Recipe
from .run import Run, Watch
from .unfold import beginning

TUNING: Final = Recipe(
    events=2_000_000,
    streams=16,
    rate=5e-4,
    warm_up=50,
    averaging=0.99,
    validation_steps=100,
    patience=5,
    pianist=0.5,
    replay=0.5,
    weights={},
)


@dataclass(frozen=True, slots=True)
class Change:
    """Nats an event before and after."""

    before: float
    after: float

    @property
    def share(self) -> float:
        """The change, as a share of the nats before."""
        return self.after / self.before - 1.0

    def as_json(self) -> dict[str, float]:
        """Every figure by its name."""
        return {
            "before": round(self.before, 4),
            "after": round(self.after, 4),
            "change": round(self.share, 4),
        }


@dataclass(frozen=True, slots=True)
class Report:
    """The changes by fine-tuning, in the validation of both kinds of music.

    `step` is that of the model that was kept: 0 where nothing better was found. `general` is
    None where there was no general music.
    """

    step: int
    own: Change
    general: Change | None

    @classmethod
    def of(cls, run: Path) -> Report:
        """The report of a run's folder. Raises ValueError where nothing was validated."""
        lines = [line for line in metrics.read(run) if "mix" in line]
        if not lines:
            raise ValueError(f"nothing was validated in {run}")
        first, kept = lines[0], next(x for x in lines if x["step"] == lines[-1]["best"])
        general = None
        if "general_mix" in first:
            general = Change(first["general_mix"]["total"], kept["general_mix"]["total"])
        return cls(kept["step"], Change(first["mix"]["total"], kept["mix"]["total"]), general)

    def as_json(self) -> dict[str, Any]:
        """Every figure by its name."""
        return {
            "step": self.step,
            "own": self.own.as_json(),
            "general": self.general.as_json() if self.general else None,
        }


def fine_tune(
    start: Path,
    data: Path,
    out: Path,
    recipe: Recipe = TUNING,
    general: Path | None = None,
    device: str = "cpu",
    resume: bool = True,
    watch: Watch = lambda _: None,
) -> Report:
    """Fine-tune the model `start` on the data set `data`, keeping the best in `out/best.pt`.

    `start` is a model file, a run's folder, or a checkpoint; `general` is a data set of general
    music, of which the sources that the model was trained on are taken, with their shares; those
    of `data` count by their length where the recipe has none for them. Where `data` has no
    held-out piece, the end of each piece is held out. The model gains the parts of `data` that it
    lacks, and with `styles` and `metre` of the recipe what it is told. Continues from
    `out/checkpoint.pt` where there is one. Raises ValueError where an argument is not as described.
    """
    model, origin = beginning(start)
    if not isinstance(model.cell, torch.nn.GRU):
        raise ValueError("an LSTM is there to compare with; only a GRU is fine-tuned")
    dataset = with_tails_held_out(Dataset.open(data))
    other = Dataset.open(general) if general is not None else None
    recipe = replace(
        recipe,
        weights=recipe.weights or by_length(dataset),
        general=_shares(other, origin["before"]) if other is not None else {},
        replay=recipe.replay if other is not None else 0.0,
    )
    parts = dataset.parts if len(dataset.parts) > len(model.vocabulary.parts) else ()
    vocabulary = replace(model.vocabulary, parts=parts) if parts else model.vocabulary
    material = Material.of(dataset, vocabulary, recipe, other, model.told)
    model = grown(model, vocabulary, material.told)
    if not material.exam.crops:
        raise ValueError(f"there is nothing in {data} to examine the model with")
    model.dropout.p = recipe.dropout
    processes = Processes.join(device)
    try:
        run = Run(
            out, model.train(), material, recipe, torch.device(device), processes, watch, origin
        )
        if resume and (out / checkpoint.NAME).exists():
            run.restore()
        run.go()
    finally:
        processes.leave()
    return Report.of(out)


def _shares(general: Dataset, before: Mapping[str, Any]) -> dict[str, float]:
    """The shares that the sources of general music had when the model was trained."""
    lengths = by_length(general)
    had = before.get("recipe", {}).get("weights", {})
    return {source: had[source] for source in lengths if had.get(source, 0.0) > 0} or lengths
