"""The last events, and where in them something went like now."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .sizes import held_code
from .vocabulary import KEY_COUNT, MOST_BINS, PEDAL

EVENTS: Final = 3  # that must be alike
INTERVALS: Final = 2
LONGEST: Final = 10  # beyond which a longer likeness is no better
LOOKED_AT: Final = 4  # the last places that were alike
PACKED: Final = np.dtype("<u4")


@dataclass(frozen=True, slots=True)
class Deed:
    """An event as it is remembered: its time bin, and whether the machine did it."""

    part: int
    key: int
    strike: bool
    dt: int
    own: bool

    @property
    def line(self) -> tuple[int, bool]:
        """The melodic line it belongs to, if it strikes a key."""
        return self.part, self.own

    @property
    def melodic(self) -> bool:
        """Whether it strikes a key."""
        return self.strike and self.key != PEDAL

    @property
    def code(self) -> int:
        """What it does to which key of which part, as a number."""
        return held_code(self.part, self.key) * 2 + self.strike

    @property
    def packed(self) -> int:
        """All of it as a number of 32 bits."""
        return (self.code * MOST_BINS + self.dt) * 2 + self.own

    @classmethod
    def unpacked(cls, number: int) -> Deed:
        """The event that was packed."""
        rest, own = divmod(number, 2)
        code, dt = divmod(rest, MOST_BINS)
        held, strike = divmod(code, 2)
        part, key = divmod(held, KEY_COUNT)
        return cls(part, key, bool(strike), dt, bool(own))

    @staticmethod
    def words(numbers: NDArray[np.uint32]) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
        """The parts (n,) and time bins (n,) of packed events (n,)."""
        rest = numbers // 2
        return rest // (2 * MOST_BINS * KEY_COUNT), rest % MOST_BINS


@dataclass(frozen=True, slots=True)
class Step:
    """How a line went on: to a key, after `length` intervals that were alike.

    `moved` says that it went so from another key.
    """

    key: int
    length: int
    moved: bool


class _Places:
    """For each context the places it was found at: mostly one or two, so a list takes least."""

    def __init__(self) -> None:
        self._places: dict[Hashable, list[int]] = {}

    def add(self, context: Hashable, at: int) -> None:
        self._places.setdefault(context, []).append(at)

    def drop(self, context: Hashable, at: int) -> None:
        found = self._places.get(context)
        if found and found[0] == at:
            del found[0]
            if not found:
                del self._places[context]

    def of(self, context: Hashable) -> Iterator[int]:
        """The latest first."""
        return iter(reversed(self._places.get(context, ())))


class Past:
    """The last `most` events; finds in a time that does not grow where it went like now.

    Events are numbered from the first on; a strike knows the strike before it in its line. What it
    finds follows from the events that it remembers alone: one rebuilt from them finds the same.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._first = self._count = 0
        self._deeds: list[Deed | None] = [None] * most
        self._packed = np.zeros(most, PACKED)
        self._codes = [-1] * most  # of part, key, and strike or release
        self._before = [-1] * most  # the strike before in the line
        self._by = [0] * most  # semitones from it
        self._contexts: list[tuple[Hashable, ...]] = [()] * most
        self._last: dict[tuple[int, bool], int] = {}
        self._now: tuple[int, ...] = ()  # the codes of the last EVENTS events
        self._events = _Places()
        self._lines = (_Places(), _Places())  # the players', the machine's
        self._pairs = (_Places(), _Places())

    def __len__(self) -> int:
        return self._count - self._first

    def __getitem__(self, at: int) -> Deed:
        deed = self._deeds[at % self._most]
        assert deed is not None
        return deed

    def deeds(self) -> tuple[Deed, ...]:
        """All that is remembered, the oldest first."""
        return tuple(self[at] for at in range(self._first, self._count))

    def packed(self) -> bytes:
        """All that is remembered, the oldest first, in four bytes each."""
        start = self._first % self._most
        return np.roll(self._packed, -start)[: len(self)].tobytes()

    @classmethod
    def unpacked(cls, most: int, packed: bytes) -> Past:
        """The past that was packed. Raises ValueError where that is none, or has no room."""
        past = cls(most)
        numbers = np.frombuffer(packed, PACKED)
        if len(numbers) > most:
            raise ValueError(f"a past must be 0..{most} events, not {len(numbers)}")
        for number in numbers.tolist():
            past.add(Deed.unpacked(number))
        return past

    def add(self, deed: Deed) -> None:
        """It happened; the oldest is forgotten where there is no room."""
        if len(self) == self._most:
            self._forget_first()
        at, place = self._count, self._count % self._most
        events: Hashable = self._now if len(self._now) == EVENTS else None
        if events is not None:
            self._events.add(events, at)
        line: Hashable = None
        pair: Hashable = None
        self._before[place] = -1
        if deed.melodic:
            before = self._last.get(deed.line, -1)
            if before >= 0:
                self._before[place] = before
                self._by[place] = deed.key - self[before].key
            line, pair = self._intervals_to(before), self._keys_to(before)
            if line is not None:
                self._lines[deed.own].add(line, at)
            if pair is not None:
                self._pairs[deed.own].add(pair, at)
            self._last[deed.line] = at
        code = deed.code
        self._deeds[place], self._packed[place], self._codes[place] = deed, deed.packed, code
        self._contexts[place] = (events, line, pair)
        self._now = (*self._now[1 - EVENTS :], code)
        self._count += 1

    def alike(self) -> tuple[Deed, int] | None:
        """What came after the stretch most like the last events, and how long that was.

        The latest of the longest; None where the last EVENTS events were never so.
        """
        best, longest = -1, 0
        for at in islice(self._events.of(self._now), LOOKED_AT):
            if at - EVENTS < self._first:
                break  # what was before it is forgotten
            length = self._alike_before(at)
            if length > longest:
                best, longest = at, length
        return (self[best], longest) if best >= 0 else None

    def steps(self, part: int, own: bool) -> list[Step]:
        """How the machine's (`own`) or the players' line in a part went on when it went so.

        At most two: the longest likeness of intervals from other keys, and from the same keys;
        among equals a player's, then the latest. Where the last INTERVALS intervals were never so,
        the last two keys count.
        """
        last = self._last.get((part, own), -1)
        found: dict[bool, Step] = {}
        for indices, context, least in (
            (self._lines, self._intervals_to(last), INTERVALS),
            (self._pairs, self._keys_to(last), 1),
        ):
            if context is None or False in found:
                continue
            for places in indices:
                for at, length in islice(self._went_so(places.of(context), last, least), LOOKED_AT):
                    moved = self[self._before[at % self._most]].key != self[last].key
                    if moved not in found or length > found[moved].length:
                        key = self[last].key + self._by[at % self._most]
                        found[moved] = Step(key, length, moved)
        return list(found.values())

    # inside

    def _went_so(
        self, places: Iterator[int], last: int, least: int
    ) -> Iterator[tuple[int, int]]:
        """The places before which a line was alike, and for how many intervals.

        At less than `least` what was before the place is partly forgotten: at a few of them.
        """
        for at in places:
            length = self._alike_in_line(last, self._before[at % self._most])
            if length >= least:
                yield at, length

    def _forget_first(self) -> None:
        events, line, pair = self._contexts[self._first % self._most]
        deed = self[self._first]
        self._events.drop(events, self._first)
        self._lines[deed.own].drop(line, self._first)
        self._pairs[deed.own].drop(pair, self._first)
        if self._last.get(deed.line) == self._first:
            del self._last[deed.line]
        self._first += 1

    def _alike_before(self, at: int) -> int:
        """How many events before `at` are like those before now."""
        codes, most, here = self._codes, self._most, self._count - at
        least = max(self._first, at - LONGEST)
        back = at - EVENTS - 1  # the nearest are alike: so it was found
        while back >= least and codes[back % most] == codes[(back + here) % most]:
            back -= 1
        return at - 1 - back

    def _intervals_to(self, at: int) -> tuple[int, ...] | None:
        """The INTERVALS intervals that led to a strike; None where fewer are remembered."""
        first, most, found = self._first, self._most, []
        for _ in range(INTERVALS):
            if at < first:
                return None
            before = self._before[at % most]
            if before < first:
                return None
            found.append(self._by[at % most])
            at = before
        return tuple(found)

    def _keys_to(self, at: int) -> tuple[int, int] | None:
        """The key of a strike and of the one before it in its line; None: it is forgotten."""
        if at < self._first:
            return None
        before = self._before[at % self._most]
        return None if before < self._first else (self[before].key, self[at].key)

    def _alike_in_line(self, one: int, other: int) -> int:
        """How many intervals that led to one strike and to another are alike."""
        first, most, before, by = self._first, self._most, self._before, self._by
        length = 0
        while length < LONGEST and one >= first and other >= first:
            mine, its = one % most, other % most
            one, other = before[mine], before[its]
            if one < first or other < first or by[mine] != by[its]:
                break
            length += 1
        return length
