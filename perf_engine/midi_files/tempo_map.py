"""Ticks to seconds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from .chunks import TICKS_A_BEAT, Piece
from .oddities import Oddities

TEMPO: Final = 500_000  # microseconds a beat, until a file sets another
TICKS_A_FRAME: Final = 40  # of a file that says 0

_FRAMES: Final = {24: 24.0, 25: 25.0, 29: 30000 / 1001, 30: 30.0}  # 29 is 30 with dropped numbers

Ticks = NDArray[np.int64]
Seconds = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Clock:
    """A piece's time: from each of `ticks` on, a tick lasts `seconds_a_tick`.

    `begins` has the same places in seconds; the three arrays have one length.
    """

    ticks: Ticks
    begins: Seconds
    seconds_a_tick: Seconds

    @classmethod
    def of(cls, piece: Piece, odd: Oddities) -> Clock:
        """Return the clock of a piece; of several tempos at one tick the file's last counts."""
        division = piece.division
        if division & 0x8000:
            frames, ticks = 256 - (division >> 8), division & 255
            if frames not in _FRAMES:
                odd["frames"] = 1
            if not ticks:
                odd["frame_ticks"] = 1
            pace = 1.0 / (_FRAMES.get(frames, float(frames)) * (ticks or TICKS_A_FRAME))
            return cls(np.zeros(1, np.int64), np.zeros(1), np.array([pace]))
        if not division:
            odd["division"] = 1
        changed = [t for t in piece.tracks if t.tempos]
        if not changed:
            pace = TEMPO / (1e6 * (division or TICKS_A_BEAT))
            return cls(np.zeros(1, np.int64), np.zeros(1), np.array([pace]))
        ticks_of = [np.frombuffer(t.tempo_ticks, np.int64) for t in changed]
        tempos_of = [np.frombuffer(t.tempos, np.int64) for t in changed]
        tick = np.concatenate([np.zeros(1, np.int64), *ticks_of])
        tempo = np.concatenate([np.array([TEMPO]), *tempos_of])
        order = np.argsort(tick, kind="stable")
        tick, tempo = tick[order], tempo[order]
        last = np.append(np.diff(tick) > 0, True)
        tick, tempo = tick[last], tempo[last]
        paces = tempo / (1e6 * (division or TICKS_A_BEAT))
        begins = np.concatenate([[0.0], np.cumsum(np.diff(tick) * paces[:-1])])
        return cls(tick, begins, paces)

    def seconds(self, ticks: NDArray[Any]) -> Seconds:
        """Return the times of ticks in seconds."""
        if len(self.ticks) == 1:
            return np.asarray(ticks * self.seconds_a_tick[0], np.float64)
        at = np.searchsorted(self.ticks, ticks, side="right") - 1
        result: Seconds = self.begins[at] + (ticks - self.ticks[at]) * self.seconds_a_tick[at]
        return result
