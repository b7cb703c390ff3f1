"""Rules of melody and counterpoint as nats for each key, for the control `theory`.

The rules are those by which RL Tuner (Jaques and others 2017) rewards a melody, and those of a
second voice. Here nothing is learnt from them: each is a row of `RULES` with a weight in nats, and
all of them push the keys when the machine draws one. The push is bounded, and a key that breaks a
rule is never favoured.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

import numpy as np

from perf_engine.core.model.vocabulary import KEY_COUNT
from perf_engine.protocol.midi import PEDAL

from .scales import semitones
from .scene import Floats, Scene

MOST: Final = 6.0  # nats, the strongest push against a key
ROW: Final = 4  # strikes of one key in a row that may be
OCTAVE: Final = 12  # semitones
SIXTH: Final = 8  # semitones from which on a leap wants to be resolved
FIFTH: Final = 7
COMPASS: Final = 19  # semitones between a line's highest and lowest key: a twelfth
PITCHES: Final = 3  # different keys that make a motif
FIGURE: Final = 6  # strikes in which they should stand
REACH: Final = KEY_COUNT - 1  # semitones, the widest distance
ROUGH: Final = {1: 1.0, 2: 0.5, 6: 0.5, 10: 0.5, 11: 1.0}  # dissonance of each pitch class apart

_APART: Final = np.arange(-REACH, REACH + 1)
_WIDTH: Final = np.abs(_APART)
_LEAPS: Final = (_WIDTH >= OCTAVE).astype(np.float32)
_ABOVE: Final = (_APART > 0).astype(np.float32)
_BELOW: Final = (_APART < 0).astype(np.float32)
_NEAR: Final = ((_WIDTH > 0) & (_WIDTH <= FIFTH)).astype(np.float32)
_PERFECT: Final = {
    interval: (np.mod(_WIDTH, 12) == interval).astype(np.float32) for interval in (0, FIFTH)
}
_CLASSES: Final = np.arange(KEY_COUNT) % 12
_ROUGH: Final = np.array(
    [[ROUGH.get((key - held) % 12, 0.0) for key in range(KEY_COUNT)] for held in range(12)],
    np.float32,
)


# Each rule gives the shares (129,) 0..1 to which keys meet it, or None if it meets none.


def repeated(scene: Scene) -> Floats | None:
    """Return the key that was struck as often in a row as it may be."""
    row = scene.line[:ROW]
    return _only(row[:1]) if len(row) == ROW and len(set(row)) == 1 else None


def outside(scene: Scene) -> Floats | None:
    """Return the keys outside the key that is heard or chosen, unless they are in the chord."""
    if not scene.inside:
        return None
    found = _outside(scene.inside)
    return found if scene.welcome is None else np.where(scene.welcome, np.float32(0.0), found)


def leaping(scene: Scene) -> Floats | None:
    """Return the keys an octave or more from the last, and from those that the machine holds."""
    if not scene.line:
        return None
    found = _about(_LEAPS, scene.line[0])
    for key in scene.own:
        found = np.minimum(found, _about(_LEAPS, key))
    return found


def unresolved(scene: Scene) -> Floats | None:
    """Return the keys by which a line goes on where it has leapt, and does not turn back."""
    if len(scene.line) < 2:
        return None
    last, before = scene.line[:2]
    if abs(last - before) < SIXTH:
        return None
    return _about(_ABOVE if last > before else _BELOW, last)


def straying(scene: Scene) -> Floats | None:
    """Return the keys that make the compass of a line too wide."""
    if not scene.line:
        return None
    low, high = min(scene.line), max(scene.line)
    found = np.ones(KEY_COUNT, np.float32)
    found[max(0, min(low, high - COMPASS)) : max(high, low + COMPASS) + 1] = 0.0
    return found


def parallel(scene: Scene) -> Floats | None:
    """Return the keys that move in parallel fifths or octaves with a player's melody."""
    if scene.moved is None or not scene.line:
        return None
    (before, now), last = scene.moved, scene.line[0]
    perfect = _PERFECT.get(abs(last - before) % 12)
    if perfect is None or now == before:
        return None
    there = _about(_ABOVE if now > before else _BELOW, last)
    found: Floats = _about(perfect, now) * there
    return found


