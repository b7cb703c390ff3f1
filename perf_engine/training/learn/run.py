"""One run: segments in, gradients added up over processes, a checkpoint every half minute.

Streams carry their hidden state from segment to segment (truncated back-propagation through
time). Everything that decides the next step is in the checkpoint: weights, optimiser, streams,
hidden states, random state; a run that goes on from it takes the same steps.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeAlias, cast

import torch
from torch.optim.swa_utils import AveragedModel

from perf_engine.training.measure.evaluate import TERMS

from . import checkpoint, metrics
from .batches import Streams
from .best import Best
from .material import Material
from .processes import Processes
from .recipe import Recipe
from .torch_model import PerformanceModel

Watch: TypeAlias = Callable[[Mapping[str, Any]], None]  # receives each line of the metrics


class Run:
    """A model in training, in a folder of its own."""

    def __init__(
        self,
        out: Path,
        model: PerformanceModel,
        material: Material,
        recipe: Recipe,
        device: torch.device,
        processes: Processes,
        watch: Watch,
        origin: Mapping[str, Any],
    ) -> None:
        """`origin` are facts about the model that it begins with; none for a new model."""
        self.out, self.material, self.recipe = out, material, recipe
        self.device, self.processes, self.watch, self.origin = device, processes, watch, origin
        out.mkdir(parents=True, exist_ok=True)
        self.streams = Streams(
            material.crop,
            recipe.streams,
            recipe.steps,
            model.sizes,
            processes.rank * recipe.streams,
            processes.world * recipe.streams,
        )
        self.model = model.to(device)
        self.optimizer = torch.optim.AdamW(
            self.model.parameters(),
            lr=recipe.rate,
            betas=(0.9, 0.98),
            weight_decay=recipe.weight_decay,
        )
        self.averaged = AveragedModel(self.model, multi_avg_fn=_towards(recipe.averaging))
        torch.manual_seed(recipe.seed + 1 + processes.rank)
        self.hidden = self.model.initial(recipe.streams).detach()
        self.step, self.seen, self.seconds, self.stopped = 0, 0, 0.0, False
        self.window: list[list[float]] = []  # since the last line: nats by term, events, seconds
        self.best = Best()
        self.saved = time.monotonic()

    @property
    def first(self) -> bool:
        """Return whether this is the process that writes."""
        return self.processes.rank == 0

    def go(self) -> None:
        """Train until all events are seen, or until no validation is better any more."""
        if self.step == 0:
            if self.first:
                metrics.go_back(self.out, -1)
                (self.out / checkpoint.BEST).unlink(missing_ok=True)
            if self.origin:
                self.validate()
        while not self.over:
            due = self.one()
            if self.step % self.recipe.log_steps == 0:
                self.report()
            if self.step % self.recipe.validation_steps == 0 or self.over:
                self.validate()
            if due or self.over:
                self.save()

    @property
    def over(self) -> bool:
        """Return whether nothing is left to do."""
        return self.stopped or self.seen >= self.recipe.events

    def one(self) -> bool:
        """Take one step; return whether a checkpoint is due."""
        begun = time.monotonic()
        segment = self.streams.segment()
        assert segment is not None  # there is always another crop
        batch = segment.to(self.device)
        for group in self.optimizer.param_groups:
            group["lr"] = self.recipe.rate_at(self.step, self.seen)
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.device.type == "cuda"):
            nats, hidden = self.model(batch, self.hidden.detach())
        self.hidden = hidden.detach().float()
        nats.total().sum().backward()
        late = time.monotonic() - self.saved >= self.recipe.checkpoint_seconds
        totals = torch.stack(
            [
                *(getattr(nats, term).detach().sum() for term in TERMS),
                batch.weight.sum(),
                torch.tensor(float(late), device=self.device),
            ]
        )
        gradients = [p.grad for p in self.model.parameters() if p.grad is not None]
        self.processes.add([*gradients, totals])
        *sums, events, due = totals.tolist()
        torch._foreach_div_(gradients, events)
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), self.recipe.clip)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        self.averaged.update_parameters(self.model)
        seconds = time.monotonic() - begun
        self.step, self.seen, self.seconds = (
            self.step + 1,
            self.seen + int(events),
            self.seconds + seconds,
        )
        self.window.append([*sums, events, seconds])
        return bool(due)

    def report(self) -> None:
        """Report the time since the last report: nats an event, events a second, time left."""
        *sums, events, seconds = (sum(column) for column in zip(*self.window, strict=True))
        self.window.clear()
        self.say(
            {
                "step": self.step,
                "events": self.seen,
                "events_per_s": round(events / seconds),
                "loss": {t: round(x / events, 4) for t, x in zip(TERMS, sums, strict=True)},
                "total": round(sum(sums) / events, 4),
                "eta_s": round((self.recipe.events - self.seen) * seconds / events),
            }
        )

    def validate(self) -> None:
        """Examine the averaged model, keep it where it is the best, decide about the end."""
        if self.first:
            model = cast(PerformanceModel, self.averaged.module)
            scores, means = self.material.exam.take(model)
            line: dict[str, Any] = {"validation": scores, "mix": means}
            if self.material.told_exam is not None:
                line["told"], line["told_mix"] = self.material.told_exam.take(model)
            general = None
            if self.material.general is not None:
                line["general"], line["general_mix"] = self.material.general.take(model)
                general = line["general_mix"].get("total")
            if means:
                if self.best.judge(self.step, means["total"], general, self.recipe.forgetting):
                    checkpoint.write(self.out / checkpoint.BEST, self.weights())
                here = {"step": self.step, "events": self.seen}
                self.say({**here, **line, "best": self.best.step})
        patience = self.recipe.patience
        self.stopped = self.processes.agree(0 < patience <= self.best.since)

    def say(self, line: dict[str, Any]) -> None:
        """Keep a line of the metrics, and show it to the watch."""
        if self.first:
            metrics.add(self.out, line)
            self.watch(line)

    def weights(self) -> dict[str, Any]:
        """The weights from which a model is exported."""
        return {
            "averaged": self.averaged.state_dict(),
            "sizes": asdict(self.model.sizes),
            "parts": self.material.vocabulary.parts,
            "told": self.model.told.as_json(),
            "recipe": self.recipe.as_json(),
            "step": self.step,
            "seen": self.seen,
            "seconds": self.seconds,
            "facts": dict(self.origin),
        }

    def save(self) -> None:
        """Write the checkpoint; every process calls it at the same step."""
        self.saved = time.monotonic()
        every = self.processes.gather(
            {
                "streams": self.streams.state(),
                "hidden": self.hidden.cpu(),
                "random": torch.get_rng_state(),
                "cuda": torch.cuda.get_rng_state() if self.device.type == "cuda" else None,
            }
        )
        if self.first:
            checkpoint.write(
                self.out / checkpoint.NAME,
                {
                    **self.weights(),
                    "model": self.model.state_dict(),
                    "optimizer": self.optimizer.state_dict(),
                    "ranks": every,
                    "window": self.window,
                    "best": self.best.as_json(),
                    "stopped": self.stopped,
                    "material": self.material.fingerprint,
                },
            )

    def restore(self) -> None:
        """Continue from the checkpoint. Raises ValueError where it is of another run."""
        state = checkpoint.read(self.out / checkpoint.NAME)
        if state["format"] != checkpoint.FORMAT:
            raise ValueError(f"the run in {self.out} is of another version: begin a new one")
        if len(state["ranks"]) != self.processes.world:
            raise ValueError(
                f"the run was begun with {len(state['ranks'])} processes,"
                f" not {self.processes.world}"
            )
        self.recipe.same_as(state["recipe"])
        if state["material"] != self.material.fingerprint:
            raise ValueError("the run was begun with another data set")
        if state["facts"] != dict(self.origin):
            raise ValueError("the run was begun from another model")
        self.model.load_state_dict(state["model"])
        self.averaged.load_state_dict(state["averaged"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.step, self.seen, self.seconds = state["step"], state["seen"], state["seconds"]
        self.window, self.best = state["window"], Best(**state["best"])
        self.stopped = state["stopped"] and self.recipe.patience > 0
        mine = state["ranks"][self.processes.rank]
        self.streams.restore(mine["streams"])
        self.hidden = mine["hidden"].to(self.device)
        torch.set_rng_state(mine["random"])
        if mine["cuda"] is not None:
            torch.cuda.set_rng_state(mine["cuda"])
        if self.first:
            metrics.go_back(self.out, self.step)


def _towards(decay: float) -> Callable[[Any, Any, Any], None]:
    """Exponential averaging whose decay grows with the steps, so that it forgets the beginning."""

    def update(averaged: list[torch.Tensor], now: list[torch.Tensor], steps: torch.Tensor) -> None:
        n = int(steps)
        torch._foreach_lerp_(averaged, now, 1.0 - min(decay, n / (n + 10)))

    return update
