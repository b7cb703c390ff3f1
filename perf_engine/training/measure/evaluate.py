"""The score of a model while it is trained, in batches, by source."""

from __future__ import annotations

from collections.abc import Sequence

import torch

from perf_engine.core.model.told import Told
from perf_engine.core.model.vocabulary import Vocabulary
from perf_engine.training.data.dataset import Dataset, Piece
from perf_engine.training.learn.batches import Crop, Streams, crop_of
from perf_engine.training.learn.torch_model import PerformanceModel

from .figures import TERMS, Score, density_shifts, mixed

__all__ = ["TERMS", "Score", "held_out", "mixed", "score"]


def held_out(
    dataset: Dataset,
    source: str,
    vocabulary: Vocabulary,
    longest: int,
    most: int,
    told: Told | None = None,
) -> list[Crop]:
    """The beginnings of a source's validation pieces: up to `longest` events of up to `most`.

    With `told` they have their style and, where it is told, their metre.
    """
    pieces = [p for p in dataset.pieces if p.split == "validation" and p.source == source]
    step = max(1, len(pieces) // most)
    return [_beginning(dataset, p, vocabulary, longest, told) for p in pieces[::step][:most]]


def _beginning(
    dataset: Dataset, piece: Piece, vocabulary: Vocabulary, longest: int, told: Told | None
) -> Crop:
    dt, part, key, velocity = dataset.events(piece)
    here = slice(longest)
    columns = dt[here], part[here], key[here], velocity[here]
    if told is None:
        return crop_of(*columns, vocabulary)
    metre = dataset.metre(piece) if told.metre else None
    here_too = None if metre is None else metre[here]
    return crop_of(*columns, vocabulary, here_too, told.style(piece.style))


@torch.no_grad()
def score(model: PerformanceModel, crops: Sequence[Crop], source: str, steps: int = 128) -> Score:
    """Score a model on crops, each from a fresh hidden state."""
    device = next(model.parameters()).device
    model.eval()
    queue = sorted(range(len(crops)), key=lambda i: -len(crops[i]))
    streams = Streams(
        lambda n: crops[queue[n]] if n < len(queue) else None,
        min(len(crops), 32),
        steps,
        model.sizes,
    )
    sums, notes, events, dts, shift = dict.fromkeys(TERMS, 0.0), 0, 0.0, 0.0, 0.0
    release = 0.0
    shifts = torch.from_numpy(density_shifts(model.vocabulary)).to(device)
    hidden = model.initial(len(streams.crops))
    while (segment := streams.segment()) is not None:
        batch = segment.to(device)
        nats, hidden = model(batch, hidden)
        for term in TERMS:
            sums[term] += float(getattr(nats, term).double().sum())
        release += float((nats.key * (batch.velocity == 0)).double().sum())
        events += float(batch.weight.sum())
        dts += float(batch.dt_weight.sum())
        notes += int(((batch.velocity > 0) & (batch.key < 128) & (batch.weight > 0)).sum())
        shift += float((shifts[batch.dt] * batch.dt_weight).sum())
    model.train()
    n = max(1.0, events)
    return Score(
        source,
        len(crops),
        int(events),
        notes,
        sums["part"] / n,
        sums["dt"] / max(1.0, dts),
        sums["key"] / n,
        sums["velocity"] / n,
        shift / max(1.0, dts),
        release / n,
    )
