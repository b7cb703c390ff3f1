"""Pairing of strikes and releases to notes."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from .oddities import Oddities

Ints = NDArray[np.int64]

_TRACK: Final = 11  # a key is track (from this bit on), channel (4 bits), pitch (7 bits)


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Notes by the strikes that begin them, in order of key and time.

    `strike` is an index of the events, `end` a tick.
    """

    strike: Ints
    end: Ints
    velocity: Ints


def pair(key: Ints, tick: Ints, velocity: Ints, ends: Sequence[int], odd: Oddities) -> Pairs:
    """Pair events that are in order of time within each key; a velocity of 0 is a release.

    A key is a pitch on a channel in a track; `ends` has the last ticks of the tracks. The n-th
    release ends the n-th strike; if releases are missing, a strike ends the one before. A note that
    is never released ends with an unused release of its pitch, in its track on another channel, or
    on its channel in another track; without one it ends with its track. Strikes of a key at one
    tick are one note, as long as the longest and as loud as the loudest.
    """
    order = np.argsort(key, kind="stable")
    key, tick, velocity = key[order], tick[order], velocity[order]
    on = velocity > 0
    first = np.append(True, key[1:] != key[:-1])[: len(key)]
    begin = np.flatnonzero(first)
    group = np.cumsum(first) - 1
    place = np.arange(len(key)) - begin[group]
    size = np.bincount(group, minlength=len(begin))
    plain = size % 2 == 0
    plain[group[on != (place % 2 == 0)]] = False
    strike = np.flatnonzero(on & plain[group])
    end, loud = tick[strike + 1], velocity[strike]
    if not plain.all():
        loose = _Loose(ends, odd)
        for number in np.flatnonzero(~plain).tolist():
            at = slice(begin[number], begin[number] + size[number])
            loose.add(int(key[at.start]), np.arange(at.start, at.stop), tick[at], velocity[at])
        more = loose.notes()
        strike, end, loud = (
            np.concatenate(both) for both in zip((strike, end, loud), more, strict=True)
        )
        sort = np.argsort(strike)
        strike, end, loud = strike[sort], end[sort], loud[sort]
    apart = (np.diff(key[strike]) != 0) | (np.diff(tick[strike]) != 0)
    if not apart.all():  # struck, released and struck again at one tick
        first = np.flatnonzero(np.append(True, apart))
        odd["doubled"] += len(strike) - len(first)
        longest, loudest = (np.maximum.reduceat(column, first) for column in (end, loud))
        strike, end, loud = strike[first], longest, loudest
    return Pairs(order[strike], end, loud)


class _Loose:
    """Keys whose strikes and releases do not simply alternate."""

    def __init__(self, ends: Sequence[int], odd: Oddities) -> None:
        self._ends, self._odd = ends, odd
        self._notes: list[list[int]] = []  # index of the strike, its tick, end, velocity, releases
        self._open: list[tuple[int, list[int]]] = []  # key, a note without a release of its key
        self._spare: dict[tuple[bool, int], list[int]] = defaultdict(list)  # unused releases' ticks

    def add(self, key: int, index: Ints, tick: Ints, velocity: Ints) -> None:
        """Pair the events of one key."""
        lost = 2 * int(np.count_nonzero(velocity)) > len(velocity)  # more strikes than releases
        held: deque[list[int]] = deque()
        for i, t, v in zip(index.tolist(), tick.tolist(), velocity.tolist(), strict=True):
            same = v and next((note for note in held if note[1] == t), None)
            if same:
                same[3] = max(same[3], v)
                same[4] += 1
                self._odd["doubled"] += 1
            elif v:
                while lost and held and held[-1][1] < t:
                    note = held.popleft()
                    note[2] = t
                    self._open.append((key, note))
                self._notes.append([i, t, self._ends[key >> _TRACK], v, 1])
                held.append(self._notes[-1])
            elif not held:
                self._spare[True, key & ~0x780].append(t)  # of its track, on any channel
                self._spare[False, key & 0x7FF].append(t)  # of its channel, in any track
            elif lost:
                while held:
                    held.popleft()[2] = t
            else:
                held[0][4] -= 1
                if not held[0][4]:
                    held.popleft()[2] = t
        self._open += [(key, note) for note in held]

    def notes(self) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
        """Return the index of the strike, the end and the velocity of all notes."""
        for ticks in self._spare.values():
            ticks.sort()
        for key, note in self._open:
            for place in ((True, key & ~0x780), (False, key & 0x7FF)):
                ticks = self._spare.get(place, [])
                at = bisect_right(ticks, note[1])
                if at < len(ticks) and ticks[at] <= note[2]:
                    note[2] = ticks[at]
                    self._odd["elsewhere"] += 1
                    break
            else:
                self._odd["unreleased"] += 1
        table = np.array(self._notes, np.int64).reshape(-1, 5)
        return table[:, 0], table[:, 2], table[:, 3]
