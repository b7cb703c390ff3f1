"""Train a model: segments in, gradients averaged over processes, a checkpoint every minute or so.

Streams carry their hidden state from segment to segment (truncated back-propagation through
time). Everything that decides the next step is in the checkpoint: weights, optimiser, streams,
hidden states, random state; a run that goes on from it takes the same steps.
"""

from __future__ import annotations

import json
import math
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, cast

import numpy as np
import torch
import torch.distributed as dist
from torch.optim.swa_utils import AveragedModel

from ..core.sizes import Sizes
from ..core.vocabulary import Vocabulary
from .batches import Crops, Streams
from .dataset import Dataset
from .evaluate import TERMS, held_out, mixed, score
from .model import PerformanceModel

SOURCE_WEIGHTS: Mapping[str, float] = {
    "pianolatron_rolls": 0.35,
    "pop909": 0.30,
    "openscore_lieder": 0.12,
    "giantmidi_preview": 0.07,
    "openewld": 0.05,
    "openscore_quartets": 0.03,
}  # shares of the shipped model's training; a source that is not named has no share


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to train. `events` counts over all processes; `streams` and `steps` are one process's.

    `averaging` is the decay a step of the averaged weights, which are the ones that are scored and
    exported; 0 leaves the last step's.
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
    averaging: float = 0.999
    checkpoint_seconds: float = 30.0
    validation_steps: int = 500
    weights: Mapping[str, float] = field(default_factory=lambda: dict(SOURCE_WEIGHTS))


def train(
    data: Path, out: Path, sizes: Sizes, recipe: Recipe, device: str = "cpu", resume: bool = True
) -> Path:
    """Train on a prepared data set until `recipe.events` are seen; gives the checkpoint's path.

    Under torchrun each process takes its share of the streams. Goes on from `out/checkpoint.pt`
    where there is one. Raises ValueError where the data set is not one or has no usable source.
    """
    rank, world = int(os.environ.get("RANK", "0")), int(os.environ.get("WORLD_SIZE", "1"))
    if world > 1 and not dist.is_initialized():
        dist.init_process_group("nccl" if device == "cuda" else "gloo")
    if device == "cuda":
        torch.cuda.set_device(int(os.environ.get("LOCAL_RANK", "0")))
    run = _Run(data, out, sizes, recipe, torch.device(device), rank, world)
    if resume and run.checkpoint.exists():
        run.restore()
    try:
        run.go()
    finally:
        if world > 1:
            dist.destroy_process_group()
    return run.checkpoint


