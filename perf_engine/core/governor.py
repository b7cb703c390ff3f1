"""A slow hand on the machine: how far density, loudness, register and harmony may wander, beside
the player or alone.
"""

from __future__ import annotations

import math
import operator
from dataclasses import dataclass, field
from typing import Final

from .guard import Guard
from .limits import Limits
from .measures import MAJOR, Fullness, Harmony, Mean, Pace

PLAYING: Final = 2.0  # seconds after a player's last event, in which he still plays
TOGETHER: Final = 1.6  # how much more a harmony counts while its player plays
LOUDER: Final = 6.0  # velocity by which it is, at least, louder than a very soft player
# For both together, so that a model of single lines leaves room for its player and itself.
TOGETHER_FULLEST: Final = 6  # keys
TOGETHER_DENSEST: Final = 12.0  # notes a second
PULL: Final = 0.3  # nats for each semitone by which the register strays
HEAVIEST: Final = 1.5  # nats, at most
TOO_FREE: Final = 1.5  # nats against what leaves the scale, at most
FADING: Final = 60.0  # seconds in which a silent player's harmony goes
SELF_MADE: Final = 0.2  # power of the density that is enough alone (`make controls`)
REMEMBERED: Final = 60.0  # seconds for which a silent player's pace and loudness still count