def rough(scene: Scene) -> Floats | None:
    """Return how dissonant keys are with what others hold."""
    if not scene.held:
        return None
    found: Floats | None = None
    for place in semitones(scene.held):
        found = _ROUGH[place] if found is None else np.maximum(found, _ROUGH[place])
    return found


def motif(scene: Scene) -> Floats | None:
    """Return the keys near the last that give a line a third pitch, where it has only two."""
    figure = scene.line[: FIGURE - 1]
    if len(figure) < FIGURE - 1 or len(set(figure)) >= PITCHES:
        return None
    found = _about(_NEAR, figure[0]).copy()
    found[list(figure)] = 0.0
    return found


def again(scene: Scene) -> Floats | None:
    """Return the keys that go on as a line went on after the same two intervals, on any degree."""
    line = scene.line
    steps = [after - before for after, before in pairwise(line)]
    if len(steps) < FIGURE or steps[0] == steps[1] == 0:
        return None
    first, second = steps[:2]
    keys = [
        line[0] + on
        for on, last, before in zip(steps[2:], steps[3:], steps[4:], strict=False)
        if last == first and before == second and 0 <= line[0] + on < PEDAL
    ]
    return _only(keys) if keys else None


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: the nats of a key that meets it wholly, below 0 if that breaks it, and what it says.

    `where` gives the share (0..1) to which each key meets it.
    """

    name: str
    nats: float
    where: Callable[[Scene], Floats | None]
    says: str

    @property
    def forbids(self) -> bool:
        """Return whether a key that meets it breaks it."""
        return self.nats < 0.0


# A table: a row a rule.
# fmt: off
RULES: Final = (
    Rule("repeated", -4.0, repeated, "no key more than four times in a row"),
    Rule("outside", -2.5, outside, "keys of the scale chosen, or of the key that is heard"),
    Rule("leaping", -2.0, leaping, "leaps of an octave or more are rare"),
    Rule("unresolved", -2.0, unresolved, "after a leap of a sixth or more the line turns back"),
    Rule("straying", -1.5, straying, "the compass of a line is a twelfth"),
    Rule("parallel", -2.0, parallel, "no parallel fifths or octaves with a player's melody"),
    Rule("rough", -1.5, rough, "consonance with what others hold"),
    Rule("motif", 1.5, motif, "three different keys in six strikes"),
    Rule("again", 0.5, again, "a figure may return, on any degree"),
)
# fmt: on
BEST: Final = sum(rule.nats for rule in RULES if not rule.forbids)  # the strongest push for a key


def push(scene: Scene, amount: float, rules: Collection[Rule] = RULES) -> Floats | None:
    """Return the nats (129,) by which rules push keys, times an amount 0..1; None if they do not.

    A key that breaks a rule is pushed by the rules that it breaks alone.
    """
    if amount <= 0.0:
        return None
    against: list[tuple[float, Floats]] = []
    favour: list[tuple[float, Floats]] = []
    for rule in rules:
        share = rule.where(scene)
        if share is not None:
            (against if rule.nats < 0.0 else favour).append((rule.nats * amount, share))
    if not against and not favour:
        return None
    found = np.maximum(_sum(against), np.float32(-MOST * amount)) if against else _sum(favour)
    if against and favour:
        found = np.where(found < 0.0, found, _sum(favour))
    found[PEDAL] = 0.0
    return found


def _sum(rows: Sequence[tuple[float, Floats]]) -> Floats:
    """Return the sum (129,) of the shares of some rules, each times its nats."""
    nats, shares = zip(*rows, strict=True)
    found: Floats = np.array(nats, np.float32) @ np.array(shares)
    return found


def _about(table: Floats, key: int) -> Floats:
    """Return the values (129,) of a table by distance, as seen from a key."""
    return table[REACH - key : REACH - key + KEY_COUNT]


def _only(keys: Sequence[int]) -> Floats:
    found = np.zeros(KEY_COUNT, np.float32)
    found[list(keys)] = 1.0
    return found


@lru_cache(maxsize=256)
def _outside(inside: int) -> Floats:
    """Return 1 for each key (129,) whose pitch class has no bit, else 0."""
    found: Floats = (inside >> _CLASSES & 1 == 0).astype(np.float32)
    found.flags.writeable = False
    return found
