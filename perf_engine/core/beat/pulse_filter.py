"""A filter over tempo and phase: the beats that a player may have in mind, and their probability.

A bar-pointer model (Whiteley, Cemgil and Godsill, Bayesian Modelling of Temporal Structure in
Musical Audio, 2006) without the bar: a state is a period, a phase within the beat and a division of
the beat: hardly any, in two (and four), or in three. It is advanced from strike to strike (the
forward algorithm), not from frame to frame: where no strike comes nothing is computed.
"""

from __future__ import annotations

import copy
from typing import Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]

SLOWEST, FASTEST = 40.0, 220.0  # beats a minute
PERIODS: Final = 56  # on a logarithmic scale: 3 % from one to the next
PHASES: Final = 48  # steps of a beat: 10 ms at 120 beats a minute
DIVISIONS: Final = (1, 2, 3)  # parts that a beat is mostly divided in; the layers of the filter
LEVELS: Final = 8  # of stress, from 0 to 1
LONGEST: Final = 12.0  # seconds of silence that are filtered; a longer one is as long

USUAL: Final = 102.0  # beats a minute that are most probable before anything was heard
SPREAD: Final = 0.32  # standard deviation of the logarithm of that tempo
STRAY: Final = 0.15  # share of strikes that fall anywhere within the beat
WIDTH: Final = 0.016  # seconds: standard deviation of a strike around its place
WIDER: Final = 0.014  # beats: what is added to it
MISSED: Final = 0.77  # likelihood of a beat that nobody strikes, against one that is struck
NEAR: Final = 0.14  # beats: a strike so near a beat strikes it
STEP: Final = 0.2  # seconds between two changes of tempo
DRIFT: Final = 0.02  # standard deviation of the logarithm of the period after a step
JUMPS: Final = 0.07  # probability of another tempo within a step
JUMP: Final = 0.16  # standard deviation of the logarithm of its period
LOST: Final = 0.002  # probability that the player begins anew within a step
SHARES: Final = (0.25, 0.5, 0.25)  # probability of each layer, before anything was heard
KEEPS: Final = 0.1  # power of the prior that draws the tempo in a step
TURN: Final = 0.01  # probability of another division within a step

FEWER: Final = 0.125  # seconds: places that come sooner than that after another are rare
STEEP: Final = 3.0  # how soon they get rarer

# The places within a beat: (beat, beats between such places, share of the strikes that are little
# stressed, share of those that are stressed most). Those of two parts were chosen on 83 melodies of
# POP909 and OpenEWLD that are not held out, and on made-up players: little stressed strikes fall
# between beats more often than on them.
PLACES: Final = {
    1: ((0.0, 1.0, 0.80, 0.92), (0.5, 0.5, 0.20, 0.08)),
    2: (
        (0.0, 1.0, 0.22, 0.785),
        (0.5, 0.5, 0.55, 0.13),
        (0.25, 0.25, 0.08, 0.025),
        (0.75, 0.25, 0.15, 0.06),
    ),
    3: ((0.0, 1.0, 0.28, 0.80), (1 / 3, 1 / 3, 0.30, 0.07), (0.655, 1 / 3, 0.42, 0.13)),
}

PERIOD: Final[NDArray[np.float64]] = np.geomspace(60.0 / FASTEST, 60.0 / SLOWEST, PERIODS)
STEPS_A_SECOND: Final = PHASES / PERIOD
_ROW: Final = len(DIVISIONS) * PHASES
_STARTS: Final = (np.arange(PERIODS) * _ROW)[:, None]


def _densities() -> Array:
    """Return the densities of strikes, LEVELS x PERIODS x (DIVISIONS x PHASES); 1 is uniform.

    Their mean over the phases of a beat is 1.
    """
    stress = (np.arange(LEVELS) / (LEVELS - 1))[:, None, None]
    phase, period = np.arange(PHASES) / PHASES, PERIOD[:, None]
    width = np.hypot(WIDTH / period, WIDER)
    found = []
    for division in DIVISIONS:
        density = np.zeros((LEVELS, PERIODS, PHASES))
        shares = np.zeros((LEVELS, PERIODS, 1))
        for place, apart, little, most in PLACES[division]:
            away = (phase - place + 0.5) % 1.0 - 0.5
            bump = np.exp(-0.5 * (away / width) ** 2)
            share = little + stress * (most - little)
            share = share / (1.0 + (FEWER / (apart * period)) ** STEEP)
            density += share * bump / bump.mean(axis=1, keepdims=True)
            shares += share
        found.append(STRAY + (1.0 - STRAY) * density / shares)
    return np.concatenate(found, axis=2).astype(np.float32)