@dataclass(slots=True)
class Governor:
    """Holds the machine near the player, or, alone, inside what real music does.

    Between the `limits` nothing is done where no player is heard. Beside a player the machine may
    have up to twice the player's pace and what the player leaves of `densest`, and is as loud as
    the player, `nearness` more or less, and leaves `softest` and `loudest` only for one who does;
    after a slow player it may stay sparser than `sparsest`. Its register is left to it while a
    player plays; alone it is led back to that of real music, or of the player before.
    """

    limits: Limits = field(default_factory=Limits)
    nearness: float = 12.0
    guard: Guard = field(default_factory=Guard)
    _pace: Pace = field(default_factory=Pace)
    _players_pace: Pace = field(default_factory=Pace)
    _loudness: Mean = field(default_factory=lambda: Mean(memory=24.0))
    _players_loudness: Mean = field(default_factory=lambda: Mean(memory=24.0))
    _register: Mean = field(default_factory=lambda: Mean(memory=96.0, enough=20.0))
    _players_register: Mean = field(default_factory=lambda: Mean(memory=96.0))
    _players_harmony: Harmony = field(default_factory=Harmony)
    _harmony: Harmony = field(default_factory=lambda: Harmony(memory=12.0))
    _all: Harmony = field(default_factory=lambda: Harmony(memory=30.0))
    _fullness: Fullness = field(default_factory=Fullness)
    _players_last: float = -math.inf  # anything a player did

    def heard(self, now: float, pitch: int | None, velocity: int) -> None:
        """A player struck (velocity 1..127) or released (0) a key, or moved the pedal (None)."""
        self._players_last = max(self._players_last, now)
        if velocity > 0 and pitch is not None:
            self._players_harmony.strike(now, pitch)
            self._all.strike(now, pitch)
            self._players_pace.strike(now)
            self._players_loudness.take(velocity)
            self._players_register.take(pitch)

    def played(self, now: float, pitch: int, velocity: int) -> None:
        """The machine struck a key."""
        self.guard.played(pitch)
        self._pace.strike(now)
        self._loudness.take(velocity)
        self._register.take(pitch)
        self._harmony.strike(now, pitch)
        self._all.strike(now, pitch)

    def holds(self, now: float, keys: int) -> None:
        """From `now` on the machine holds so many keys."""
        self._fullness.hold(now, keys)

    def accompanied(self, now: float) -> bool:
        """Whether a player plays: did something in the last `PLAYING` seconds."""
        return now - self._players_last < PLAYING

    def hazard(self, now: float, playing_for: float, asked: float = 1.0) -> float:
        """The factor 0.03..3 on the rate of events.

        `playing_for` is how long the machine has been playing, in seconds: a beginning is not yet
        too sparse. `asked` is how many times the usual pace is asked for.
        """
        machine = self._pace.rate(now)
        player = self._players_pace.rate(self._players_last) if self._beside(now) else 0.0
        ceiling = self.limits.densest
        if player > 0.0:
            left = max(ceiling, TOGETHER_DENSEST) - self._players_pace.rate(now)
            ceiling = max(0.5, min(left, max(6.0, 2.0 * player)))
        ceiling *= asked
        if machine > ceiling:
            return max(0.03, (ceiling / machine) * (ceiling / machine))
        sparsest = self.limits.sparsest
        floor = asked * (sparsest if player <= 0.0 else min(sparsest, 1.5 * player))
        if not self.accompanied(now) and playing_for > 4.0 and machine < floor:
            return min(3.0, floor / max(machine, 1e-3))
        return 1.0

    def push(self, density: float, now: float) -> float:
        """The factor on the rate of events that comes to a density beside a player, or alone.

        Alone the machine hears only itself: what is denser makes it expect what is denser.
        """
        return density if self.accompanied(now) else density**SELF_MADE

    def full(self, mine: int, others: int, now: float) -> bool:
        """Whether the machine, holding so many keys beside others', should strike no more.

        While a player plays there is less room; else, where it holds none, it may strike one.
        """
        fullest = self.limits.fullest
        if self.accompanied(now):
            return mine >= fullest or mine + others >= max(fullest, TOGETHER_FULLEST) - 1
        return mine > 0 and mine + others >= fullest

    def clinging(self, now: float) -> float:
        """Nats 0..2 against releasing a key: above 0 where the machine, alone, holds too few."""
        mean = self._fullness.mean
        if mean is None or self.accompanied(now):
            return 0.0
        return min(2.0, 2.0 * max(0.0, self.limits.thinnest - mean))

    def curiosity(self, now: float) -> float:
        """The factor 0.6..1.5 on the temperature of the key: above 1 where the pitch classes of
        the machine, alone, have become few, below 1 where they are nearly all, or where it hardly
        comes back to what it played.
        """
        bits = self._harmony.entropy()
        if bits < self.limits.narrowest and not self.accompanied(now):
            return min(1.5, 1.0 + 1.5 * (self.limits.narrowest - bits))
        careful = max(0.7, 1.0 - max(0.0, bits - self.limits.widest))
        return careful * (1.0 - 0.15 * self.guard.wandering)

    def tilt(self, now: float) -> float:
        """Nats by which velocity 127 is favoured over velocity 0 (-12..12): 0 where none is due."""
        machine, player = self._loudness.value, self._players_loudness.value
        if machine is None:
            return 0.0
        low, high = self.limits.softest, self.limits.loudest
        if player is not None and self._beside(now):
            low = max(player - self.nearness, min(self.limits.softest, player + LOUDER))
            high = min(player + self.nearness, max(self.limits.loudest, player - LOUDER))
        return max(-12.0, min(12.0, -_stray(machine, low, high)))

    def gravity(self, now: float) -> tuple[float, float]:
        """Nats by which a key an octave above a middle is favoured over the middle, and the middle.

        It is the machine's own mean pitch; 0 nats where that, of a machine alone, is as real
        music's, or as that of the player before it.
        """
        mean, player = self._register.value, self._players_register.value
        if mean is None or self.accompanied(now):
            return 0.0, 0.0
        low, high = self.limits.lowest_mean, self.limits.highest_mean
        if player is not None and self._beside(now):
            low, high = min(low, player), max(high, player)
        return max(-HEAVIEST, min(HEAVIEST, -PULL * _stray(mean, low, high))), mean

    def harmony(self, now: float, free: bool = True) -> tuple[float, ...] | None:
        """Nats by which each of the 12 pitch classes is favoured; None where none is.

        While they play together, as they are struck; alone the machine only keeps to those that
        belong, ever less. Where all strikes leave the scale nearest to them, it leads back to it,
        if it is `free` of any other.
        """
        scale = self._scale() if free else None
        if not self._beside(now):
            return scale
        silent = now - self._players_last
        if silent < PLAYING:
            nats = tuple(TOGETHER * nats for nats in self._players_harmony.favour())
        else:
            kept = math.exp(-silent / FADING)
            nats = tuple(kept * nats for nats in self._players_harmony.belonging())
        return nats if scale is None else tuple(map(operator.add, nats, scale))

    def _scale(self) -> tuple[float, ...] | None:
        tonic, share = self._all.scale()
        if share >= self.limits.tonal:
            return None
        against = min(TOO_FREE, 10.0 * TOO_FREE * (self.limits.tonal - share))
        return tuple(0.0 if (i - tonic) % 12 in MAJOR else -against for i in range(12))

    def _beside(self, now: float) -> bool:
        return now - self._players_last < REMEMBERED


def _stray(value: float, low: float, high: float) -> float:
    """How far a value is above a range, or below it (negative)."""
    return min(value - low, 0.0) + max(value - high, 0.0)
