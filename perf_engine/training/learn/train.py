"""Train a model on a data set, from nothing."""

from __future__ import annotations

from pathlib import Path

import torch

from perf_engine.core.model.sizes import Sizes
from perf_engine.core.model.vocabulary import Vocabulary
from perf_engine.training.data.dataset import Dataset

from . import checkpoint
from .material import Material
from .processes import Processes
from .recipe import Recipe
from .run import Run, Watch
from .torch_model import PerformanceModel

__all__ = ["Recipe", "train"]


def train(
    data: Path,
    out: Path,
    sizes: Sizes,
    recipe: Recipe,
    device: str = "cpu",
    resume: bool = True,
    watch: Watch = lambda _: None,
) -> Path:
    """Train on a prepared data set until `recipe.events` are seen; return the checkpoint's path.

    Under torchrun each process takes its share of the streams. Continues from `out/checkpoint.pt`
    where there is one. Raises ValueError where the data set is not one or has no usable source,
    or where the run in `out` was begun otherwise.
    """
    dataset = Dataset.open(data)
    vocabulary = Vocabulary(dataset.parts)
    material = Material.of(dataset, vocabulary, recipe)
    processes = Processes.join(device)
    try:
        torch.manual_seed(recipe.seed)
        model = PerformanceModel(sizes, vocabulary, recipe.dropout, recipe.cell, material.told)
        run = Run(out, model, material, recipe, torch.device(device), processes, watch, {})
        if resume and (out / checkpoint.NAME).exists():
            run.restore()
        run.go()
    finally:
        processes.leave()
    return out / checkpoint.NAME
