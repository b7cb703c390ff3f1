"""A stretch of music to be predicted, event by event, from its beginning."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from perf_engine.core.model.vocabulary import PARTS, Vocabulary
from perf_engine.protocol.midi import PEDAL
from perf_engine.training.data.dataset import Columns, Dataset
from perf_engine.training.data.events import as_switch
from perf_engine.training.data.roles import Rules
from perf_engine.training.data.selection import Selection

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Passage:
    """The beginning of a piece: onsets in seconds and class indices, each (n,)."""

    name: str
    source: str
    onset: NDArray[np.float64]
    part: Ints
    dt: Ints
    key: Ints
    velocity: Ints  # 0 is a release

    def __len__(self) -> int:
        return len(self.part)

    @property
    def notes(self) -> int:
        """The number of strikes, pedal apart."""
        return int(np.count_nonzero((self.velocity > 0) & (self.key != PEDAL)))

    @classmethod
    def of(
        cls, name: str, source: str, columns: Columns, vocabulary: Vocabulary, longest: int = 0
    ) -> Passage:
        """The first `longest` events (0: all) of a piece's dt, part, key and velocity."""
        dt, part, key, velocity = columns
        here = slice(longest or None)
        dt, part, key, velocity = dt[here], part[here], key[here], velocity[here]
        onset = np.cumsum(dt, dtype=np.float64)
        return cls(
            name,
            source,
            onset,
            part.astype(np.int64),
            time_classes(np.diff(onset, prepend=onset[:1]), vocabulary),
            key.astype(np.int64),
            velocity_classes(as_switch(key, velocity), vocabulary),
        )


def time_classes(seconds: NDArray[np.floating], vocabulary: Vocabulary) -> Ints:
    """The time bin of each duration."""
    classes = np.searchsorted(np.asarray(vocabulary.dt_edges), seconds, side="right") - 1
    clipped: Ints = np.clip(classes, 0, vocabulary.dt_count - 1).astype(np.int64)
    return clipped


def velocity_classes(velocity: NDArray[np.uint8], vocabulary: Vocabulary) -> Ints:
    """The class of each MIDI velocity; 0 is a release."""
    loud = velocity.astype(np.int64)
    classes: Ints = np.where(loud == 0, 0, 1 + (loud - 1) * (vocabulary.velocity_count - 1) // 127)
    return classes


def of_dataset(
    dataset: Dataset, split: str, vocabulary: Vocabulary, longest: int = 0, most: int = 0
) -> Iterator[Passage]:
    """The pieces of a split, source by source; of each source `most` evenly spaced ones (0: all).

    Raises ValueError where the model does not know the parts of the data set.
    """
    _check_parts(dataset.parts, vocabulary)
    for source in dataset.sources:
        pieces = [p for p in dataset.pieces if p.split == split and p.source == source]
        step = max(1, len(pieces) // most) if most else 1
        for piece in pieces[::step][: most or None]:
            yield Passage.of(piece.name, source, dataset.events(piece), vocabulary, longest)


def of_files(
    paths: Sequence[Path],
    vocabulary: Vocabulary,
    longest: int = 0,
    rules: Rules | None = None,
    selection: Selection | None = None,
) -> tuple[list[Passage], list[tuple[Path, str]]]:
    """The pieces of MIDI files and of folders of them, and (file, reason) of unusable files.

    `rules` say which part a track plays, `selection` which events of a piece to take. A folder is
    a source, by its name; files that are named one by one are one source together.
    """
    from perf_engine.training.data.corpus import find_files, read_events
    from perf_engine.training.data.tracks import Unusable

    _check_parts(PARTS, vocabulary)
    rules, selection = rules or Rules.read(), selection or Selection()
    found: list[Passage] = []
    unusable: list[tuple[Path, str]] = []
    for path in paths:
        source = "files"
        inside: list[tuple[Path, str | None]] = [(path, None)]
        if path.is_dir():
            source = path.resolve().name
            inside = [(path / one.path, one.reason) for one in find_files(path)[0]]
        for file, reason in inside:
            try:
                if reason is not None:
                    raise Unusable(reason)
                events = read_events(file, rules, selection)
            except Unusable as error:
                unusable.append((file, str(error)))
                continue
            columns = (events.dt, events.part, events.key, events.velocity)
            found.append(Passage.of(file.stem, source, columns, vocabulary, longest))
    return found, unusable


def _check_parts(parts: Sequence[str], vocabulary: Vocabulary) -> None:
    if tuple(parts) != vocabulary.parts[: len(parts)]:  # a model that knows drums needs none
        known = ", ".join(vocabulary.parts)
        raise ValueError(f"the model knows the parts {known}, and not {', '.join(parts)}")
