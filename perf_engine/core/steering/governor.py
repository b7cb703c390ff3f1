"""The governor: it keeps density, loudness and register near the player's, or alone near those of
real music; alone it also keeps a silent player's harmony.
"""

from __future__ import annotations

import math
import operator
from dataclasses import dataclass, field
from typing import Final

from .given import Given
from .limits import Limits
from .measures import MAJOR, Fullness, Harmony, Mean, Pace
from .repetition_guard import Guard

PLAYING: Final = 2.0  # seconds after a player's last event in which the player still plays
LOUDER: Final = 6.0  # least velocity by which the machine is louder than a very soft player
# Limits for machine and player together: the model's own limits may be those of a single line.
TOGETHER_FULLEST: Final = 6  # keys
TOGETHER_DENSEST: Final = 12.0  # notes a second
PULL: Final = 0.3  # nats for each semitone by which the register is out of range
HEAVIEST: Final = 1.5  # nats, the most that the register pulls
TOO_FREE: Final = 1.5  # most nats against keys outside the scale
FADING: Final = 60.0  # seconds in which the harmony of a silent player fades
SELF_MADE: Final = 0.2  # exponent of the control `density` when alone (`make controls`)
# After a prime, alone, the machine keeps within these distances of it.
PACES: Final = 1.4  # greatest pace: its pace times this
SLOWER: Final = 1.1  # least pace: its pace divided by this
VELOCITIES: Final = 6.0  # above or below its mean velocity
SEMITONES: Final = 4.0  # above or below its mean pitch
FULLER: Final = 1.6  # most keys held: this times its average, and one more
THINNER: Final = 0.8  # least keys held: this times its average
DENSEST_GIVEN: Final = 40.0  # strikes a second; a denser prime counts as this dense
REMEMBERED: Final = 60.0  # seconds for which a silent player's pace and loudness still count


