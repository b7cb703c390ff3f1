"""The baselines that a model must beat: unigram and Markov models of the same training music."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from perf_engine.core.model.vocabulary import Vocabulary
from perf_engine.files.json_text import value_of
from perf_engine.files.plain_file import Unfit, check_plain
from perf_engine.files.whole_file import write_whole
from perf_engine.training.data.dataset import Dataset, Piece
from perf_engine.training.data.events import as_switch

from . import file_cache
from .contexts import Line, asked
from .figures import TERMS
from .markov import Markov, classes_of
from .passage import Passage, time_classes, velocity_classes

FORMAT: Final = 1
TUNED_ON: Final = 20  # one group of pieces in so many
KINDS: Final = ("unigram", "markov", "markov_cached")


@dataclass(frozen=True, slots=True, eq=False)
class Baselines:
    """Markov models of part, dt, key and velocity, with the shares of their training music."""

    vocabulary: Vocabulary
    models: tuple[Markov, ...]
    shares: Mapping[str, float]

    @classmethod
    def fit(
        cls, dataset: Dataset, vocabulary: Vocabulary, shares: Mapping[str, float]
    ) -> Baselines:
        """Fit to a data set's training pieces; a source counts by its share, not by its length.

        The doubts are tuned on one group of pieces in twenty, the others are counted. Raises
        ValueError where no training piece has a share.
        """
        pieces = [p for p in dataset.pieces if p.split == "train" and shares.get(p.source, 0) > 0]
        if not pieces:
            raise ValueError("no training piece of the data set has a source with a share")
        each = _weights(pieces, shares)
        tuning = [p for p in pieces if p.group % TUNED_ON == 0]
        counted = [p for p in pieces if p.group % TUNED_ON] or pieces
        line, weights = _training(dataset, vocabulary, counted, each)
        tuned_on, tuned_by = _training(dataset, vocabulary, tuning or pieces, each)
        sizes = classes_of(len(vocabulary.parts), vocabulary.dt_count, vocabulary.velocity_count)
        models = tuple(
            Markov.fit(term, sizes[term], line, weights, tuned_on, tuned_by) for term in TERMS
        )
        return cls(vocabulary, models, dict(shares))

    def nats(self, passages: Sequence[Passage]) -> dict[str, list[NDArray[np.float64]]]:
        """For each kind of baseline the nats (n, 4) of each passage.

        `markov_cached` learns from each passage while it hears it.
        """
        line = line_of(passages)
        found = {kind: np.zeros((len(line.part), 4)) for kind in KINDS}
        for what, model in enumerate(self.models):
            rows = asked(line, model.term)
            found["unigram"][rows, what] = -np.log(model.unigram().foreseen(line))
            static = model.foreseen(line)
            found["markov"][rows, what] = -np.log(static)
            learnt = file_cache.foreseen(model.term, static, line)
            found["markov_cached"][rows, what] = -np.log(learnt)
        return {kind: _apart(nats, passages) for kind, nats in found.items()}

    def save(self, path: Path) -> None:
        """Write them as a file that holds no code. Raises OSError."""
        from safetensors.numpy import save

        tensors = {name: tensor for model in self.models for name, tensor in model.tensors()}
        said = {
            "format": FORMAT,
            "parts": self.vocabulary.parts,
            "dt_count": self.vocabulary.dt_count,
            "velocity_count": self.vocabulary.velocity_count,
            "shares": dict(self.shares),
            "doubts": {model.term: model.doubts for model in self.models},
        }
        write_whole(path, save(tensors, metadata={"perf_engine_baseline": json.dumps(said)}))

    @classmethod
    def load(cls, path: Path) -> Baselines:
        """Read a file of `save`. Raises ValueError where it is something else, or damaged."""
        from safetensors import safe_open

        try:
            check_plain(path)
            with safe_open(path, framework="numpy") as file:
                said = value_of((file.metadata() or {})["perf_engine_baseline"])
                keys = file.keys()  # the file itself cannot be iterated over
                tensors = {key: file.get_tensor(key) for key in keys}
            if said["format"] != FORMAT:
                raise ValueError(f"it has format {said['format']} and this version reads {FORMAT}")
            vocabulary = Vocabulary(
                tuple(said["parts"]), int(said["dt_count"]), int(said["velocity_count"])
            )
            sizes = classes_of(
                len(vocabulary.parts), vocabulary.dt_count, vocabulary.velocity_count
            )
            models = tuple(
                Markov.of_tensors(term, sizes[term], tensors, said["doubts"][term])
                for term in TERMS
            )
            return cls(vocabulary, models, dict(said["shares"]))
        except Unfit:
            raise
        except Exception as error:  # the tensors of a foreign file can raise anything
            raise ValueError(f"{path} holds no baseline that can be read: {error}") from error


def line_of(passages: Sequence[Passage]) -> Line:
    """Passages end to end. Raises ValueError where there is none."""
    if not passages:
        raise ValueError("there is no music to foresee")
    part, dt, key, velocity = (
        np.concatenate([getattr(p, name) for p in passages]) for name in TERMS
    )
    return Line(part, dt, key, velocity, np.concatenate([np.arange(len(p)) for p in passages]))


def learning(
    passages: Sequence[Passage], nats: Sequence[NDArray[np.floating]]
) -> list[NDArray[np.float64]]:
    """The nats (n, 4) of each passage, if the source of `nats` also learnt from each piece."""
    line, given = line_of(passages), np.concatenate(nats).astype(np.float64)
    found = np.zeros_like(given)
    for what, term in enumerate(TERMS):
        rows = asked(line, term)
        found[rows, what] = -np.log(file_cache.foreseen(term, np.exp(-given[rows, what]), line))
    return _apart(found, passages)


def _apart(nats: NDArray[np.float64], passages: Sequence[Passage]) -> list[NDArray[np.float64]]:
    return np.split(nats, np.cumsum([len(p) for p in passages])[:-1])


def _weights(pieces: Sequence[Piece], shares: Mapping[str, float]) -> dict[str, float]:
    """The weight of an event of each source, in the mean 1."""
    lengths: dict[str, int] = {}
    for piece in pieces:
        lengths[piece.source] = lengths.get(piece.source, 0) + piece.length
    events, whole = sum(lengths.values()), sum(shares[s] for s in lengths)
    return {s: shares[s] / whole * events / n for s, n in lengths.items()}


def _training(
    dataset: Dataset, vocabulary: Vocabulary, pieces: Sequence[Piece], each: Mapping[str, float]
) -> tuple[Line, NDArray[np.float32]]:
    """Pieces end to end, and each event's weight."""
    columns: list[list[NDArray[np.int32]]] = [[], [], [], [], []]
    for piece in pieces:
        dt, part, key, velocity = dataset.events(piece)
        found: tuple[NDArray[np.integer], ...] = (
            part,
            time_classes(dt, vocabulary),
            key,
            velocity_classes(as_switch(key, velocity), vocabulary),
            np.arange(piece.length),
        )
        for column, its in zip(columns, found, strict=True):
            column.append(its.astype(np.int32))
    weights = [np.full(p.length, each[p.source], np.float32) for p in pieces]
    part_, dt_, key_, velocity_, place = (np.concatenate(column) for column in columns)
    return Line(part_, dt_, key_, velocity_, place), np.concatenate(weights)
