"""A piece as one line of events: strikes and releases of keys in parts, with their times."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

import numpy as np
from numpy.typing import NDArray

from perf_engine.core.model.vocabulary import KEY_COUNT, PARTS, SWITCH
from perf_engine.protocol.midi import PEDAL

from .metre import Metre
from .tracks import Seconds, Track, Unusable

SHORTEST_NOTE: Final = 0.010  # seconds; only for notes that end as they begin
PEDAL_DOWN: Final = 64  # from this value of the control on
DRUMS: Final = len(PARTS)  # the part of drums, where a data set has them


@dataclass(frozen=True, slots=True, eq=False)
class Events:
    """A piece as four arrays of equal length, one entry an event.

    dt float32: seconds since the previous event (the first is 0); part uint8: index into PARTS;
    key uint8: pitch 0..127 or 128 for the pedal; velocity uint8: 0 is a release, of a pedal that
    is down its depth, which models do not see (`as_switch`). Strikes and releases of
    each (part, key) alternate, the first a strike, the last a release. `mended` says in sentences
    which oddities the file had. `start` is seconds from the beginning of the file to the first
    event; `metre` is there where it was asked for.
    """

    dt: NDArray[np.float32]
    part: NDArray[np.uint8]
    key: NDArray[np.uint8]
    velocity: NDArray[np.uint8]
    mended: tuple[str, ...] = ()
    start: float = 0.0
    metre: Metre | None = None

    @property
    def notes(self) -> int:
        """The number of strikes, pedal apart."""
        return int(np.count_nonzero((self.velocity > 0) & (self.key != PEDAL)))

    @property
    def seconds(self) -> float:
        """The time from the first event to the last."""
        return float(self.dt.sum(dtype=np.float64))

    @property
    def lowest(self) -> int:
        """The lowest pitch, pedal and drums apart; 128 where there is none."""
        return int(self.key[self.part != DRUMS].min(initial=PEDAL))

    def digest(self) -> str:
        """A hash of the music, the same for the same events in any file."""
        return self._hash(self.key)

    def shape(self) -> str:
        """A hash that is the same in every transposition: only distances to the lowest pitch."""
        moving = (self.part != DRUMS) & (self.key != PEDAL)
        return self._hash(np.where(moving, self.key - np.uint8(self.lowest), self.key))

    def _hash(self, key: NDArray[np.uint8]) -> str:
        arrays = (self.dt, self.part, key, self.velocity)
        return sha256(b"".join(a.tobytes() for a in arrays)).hexdigest()


def as_switch(key: NDArray[np.integer], velocity: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """MIDI velocities as a model receives them: a pedal is up or down, however deep."""
    return np.where((key == PEDAL) & (velocity > 0), np.uint8(SWITCH), velocity)


def perform(tracks: Sequence[Track], parts: Sequence[int]) -> Events:
    """All tracks as one line of events, each in its part (an index). Raises Unusable."""
    if not tracks:
        raise Unusable("no notes")
    columns = [_notes(tracks, parts)]
    last = float(columns[0][0].max())
    for part in sorted(set(parts)):
        players = [track for track, its in zip(tracks, parts, strict=True) if its == part]
        columns.append(_pedal(players, part, last))
    times, lines, keys, velocities = zip(*columns, strict=True)
    time, line = np.concatenate(times), np.concatenate(lines)
    key, velocity = np.concatenate(keys), np.concatenate(velocities)
    if not np.isfinite(time).all():
        raise Unusable("its tempo makes no sense")
    order = np.lexsort((key, line, velocity > 0, time))  # at one time releases come first
    time = time[order]
    return Events(
        np.diff(time, prepend=time[:1]).astype(np.float32),
        line[order].astype(np.uint8),
        key[order].astype(np.uint8),
        velocity[order].astype(np.uint8),
        start=float(time[0]),
    )


_Columns = tuple[Seconds, NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]


def _notes(tracks: Sequence[Track], parts: Sequence[int]) -> _Columns:
    """Time, part, key and velocity of all strikes, then of all releases, unsorted."""
    line = np.repeat(np.array(parts, np.int64), [len(t.onset) for t in tracks])
    line = line * KEY_COUNT + np.concatenate([t.pitch for t in tracks])  # one number a (part, key)
    onset = np.concatenate([t.onset for t in tracks])
    end = np.concatenate([t.end for t in tracks])
    velocity = np.concatenate([t.velocity for t in tracks])
    order = np.lexsort((onset, line))
    line, onset, end, velocity = line[order], onset[order], end[order], velocity[order]
    first = np.flatnonzero(np.r_[True, (np.diff(line) != 0) | (np.diff(onset) != 0)])
    line, onset = line[first], onset[first]  # struck twice at once: one note, the louder and longer
    end, velocity = np.maximum.reduceat(end, first), np.maximum.reduceat(velocity, first)
    end = np.where(end > onset, end, onset + SHORTEST_NOTE)
    again = np.r_[np.where(np.diff(line) == 0, onset[1:], np.inf), np.inf]  # the next strike
    end = np.minimum(end, again)
    return (
        np.concatenate([onset, end]),
        np.tile(line // KEY_COUNT, 2),
        np.tile(line % KEY_COUNT, 2),
        np.concatenate([velocity, np.zeros_like(velocity)]),
    )


def _pedal(tracks: Sequence[Track], part: int, last: float) -> _Columns:
    """The same of a part's pedal, down while any track's is; up at the latest at `last`.

    Pedal moves after the end of the last note are left out, except that the pedal goes up.
    """
    moves = [
        (time, index, value)
        for index, track in enumerate(tracks)
        for time, value in zip(track.pedal_time.tolist(), track.pedal_value.tolist(), strict=True)
    ]
    moves.sort(key=lambda move: move[0])  # stable: a track's own order stands
    times: list[float] = []
    velocities: list[int] = []
    down: set[int] = set()
    for place, (time, index, value) in enumerate(moves):
        if value >= PEDAL_DOWN:
            down.add(index)
        else:
            down.discard(index)
        if place + 1 < len(moves) and moves[place + 1][0] == time:
            continue  # only the last value at this moment counts
        if bool(down) == bool(len(times) % 2) or (down and time >= last):
            continue
        times.append(time)
        velocities.append(max(value, 1) if down else 0)
    if len(times) % 2:
        times.append(last)
        velocities.append(0)
    count = len(times)
    return (
        np.array(times, np.float64),
        np.full(count, part, np.int64),
        np.full(count, PEDAL, np.int64),
        np.array(velocities, np.int64),
    )
