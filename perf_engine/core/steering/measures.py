"""Running measures of the music: pace, means, fullness, repetition, harmony."""

from __future__ import annotations

import itertools
import math
import operator
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Final

UNSURE: Final = 4.0  # strikes, spread evenly, that are added to the observed ones as a prior
BELONGS: Final = 0.06  # share of strikes from which on a pitch class belongs to a harmony
MAJOR: Final = (0, 2, 4, 5, 7, 9, 11)  # semitones above the tonic
_OF_SCALES: Final = [  # for each tonic a function that picks its major scale out of 12 values
    operator.itemgetter(*((tonic + step) % 12 for step in MAJOR)) for tonic in range(12)
]
SELDOM: Final = 0.02  # added to each share, so that a share of 0 has a finite logarithm
_BELONGING: Final = BELONGS + SELDOM


@dataclass(slots=True)
class Pace:
    """Strikes a second, as an exponential mean over about `memory` seconds."""

    memory: float = 8.0
    _mass: float = 0.0
    _time: float = -math.inf

    def strike(self, now: float) -> None:
        """Count a strike."""
        self._mass = self._left(now) + 1.0
        self._time = max(now, self._time)

    def rate(self, now: float) -> float:
        """Return strikes a second."""
        return self._left(now) / self.memory if self._mass else 0.0

    def _left(self, now: float) -> float:
        passed = now - self._time
        return self._mass * math.exp(-passed / self.memory) if passed > 0.0 else self._mass


@dataclass(slots=True)
class Mean:
    """The mean of the last values, exponential over about `memory` of them."""

    memory: float
    enough: float = 1.0  # values; fewer have no mean
    _sum: float = 0.0
    _mass: float = 0.0

    def take(self, value: float) -> None:
        """Count a value."""
        keep = 1.0 - 1.0 / self.memory
        self._sum = self._sum * keep + value
        self._mass = self._mass * keep + 1.0

    @property
    def value(self) -> float | None:
        """Return the mean in the unit of the values; None before there are enough."""
        return self._sum / self._mass if self._mass >= self.enough else None


@dataclass(slots=True)
class Fullness:
    """The number of held keys, as an exponential mean over about `memory` seconds."""

    memory: float = 8.0
    _sum: float = 0.0
    _mass: float = 0.0
    _keys: int = 0
    _time: float = -math.inf

    def hold(self, now: float, keys: int) -> None:
        """Take the number of keys that are held from `now` on."""
        passed = max(0.0, now - self._time) if self._time > -math.inf else 0.0
        kept = math.exp(-passed / self.memory)
        self._sum = self._sum * kept + self._keys * (1.0 - kept)
        self._mass = self._mass * kept + (1.0 - kept)
        self._keys, self._time = keys, max(now, self._time)

    @property
    def mean(self) -> float | None:
        """Return the mean number of keys; None before the first."""
        return self._sum / self._mass if self._mass > 0.1 else None


@dataclass(slots=True)
class Repetition:
    """The repetition among the last `memory` pitches struck."""

    memory: int = 48
    gram: int = 4
    _pitches: deque[int] = field(default_factory=deque)
    _grams: Counter[tuple[int, ...]] = field(default_factory=Counter)

    def strike(self, pitch: int) -> None:
        """Count a strike."""
        pitches, grams, gram = self._pitches, self._grams, self.gram
        pitches.append(pitch)
        if len(pitches) >= gram:
            last = tuple([pitches[i] for i in range(-gram, 0)])
            grams[last] = grams.get(last, 0) + 1
        if len(pitches) > self.memory:
            first = tuple(itertools.islice(pitches, gram))
            grams[first] -= 1
            if not grams[first]:
                del grams[first]
            pitches.popleft()

    @property
    def known(self) -> bool:
        """True if half of the memory is filled."""
        return len(self._pitches) >= self.memory // 2

    @property
    def share(self) -> float:
        """Return the share (0..1) of sequences of `gram` pitches that occurred before.

        It is 0 until half of the memory is filled.
        """
        count = len(self._pitches)
        if count < self.memory // 2:
            return 0.0
        return 1.0 - len(self._grams) / (count - self.gram + 1)


@dataclass(slots=True)
class Harmony:
    """The pitch classes struck, weighted exponentially over about `memory` seconds."""

    memory: float = 8.0
    _mass: list[float] = field(default_factory=lambda: [0.0] * 12)
    _time: float = -math.inf

    def strike(self, now: float, pitch: int) -> None:
        """Count a strike."""
        if self._time > -math.inf:
            kept = math.exp(-max(0.0, now - self._time) / self.memory)
            self._mass = [mass * kept for mass in self._mass]
        self._mass[pitch % 12] += 1.0
        self._time = max(now, self._time)

    def belonging(self) -> tuple[float, ...]:
        """Return nats for each of the 12 pitch classes: 0 if it belongs to the harmony, below 0 if
        not, down to about -1.4 if it was never struck.
        """
        log = math.log
        return tuple([min(0.0, log((share + SELDOM) / _BELONGING)) for share in self._shares()])

    def entropy(self) -> float:
        """Return the entropy of the pitch classes in bits; log2 12 before the first strike."""
        log2 = math.log2
        return -sum([share * log2(share) for share in self._shares()])

    @property
    def known(self) -> bool:
        """Return whether there are enough strikes to know a scale."""
        return sum(self._mass) >= 4.0 * UNSURE

    def scale(self) -> tuple[int, float]:
        """Return the tonic (0..11) of the best-fitting major scale, and the share of strikes in it.

        The share is 1 until there are enough strikes.
        """
        if not self.known:
            return 0, 1.0
        mass, whole = self._mass, sum(self._mass)
        shares = [sum(of_scale(mass)) for of_scale in _OF_SCALES]
        share = max(shares)
        return shares.index(share), share / whole

    def _shares(self) -> list[float]:
        whole = sum(self._mass) + UNSURE
        return [(mass + UNSURE / 12.0) / whole for mass in self._mass]
