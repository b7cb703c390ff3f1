"""The last events, and searches in them for stretches like the present one."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from perf_engine.core.model.sizes import held_code
from perf_engine.core.model.vocabulary import KEY_COUNT, MOST_BINS, MOST_PARTS
from perf_engine.protocol.midi import PEDAL

INTERVALS: Final = 2  # intervals of a line that must be alike
LONGEST: Final = 10  # intervals; a longer likeness counts no more
LOOKED_AT: Final = 4  # matching places of a line that are compared, the latest ones
LONGEST_STRETCH: Final = 6  # events; a longer likeness counts no more
PLACES: Final = 16  # places of like stretches that count, the latest ones
FAR_PLACES: Final = 12  # places of longer stretches that count, too, however old they are
FEWER_PLACES: Final = 12  # those of like velocities, which are found after every strike
PACKED: Final = np.dtype("<u4")
UNKNOWN: Final = -1  # velocity of a strike that was packed without it
VELOCITIES: Final = 128
ALIKE: Final = 4  # velocities in a row that count as the same
# Numbers below this are events as they were packed at first, with strike or release alone.
WITHOUT_VELOCITY: Final = MOST_PARTS * KEY_COUNT * 2 * MOST_BINS * 2


class PlayedEvent(NamedTuple):
    """A remembered event: MIDI velocity (0 for a release), time bin, and whose it is.

    `own` tells whether the machine did it.
    """

    part: int
    key: int
    velocity: int
    dt: int
    own: bool

    @property
    def strike(self) -> bool:
        """True if it strikes a key or puts the pedal down."""
        return self.velocity != 0

    @property
    def line(self) -> tuple[int, bool]:
        """Return the melodic line that it belongs to if it strikes a key."""
        return self.part, self.own

    @property
    def melodic(self) -> bool:
        """True if it strikes a key other than the pedal."""
        return self.strike and self.key != PEDAL

    @property
    def loud(self) -> bool:
        """True if it strikes a key with a velocity that is known."""
        return self.velocity > 0 and self.key != PEDAL

    @property
    def code(self) -> int:
        """Return part, key, and strike or release as one number."""
        return held_code(self.part, self.key) * 2 + self.strike

    @property
    def packed(self) -> int:
        """Return the whole event as a number of 32 bits."""
        if self.velocity == UNKNOWN:
            return (self.code * MOST_BINS + self.dt) * 2 + self.own
        word = held_code(self.part, self.key) * VELOCITIES + self.velocity
        return WITHOUT_VELOCITY + (word * MOST_BINS + self.dt) * 2 + self.own

    @classmethod
    def unpacked(cls, number: int) -> PlayedEvent:
        """Return the event of such a number."""
        known = number >= WITHOUT_VELOCITY
        rest, own = divmod(number - WITHOUT_VELOCITY * known, 2)
        word, dt = divmod(rest, MOST_BINS)
        held, loud = divmod(word, VELOCITIES if known else 2)
        part, key = divmod(held, KEY_COUNT)
        return cls(part, key, loud if known else UNKNOWN * loud, dt, bool(own))

    @staticmethod
    def words(numbers: NDArray[np.uint32]) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
        """Return the parts (n,) and time bins (n,) of packed events (n,)."""
        known = numbers >= WITHOUT_VELOCITY
        rest = (numbers - known * np.uint32(WITHOUT_VELOCITY)) // 2
        return rest // MOST_BINS // np.where(known, VELOCITIES, 2) // KEY_COUNT, rest % MOST_BINS


class Step(NamedTuple):
    """The continuation of a line: the next key, after `length` intervals that were alike.

    `moved` is true if the earlier line was transposed: it went on from another key.
    """

    key: int
    length: int
    moved: bool


Places: TypeAlias = dict[Hashable, list[int]]  # the places of each context: mostly one or two
Found: TypeAlias = list[tuple[int, PlayedEvent]]  # lengths of likeness, and the events after


def _drop(places: Places, context: Hashable, at: int) -> None:
    """Remove the place `at` of a context if it is the first."""
    found = places.get(context)
    if found and found[0] == at:
        del found[0]
        if not found:
            del places[context]


class Stretches:
    """Events as words of one kind, searched for stretches like the present one.

    An event is found by its context, which has the last `known` words (0 or 1) before it; of one
    context the latest `places` count. It is also found, from long ago, by that context and the two
    words before.
    """

    def __init__(self, most: int, known: int, places: int = PLACES) -> None:
        self._most, self._known, self._latest = most, known, places
        self._first = self._count = 0
        self._events: list[PlayedEvent | None] = [None] * most
        self._words = [0] * most
        self._contexts: list[tuple[Hashable, Hashable]] = [(None, None)] * most
        self._places: Places = {}
        self._far: Places = {}

    def __len__(self) -> int:
        return self._count - self._first

    @property
    def last(self) -> int | None:
        """Return the last word; None before the first."""
        return self._words[(self._count - 1) % self._most] if len(self) else None

    def contexts(self) -> Iterator[Hashable]:
        """Return every context once for each event that is found by it."""
        for places in (self._places, self._far):
            for context, found in places.items():
                yield from [context] * len(found)

    def add(self, context: Hashable, word: int, event: PlayedEvent) -> None:
        """Add an event that is found by its context; None: it is not found."""
        place, longer = self._count % self._most, self._longer(context)
        if context is not None:
            self._places.setdefault(context, []).append(self._count)
        if longer is not None:
            self._far.setdefault(longer, []).append(self._count)
        self._events[place], self._words[place] = event, word
        self._contexts[place] = (context, longer)
        self._count += 1

    def forget_first(self) -> None:
        """Forget the oldest event."""
        context, longer = self._contexts[self._first % self._most]
        _drop(self._places, context, self._first)
        _drop(self._far, longer, self._first)
        self._first += 1

    def after(self, context: Hashable) -> Found:
        """Return the events that are found by a context, the latest first.

        The length is the number of words before the event that are like the last ones, at least 1
        and at most LONGEST_STRETCH; without known words it is one more.
        """
        most, words, events, first = self._most, self._words, self._events, self._first
        known, most_alike = self._known, min(LONGEST_STRETCH - 1, len(self) - self._known)
        start = self._count - 1 - known
        last = [words[(start - back) % most] for back in range(most_alike)]
        found: Found = []
        for at in self._found_by(context):
            back = at - known
            if back < first:
                break  # the word before it is forgotten
            alike = 0
            for word in last:
                back -= 1
                if back < first or words[back % most] != word:
                    break
                alike += 1
            event = events[at % most]
            assert event is not None
            found.append((1 + alike, event))
        return found

    def _found_by(self, context: Hashable) -> list[int]:
        """Return the places of a context, the latest first, and older ones of the longer one."""
        places = self._places.get(context)
        if not places:
            return []
        near = places[: -self._latest - 1 : -1]
        far = self._far.get(self._longer(context))
        if len(places) == len(near) or not far:
            return near
        oldest = self._first + self._known + 2  # before it, some of its words are forgotten
        return near + [at for at in far[: -FAR_PLACES - 1 : -1] if oldest <= at < near[-1]]

    def _longer(self, context: Hashable) -> Hashable:
        """Return a context with the two words before; None if they are not remembered."""
        before = self._count - 1 - self._known
        if context is None or before - 1 < self._first:
            return None
        most = self._most
        return context, self._words[before % most], self._words[(before - 1) % most]


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
        self._keys = [-1] * most
        self._before = [-1] * most  # the strike before it in its line
        self._by = [0] * most  # semitones from that strike
        self._contexts: list[tuple[Hashable, Hashable]] = [(None, None)] * most
        self._last: dict[tuple[int, bool], int] = {}
        self._codes, self._times = Stretches(most, 1), Stretches(most, 1)
        self._loudness = Stretches(most, 0, FEWER_PLACES)
        self._lines: tuple[Places, Places] = ({}, {})  # the players', the machine's
        self._pairs: tuple[Places, Places] = ({}, {})

    def __len__(self) -> int:
        return self._count - self._first

    def __getitem__(self, at: int) -> PlayedEvent:
        deed = self._deeds[at % self._most]
        assert deed is not None
        return deed

    @property
    def numbers(self) -> range:
        """Return the numbers of the remembered events, by which `self[number]` finds them."""
        return range(self._first, self._count)

    def deeds(self) -> tuple[PlayedEvent, ...]:
        """Return all remembered events, the oldest first."""
        return tuple(self[at] for at in self.numbers)

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
        part, key, velocity, dt, own = deed
        strike = velocity != 0
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
        self._deeds[place], self._keys[place] = deed, key
        self._packed[place] = deed.packed
        self._contexts[place] = (line, pair)
        last = self._times.last
        self._codes.add(self._codes.last, (part * KEY_COUNT + key) * 2 + strike, deed)
        self._times.add(
            None if last is None else (part, last), (dt * 2 + strike) * MOST_PARTS + part, deed
        )
        if deed.loud and not own:
            self._loudness.add(part, (velocity - 1) // ALIKE * MOST_PARTS + part, deed)
        self._count += 1

    def alike(self) -> Found:
        """Return what followed stretches of the same keys, struck and released in this order."""
        return self._codes.after(self._codes.last)

    def alike_in_time(self, part: int) -> Found:
        """Return what followed in a part stretches of the same times between events."""
        last = self._times.last
        return [] if last is None else self._times.after((part, last))

    def alike_in_loudness(self, part: int) -> Found:
        """Return players' strikes in a part after strikes of about the same velocities.

        If players never struck in that part, it is the part of their last strike.
        """
        last = self._loudness.last
        if last is None:
            return []
        return self._loudness.after(part) or self._loudness.after(last % MOST_PARTS)

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
        line, pair = self._contexts[self._first % self._most]
        deed = self[self._first]
        self._codes.forget_first()
        self._times.forget_first()
        if deed.loud and not deed.own:
            self._loudness.forget_first()
        _drop(self._lines[deed.own], line, self._first)
        _drop(self._pairs[deed.own], pair, self._first)
        if self._last.get(deed.line) == self._first:
            del self._last[deed.line]
        self._first += 1

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
