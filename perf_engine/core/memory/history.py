"""The last events, and a search in them for stretches like the present one."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from perf_engine.core.model.sizes import held_code
from perf_engine.core.model.vocabulary import KEY_COUNT, MOST_BINS
from perf_engine.protocol.midi import PEDAL

EVENTS: Final = 3  # events that must be alike
INTERVALS: Final = 2  # intervals of a line that must be alike
LONGEST: Final = 10  # events or intervals; a longer likeness counts no more
LOOKED_AT: Final = 4  # matching places that are compared, the latest ones
PACKED: Final = np.dtype("<u4")


class PlayedEvent(NamedTuple):
    """A remembered event; `dt` is its time bin, `own` tells whether the machine did it."""

    part: int
    key: int
    strike: bool
    dt: int
    own: bool

    @property
    def line(self) -> tuple[int, bool]:
        """Return the melodic line that it belongs to if it strikes a key."""
        return self.part, self.own

    @property
    def melodic(self) -> bool:
        """True if it strikes a key other than the pedal."""
        return self.strike and self.key != PEDAL

    @property
    def code(self) -> int:
        """Return part, key, and strike or release as one number."""
        return held_code(self.part, self.key) * 2 + self.strike

    @property
    def packed(self) -> int:
        """Return the whole event as a number of 32 bits."""
        return (self.code * MOST_BINS + self.dt) * 2 + self.own

    @classmethod
    def unpacked(cls, number: int) -> PlayedEvent:
        """Return the event of such a number."""
        rest, own = divmod(number, 2)
        code, dt = divmod(rest, MOST_BINS)
        held, strike = divmod(code, 2)
        part, key = divmod(held, KEY_COUNT)
        return cls(part, key, bool(strike), dt, bool(own))

    @staticmethod
    def words(numbers: NDArray[np.uint32]) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
        """Return the parts (n,) and time bins (n,) of packed events (n,)."""
        rest = numbers // 2
        return rest // (2 * MOST_BINS * KEY_COUNT), rest % MOST_BINS


class Step(NamedTuple):
    """The continuation of a line: the next key, after `length` intervals that were alike.

    `moved` is true if the earlier line was transposed: it went on from another key.
    """

    key: int
    length: int
    moved: bool


Places: TypeAlias = dict[Hashable, list[int]]  # the places of each context: mostly one or two


def _drop(places: Places, context: Hashable, at: int) -> None:
    """Remove the place `at` of a context if it is the first."""
    found = places.get(context)
    if found and found[0] == at:
        del found[0]
        if not found:
            del places[context]


class Past:
    """The last `most` events, searched in constant time for stretches like the present one.

    Events are numbered from the first on, and each strike refers to the strike before it in its
    line. The results depend only on the remembered events: a history rebuilt from them gives the
    same results.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._first = self._count = 0
        self._deeds: list[PlayedEvent | None] = [None] * most
        self._packed = np.zeros(most, PACKED)
        self._codes = [-1] * most  # `PlayedEvent.code` of each
        self._keys = [-1] * most
        self._before = [-1] * most  # the strike before it in its line
        self._by = [0] * most  # semitones from that strike
        self._contexts: list[tuple[Hashable, ...]] = [()] * most
        self._last: dict[tuple[int, bool], int] = {}
        self._now: tuple[int, ...] = ()  # the codes of the last EVENTS events
        self._events: Places = {}
        self._lines: tuple[Places, Places] = ({}, {})  # the players', the machine's
        self._pairs: tuple[Places, Places] = ({}, {})

    def __len__(self) -> int:
        return self._count - self._first

    def __getitem__(self, at: int) -> PlayedEvent:
        deed = self._deeds[at % self._most]
        assert deed is not None
        return deed

    def deeds(self) -> tuple[PlayedEvent, ...]:
        """Return all remembered events, the oldest first."""
        return tuple(self[at] for at in range(self._first, self._count))

    def packed(self) -> bytes:
        """Return all remembered events, the oldest first, in four bytes each."""
        start = self._first % self._most
        return np.roll(self._packed, -start)[: len(self)].tobytes()

    @classmethod
    def unpacked(cls, most: int, packed: bytes) -> Past:
        """Return the history of packed events. Raises ValueError if they are broken or too many."""
        past = cls(most)
        numbers = np.frombuffer(packed, PACKED)
        if len(numbers) > most:
            raise ValueError(f"the phrase memory must be 0..{most} events, not {len(numbers)}")
        for number in numbers.tolist():
            past.add(PlayedEvent.unpacked(number))
        return past

    def add(self, deed: PlayedEvent) -> None:
        """Add an event; forget the oldest if there is no room."""
        if self._count - self._first == self._most:
            self._forget_first()
        at, place = self._count, self._count % self._most
        events: Hashable = self._now if len(self._now) == EVENTS else None
        if events is not None:
            self._events.setdefault(events, []).append(at)
        part, key, strike, dt, own = deed
        line: Hashable = None
        pair: Hashable = None
        self._before[place] = -1
        if strike and key != PEDAL:
            before = self._last.get((part, own), -1)
            if before >= 0:
                self._before[place] = before
                self._by[place] = key - self._keys[before % self._most]
            line, pair = self._intervals_to(before), self._keys_to(before)
            if line is not None:
                self._lines[own].setdefault(line, []).append(at)
            if pair is not None:
                self._pairs[own].setdefault(pair, []).append(at)
            self._last[part, own] = at
        code = (part * KEY_COUNT + key) * 2 + strike
        self._deeds[place], self._codes[place], self._keys[place] = deed, code, key
        self._packed[place] = (code * MOST_BINS + dt) * 2 + own
        self._contexts[place] = (events, line, pair)
        self._now = (*self._now[1 - EVENTS :], code)
        self._count += 1

    def alike(self) -> tuple[PlayedEvent, int] | None:
        """Return the event after the stretch most like the present, and the stretch's length.

        Of equal lengths the latest counts. None if the last EVENTS events never occurred before.
        """
        best, longest = -1, 0
        for at in self._events.get(self._now, ())[: -LOOKED_AT - 1 : -1]:  # the latest first
            if at - EVENTS < self._first:
                break  # the events before it are forgotten
            length = self._alike_before(at)
            if length > longest:
                best, longest = at, length
        return (self[best], longest) if best >= 0 else None

    def steps(self, part: int, own: bool) -> list[Step]:
        """Return continuations of the machine's (`own`) or the players' line in a part.

        There are at most two: after the longest likeness of intervals from other keys, and from the
        same keys. Among equals a player's is first, then the latest. If the last INTERVALS
        intervals never occurred before, the last two keys are looked for.
        """
        last = self._last.get((part, own), -1)
        found: dict[bool, Step] = {}
        intervals = self._intervals_to(last)
        if intervals is not None:
            self._follow(self._lines, intervals, last, INTERVALS, found)
        keys = None if False in found else self._keys_to(last)
        if keys is not None:
            self._follow(self._pairs, keys, last, 1, found)
        return list(found.values())

    # inside

    def _follow(
        self,
        indices: tuple[Places, Places],
        context: Hashable,
        last: int,
        least: int,
        found: dict[bool, Step],
    ) -> None:
        """Find the longest likeness from another key and from the same, of at least `least`.

        A few places match for less than that, because the events before them are partly forgotten.
        """
        most, keys = self._most, self._keys
        here = keys[last % most]
        for places in indices:
            looked_at = 0
            for at in reversed(places.get(context, ())):
                before = self._before[at % most]
                length = self._alike_in_line(last, before)
                if length < least:
                    continue
                moved = keys[before % most] != here
                if moved not in found or length > found[moved].length:
                    found[moved] = Step(here + self._by[at % most], length, moved)
                looked_at += 1
                if looked_at == LOOKED_AT:
                    break

    def _forget_first(self) -> None:
        events, line, pair = self._contexts[self._first % self._most]
        deed = self[self._first]
        _drop(self._events, events, self._first)
        _drop(self._lines[deed.own], line, self._first)
        _drop(self._pairs[deed.own], pair, self._first)
        if self._last.get(deed.line) == self._first:
            del self._last[deed.line]
        self._first += 1

    def _alike_before(self, at: int) -> int:
        """Return how many events before `at` are like the last events."""
        codes, most, here = self._codes, self._most, self._count - at
        least = max(self._first, at - LONGEST)
        back = at - EVENTS - 1  # the nearest EVENTS events are alike by the lookup
        while back >= least and codes[back % most] == codes[(back + here) % most]:
            back -= 1
        return at - 1 - back

    def _intervals_to(self, at: int) -> tuple[int, ...] | None:
        """Return the INTERVALS intervals that led to a strike; None if fewer are remembered."""
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
        """Return the keys of the strike before in the line and of this one; None if forgotten."""
        if at < self._first:
            return None
        before = self._before[at % self._most]
        return (
            None
            if before < self._first
            else (self._keys[before % self._most], self._keys[at % self._most])
        )

    def _alike_in_line(self, one: int, other: int) -> int:
        """Return how many of the last intervals before two strikes are alike."""
        first, most, before, by = self._first, self._most, self._before, self._by
        length = 0
        while length < LONGEST and one >= first and other >= first:
            mine, its = one % most, other % most
            one, other = before[mine], before[its]
            if one < first or other < first or by[mine] != by[its]:
                break
            length += 1
        return length
