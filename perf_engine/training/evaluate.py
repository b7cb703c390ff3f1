"""How well a model foresees real music: held-out negative log-likelihood, by source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch

from ..core.vocabulary import Vocabulary
from .batches import Crop, Streams, crop_of
from .dataset import Dataset, Piece
from .model import PerformanceModel

TERMS = ("part", "dt", "key", "velocity")


@dataclass(frozen=True, slots=True)
class Score:
    """Mean negative log-likelihood in nats an event; `density` is dt's over 10 ms bins."""

    source: str
    pieces: int
    events: int
    notes: int
    part: float
    dt: float
    key: float
    velocity: float
    density_shift: float  # mean log(bin width / 10 ms)

    @property
    def total(self) -> float:
        """Nats an event."""
        return self.part + self.dt + self.key + self.velocity

    @property
    def dens(self) -> float:
        """Nats an event with dt as a density over 10 ms: independent of the time bins."""
        return self.total + self.density_shift

    @property
    def per_note(self) -> float:
        """Nats a note."""
        return self.total * self.events / max(1, self.notes)

    def as_json(self) -> dict[str, float | str]:
        """Every figure, rounded to 4 places."""
        figures = {t: round(getattr(self, t), 4) for t in TERMS}
        return {
            "source": self.source, "pieces": self.pieces, "events": self.events, **figures,
            "total": round(self.total, 4), "dens": round(self.dens, 4),
            "per_note": round(self.per_note, 4),
        }


def density_shifts(vocabulary: Vocabulary) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """log(bin width / 10 ms) of each time bin."""
    return np.log(np.diff(np.asarray(vocabulary.dt_edges)) / 0.01)


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
    shifts = torch.from_numpy(density_shifts(model.vocabulary)).to(device)
    hidden = model.initial(len(streams.crops))
    while (segment := streams.segment()) is not None:
        batch = segment.to(device)
        nats, hidden = model(batch, hidden)
        for term in TERMS:
            sums[term] += float(getattr(nats, term).double().sum())
        events += float(batch.weight.sum())
        dts += float(batch.dt_weight.sum())
        notes += int(((batch.velocity > 0) & (batch.key < 128) & (batch.weight > 0)).sum())
        shift += float((shifts[batch.dt] * batch.dt_weight).sum())
    model.train()
    n = max(1.0, events)
    return Score(
        source, len(crops), int(events), notes,
        sums["part"] / n, sums["dt"] / max(1.0, dts), sums["key"] / n, sums["velocity"] / n,
        shift / max(1.0, dts),
    )


def mixed(scores: Sequence[Score], weights: Mapping[str, float]) -> dict[str, float]:
    """The weighted mean of each figure over the sources that have both score and weight."""
    shared = [(weights[s.source], s) for s in scores if weights.get(s.source, 0) > 0]
    whole = sum(w for w, _ in shared)
    names = (*TERMS, "total", "dens", "per_note")
    return {n: round(sum(w * getattr(s, n) for w, s in shared) / whole, 4) for n in names}
