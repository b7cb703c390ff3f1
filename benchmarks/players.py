"""Players that are made up: strikes in time, swung, drifting, free, and the beats they mean."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

KEPT: Final = 1  # the half of seeds and files on which nothing was chosen
BEATS: Final = 96
JITTER: Final = 0.012  # seconds: standard deviation of a strike around its place

Strike = tuple[float, int, int]  # seconds, pitch, velocity


@dataclass(frozen=True, slots=True)
class Played:
    """Strikes of a player in order, and the times of the beats that are meant."""

    strikes: list[Strike]
    beats: list[float]
    jump: int = 0  # the beat at which the tempo jumps
    bar: int = 4


# Rhythms of one beat, as onsets within it, and how often each is played
RHYTHMS: Final = (
    ((0.0,), 0.42),
    ((0.0, 0.5), 0.36),
    ((), 0.08),
    ((0.5,), 0.06),
    ((0.0, 0.25, 0.5, 0.75), 0.04),
    ((0.0, 0.75), 0.04),
)
SYNCOPATED: Final = (
    ((0.0,), 0.2),
    ((0.0, 0.5), 0.25),
    ((0.5,), 0.3),
    ((), 0.1),
    ((0.25, 0.75), 0.05),
    ((0.0, 0.75), 0.1),
)
SWUNG: Final = (((0.0,), 0.35), ((0.0, 0.655), 0.45), ((0.655,), 0.1), ((), 0.1))


def _line(tempos: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the times of beats, from the tempo at each."""
    return np.concatenate([[0.5], 0.5 + np.cumsum(60.0 / tempos)])


def _perform(
    random: Generator,
    times: NDArray[np.float64],
    rhythms: tuple[tuple[tuple[float, ...], float], ...] = RHYTHMS,
    bar: int = 4,
    chords: bool = False,
    silent: Callable[[int], bool] = lambda beat: False,
    jump: int = 0,
) -> Played:
    weights = np.array([weight for _, weight in rhythms])
    strikes: list[Strike] = []
    pitch = 67
    for beat in range(len(times) - 1):
        if silent(beat):
            continue
        places = rhythms[random.choice(len(rhythms), p=weights / weights.sum())][0]
        start, period = times[beat], times[beat + 1] - times[beat]
        for place in places:
            pitch = int(np.clip(pitch + random.integers(-4, 5), 55, 84))
            accent = 10 if place == 0.0 and beat % bar == 0 else 4 if place == 0.0 else -4
            velocity = int(np.clip(72 + accent + random.normal(0.0, 8.0), 20, 120))
            at = start + place * period + random.normal(0.0, JITTER)
            strikes.append((float(at), pitch, velocity))
        if chords and beat % (bar if bar == 3 else 2) == 0:
            for key in (40, 52, 55, 59):
                at = start + random.normal(0.0, JITTER)
                strikes.append((float(at), key + int(random.integers(0, 3)), 62))
    return Played(sorted(strikes), [float(at) for at in times], jump, bar)


def steady(random: Generator) -> Played:
    """Play melody in one tempo."""
    return _perform(random, _line(np.full(BEATS, random.uniform(70.0, 150.0))))


def accompanied(random: Generator) -> Played:
    """Play melody and chords in one tempo."""
    tempos = np.full(BEATS, random.uniform(70.0, 150.0))
    return _perform(random, _line(tempos), chords=True)


def swung(random: Generator) -> Played:
    """Play swung eighths in one tempo."""
    return _perform(random, _line(np.full(BEATS, random.uniform(80.0, 170.0))), SWUNG)


def drifting(random: Generator) -> Played:
    """Play 20 % slower and faster in waves of 32 beats."""
    wave = 0.2 * np.sin(2.0 * np.pi * np.arange(BEATS) / 32.0)
    return _perform(random, _line(random.uniform(85.0, 130.0) * (1.0 + wave)))


def jumping(random: Generator) -> Played:
    """Play half of it 20 % faster or slower than the other half."""
    factor = 1.2 if random.random() < 0.5 else 0.8
    tempos = np.full(BEATS, random.uniform(85.0, 130.0))
    tempos[BEATS // 2 :] *= factor
    return _perform(random, _line(tempos), jump=BEATS // 2)


def syncopated(random: Generator) -> Played:
    """Play more off the beat than on it."""
    return _perform(random, _line(np.full(BEATS, random.uniform(80.0, 130.0))), SYNCOPATED)


def waltz(random: Generator) -> Played:
    """Play in three, with a bass on the first beat of a bar."""
    tempos = np.full(BEATS, random.uniform(90.0, 170.0))
    return _perform(random, _line(tempos), bar=3, chords=True)


def resting(random: Generator) -> Played:
    """Rest for four of every sixteen beats."""
    tempos = np.full(BEATS, random.uniform(70.0, 150.0))
    return _perform(random, _line(tempos), silent=lambda beat: beat % 16 >= 12)


def rubato(random: Generator) -> Played:
    """Play freely: each distance its own, so that no beat is meant."""
    distances = np.exp(random.normal(np.log(0.38), 0.55, 160))
    at, pitch, strikes = 0.5, 67, []
    for distance in distances:
        pitch = int(np.clip(pitch + random.integers(-4, 5), 50, 84))
        strikes.append((float(at), pitch, int(np.clip(random.normal(66.0, 12.0), 20, 120))))
        at += float(distance)
    return Played(strikes, [])


PLAYERS: Final[dict[str, Callable[[Generator], Played]]] = {
    player.__name__: player
    for player in (
        steady,
        accompanied,
        swung,
        drifting,
        jumping,
        syncopated,
        waltz,
        resting,
        rubato,
    )
}


def made_up(half: int, count: int) -> Iterator[tuple[str, Played]]:
    """Yield each player so many times by name; the halves have other seeds."""
    for number, (name, play) in enumerate(PLAYERS.items()):
        for seed in range(count):
            yield name, play(np.random.default_rng([half, number, seed]))
