"""The choice of a key and its velocity, from the logits of a stream's heads and a taste."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from perf_engine.core.memory.imitation import Imitation, Share
from perf_engine.core.model.gru import StreamingGRU
from perf_engine.core.model.sampling import GONE, Mask, draw, probabilities
from perf_engine.core.model.vocabulary import KEY_COUNT
from perf_engine.protocol.midi import PEDAL

from .taste import Taste

Floats = NDArray[np.float32]

PITCH_CLASS: Final = np.arange(KEY_COUNT) % 12
# The weight of a line's continuation, times the trust in it: the best of those tried.
LINE: Final = 0.6
KEYS: Final = np.arange(KEY_COUNT, dtype=np.float32)


def strikeable(held: Iterable[int], part: int, taste: Taste, full: bool, pedal: bool) -> Mask:
    """Return a mask (129,) of the keys that may be struck in a part: none that anybody holds.

    `held` has part * 129 + key. If `full`, no key is allowed, only the pedal; the pedal is allowed
    only if `pedal` is true.
    """
    allowed = np.zeros(KEY_COUNT, bool)
    if not full:
        allowed[taste.register_low : taste.register_high + 1] = True
        if taste.scale is not None and taste.scale_strength >= 1.0:
            allowed &= taste.scale
        if taste.worn is not None and taste.register_low < taste.register_high:
            allowed[taste.worn] = False
    allowed[PEDAL] = pedal
    first = part * KEY_COUNT
    for code in held:
        if first <= code < first + KEY_COUNT:
            allowed[code - first] = False
    if taste.taken:
        allowed[list(taste.taken)] = False
    return allowed


def clinging(keys: Floats, part: int, mine: Iterable[int], nats: float) -> Floats:
    """Return key probabilities (129,), lowered by `nats` for keys that the machine holds.

    `mine` has part * 129 + key of these; the result does not sum to 1.
    """
    held = [code - part * KEY_COUNT for code in mine if code // KEY_COUNT == part]
    kept = keys.copy()
    if held:
        kept[held] *= math.exp(-nats)
    return kept


def in_line(
    imitation: Imitation, part: int, own: bool, keys: Floats, struck: Mask, taste: Taste
) -> Floats:
    """Return key probabilities (129,), among `struck` moved towards the line's continuation."""
    step = imitation.next_key(part, own, taste.doubt) if taste.imitation else None
    if step is None or not struck[step[0]]:
        return keys
    weight = np.float32(LINE * taste.imitation * step[1])
    mixed: Floats = np.where(struck, keys * (1 - weight), keys)
    mixed[step[0]] += weight * np.add.reduce(keys[struck])
    return mixed


def in_scale(keys: Floats, taste: Taste) -> Floats:
    """Return key probabilities (129,), with a share of those outside the scale moved inside."""
    if taste.scale is None or taste.scale_strength >= 1.0:
        return keys
    outside = np.where(taste.scale, 0.0, keys).astype(np.float32)
    inside = keys - outside
    mass = float(inside.sum())
    if mass < GONE:
        return keys
    there = taste.scale_strength * float(outside.sum())
    mixed: Floats = inside * np.float32(1.0 + there / mass)
    mixed += outside * np.float32(1.0 - taste.scale_strength)
    return mixed


def in_chord(keys: Floats, nats: Floats | None) -> Floats:
    """Return key probabilities (129,), each times the exponential of its nats, with the same sum.

    The probability of the pedal stays the same.
    """
    if nats is None:
        return keys
    pedal = keys[PEDAL]
    bent: Floats = keys * np.exp(nats)
    bent[PEDAL] = 0.0
    mass = float(np.add.reduce(bent))
    if mass < GONE:
        return keys
    bent *= np.float32((float(np.add.reduce(keys)) - float(pedal)) / mass)
    bent[PEDAL] = pedal
    return bent


def leaning(
    logits: Floats,
    harmony: Sequence[float] | None,
    gravity: float = 0.0,
    middle: float = 0.0,
    pedal: bool = True,
) -> Floats:
    """Return the logits (129,) of keys, each plus the nats (12,) of its pitch class.

    A key above the `middle` also gains up to `gravity` nats, the full amount from an octave away,
    and a key below loses as much. The probability of the pedal stays the same if the pedal may be
    put down (`pedal`); otherwise its logit is not used.
    """
    if harmony is None and not gravity:
        return logits
    leant: Floats
    if harmony is not None:
        leant = np.array(harmony, np.float32)[PITCH_CLASS]
        if gravity:
            leant += _slant(gravity, middle)
    else:
        leant = _slant(gravity, middle)
    leant += logits
    if pedal:
        leant[PEDAL] = logits[PEDAL] + _mass(leant[:PEDAL]) - _mass(logits[:PEDAL])
    return leant


def _slant(gravity: float, middle: float) -> Floats:
    """Return nats (129,): `gravity` from an octave above the middle on, minus that below."""
    octaves: Floats = KEYS - np.float32(middle)
    octaves /= 12.0
    np.maximum(octaves, -1.0, out=octaves)
    np.minimum(octaves, 1.0, out=octaves)
    octaves *= np.float32(gravity)
    return octaves


def _mass(logits: Floats) -> float:
    """Return the logarithm of the sum of the exponentials."""
    most = np.maximum.reduce(logits)
    above = logits - most
    return float(most + np.log(np.add.reduce(np.exp(above, out=above))))


def loudness(
    stream: StreamingGRU,
    part: int,
    dt: int,
    key: int,
    taste: Taste,
    chance: Sequence[float],
    share: Share | None = None,
) -> int:
    """Return the velocity 1..127 of a strike; `chance` draws its class, then a value in it.

    `share` has the phrase memory's prediction of the class.
    """
    words = stream.weights.vocabulary
    logits = stream.velocity_logits(part, dt, key)
    if taste.tilt:
        logits += _rising(len(logits)) * (taste.tilt * taste.temperature_velocity)
    first = 0
    if taste.softest > 1 or taste.loudest < 127:
        first = words.velocity_class(taste.softest) - 1
        logits = logits[first : words.velocity_class(taste.loudest)]
    p = probabilities(logits, taste.temperature_velocity)
    if share is not None:
        p = share.within(first, len(p)).mixed(p)
    index = first + draw(p, chance[0])
    velocity = words.velocity_value(1 + index, chance[1])
    return min(max(velocity, taste.softest), taste.loudest)


@lru_cache(maxsize=8)
def _rising(count: int) -> Floats:
    """Return an array (count,) that rises from 0 to 1."""
    return np.linspace(0.0, 1.0, count, dtype=np.float32)