def _rolls() -> tuple[NDArray[np.intp], Array]:
    """Return, for a shift of 0 .. 3 beats in steps, where each phase came from, and its likelihood.

    Both are (3 x PHASES) x (DIVISIONS x PHASES). The likelihood is that of the beats between the
    two strikes that nobody struck.
    """
    phase = np.arange(PHASES)
    shift = np.arange(3 * PHASES)[:, None]
    came = (phase - shift) % PHASES
    after = phase / PHASES
    before = after - shift / PHASES
    missed = np.ceil(after - NEAR) - 1.0 - np.floor(before + NEAR)
    likelihood = MISSED ** np.maximum(missed, 0.0)
    layers = len(DIVISIONS)
    sources = np.concatenate([came + layer * PHASES for layer in range(layers)], axis=1)
    return sources, np.tile(likelihood, layers).astype(np.float32)


def _prior() -> Array:
    """Return the probability of each state before anything was heard, PERIODS x (...)."""
    tempo = np.exp(-0.5 * (np.log(60.0 / PERIOD / USUAL) / SPREAD) ** 2)
    layers = np.repeat(SHARES, PHASES)
    found = tempo[:, None] * layers
    return np.asarray(found / found.sum(), np.float32)


def _changes(prior: Array) -> list[Array]:
    """Return matrices PERIODS x PERIODS that change the tempo for 1, 2, 4 and 8 steps."""
    away = np.log(PERIOD[:, None] / PERIOD[None, :])
    tempo = prior.sum(axis=1) ** KEEPS
    near = np.exp(-0.5 * (away / DRIFT) ** 2) * tempo[:, None]
    far = np.exp(-0.5 * (away / JUMP) ** 2) * tempo[:, None]
    one = (1.0 - JUMPS) * near / near.sum(axis=0) + JUMPS * far / far.sum(axis=0)
    powers = [np.linalg.matrix_power(one, steps) for steps in (1, 2, 4, 8)]
    return [power.astype(np.float32) for power in powers]


DENSITIES: Final = _densities()
SOURCES, UNSTRUCK = _rolls()
PRIOR: Final = _prior()
CHANGES: Final = _changes(PRIOR)


class PulseFilter:
    """The probability of each period, division and phase at the last strike."""

    def __init__(self) -> None:
        self.belief = PRIOR.copy()  # PERIODS x (DIVISIONS x PHASES)
        self.rest = np.zeros(PERIODS)  # 0..1: steps that the phase of each row is further
        self._unchanged = 0.0  # seconds since the tempo last might change

    def copy(self) -> PulseFilter:
        """Return a copy that is advanced by itself from now on."""
        other = copy.copy(self)
        other.belief = self.belief.copy()
        return other

    def advance(self, seconds: float) -> None:
        """Let time pass in which nobody strikes."""
        seconds = min(seconds, LONGEST)
        moved = self.rest + STEPS_A_SECOND * seconds
        whole = moved.astype(np.intp)
        self.rest = moved - whole
        shift = np.where(whole < 3 * PHASES, whole, 2 * PHASES + whole % PHASES)
        belief = self.belief.ravel().take(SOURCES[shift] + _STARTS)
        belief *= UNSTRUCK[shift]
        self._unchanged += seconds
        steps = int(self._unchanged / STEP)
        if steps:
            self._unchanged -= steps * STEP
            belief = self._change(belief, min(steps, 8))
        self.belief = belief

    def _change(self, belief: Array, steps: int) -> Array:
        power = steps.bit_length() - 1
        belief = CHANGES[power] @ belief
        turn = TURN * steps
        layers = belief.reshape(PERIODS, len(DIVISIONS), PHASES)
        mean = layers.sum(axis=1, keepdims=True)
        mean *= turn / len(DIVISIONS)
        layers *= 1.0 - turn
        layers += mean
        belief += (LOST * steps * float(belief.sum())) * PRIOR
        return belief

    def strike(self, level: int, weight: float = 1.0) -> float:
        """Take a strike now, with a level of stress; return how many times likelier than uniform.

        `weight` 0..1: how far it counts.
        """
        return self._take(DENSITIES[level], weight)

    def stress(self, level: int, to: int, weight: float = 1.0) -> None:
        """Take the last strike, which was taken at one level of stress, at another."""
        if level != to:
            self._take(DENSITIES[to] / DENSITIES[level], weight)

    def _take(self, likelihood: Array, weight: float) -> float:
        before = float(self.belief.sum())
        if weight < 1.0:
            likelihood = 1.0 + weight * (likelihood - 1.0)
        self.belief *= likelihood
        after = float(self.belief.sum())
        self.belief *= 1.0 / after
        return after / before
