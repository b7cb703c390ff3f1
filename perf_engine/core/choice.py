"""Which key is struck, and how loud, from what a stream's heads say and a taste allows."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .gru import StreamingGRU
from .imitation import Imitation
from .sampling import GONE, Mask, draw, probabilities
from .taste import Taste
from .vocabulary import KEY_COUNT, PEDAL

Floats = NDArray[np.float32]

PITCH_CLASS: Final = np.arange(KEY_COUNT) % 12
KEYS: Final = np.arange(KEY_COUNT, dtype=np.float32)


def strikeable(held: Iterable[int], part: int, taste: Taste, full: bool, pedal: bool) -> Mask:
    """A mask (129,) of the keys that may be struck in a part: none that anybody holds.

    `held`: part * 129 + key; `full`: no key but the pedal; `pedal`: the pedal too.
    """
    allowed = np.zeros(KEY_COUNT, bool)
    if not full:
        allowed[taste.lowest : taste.highest + 1] = True
        if taste.scale is not None and taste.strength >= 1.0:
            allowed &= taste.scale
        if taste.worn is not None and taste.lowest < taste.highest:
            allowed[taste.worn] = False
    allowed[PEDAL] = pedal
    first = part * KEY_COUNT
    for code in held:
        if first <= code < first + KEY_COUNT:
            allowed[code - first] = False
    return allowed


def clinging(keys: Floats, part: int, mine: Iterable[int], nats: float) -> Floats:
    """Probabilities (129,) of keys in a part, with less for those that the machine holds.

    `mine`: part * 129 + key.
    """
    held = [code - part * KEY_COUNT for code in mine if code // KEY_COUNT == part]
    kept = keys.copy()
    kept[held] *= math.exp(-nats)
    return kept


def in_line(
    imitation: Imitation, part: int, own: bool, keys: Floats, struck: Mask, taste: Taste
) -> Floats:
    """Probabilities (129,) of keys: among those `struck` the line goes on as it once went."""
    step = imitation.next_key(part, own, taste.doubt) if taste.imitation else None
    if step is None or not struck[step[0]]:
        return keys
    weight = np.float32(taste.imitation * step[1])
    mixed = np.where(struck, keys * (1 - weight), keys).astype(np.float32)
    mixed[step[0]] += weight * keys[struck].sum()
    return mixed


def in_scale(keys: Floats, taste: Taste) -> Floats:
    """Probabilities (129,) of keys: of what is outside the scale a share is inside it."""
    if taste.scale is None or taste.strength >= 1.0:
        return keys
    outside = np.where(taste.scale, 0.0, keys).astype(np.float32)
    inside = keys - outside
    mass = float(inside.sum())
    if mass < GONE:
        return keys
    there = taste.strength * float(outside.sum())
    mixed: Floats = inside * np.float32(1.0 + there / mass)
    mixed += outside * np.float32(1.0 - taste.strength)
    return mixed


def leaning(
    logits: Floats, harmony: Sequence[float] | None, gravity: float = 0.0, middle: float = 0.0
) -> Floats:
    """Logits (129,) of keys, each favoured by its pitch class's nats (12,).

    A key above the `middle` is favoured by up to `gravity` nats, an octave away, and one below it
    disfavoured, or the other way round; those further away as much. The pedal is as likely as ever.
    """
    if harmony is None and not gravity:
        return logits
    nats = np.zeros(KEY_COUNT, np.float32)
    if harmony is not None:
        nats += np.take(np.asarray(harmony, np.float32), PITCH_CLASS)
    if gravity:
        nats += np.float32(gravity) * np.clip((KEYS - np.float32(middle)) / 12.0, -1.0, 1.0)
    leant: Floats = logits + nats
    before, after = logits[:PEDAL], leant[:PEDAL]
    leant[PEDAL] = logits[PEDAL] + _mass(after) - _mass(before)
    return leant


def _mass(logits: Floats) -> float:
    """The logarithm of the sum of what they are logarithms of."""
    most = logits.max()
    return float(most + np.log(np.exp(logits - most).sum()))


def loudness(
    stream: StreamingGRU, part: int, dt: int, key: int, taste: Taste, chance: Sequence[float]
) -> int:
    """The velocity 1..127 of a strike; `chance` draws its class, and the value inside."""
    words = stream.weights.vocabulary
    logits = stream.velocity_logits(part, dt, key)
    if taste.tilt:
        slope = np.linspace(0.0, 1.0, len(logits), dtype=np.float32)
        logits = logits + slope * (taste.tilt * taste.velocity)
    first = 0
    if taste.softest > 1 or taste.loudest < 127:
        first = words.velocity_class(taste.softest) - 1
        logits = logits[first : words.velocity_class(taste.loudest)]
    index = first + draw(probabilities(logits, taste.velocity), chance[0])
    velocity = words.velocity_value(1 + index, chance[1])
    return min(max(velocity, taste.softest), taste.loudest)
