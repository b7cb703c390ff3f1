"""Running measures of what is played: pace, means, fullness, repetition, harmony."""

from __future__ import annotations

import itertools
import math
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Final

UNSURE: Final = 4.0  # strikes, with fewer of which a harmony is hardly one
BELONGS: Final = 0.06  # the share of strikes from which on a pitch class belongs to a harmony
MAJOR: Final = (0, 2, 4, 5, 7, 9, 11)  # semitones above the tonic
SELDOM: Final = 0.02  # the share of a pitch class that hardly does


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
        """Strikes a second."""
        return self._left(now) / self.memory

    def _left(self, now: float) -> float:
        if self._time == -math.inf:
            return 0.0
        return self._mass * math.exp(-max(0.0, now - self._time) / self.memory)


@dataclass(slots=True)
class Mean:
    """The mean of the last values, exponential over about `memory` of them."""

    memory: float
    enough: float = 1.0  # values, with fewer of which there is no mean
    _sum: float = 0.0
    _mass: float = 0.0

    def take(self, value: float) -> None:
        """Count a value."""
        keep = 1.0 - 1.0 / self.memory
        self._sum = self._sum * keep + value
        self._mass = self._mass * keep + 1.0

    @property
    def value(self) -> float | None:
        """In the values' unit; None before there are enough."""
        return self._sum / self._mass if self._mass >= self.enough else None


@dataclass(slots=True)
class Fullness:
    """How many keys are held, as an exponential mean over about `memory` seconds."""

    memory: float = 8.0
    _sum: float = 0.0
    _mass: float = 0.0
    _keys: int = 0
    _time: float = -math.inf

    def hold(self, now: float, keys: int) -> None:
        """From `now` on so many keys are held."""
        passed = max(0.0, now - self._time) if self._time > -math.inf else 0.0
        kept = math.exp(-passed / self.memory)
        self._sum = self._sum * kept + self._keys * (1.0 - kept)
        self._mass = self._mass * kept + (1.0 - kept)
        self._keys, self._time = keys, max(now, self._time)

    @property
    def mean(self) -> float | None:
        """Keys; None before the first."""
        return self._sum / self._mass if self._mass > 0.1 else None


@dataclass(slots=True)
class Repetition:
    """How much the last `memory` pitches struck repeat themselves."""

    memory: int = 48
    gram: int = 4
    _pitches: deque[int] = field(default_factory=deque)
    _grams: Counter[tuple[int, ...]] = field(default_factory=Counter)

    def strike(self, pitch: int) -> None:
        """Count a strike."""
        self._pitches.append(pitch)
        if len(self._pitches) >= self.gram:
            self._grams[self._last()] += 1
        if len(self._pitches) > self.memory:
            first = tuple(itertools.islice(self._pitches, self.gram))
            self._grams[first] -= 1
            if not self._grams[first]:
                del self._grams[first]
            self._pitches.popleft()

    def _last(self) -> tuple[int, ...]:
        return tuple(self._pitches[i] for i in range(-self.gram, 0))

    @property
    def known(self) -> bool:
        """Whether half of the memory is filled."""
        return len(self._pitches) >= self.memory // 2

    @property
    def share(self) -> float:
        """The share of sequences of `gram` pitches that were there before (0..1).

        0 until half of the memory is filled.
        """
        if not self.known:
            return 0.0
        count = len(self._pitches) - self.gram + 1
        return 1.0 - len(self._grams) / count


@dataclass(slots=True)
class Harmony:
    """Which pitch classes were struck, as an exponential mean over about `memory` seconds."""

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

    def favour(self) -> tuple[float, ...]:
        """Nats by which each of the 12 pitch classes is favoured: 0 for all where none was struck.

        From about -1.6, where only others were struck, to about 1.
        """
        return tuple(math.log((share + SELDOM) / (1.0 / 12.0 + SELDOM)) for share in self._shares())

    def belonging(self) -> tuple[float, ...]:
        """Nats against each of the 12 pitch classes, from about -1.4, where it was never struck,
        to 0, where it belongs.
        """
        return tuple(
            min(0.0, math.log((share + SELDOM) / (BELONGS + SELDOM))) for share in self._shares()
        )

    def entropy(self) -> float:
        """Bits of the pitch classes, log2 12 before the first strike."""
        return -sum(share * math.log2(share) for share in self._shares())

    def scale(self) -> tuple[int, float]:
        """The tonic (0..11) of the best-fitting major scale, and the share (0..1) of strikes in it.

        1 until enough was struck to tell.
        """
        whole = sum(self._mass)
        if whole < 4.0 * UNSURE:
            return 0, 1.0
        mass = self._mass
        share, tonic = max(
            (sum([mass[(tonic + step) % 12] for step in MAJOR]), -tonic) for tonic in range(12)
        )
        return -tonic, share / whole

    def _shares(self) -> list[float]:
        whole = sum(self._mass) + UNSURE
        return [(mass + UNSURE / 12.0) / whole for mass in self._mass]
