"""Crops of pieces, varied, laid side by side as streams whose hidden state is carried on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from perf_engine.core.model.sizes import Sizes
from perf_engine.core.model.told import NOTHING, Told
from perf_engine.core.model.vocabulary import KEY_COUNT, Vocabulary
from perf_engine.training.data.dataset import Dataset, Piece
from perf_engine.training.data.events import as_switch
from perf_engine.training.data.metre import Metre
from perf_engine.training.data.pianist import begun

from .torch_model import Batch
from .variation import UNPITCHED, USUAL, Stretch, Variation

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Crop:
    """A stretch of a piece as class indices (n,), and the keys held before each event.

    `held_rows held_codes held_ages` (E,): event, part * 129 + key, seconds since it was struck
    when the event before happened; sorted by event. `metre` (3, n) and `style` are classes of what
    a model may be told, 0 where it is not.
    """

    part: Ints
    dt: Ints
    key: Ints
    velocity: Ints
    held_rows: Ints
    held_codes: Ints
    held_ages: Floats
    metre: Ints
    style: int = 0

    def __len__(self) -> int:
        return len(self.part)


def crop_of(
    dt: NDArray[np.float32],
    part: NDArray[np.uint8],
    key: NDArray[np.uint8],
    velocity: NDArray[np.uint8],
    vocabulary: Vocabulary,
    metre: Metre | None = None,
    style: int = 0,
    dither: np.random.Generator | None = None,
) -> Crop:
    """Events of a data set as a crop; releases of keys that are not held are dropped.

    With `dither` the keys' ages come from times anywhere in their bins, as a machine plays them.
    """
    onset, velocity = np.cumsum(dt, dtype=np.float64), as_switch(key, velocity)
    code = part.astype(np.int64) * KEY_COUNT + key
    keep = begun(code, velocity)
    told = (Metre.unknown(len(code)) if metre is None else metre)[keep].classes()
    onset, code, velocity = onset[keep], code[keep], velocity[keep]
    n = len(code)
    gaps = np.diff(onset, prepend=onset[:1])
    edges = np.asarray(vocabulary.dt_edges)
    classes = np.searchsorted(edges, gaps, side="right") - 1
    classes = np.clip(classes, 0, vocabulary.dt_count - 1)
    if dither is not None:
        inside = edges[classes] + dither.random(n) * (edges[classes + 1] - edges[classes])
        onset = np.cumsum(np.where((classes == 0) | (gaps >= edges[-1]), gaps, inside))

    order = np.argsort(code, kind="stable")  # strike, release, strike, release of each key
    strike = velocity[order] > 0
    ended = np.full(n, n, np.int64)
    followed = np.zeros(n, bool)
    followed[:-1] = strike[:-1] & (code[order][1:] == code[order][:-1])
    ended[:-1][followed[:-1]] = order[1:][followed[:-1]]
    struck = order[strike]
    until = np.minimum(ended[strike], n - 1)
    counts = np.maximum(until - struck, 0)
    rows = np.repeat(struck + 1, counts) + _counting(counts)
    codes = np.repeat(code[struck], counts)
    ages = onset[rows - 1] - np.repeat(onset[struck], counts)
    by_row = np.argsort(rows, kind="stable")

    loudness = velocity.astype(np.int64)
    return Crop(
        part=code // KEY_COUNT,
        dt=classes,
        key=code % KEY_COUNT,
        velocity=np.where(
            loudness == 0, 0, 1 + (loudness - 1) * (vocabulary.velocity_count - 1) // 127
        ),
        held_rows=rows[by_row],
        held_codes=codes[by_row],
        held_ages=ages[by_row],
        metre=told,
        style=style,
    )


def _counting(counts: Ints) -> Ints:
    """0 .. c-1 for each count c, one after another."""
    ends = np.cumsum(counts)
    return np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - counts, counts)


@dataclass(frozen=True, slots=True)
class Crops:
    """An endless, reproducible supply of varied crops: the n-th is a function of the seed and n."""

    dataset: Dataset
    pieces: tuple[Piece, ...]
    source_weights: Mapping[str, float]
    vocabulary: Vocabulary
    seed: int = 0
    longest: int = 2048  # events
    variation: Variation = USUAL
    told: Told = NOTHING

    def chances(self) -> Floats:
        """The probability of each piece: its source's weight, shared by length."""
        lengths = np.array([float(p.length) for p in self.pieces])
        sources = np.array([p.source for p in self.pieces])
        chances = np.zeros(len(self.pieces))
        for source, weight in self.source_weights.items():
            mine = sources == source
            if mine.any():
                chances[mine] = weight * lengths[mine] / lengths[mine].sum()
        if not chances.sum() > 0:
            raise ValueError("no piece of the data set has a source with a weight")
        shared: Floats = chances / chances.sum()
        return shared

    def unpitched(self) -> list[int]:
        """The parts whose keys are no pitches and are not transposed."""
        return [i for i, name in enumerate(self.vocabulary.parts) if name == UNPITCHED]

    def crop(self, number: int, cumulative: Floats) -> Crop:
        """Crop `number`; `cumulative` is the running sum of `chances`."""
        rng = np.random.default_rng([self.seed, number])
        index = int(np.searchsorted(cumulative, rng.random(), side="right"))
        piece = self.pieces[min(index, len(self.pieces) - 1)]
        begin = int(rng.integers(0, max(1, piece.length - self.longest // 4)))
        if rng.random() < 0.25:
            begin = 0
        here = slice(begin, begin + self.longest)
        dt, part, key, velocity = self.dataset.events(piece)
        metre = self.dataset.metre(piece)
        stretch = Stretch(
            dt[here], part[here], key[here], velocity[here], None if metre is None else metre[here]
        )
        stretch = self.variation.varied(stretch, rng, self.unpitched(), self.vocabulary.parts)
        # Later additions draw from a generator of their own, so that earlier crops stay the same.
        more = np.random.default_rng([self.seed, number, 2])
        stretch = self.variation.as_played(stretch, more, self.unpitched())
        told = self.variation.told(stretch, more) if self.told.metre else None
        styled = more.random() < self.variation.styled
        return crop_of(
            stretch.dt,
            stretch.part,
            stretch.key,
            stretch.velocity,
            self.vocabulary,
            told,
            self.told.style(piece.style) if styled else 0,
            more if more.random() < self.variation.dithered else None,
        )


class Streams:
    """B streams of crops, cut into segments of T events.

    These are the streams `first` and following of `all_streams` (None: all there are). Stream s
    plays the crops s, s + all, s + 2 all, ... in any process.
    """

    def __init__(
        self,
        next_crop: Callable[[int], Crop | None],
        streams: int,
        steps: int,
        sizes: Sizes,
        first: int = 0,
        all_streams: int | None = None,
    ) -> None:
        self.next_crop, self.steps, self.sizes = next_crop, steps, sizes
        self.stride = streams if all_streams is None else all_streams
        self.numbers = [first + b - self.stride for b in range(streams)]
        self.positions = [0] * streams
        self.crops: list[Crop | None] = [None] * streams

    def state(self) -> dict[str, list[int]]:
        """The positions of the streams, for `restore`."""
        return {"numbers": self.numbers[:], "positions": self.positions[:]}

    def restore(self, state: Mapping[str, list[int]]) -> None:
        """Continue from a state."""
        self.numbers, self.positions = state["numbers"][:], state["positions"][:]
        self.crops = [self.next_crop(n) if n >= 0 else None for n in self.numbers]

    def segment(self) -> Batch | None:
        """The next segment, or None when every stream has run out of crops."""
        steps, streams = self.steps, len(self.crops)
        classes = np.zeros((4, steps, streams), np.int64)
        weight = np.zeros((steps, streams), np.float32)
        dt_weight = np.zeros((steps, streams), np.float32)
        reset = np.zeros(streams, bool)
        rows, codes, ages = [], [], []
        told = np.zeros((2, 3, steps, streams), np.int64)  # of each event, and of the one before
        style = np.zeros(streams, np.int64)
        for b in range(streams):
            crop = self.crops[b]
            while crop is None or self.positions[b] >= len(crop):
                self.numbers[b] += self.stride
                self.positions[b] = 0
                crop = self.next_crop(self.numbers[b])
                self.crops[b] = crop
                reset[b] = True
                if crop is None:
                    break
            if crop is None:
                continue
            begin = self.positions[b]
            end = min(begin + steps, len(crop))
            n = end - begin
            for i, name in enumerate(("part", "dt", "key", "velocity")):
                classes[i, :n, b] = getattr(crop, name)[begin:end]
            style[b] = crop.style
            told[0, :, :n, b] = crop.metre[:, begin:end]
            told[1, :, int(begin == 0) : n, b] = crop.metre[:, max(begin - 1, 0) : end - 1]
            weight[:n, b] = dt_weight[:n, b] = 1.0
            if begin == 0:
                dt_weight[0, b] = 0.0
            low, high = np.searchsorted(crop.held_rows, (begin, end))
            rows.append((crop.held_rows[low:high] - begin) * streams + b)
            codes.append(crop.held_codes[low:high])
            ages.append(crop.held_ages[low:high])
            self.positions[b] = end
        if not weight.any():
            return None
        row = np.concatenate(rows)
        order = np.argsort(row, kind="stable")
        row, code, age = row[order], np.concatenate(codes)[order], np.concatenate(ages)[order]
        weights = np.ones((len(row), self.sizes.held_features), np.float32)
        for i, scale in enumerate(self.sizes.age_scales):
            weights[:, 1 + i] = np.exp(-age / scale)
        offsets = np.searchsorted(row, np.arange(steps * streams))
        part, dt, key, velocity = (torch.from_numpy(x) for x in classes)
        return Batch(
            part,
            dt,
            key,
            velocity,
            *(
                torch.from_numpy(x)
                for x in (
                    weight,
                    dt_weight,
                    reset,
                    offsets,
                    row,
                    code,
                    weights,
                    style,
                    *told,
                )
            ),
        )
