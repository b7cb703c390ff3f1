"""A slow hand on the machine: how far density, loudness and harmony may wander, beside the player
or alone.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Final

from .guard import Guard

PLAYING: Final = 2.0  # seconds after a player's last event, in which he still plays
TOGETHER: Final = 1.6  # how much more a harmony counts while its player plays
FADING: Final = 60.0  # seconds in which a silent player's harmony goes
UNSURE: Final = 4.0  # strikes, with fewer of which a harmony is hardly one
BELONGS: Final = 0.06  # the share of strikes from which on a pitch class belongs to a harmony
SELDOM: Final = 0.02  # the share of a pitch class that hardly does
SELF_MADE: Final = 0.2  # power of the density that is enough alone (`make controls`)
REMEMBERED: Final = 60.0  # seconds for which a silent player's pace and loudness still count


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
class Loudness:
    """The mean velocity of the last strikes, exponential over about `memory` of them."""

    memory: float = 24.0
    _sum: float = 0.0
    _mass: float = 0.0

    def strike(self, velocity: int) -> None:
        """Count a strike."""
        keep = 1.0 - 1.0 / self.memory
        self._sum = self._sum * keep + velocity
        self._mass = self._mass * keep + 1.0

    @property
    def mean(self) -> float | None:
        """MIDI velocity; None before the first strike."""
        return self._sum / self._mass if self._mass else None


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

    def _shares(self) -> list[float]:
        whole = sum(self._mass) + UNSURE
        return [(mass + UNSURE / 12.0) / whole for mass in self._mass]


@dataclass(slots=True)
class Governor:
    """Holds the machine near the player, or, alone, inside what real music does.

    `sparsest densest`: notes a second; `fullest`: keys held by all; `softest loudest`: mean
    velocities. Between them nothing is done where no player is heard. Beside a player the machine
    may have up to twice the player's pace and what the player leaves of `densest`, and is as loud
    as the player, `nearness` more or less. The figures lie inside the 5th and 95th percentile of
    half minutes of real music (`studio/real_music.json`).
    """

    sparsest: float = 2.0
    densest: float = 12.0
    fullest: int = 6
    softest: float = 45.0
    loudest: float = 95.0
    nearness: float = 12.0
    guard: Guard = field(default_factory=Guard)
    _pace: Pace = field(default_factory=Pace)
    _players_pace: Pace = field(default_factory=Pace)
    _loudness: Loudness = field(default_factory=Loudness)
    _players_loudness: Loudness = field(default_factory=Loudness)
    _players_harmony: Harmony = field(default_factory=Harmony)
    _players_last: float = -math.inf  # anything a player did

    def heard(self, now: float, pitch: int | None, velocity: int) -> None:
        """A player struck (velocity 1..127) or released (0) a key, or moved the pedal (None)."""
        self._players_last = max(self._players_last, now)
        if velocity > 0 and pitch is not None:
            self._players_harmony.strike(now, pitch)
            self._players_pace.strike(now)
            self._players_loudness.strike(velocity)

    def played(self, now: float, pitch: int, velocity: int) -> None:
        """The machine struck a key."""
        self.guard.played(pitch)
        self._pace.strike(now)
        self._loudness.strike(velocity)

    def hazard(self, now: float, playing_for: float, asked: float = 1.0) -> float:
        """The factor 0.03..1.5 on the rate of events.

        `playing_for` is how long the machine has been playing, in seconds: a beginning is not yet
        too sparse. `asked` is how many times the usual pace is asked for.
        """
        machine = self._pace.rate(now)
        player = self._players_pace.rate(self._players_last) if self._beside(now) else 0.0
        ceiling = self.densest
        if player > 0.0:
            left = self.densest - self._players_pace.rate(now)
            ceiling = max(0.5, min(left, max(6.0, 2.0 * player)))
        ceiling *= asked
        if machine > ceiling:
            return max(0.03, (ceiling / machine) * (ceiling / machine))
        if player <= 0.0 and playing_for > 16.0 and machine < self.sparsest * asked:
            return min(1.5, math.sqrt(self.sparsest * asked / max(machine, 1e-3)))
        return 1.0

    def push(self, density: float, now: float) -> float:
        """The factor on the rate of events that comes to a density beside a player, or alone.

        Alone the machine hears only itself: what is denser makes it expect what is denser.
        """
        return density if now - self._players_last < PLAYING else density**SELF_MADE

    def full(self, mine: int, others: int, now: float) -> bool:
        """Whether the machine, holding so many keys beside others', should strike no more.

        While a player plays there is less room; else, where it holds none, it may strike one.
        """
        if now - self._players_last < PLAYING:
            return mine + others >= self.fullest - 1
        return mine > 0 and mine + others >= self.fullest

    def tilt(self, now: float) -> float:
        """Nats by which velocity 127 is favoured over velocity 0 (-12..12): 0 where none is due."""
        machine, player = self._loudness.mean, self._players_loudness.mean
        if machine is None:
            return 0.0
        low, high = self.softest, self.loudest
        if player is not None and self._beside(now):
            low, high = player - self.nearness, player + self.nearness
        stray = min(machine - low, 0.0) + max(machine - high, 0.0)
        return max(-12.0, min(12.0, -stray))

    def harmony(self, now: float) -> tuple[float, ...] | None:
        """Nats by which each of the 12 pitch classes is favoured; None where no player is heard.

        While they play together, as they are struck; alone the machine only keeps to those that
        belong, ever less.
        """
        if not self._beside(now):
            return None
        silent = now - self._players_last
        if silent < PLAYING:
            return tuple(TOGETHER * nats for nats in self._players_harmony.favour())
        kept = math.exp(-silent / FADING)
        return tuple(kept * nats for nats in self._players_harmony.belonging())

    def _beside(self, now: float) -> bool:
        return now - self._players_last < REMEMBERED
