"""How well a model foresees while it is trained: scored in batches, by source."""

from __future__ import annotations

from collections.abc import Sequence

import torch

from ..core.vocabulary import Vocabulary
from .batches import Crop, Streams, crop_of
from .dataset import Dataset, Piece
from .figures import TERMS, Score, density_shifts, mixed
from .model import PerformanceModel

__all__ = ["TERMS", "Score", "held_out", "mixed", "score"]


def held_out(
    dataset: Dataset, source: str, vocabulary: Vocabulary, longest: int, most: int
) -> list[Crop]:
    """The beginnings of a source's validation pieces: up to `longest` events of up to `most`."""
    pieces = [p for p in dataset.pieces if p.split == "validation" and p.source == source]
    step = max(1, len(pieces) // most)
    return [_beginning(dataset, p, vocabulary, longest) for p in pieces[::step][:most]]


def _beginning(dataset: Dataset, piece: Piece, vocabulary: Vocabulary, longest: int) -> Crop:
    dt, part, key, velocity = dataset.events(piece)
    here = slice(longest)
    return crop_of(dt[here], part[here], key[here], velocity[here], vocabulary)


@torch.no_grad()
def score(
    model: PerformanceModel, crops: Sequence[Crop], source: str, steps: int = 128
) -> Score:
    """Score a model on crops, each from a fresh hidden state."""
    device = next(model.parameters()).device
    model.eval()
    queue = sorted(range(len(crops)), key=lambda i: -len(crops[i]))
    streams = Streams(
        lambda n: crops[queue[n]] if n < len(queue) else None,
        min(len(crops), 32), steps, model.sizes,
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
        source, len(crops), int(events), notes,
        sums["part"] / n, sums["dt"] / max(1.0, dts), sums["key"] / n, sums["velocity"] / n,
        shift / max(1.0, dts), release / n,
    )
