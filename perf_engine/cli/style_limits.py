"""The music of each style of a data set: its clips, and the limits that they give a governor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import numpy as np

from perf_engine.core.steering.limits import Limits
from perf_engine.protocol.midi import PEDAL
from perf_engine.studio.measure.limits_of import limits_of
from perf_engine.studio.measure.statistics import FEWEST_NOTES, Clip, clips, spreads, statistics
from perf_engine.studio.notes import Note
from perf_engine.training.data.dataset import Columns, Dataset, Piece

MOST_OF_A_PIECE: Final = 2  # clips
MOST_PIECES: Final = 120  # of a style


def notes_of(columns: Columns) -> list[Note]:
    """Return the notes of a piece's events: dt, part, key and velocity."""
    dt, part, key, velocity = columns
    onsets = np.cumsum(dt, dtype=np.float64)
    held: dict[tuple[int, int], tuple[float, int]] = {}
    found: list[Note] = []
    rows = zip(onsets.tolist(), part.tolist(), key.tolist(), velocity.tolist(), strict=True)
    for now, which, pitch, loud in rows:
        begun = held.pop((which, pitch), None)
        if begun is not None and pitch != PEDAL:
            found.append(Note(begun[0], pitch, begun[1], now - begun[0]))
        if loud > 0:
            held[which, pitch] = (now, loud)
    return found


def clips_of(
    dataset: Dataset, style: str, split: str = "train", most: int = MOST_PIECES
) -> Iterator[Clip]:
    """Yield two half minutes each of up to `most` evenly spaced pieces of a style."""
    pieces: list[Piece] = [p for p in dataset.pieces if p.split == split and p.style == style]
    step = max(1, len(pieces) // most)
    for piece in pieces[::step][:most]:
        found = [c for c in clips(notes_of(dataset.events(piece))) if len(c.notes) >= FEWEST_NOTES]
        yield from found[:: max(1, len(found) // MOST_OF_A_PIECE)][:MOST_OF_A_PIECE]


def style_limits(dataset: Dataset) -> Mapping[str, Limits]:
    """Return the limits of each style that has clips."""
    found: dict[str, Limits] = {}
    for style in dataset.styles:
        counted = [statistics(clip) for clip in clips_of(dataset, style)]
        if counted:
            found[style] = limits_of(spreads(counted))
    return found