class _Run:
    def __init__(
        self, data: Path, out: Path, sizes: Sizes, recipe: Recipe,
        device: torch.device, rank: int, world: int,
    ) -> None:
        self.out, self.recipe, self.device, self.rank, self.world = out, recipe, device, rank, world
        out.mkdir(parents=True, exist_ok=True)
        self.checkpoint = out / "checkpoint.pt"
        dataset = Dataset.open(data)
        self.vocabulary = Vocabulary()
        pieces = tuple(p for p in dataset.pieces if p.split == "train")
        crops = Crops(
            dataset, pieces, recipe.weights, self.vocabulary, recipe.seed, recipe.longest
        )
        cumulative = np.cumsum(crops.chances())
        self.streams = Streams(
            lambda n: crops.crop(n, cumulative), recipe.streams, recipe.steps, sizes, rank, world
        )
        self.validation = {
            source: held_out(dataset, source, self.vocabulary, 1024, 12)
            for source in sorted({p.source for p in dataset.pieces} & set(recipe.weights))
        } if rank == 0 else {}
        torch.manual_seed(recipe.seed)
        self.model = PerformanceModel(sizes, self.vocabulary, recipe.dropout).to(device)
        self.optimizer = torch.optim.AdamW(
            self.model.parameters(), lr=recipe.rate, betas=(0.9, 0.98),
            weight_decay=recipe.weight_decay,
        )
        self.averaged = AveragedModel(self.model, multi_avg_fn=_towards(recipe.averaging))
        torch.manual_seed(recipe.seed + 1 + rank)
        self.hidden = self.model.initial(recipe.streams).detach()
        self.step, self.seen, self.seconds = 0, 0, 0.0

    def go(self) -> None:
        begun, recent, losses = time.monotonic(), 0, []
        self.saved = begun
        while self.seen < self.recipe.events:
            loss, seen, due = self.one()
            self.step += 1
            self.seen += seen
            recent += seen
            losses.append(loss)
            if self.step % 20 == 0 and self.rank == 0:
                elapsed = time.monotonic() - begun
                rate = recent / elapsed
                self.log({
                    "step": self.step, "events": self.seen, "events_per_s": round(rate),
                    "loss": {t: round(float(x), 4) for t, x in zip(TERMS, np.mean(losses, axis=0),
                                                                   strict=True)},
                    "total": round(float(np.mean(losses, axis=0).sum()), 4),
                    "eta_s": round((self.recipe.events - self.seen) / rate),
                })
                losses.clear()
            if due:
                self.seconds += time.monotonic() - begun
                self.save()
                begun, recent = time.monotonic(), 0
            if self.step % self.recipe.validation_steps == 0 and self.rank == 0:
                self.validate()
                begun, recent = time.monotonic(), 0
        self.seconds += time.monotonic() - begun
        self.save()
        if self.rank == 0:
            self.validate()

    def one(self) -> tuple[list[float], int, bool]:
        """One step: mean nats of each term, events seen, and whether a checkpoint is due."""
        segment = self.streams.segment()
        if segment is None:
            raise ValueError("the data set has no training pieces")
        batch = segment.to(self.device)
        for group in self.optimizer.param_groups:
            group["lr"] = self.rate()
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.device.type == "cuda"):
            nats, hidden = self.model(batch, self.hidden.detach())
        self.hidden = hidden.detach().float()
        count = batch.weight.sum()
        (nats.total().sum() / count).backward()
        due = time.monotonic() - self.saved >= self.recipe.checkpoint_seconds
        totals = torch.stack(
            [*(getattr(nats, t).detach().sum() for t in TERMS), count,
             torch.tensor(float(due), device=self.device)]
        ).double()
        self.share(totals)
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), self.recipe.clip)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        self.averaged.update_parameters(self.model)
        *sums, events, dues = totals.tolist()
        return [x / events for x in sums], int(events), dues > 0

    def share(self, totals: torch.Tensor) -> None:
        """Average the gradients over all processes, and add up the totals."""
        if self.world == 1:
            return
        gradients = [p.grad for p in self.model.parameters() if p.grad is not None]
        flat = torch.cat([g.view(-1) for g in gradients])
        dist.all_reduce(flat)
        flat /= self.world
        parts = torch.split(flat, [g.numel() for g in gradients])
        for g, part in zip(gradients, parts, strict=True):
            g.copy_(part.view_as(g))
        dist.all_reduce(totals)

    def rate(self) -> float:
        """The learning rate now: warm-up by steps, then a cosine by events down to 2 %."""
        progress = min(1.0, self.seen / self.recipe.events)
        return (
            self.recipe.rate * min(1.0, (self.step + 1) / self.recipe.warm_up)
            * (0.02 + 0.98 * (0.5 + 0.5 * math.cos(math.pi * progress)))
        )

    def validate(self) -> None:
        model = cast(PerformanceModel, self.averaged.module)
        scores = [score(model, crops, s) for s, crops in self.validation.items() if crops]
        if scores:
            self.log({
                "step": self.step, "events": self.seen,
                "validation": {s.source: s.as_json() for s in scores},
                "mix": mixed(scores, self.recipe.weights),
            })

    def log(self, line: dict[str, Any]) -> None:
        with (self.out / "metrics.jsonl").open("a") as file:
            file.write(json.dumps(line) + "\n")

    def save(self) -> None:
        """Write the checkpoint; every process calls it at the same step."""
        self.saved = time.monotonic()
        mine = {"streams": self.streams.state(), "hidden": self.hidden.cpu(),
                "random": torch.get_rng_state()}
        every: list[Any] = [mine]
        if self.world > 1:
            every = [None] * self.world
            dist.all_gather_object(every, mine)
        if self.rank:
            return
        state = {
            "format": 2, "model": self.model.state_dict(),
            "averaged": self.averaged.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "step": self.step, "seen": self.seen, "seconds": self.seconds, "ranks": every,
            "sizes": asdict(self.model.sizes), "parts": self.vocabulary.parts,
            "recipe": {**asdict(self.recipe), "weights": dict(self.recipe.weights)},
        }
        beside = self.checkpoint.with_suffix(".pt.part")
        with beside.open("wb") as file:
            torch.save(state, file)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self.checkpoint)

    def restore(self) -> None:
        state = torch.load(self.checkpoint, map_location=self.device, weights_only=True)
        if len(state["ranks"]) != self.world:
            raise ValueError(
                f"the run was begun with {len(state['ranks'])} processes, not {self.world}"
            )
        self.model.load_state_dict(state["model"])
        self.averaged.load_state_dict(state["averaged"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.step, self.seen, self.seconds = state["step"], state["seen"], state["seconds"]
        mine = state["ranks"][self.rank]
        self.streams.restore(mine["streams"])
        self.hidden = mine["hidden"].to(self.device)
        torch.set_rng_state(mine["random"].cpu())


def _towards(decay: float) -> Callable[[Any, Any, Any], None]:
    """Exponential averaging that forgets the beginning: the decay grows to its full with steps."""

    def update(averaged: list[torch.Tensor], now: list[torch.Tensor], steps: torch.Tensor) -> None:
        n = int(steps)
        torch._foreach_lerp_(averaged, now, 1.0 - min(decay, n / (n + 10)))

    return update
