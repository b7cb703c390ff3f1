"""What a run learns from, and the music that was held out to examine it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any, Final

import numpy as np

from ..core.vocabulary import Vocabulary
from .batches import Crop, Crops, Variation
from .dataset import Dataset
from .evaluate import held_out, mixed, score
from .model import PerformanceModel
from .recipe import Recipe

TAIL: Final = 0.15  # of each piece, held out where no piece is


@dataclass(frozen=True, slots=True)
class Exam:
    """Held-out music by source, and each source's share in the mean."""

    crops: Mapping[str, list[Crop]]
    weights: Mapping[str, float]

    @classmethod
    def of(
        cls, dataset: Dataset, weights: Mapping[str, float], vocabulary: Vocabulary,
        longest: int = 1024, most: int = 12,
    ) -> Exam:
        """The beginnings of the held-out pieces of each source with a share."""
        found = {
            source: held_out(dataset, source, vocabulary, longest, most)
            for source in dataset.sources if weights.get(source, 0.0) > 0
        }
        return cls({source: crops for source, crops in found.items() if crops}, weights)

    def take(self, model: PerformanceModel) -> tuple[dict[str, Any], dict[str, float]]:
        """Every figure of each source, and their weighted means; empty without held-out music."""
        scores = [score(model, crops, source) for source, crops in self.crops.items()]
        means = mixed(scores, self.weights) if scores else {}
        return {s.source: s.as_json() for s in scores}, means


@dataclass(frozen=True, slots=True)
class Material:
    """The n-th crop to learn, music to examine with, and what tells this material from other."""

    vocabulary: Vocabulary
    crop: Callable[[int], Crop]
    exam: Exam
    general: Exam | None
    fingerprint: str

    @classmethod
    def of(
        cls, dataset: Dataset, vocabulary: Vocabulary, recipe: Recipe,
        general: Dataset | None = None,
    ) -> Material:
        """The material of a data set, mixed with general music where there is some.

        Raises ValueError where a data set has a part that the vocabulary lacks, or nothing to
        learn.
        """
        sides = [_supply(dataset, recipe.weights, vocabulary, recipe, recipe.pianist)]
        exam, other = Exam.of(dataset, recipe.weights, vocabulary), None
        if general is not None:
            sides.append(_supply(general, recipe.general, vocabulary, recipe))
            other = Exam.of(general, recipe.general, vocabulary)

        def crop(number: int) -> Crop:
            if len(sides) == 1:
                return sides[0](number)
            chance = np.random.default_rng([recipe.seed, number, 1]).random()
            return sides[int(chance < recipe.replay)](number)

        told = repr([d.pieces for d in (dataset, general) if d is not None])
        return cls(vocabulary, crop, exam, other, sha256(told.encode()).hexdigest())


def _supply(
    dataset: Dataset, weights: Mapping[str, float], vocabulary: Vocabulary, recipe: Recipe,
    pianist: float = 0.0,
) -> Callable[[int], Crop]:
    if dataset.parts != vocabulary.parts[: len(dataset.parts)]:
        raise ValueError(
            f"the parts of the data set must be among the model's, {', '.join(vocabulary.parts)},"
            f" not {', '.join(dataset.parts)}"
        )
    pieces = tuple(p for p in dataset.pieces if p.split == "train")
    crops = Crops(dataset, pieces, weights, vocabulary, recipe.seed, recipe.longest,
                  Variation(pianist=pianist))
    cumulative = np.cumsum(crops.chances())
    return lambda number: crops.crop(number, cumulative)


def by_length(dataset: Dataset) -> dict[str, float]:
    """Shares by which all of a data set's music has the same chance."""
    shares: dict[str, float] = {}
    for piece in dataset.pieces:
        if piece.split == "train":
            shares[piece.source] = shares.get(piece.source, 0.0) + piece.length
    return shares


def with_tails_held_out(dataset: Dataset) -> Dataset:
    """The data set itself where pieces are held out; else with the end of each piece held out."""
    if any(p.split == "validation" for p in dataset.pieces):
        return dataset
    pieces = []
    for piece in dataset.pieces:
        if piece.split != "train":
            continue
        kept = max(1, round(piece.length * (1 - TAIL)))
        pieces.append(replace(piece, length=kept))
        if kept < piece.length:
            tail = replace(piece, split="validation", start=piece.start + kept,
                           length=piece.length - kept)  # fmt: skip
            pieces.append(tail)
    return replace(dataset, pieces=tuple(pieces))