@dataclass(slots=True)
class Governor:
    """Keeps the machine near the player, or, alone, near real music.

    Without a player it changes nothing between the `limits`. Beside a player the machine plays at
    most at twice the player's pace, and at most what the player leaves of `densest`. Its loudness
    differs from the player's by at most `nearness`, and is outside `softest` and `loudest` only if
    the player's is. After a slow player it may stay sparser than `sparsest`. Its register is free
    while a player plays; alone it returns to that of real music, or of the last player.

    A prime takes the place of the player until one plays: the machine, alone, keeps the prime's
    density, fullness, loudness and register, even outside the `limits`. Its harmony is left to the
    model: keeping to it cost likeness to what really came next (`evaluate --continuations`).
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
    _players_last: float = -math.inf  # time of the last event of a player
    _given: Given | None = None

    def heard(self, now: float, pitch: int | None, velocity: int) -> None:
        """Take a player's strike (velocity 1..127), release (0) or pedal move (pitch None)."""
        self._players_last = max(self._players_last, now)
        if velocity > 0 and pitch is not None:
            self._given = None
            self._players_harmony.strike(now, pitch)
            self._all.strike(now, pitch)
            self._players_pace.strike(now)
            self._players_loudness.take(velocity)
            self._players_register.take(pitch)

    def primed(self, given: Given | None) -> None:
        """Take the measures of a prime; None if it has too few notes."""
        if given is not None:
            self._given = given

    @property
    def given(self) -> Given | None:
        """Return the measures of the prime that it keeps to; None without one."""
        return self._given

    def recalled(self, given: Given | None) -> None:
        """Keep to the prime of a recalled state, or to none."""
        self._given = given

    def played(self, now: float, pitch: int, velocity: int) -> None:
        """Take a strike of the machine."""
        self.guard.played(pitch)
        self._pace.strike(now)
        self._loudness.take(velocity)
        self._register.take(pitch)
        self._harmony.strike(now, pitch)
        self._all.strike(now, pitch)

    def holds(self, now: float, keys: int) -> None:
        """Take the number of keys that the machine holds from `now` on."""
        self._fullness.hold(now, keys)

    @property
    def players_last(self) -> float:
        """Return the time of the last event of a player; -inf before it."""
        return self._players_last

    def accompanied(self, now: float) -> bool:
        """Return whether a player plays: had an event in the last `PLAYING` seconds."""
        return now - self._players_last < PLAYING

    def hazard(self, now: float, playing_for: float, asked: float = 1.0) -> float:
        """Return the factor 0.03..3 on the rate of events.

        `playing_for` is the time in seconds since the machine began: a beginning is not yet too
        sparse. `asked` is the pace that the controls ask for, as a factor.
        """
        machine = self._pace.rate(now)
        beside = now - self._players_last < REMEMBERED
        player = self._players_pace.rate(self._players_last) if beside else 0.0
        ceiling = self.limits.densest
        if player > 0.0:
            left = max(ceiling, TOGETHER_DENSEST) - self._players_pace.rate(now)
            ceiling = max(0.5, min(left, max(6.0, 2.0 * player)))
        ceiling *= asked
        sparsest = self.limits.sparsest
        if self._given is not None:
            ceiling = asked * min(PACES * self._given.pace, DENSEST_GIVEN)
            player = sparsest = min(self._given.pace, DENSEST_GIVEN) / SLOWER
        if machine > ceiling:
            return max(0.03, (ceiling / machine) * (ceiling / machine))
        floor = asked * (sparsest if player <= 0.0 else min(sparsest, 1.5 * player))
        if now - self._players_last >= PLAYING and playing_for > 4.0 and machine < floor:
            short = floor / max(machine, 1e-3)
            return min(3.0, short if self._given is None else short * short)
        return 1.0

    def push(self, density: float, now: float) -> float:
        """Return the factor on the rate of events for a value of the control `density`.

        Alone the machine hears only itself and amplifies the density, so less of it is enough.
        """
        return density if now - self._players_last < PLAYING else density**SELF_MADE

    def full(self, mine: int, others: int, now: float) -> bool:
        """Return whether the machine, which holds `mine` keys, should strike no more.

        While a player plays, fewer keys are left for it. Alone it may always strike one.
        """
        fullest = self.limits.fullest
        if self._given is not None:
            fullest = round(1.0 + FULLER * self._given.fullness)
        if now - self._players_last < PLAYING:
            return mine >= fullest or mine + others >= max(fullest, TOGETHER_FULLEST) - 1
        return mine > 0 and mine + others >= fullest

    def clinging(self, now: float) -> float:
        """Return nats 0..2 against releasing a key: above 0 if it holds too few keys, alone."""
        mean = self._fullness.mean
        if mean is None or now - self._players_last < PLAYING:
            return 0.0
        thinnest = self.limits.thinnest
        if self._given is not None:
            thinnest = THINNER * self._given.fullness
        return min(2.0, 2.0 * max(0.0, thinnest - mean))

    def curiosity(self, now: float) -> float:
        """Return the factor 0.6..1.5 on the temperature of the key.

        It is above 1 if the machine, alone, uses few pitch classes, and below 1 if it uses nearly
        all, or hardly repeats anything.
        """
        bits = self._harmony.entropy()
        if bits < self.limits.narrowest and now - self._players_last >= PLAYING:
            return min(1.5, 1.0 + 1.5 * (self.limits.narrowest - bits))
        careful = max(0.7, 1.0 - max(0.0, bits - self.limits.widest))
        return careful * (1.0 - 0.15 * self.guard.wandering)

    def tilt(self, now: float) -> float:
        """Return the nats -12..12 by which velocity 127 is favoured over velocity 0."""
        machine, player = self._loudness.value, self._players_loudness.value
        if machine is None:
            return 0.0
        low, high = self.limits.softest, self.limits.loudest
        if player is not None and now - self._players_last < REMEMBERED:
            low = max(player - self.nearness, min(self.limits.softest, player + LOUDER))
            high = min(player + self.nearness, max(self.limits.loudest, player - LOUDER))
        if self._given is not None:
            low, high = self._given.loudness - VELOCITIES, self._given.loudness + VELOCITIES
        return max(-12.0, min(12.0, -_stray(machine, low, high)))

    def gravity(self, now: float) -> tuple[float, float]:
        """Return a pull of the register: nats for a key an octave above a middle, and the middle.

        The middle is the machine's own mean pitch. The nats are 0 while a player plays, or if the
        mean is that of real music or of the last player.
        """
        mean, player = self._register.value, self._players_register.value
        if mean is None or now - self._players_last < PLAYING:
            return 0.0, 0.0
        low, high = self.limits.lowest_mean, self.limits.highest_mean
        if player is not None and now - self._players_last < REMEMBERED:
            low, high = min(low, player), max(high, player)
        if self._given is not None:
            low, high = self._given.register - SEMITONES, self._given.register + SEMITONES
        return max(-HEAVIEST, min(HEAVIEST, -PULL * _stray(mean, low, high))), mean

    def harmony(self, now: float, free: bool = True) -> tuple[float, ...] | None:
        """Return the nats by which each of the 12 pitch classes is favoured; None if none is.

        Beside a player the chord that is heard steers instead. Alone, pitch classes outside the
        player's harmony are disfavoured, and this fades. If too many strikes leave the
        best-fitting major scale, those outside it are disfavoured, unless another scale is chosen
        (`free` is False).
        """
        scale = self._scale() if free else None
        if self._given is not None:
            return scale
        silent = now - self._players_last
        if not PLAYING <= silent < REMEMBERED:
            return scale
        kept = math.exp(-silent / FADING)
        nats = tuple([kept * nats for nats in self._players_harmony.belonging()])
        return nats if scale is None else tuple(map(operator.add, nats, scale))

    @property
    def tonic(self) -> int | None:
        """Return the tonic (0..11) of the major scale of all strikes; None if none is clear."""
        tonic, share = self._all.scale()
        return tonic if self._all.known and share >= self.limits.tonal else None

    def _scale(self) -> tuple[float, ...] | None:
        tonic, share = self._all.scale()
        if share >= self.limits.tonal:
            return None
        against = min(TOO_FREE, 10.0 * TOO_FREE * (self.limits.tonal - share))
        return tuple([0.0 if (i - tonic) % 12 in MAJOR else -against for i in range(12)])


def _stray(value: float, low: float, high: float) -> float:
    """Return the distance of a value above a range, or below it (negative); 0 inside."""
    return min(value - low, 0.0) + max(value - high, 0.0)
