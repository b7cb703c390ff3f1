"""Lines bound to a player's: in parallel, in contrary motion, or as a canon."""

from __future__ import annotations

import heapq
import math
from collections import Counter
from dataclasses import dataclass
from typing import Final

from .controls import Settings
from .vocabulary import PEDAL

PARALLEL: Final = 0  # values of the control `motion`
CONTRARY: Final = 1
CANON: Final = 2
NONE: Final = 0  # of `interval_2` and `interval_3`: no such line


@dataclass(frozen=True, slots=True, order=True)
class Move:
    """What a bound line does: it strikes a key (128: the pedal) at a time, or lets it go (0)."""

    due: float
    order: int
    key: int
    velocity: int


@dataclass(frozen=True, slots=True)
class Bound:
    """What the strike of a player's key led to: keys, and how much later, in seconds."""

    keys: tuple[int, ...]
    delay: float


class Follower:
    """Hears a player, and says what the lines bound to it do, in order.

    The chosen intervals are in semitones; a key outside the register goes into it by octaves, and
    is left out where none of its octaves lies there. A contrary line begins each phrase an interval
    from the player's first key, and mirrors every step from there. Whoever changes intervals,
    motion or delay changes what is struck from then on; every key is let go as it was struck.
    """

    def __init__(self) -> None:
        self._bound: dict[int, Bound] = {}  # by the player's key
        self._waiting: list[Move] = []  # a heap
        self._holders: Counter[int] = Counter()  # bound keys that hold a key
        self._order = 0
        self._first: int | None = None  # the player's first key of the phrase

    @property
    def due(self) -> float:
        """When something is to be done next; inf where nothing is."""
        return self._waiting[0].due if self._waiting else math.inf

    def hear(self, key: int, velocity: int, now: float, settings: Settings) -> None:
        """The player strikes or releases (0) a key at `now`; key 128 is the pedal."""
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
        """The player's phrase has ended: a contrary line begins anew."""
        self._first = None

    def next(self) -> Move | None:
        """What comes next; None where it changes nothing, as another bound key holds the same."""
        move = heapq.heappop(self._waiting)
        self._holders[move.key] += 1 if move.velocity else -1
        if self._holders[move.key] <= 0:
            del self._holders[move.key]
        elif not move.velocity:
            return None
        return move

    def silence(self) -> None:
        """Forget what is held and what is to come; the player's keys are bound no more."""
        self._bound.clear()
        self._waiting.clear()
        self._holders.clear()
        self._first = None

    def _wait(self, due: float, key: int, velocity: int) -> None:
        self._order += 1
        heapq.heappush(self._waiting, Move(due, self._order, key, velocity))

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
    """The octave of a key nearest to it in low..high; None where none lies there."""
    if key < low:
        key += 12 * -(-(low - key) // 12)
    elif key > high:
        key -= 12 * -(-(key - high) // 12)
    return key if low <= key <= high else None
