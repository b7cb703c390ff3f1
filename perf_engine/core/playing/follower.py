"""Lines bound to a player's line: in parallel, in contrary motion, or as a canon."""

from __future__ import annotations

import heapq
import math
from collections import Counter
from dataclasses import dataclass
from typing import Final

from perf_engine.core.controls import Settings
from perf_engine.protocol.midi import PEDAL

PARALLEL: Final = 0  # values of the control `motion`
CONTRARY: Final = 1
CANON: Final = 2
NONE: Final = 0  # value of `interval_2` and `interval_3` without such a line


@dataclass(frozen=True, slots=True, order=True)
class Move:
    """A strike of a bound line, or a release (velocity 0), at a time; key 128 is the pedal."""

    due: float
    order: int
    key: int
    velocity: int


@dataclass(frozen=True, slots=True)
class Bound:
    """The keys bound to a player's key, and their delay in seconds."""

    keys: tuple[int, ...]
    delay: float


class Follower:
    """Hears a player, and returns the moves of the bound lines in order.

    Intervals are in semitones. A key outside the register is moved into it by octaves, and left out
    if none of its octaves lies there. A contrary line begins each phrase an interval from the
    player's first key, and mirrors every step from there. New intervals, motion or delay act on
    later strikes; every key is released as it was struck.
    """

    def __init__(self) -> None:
        self._bound: dict[int, Bound] = {}  # by the player's key
        self.waiting: list[Move] = []  # a heap, with the next move first
        self._holders: Counter[int] = Counter()  # for each key, how many bound keys hold it
        self._order = 0
        self._first: int | None = None  # the player's first key of the phrase

    @property
    def due(self) -> float:
        """Return the time of the next move; inf if there is none."""
        return self.waiting[0].due if self.waiting else math.inf

    def hear(self, key: int, velocity: int, now: float, settings: Settings) -> None:
        """Take a player's strike or release (0) of a key at `now`; key 128 is the pedal."""
        before = self._bound.pop(key, None)
        if before is not None:
            for bound in before.keys:
                self._wait(now + before.delay, bound, 0)
        if velocity == 0:
            return
        delay = settings["canon_delay"] if settings["motion"] == CANON else 0.0
        keys = (PEDAL,) if key == PEDAL else self._keys(key, settings)
        self._bound[key] = Bound(keys, delay)
        for bound in keys:
            self._wait(now + delay, bound, velocity)

    def breathe(self) -> None:
        """Note the end of the player's phrase, so that a contrary line begins anew."""
        self._first = None

    def next(self) -> Move | None:
        """Return the next move; None if another bound key still holds the same key."""
        move = heapq.heappop(self.waiting)
        self._holders[move.key] += 1 if move.velocity else -1
        if self._holders[move.key] <= 0:
            del self._holders[move.key]
        elif not move.velocity:
            return None
        return move

    def skip(self, before: float) -> int:
        """Drop all strikes due before a time. Return their number, without the pedal."""
        kept = [m for m in self.waiting if m.due >= before or not m.velocity]
        late = [m for m in self.waiting if m.due < before and m.velocity]
        if late:
            self._holders.update(move.key for move in late)  # as if struck: their releases follow
            self.waiting = kept
            heapq.heapify(kept)
        return sum(move.key != PEDAL for move in late)

    @property
    def next_strike(self) -> float:
        """Return the time of the next strike; inf if there is none."""
        return min((m.due for m in self.waiting if m.velocity), default=math.inf)

    def silence(self) -> None:
        """Forget all held keys and waiting moves, and unbind the player's keys."""
        self._bound.clear()
        self.waiting.clear()
        self._holders.clear()
        self._first = None

    def _wait(self, due: float, key: int, velocity: int) -> None:
        self._order += 1
        heapq.heappush(self.waiting, Move(due, self._order, key, velocity))

    def _keys(self, key: int, settings: Settings) -> tuple[int, ...]:
        intervals = [int(settings["interval"])]
        more = (int(settings[name]) for name in ("interval_2", "interval_3"))
        intervals += [interval for interval in more if interval != NONE]
        if settings["motion"] == CONTRARY:
            if self._first is None:
                self._first = key
            key = 2 * self._first - key
        low, high = int(settings["register_low"]), int(settings["register_high"])
        found = (into(key + interval, low, high) for interval in intervals)
        return tuple(dict.fromkeys(k for k in found if k is not None))


def into(key: int, low: int, high: int) -> int | None:
    """Return the octave of a key in low..high that is nearest to it; None if there is none."""
    if key < low:
        key += 12 * -(-(low - key) // 12)
    elif key > high:
        key -= 12 * -(-(key - high) // 12)
    return key if low <= key <= high else None
