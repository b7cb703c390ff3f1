"""`python -m benchmarks.training`: training against a bare loop, turn by turn in one run.

The bare loop has `torch.nn.GRU`, the same heads, loss and optimiser, on random batches that are
ready in memory; it reads no data, varies nothing, averages nothing and logs nothing.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import click
import numpy as np
import torch

from perf_engine.core.model.sizes import Sizes
from perf_engine.core.model.vocabulary import Vocabulary
from perf_engine.training.data.dataset import Dataset
from perf_engine.training.learn.batches import Streams
from perf_engine.training.learn.material import Material, by_length
from perf_engine.training.learn.processes import Processes
from perf_engine.training.learn.recipe import Recipe
from perf_engine.training.learn.run import Run
from perf_engine.training.learn.torch_model import Batch, PerformanceModel

from .measure import machine


def bare(sizes: Sizes, vocabulary: Vocabulary, batches: list[Batch]) -> Callable[[], int]:
    """A step of the bare loop, which returns the number of its events."""
    torch.manual_seed(0)
    model = PerformanceModel(sizes, vocabulary)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)
    hidden, taken = model.initial(batches[0].part.shape[1]).detach(), 0

    def step() -> int:
        nonlocal hidden, taken
        batch = batches[taken % len(batches)]
        taken += 1
        nats, after = model(batch, hidden)
        hidden = after.detach()
        (nats.total().sum() / batch.weight.sum()).backward()
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        return int(batch.weight.sum())

    return step


def scrambled(batch: Batch, vocabulary: Vocabulary, rng: np.random.Generator) -> Batch:
    """A batch of the same shape whose events are random; the keys held stay, to cost the same."""
    shape = tuple(batch.part.shape)

    def classes(count: int) -> torch.Tensor:
        return torch.from_numpy(rng.integers(0, count, shape))

    return replace(
        batch,
        part=classes(len(vocabulary.parts)),
        dt=classes(vocabulary.dt_count),
        key=classes(129),
        velocity=torch.from_numpy(rng.permutation(batch.velocity.numpy().ravel()).reshape(shape)),
        weight=torch.ones(shape),
        dt_weight=torch.ones(shape),
    )


def measured(step: Callable[[], int], seconds: float) -> tuple[int, float]:
    """Events taken, and seconds, in about so many seconds."""
    events, begun = 0, time.perf_counter()
    while (passed := time.perf_counter() - begun) < seconds:
        events += step()
    return events, passed


@click.command()
@click.argument("data", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--seconds", default=10.0, show_default=True, help="Of each turn.")
@click.option("--turns", default=6, show_default=True, help="Of each of the two.")
@click.option("--streams", default=96, show_default=True)
@click.option("--threads", default=1, show_default=True)
def main(data: Path, seconds: float, turns: int, streams: int, threads: int) -> None:
    """Measure on a prepared data set; the model and the batches are the shipped model's."""
    torch.set_num_threads(threads)
    dataset, sizes = Dataset.open(data), Sizes()
    vocabulary = Vocabulary(dataset.parts)
    recipe = Recipe(
        events=10**12,
        streams=streams,
        weights=by_length(dataset),
        log_steps=20,
        validation_steps=10**9,
        checkpoint_seconds=30.0,
    )
    material = Material.of(dataset, vocabulary, recipe)
    supply = Streams(material.crop, streams, recipe.steps, sizes)
    rng = np.random.default_rng(0)
    segments = [s for _ in range(8) if (s := supply.segment()) is not None]
    loop = bare(sizes, vocabulary, [scrambled(s, vocabulary, rng) for s in segments])
    with tempfile.TemporaryDirectory() as folder:
        run = Run(
            Path(folder),
            PerformanceModel(sizes, vocabulary),
            material,
            recipe,
            torch.device("cpu"),
            Processes(),
            lambda _: None,
            {},
        )

        def ours() -> int:
            before = run.seen
            if run.one():
                run.save()
            if run.step % recipe.log_steps == 0:
                run.report()
            return run.seen - before

        for step in (ours, loop):
            measured(step, seconds / 4)
        rates: dict[str, list[float]] = {"ours": [], "bare": []}
        for _ in range(turns):
            for name, step in (("ours", ours), ("bare", loop)):
                events, passed = measured(step, seconds)
                rates[name].append(events / passed)
                click.echo(f"{name}: {events / passed:.0f} events/s")
    means = {name: float(np.mean(found)) for name, found in rates.items()}
    ratio = float(np.median(np.array(rates["ours"]) / np.array(rates["bare"])))
    click.echo(
        json.dumps(
            {
                "machine": machine(),
                "torch": torch.__version__,
                "threads": threads,
                "streams": streams,
                "events_per_s": {name: round(x) for name, x in means.items()},
                "share_of_bare": round(ratio, 3),
            },
            indent=1,
        )
    )


if __name__ == "__main__":
    main()
