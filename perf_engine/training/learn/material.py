"""The training material of a run, and the music that was held out to examine it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any, Final

import numpy as np

from perf_engine.core.model.told import NOTHING, Told
from perf_engine.core.model.vocabulary import Vocabulary
from perf_engine.training.data.dataset import Dataset
from perf_engine.training.measure.evaluate import held_out, mixed, score

from .batches import Crop, Crops
from .recipe import Recipe
from .torch_model import PerformanceModel
from .variation import USUAL, Variation

TAIL: Final = 0.15  # share of each piece, held out where no whole piece is


@dataclass(frozen=True, slots=True)
class Exam:
    """Held-out music by source, and each source's share in the mean."""

    crops: Mapping[str, list[Crop]]
    weights: Mapping[str, float]

    @classmethod
    def of(
        cls,
        dataset: Dataset,
        weights: Mapping[str, float],
        vocabulary: Vocabulary,
        longest: int = 1024,
        most: int = 12,
        told: Told | None = None,
    ) -> Exam:
        """The beginnings of the held-out pieces of each source with a share.

        With `told` the model is told their style and metre too.
        """
        found = {
            source: held_out(dataset, source, vocabulary, longest, most, told)
            for source in dataset.sources
            if weights.get(source, 0.0) > 0
        }
        return cls({source: crops for source, crops in found.items() if crops}, weights)

    def take(self, model: PerformanceModel) -> tuple[dict[str, Any], dict[str, float]]:
        """Every figure of each source, and their weighted means; empty without held-out music."""
        scores = [score(model, crops, source) for source, crops in self.crops.items()]
        means = mixed(scores, self.weights) if scores else {}
        return {s.source: s.as_json() for s in scores}, means


@dataclass(frozen=True, slots=True)
class Material:
    """The n-th crop to learn, music to examine with, and a fingerprint of this material."""

    vocabulary: Vocabulary
    crop: Callable[[int], Crop]
    exam: Exam
    general: Exam | None
    fingerprint: str
    told: Told = NOTHING
    told_exam: Exam | None = None  # the same music, with style and metre told

    @classmethod
    def of(
        cls,
        dataset: Dataset,
        vocabulary: Vocabulary,
        recipe: Recipe,
        general: Dataset | None = None,
        before: Told = NOTHING,
    ) -> Material:
        """The material of a data set, mixed with general music where there is some.

        A model that knew styles or metre `before` keeps them, and learns the others too. Raises
        ValueError where a data set has a part that the vocabulary lacks, or nothing to learn.
        """
        told = before.more(
            dataset.styles if recipe.styles else (),
            recipe.metre and dataset.measured is not None,
        )
        shares: dict[str, Any] = {"pianist": recipe.pianist, **recipe.varied}
        variation = replace(USUAL, **shares)
        sides = [_supply(dataset, recipe.weights, vocabulary, recipe, variation, told)]
        exam, other = Exam.of(dataset, recipe.weights, vocabulary), None
        with_told = None
        if told != NOTHING:
            with_told = Exam.of(dataset, recipe.weights, vocabulary, told=told)
        if general is not None:
            sides.append(_supply(general, recipe.general, vocabulary, recipe))
            other = Exam.of(general, recipe.general, vocabulary)

        def crop(number: int) -> Crop:
            if len(sides) == 1:
                return sides[0](number)
            chance = np.random.default_rng([recipe.seed, number, 1]).random()
            return sides[int(chance < recipe.replay)](number)

        said = repr([d.pieces for d in (dataset, general) if d is not None])
        if told != NOTHING:
            said += repr((told, [piece.style for piece in dataset.pieces]))
        fingerprint = sha256(said.encode()).hexdigest()
        return cls(vocabulary, crop, exam, other, fingerprint, told, with_told)


def _supply(
    dataset: Dataset,
    weights: Mapping[str, float],
    vocabulary: Vocabulary,
    recipe: Recipe,
    variation: Variation = USUAL,
    told: Told = NOTHING,
) -> Callable[[int], Crop]:
    if dataset.parts != vocabulary.parts[: len(dataset.parts)]:
        raise ValueError(
            f"the parts of the data set must be among the model's, {', '.join(vocabulary.parts)},"
            f" not {', '.join(dataset.parts)}"
        )
    pieces = tuple(p for p in dataset.pieces if p.split == "train")
    crops = Crops(
        dataset, pieces, weights, vocabulary, recipe.seed, recipe.longest, variation, told
    )
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
            tail = replace(
                piece, split="validation", start=piece.start + kept, length=piece.length - kept
            )
            pieces.append(tail)
    return replace(dataset, pieces=tuple(pieces))
