"""How alike stretches of music are: their short phrases, and their progressions of harmony."""

from __future__ import annotations

import math
from collections import Counter, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, NamedTuple

from perf_engine.core.memory.count_table import BITS, SPREADS
from perf_engine.core.memory.harmony_counts import Progression, pitch_classes
from perf_engine.protocol.notes import Release, Strike
from perf_engine.studio.notes import read_midi

GRAM: Final = 4  # pitches of a phrase that is counted
LONG: Final = 7  # pitches of a phrase that may return by chance in a day, but seldom
MOST: Final = 20_000  # numbers that a sample counts


class Phrases:
    """Counts of short phrases of pitch classes, which do not depend on the key."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[int, ...]] = Counter()
        self._last: deque[int] = deque(maxlen=GRAM)

    def add(self, pitch: int) -> None:
        """Take the next pitch."""
        self._last.append(pitch)
        if len(self._last) == GRAM:
            first = self._last[0]
            self.counts[tuple((other - first) % 12 for other in self._last)] += 1


class Sample:
    """Counts of numbers, in bounded space: of all at first, then of every second, fourth, and on.

    Which numbers stay follows from themselves, so two samples can be compared.
    """

    def __init__(self) -> None:
        self.counts: Counter[int] = Counter()
        self._mask = 0

    def add(self, number: int) -> None:
        """Count a number once more, if it is in the sample."""
        if _spread(number) & self._mask:
            return
        self.counts[number] += 1
        if len(self.counts) > MOST:
            self._mask = 2 * self._mask + 1
            self.counts = self._within(self._mask)

    def beside(self, other: Sample) -> tuple[Counter[int], Counter[int]]:
        """Return both samples' counts of the numbers that both would count."""
        mask = self._mask | other._mask
        return self._within(mask), other._within(mask)

    def _within(self, mask: int) -> Counter[int]:
        return Counter({n: count for n, count in self.counts.items() if not _spread(n) & mask})


def _spread(number: int) -> int:
    return (number * SPREADS & 0xFFFFFFFF) >> BITS


class LongPhrases:
    """Counts of phrases that return seldom by chance, in any key."""

    def __init__(self) -> None:
        self.sample = Sample()
        self._last: deque[int] = deque(maxlen=LONG)

    def add(self, pitch: int) -> None:
        """Take the next pitch."""
        self._last.append(pitch)
        if len(self._last) == LONG:
            number, first = 0, self._last[0]
            for other in self._last:
                number = 12 * number + (other - first) % 12
            self.sample.add(number)


class Progressions:
    """Counts of the progressions of all voices, each from what it holds itself.

    What counts as one is what the control `novelty` remembers.
    """

    def __init__(self) -> None:
        self.sample = Sample()
        self._held: dict[int, Counter[int]] = {}  # pitches by voice
        self._voices: dict[int, Progression] = {}

    def add(self, said: Any) -> None:
        """Take a strike or a release."""
        if not isinstance(said, Strike | Release):
            return
        held = self._held.setdefault(said.voice, Counter())
        if isinstance(said, Release):
            held[said.pitch] = 0
            return
        held[said.pitch] = 1
        progression = self._voices.setdefault(said.voice, Progression())
        if progression.struck(pitch_classes(pitch for pitch, count in held.items() if count)):
            self.sample.add(progression.number)


def similarity(one: Counter[Any], other: Counter[Any]) -> float:
    """The cosine of two counts, 0..1; 0 where one is empty."""
    product = sum(count * other.get(key, 0) for key, count in one.items())
    size = math.sqrt(sum(c * c for c in one.values()) * sum(c * c for c in other.values()))
    return product / size if size else 0.0


def mean_similarity(counts: Sequence[Counter[Any]]) -> float:
    """The mean similarity of each to the next, the empty ones apart; NaN for fewer than two."""
    found = [similarity(a, b) for a, b in pairwise(filter(None, counts))]
    return sum(found) / len(found) if found else math.nan


def returned(now: Counter[Any], before: Counter[Any]) -> float:
    """The share of what was played that had been played before; NaN where nothing was."""
    played = sum(now.values())
    return (
        sum(count for key, count in now.items() if key in before) / played if played else math.nan
    )


def of_real_music(paths: Iterable[Path]) -> float:
    """The mean similarity of one piece of real music to the next; NaN where there are none."""
    found = []
    for path in paths:
        counted = Phrases()
        for note in sorted(read_midi(path).notes, key=lambda one: one.onset):
            counted.add(note.pitch)
        found.append(counted.counts)
    return mean_similarity(found)


@dataclass(slots=True)
class Played:
    """What is counted of a day, to compare it with another."""

    phrases: Phrases = field(default_factory=Phrases)
    long_phrases: LongPhrases = field(default_factory=LongPhrases)
    progressions: Progressions = field(default_factory=Progressions)

    def add(self, said: Strike | Release) -> None:
        """Take a strike or a release."""
        self.progressions.add(said)
        if isinstance(said, Strike):
            self.phrases.add(said.pitch)
            self.long_phrases.add(said.pitch)

    def compared(self, before: Played) -> Compared:
        """How alike it is to another day, and how much of it had been played there, 0..1."""
        progressions = self.progressions.sample.beside(before.progressions.sample)
        return Compared(
            similarity(before.phrases.counts, self.phrases.counts),
            similarity(*progressions),
            returned(*self.long_phrases.sample.beside(before.long_phrases.sample)),
            returned(*progressions),
        )


class Compared(NamedTuple):
    """A day beside the day before: how alike they are, and how much of it had been played then."""

    phrases: float
    progressions: float
    long_phrases_again: float
    progressions_again: float
