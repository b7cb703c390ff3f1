"""Bars of drums, drawn strike by strike from what was counted in the playing of drummers.

A drummer has a theme, a bar to which the other bars return, and a pattern, the probabilities of
strikes in bars like it. Whether an instrument is struck at a place depends on pattern and theme,
and on the bar before; so bars resemble one another without being the same.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from . import tables
from .kit import COUNT, CRASH, HAT, KICK, RIDE, SNARE
from .recurrence import FEELS, Floats, Struck, features

BEATS: Final = 4  # of a bar in the tables
IN_THREE: Final = (0, 1, 3)  # the beats of a bar in four that a bar in three has
TIGHT: Final = 0.5  # of a drummer's deviations: so nine of ten strikes are within 15 ms
SOFTEST: Final = 16.0  # velocity
STEADY: Final = 0.77  # temperature at which bars vary as those of drummers do
HANDS: Final = 2
RENEWED: Final = 0.15  # probability of another theme after a fill
SUITED: Final = 0.1  # standard deviation of the logarithm of the tempo around a theme's own
STAYS: Final = 0.95  # correlation of an instrument's loudness from bar to bar
KEPT: Final = 0.7  # correlation of the loudness at a place from bar to bar
FRESH: Final = math.sqrt(1.0 - KEPT**2)
LANDING: Final = 4.5  # added to the log odds of crash and kick after a fill
BUSIER: Final = 2.0  # power of the density that multiplies the odds of a strike
_BITS: Final = 1 << np.arange(COUNT)

# How far the instruments follow the player's accents and density, in log odds
ACCENTED: Final = np.zeros(COUNT)
ACCENTED[[KICK, SNARE, CRASH]] = 0.5, 0.25, 0.25


class Beat(NamedTuple):
    """A strike of an instrument: its velocity, and how many seconds it comes after its place."""

    instrument: int
    velocity: float
    late: float


class Style(NamedTuple):
    """How to draw: factors on the density, on temperatures, and on the loudness.

    `accent` (-1..1) says how far the player stresses the place.
    """

    density: float = 1.0
    temperature: float = 1.0
    spread: float = 1.0
    loudness: float = 1.0
    accent: float = 0.0


class Feel(NamedTuple):
    """The tables of a feel as arrays, places (of a bar in four) before instruments."""

    tempo: Floats  # logarithms of the themes' tempos
    pattern: NDArray[np.intp]  # of each theme
    themes: Struck  # (themes, places, instruments)
    strikes: Floats  # (patterns, places, instruments)
    weights: Floats
    velocity: Floats
    spread: Floats
    apart: Floats  # (instruments,)
    timing: Floats
    looseness: Floats
    fills: Struck


@lru_cache(maxsize=len(FEELS))
def feel(number: int) -> Feel:
    """Return the tables of a feel."""
    places = BEATS * FEELS[number]
    strikes = np.array(tables.STRIKES[number]).reshape(-1, COUNT, places).transpose(0, 2, 1)
    themes = np.array(tables.THEMES[number])
    fills = np.array(tables.FILLS[number])[:, :, None] & _BITS > 0
    return Feel(
        np.log(themes[:, 0]),
        themes[:, 1],
        themes[:, 2:, None] & _BITS > 0,
        np.clip(strikes / 1000.0, 0.002, 0.998),
        np.array(tables.WEIGHTS[number]),
        np.array(tables.VELOCITY[number]).T,
        np.array(tables.SPREAD[number]).T,
        np.array(tables.APART[number][0], float),
        np.array(tables.TIMING[number]).T / 1000.0,
        np.array(tables.LOOSENESS[number]).T / 1000.0,
        fills,
    )


@lru_cache(maxsize=128)
def _usual(number: int, theme: int) -> Floats:
    """Return the log odds (places, instruments) of strikes where nothing was struck before."""
    table = feel(number)
    here = table.strikes[table.pattern[theme]]
    nothing = np.zeros(here.shape, bool)
    there = np.roll(here, 1, axis=0)
    inputs = features(here, there, nothing, table.themes[theme], nothing)
    found: Floats = (inputs * table.weights).sum(axis=-1)
    return found


class Patterns:
    """Draws bars, one place after another. The last bars are remembered."""

    def __init__(self) -> None:
        """Begin with nothing played."""
        self.feel = 0
        self.beats = BEATS
        self._theme = -1  # its number; -1: none
        self._fill = -1  # which fill is played; -1: none
        self._landing = False  # the bar follows a fill
        self._balance = np.zeros(COUNT)  # loudness of the instruments, in standard deviations
        self._balanced = False  # whether it was drawn
        self._bars: list[Struck] = []  # the present one and the last one: (places, instruments)
        self._loud: Floats = np.zeros((0, COUNT))  # loudness at each place, as the balance

    @property
    def steps(self) -> int:
        """Return the places of a beat."""
        return FEELS[self.feel]

    @property
    def filling(self) -> bool:
        """Return whether a fill is played."""
        return self._fill >= 0

    def begin(self, number: int, beats: int, tempo: float, random: Generator) -> None:
        """Begin a bar of a feel, with 3 or 4 beats, in a tempo in beats a minute."""
        chance, fresh = random.random(2), random.standard_normal(COUNT)
        if number != self.feel or beats != self.beats:
            self.feel, self.beats, self._theme = number, beats, -1
        self._landing, self._fill = self._fill >= 0, -1
        if self._theme < 0 or (self._landing and chance.item(0) < RENEWED):
            self._theme = _suited(feel(number).tempo, tempo, chance.item(1))
            self._forget()
        now = self._like_theme() if self._landing else self._bars[0]
        self._bars = [np.zeros_like(now), now]
        share = STAYS if self._balanced else 0.0
        self._balance = share * self._balance + math.sqrt(1.0 - share**2) * fresh
        self._balanced = True

    def fill(self, random: Generator) -> None:
        """Play a fill from here to the end of the bar."""
        self._fill = int(random.integers(len(feel(self.feel).fills)))

    def end(self) -> None:
        """Forget the bars, as nothing is played for a while."""
        self._theme = self._fill = -1
        self._landing = False

    def strikes(self, place: int, style: Style, random: Generator) -> list[Beat]:
        """Draw the strikes at a place of the bar; always as many random numbers are drawn."""
        chance = random.random(COUNT)
        loud, late = random.standard_normal((2, COUNT))
        table = feel(self.feel)
        column = self._column(place)
        struck = self._struck(table, place, column, style, chance)
        self._bars[0][place] = struck
        self._loud[place] = KEPT * self._loud[place] + FRESH * loud
        strikes = []
        for one in struck.nonzero()[0].tolist():
            velocity = table.velocity.item(column, one)
            velocity += table.apart.item(one) * self._balance.item(one)
            velocity += style.spread * table.spread.item(column, one) * self._loud.item(place, one)
            velocity = min(max(velocity, SOFTEST), 127.0) * style.loudness
            away = table.timing.item(column, one)
            away += table.looseness.item(column, one) * late.item(one)
            strikes.append(Beat(one, velocity, TIGHT * away))
        return strikes

    def _struck(self, table: Feel, place: int, column: int, style: Style, chance: Floats) -> Struck:
        """Return which instruments are struck at a place."""
        if self._fill >= 0:
            fill: Struck = table.fills[self._fill, column]
            return fill
        now, before = self._bars
        last = now[place - 1] if place else before[-1]
        odds = _usual(self.feel, self._theme)[column] + table.weights[:, 2] * before[place]
        odds += table.weights[:, 4] * last
        odds = (odds + BUSIER * math.log(style.density)) / (STEADY * style.temperature)
        odds += ACCENTED * style.accent
        if self._landing and place == 0:
            odds[[KICK, CRASH]] += LANDING
        found: Struck = chance < 0.5 + 0.5 * np.tanh(0.5 * odds)
        return in_two_hands(found, odds)

    def _column(self, place: int) -> int:
        """Return the place of a bar in four whose tables a place has."""
        if self.beats == BEATS:
            return place
        beat, within = divmod(place, self.steps)
        return IN_THREE[beat % len(IN_THREE)] * self.steps + within

    def _like_theme(self) -> Struck:
        """Return the theme as a bar with so many beats."""
        columns = [self._column(place) for place in range(self.beats * self.steps)]
        found: Struck = feel(self.feel).themes[self._theme][columns]
        return found

    def _forget(self) -> None:
        """Begin as if the theme had been played before."""
        self._bars = [self._like_theme()]
        self._loud = np.zeros(self._bars[0].shape)


def _suited(tempos: Floats, tempo: float, chance: float) -> int:
    """Return a theme that suits a tempo in beats a minute, by an even random number."""
    away = (tempos - math.log(tempo)) / SUITED
    nearest = np.minimum.reduce(np.abs(away))  # no theme may be near
    likely = np.add.accumulate(np.exp(-0.5 * (away * away - nearest * nearest)))
    return int(np.searchsorted(likely, chance * likely.item(-1)))


def in_two_hands(struck: Struck, odds: Floats) -> Struck:
    """Return what is struck, of which two hands have at most two: those of the greatest odds.

    The kick is the foot's; beside the ride, so is the hi-hat.
    """
    if np.count_nonzero(struck) <= HANDS:
        return struck
    feet = [KICK, HAT] if struck[RIDE] else [KICK]
    hands = struck.copy()
    hands[feet] = False
    if np.count_nonzero(hands) <= HANDS:
        return struck
    kept = np.argsort(np.where(hands, odds, -np.inf))[-HANDS:]
    found = struck & ~hands
    found[kept] = True
    return found
