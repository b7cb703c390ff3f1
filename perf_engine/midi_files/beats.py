"""A file's beats and bars: the times of its quarter notes, and its time signatures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .chunks import TICKS_A_BEAT, Piece
from .tempo_map import Clock, Seconds


@dataclass(frozen=True, slots=True, eq=False)
class Beats:
    """The places of tempo changes in `seconds` and `quarters` (quarter notes), each (k,).

    `seconds_a_quarter` (k,) is the tempo from there on; `signatures` are (quarter, numerator,
    denominator).
    """

    seconds: Seconds
    quarters: NDArray[np.float64]
    seconds_a_quarter: Seconds
    signatures: tuple[tuple[float, int, int], ...] = ()

    @classmethod
    def of(cls, piece: Piece, clock: Clock) -> Beats | None:
        """Return the beats of a piece; None if its ticks divide film frames.

        Of several time signatures at one tick the last in the file counts.
        """
        if piece.division & 0x8000:
            return None
        ticks = piece.division or TICKS_A_BEAT
        said = [
            (tick, *bar)
            for track in piece.tracks
            for tick, bar in zip(track.bar_ticks, track.bars, strict=True)
        ]
        bars = {tick: (above, below) for tick, above, below in sorted(said, key=lambda s: s[0])}
        return cls(
            clock.begins,
            clock.ticks / ticks,
            clock.seconds_a_tick * ticks,
            tuple((tick / ticks, *bar) for tick, bar in bars.items()),
        )
