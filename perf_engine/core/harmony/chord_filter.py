"""Probabilities of the chord and the key that sound, carried on from beat to beat.

A hidden Markov model; its numbers are in `tables.py`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from . import tables
from .chords import FAMILY, KINDS

Floats = NDArray[np.float32]

CHORDS: Final = 12 * len(KINDS)  # kind * 12 + root
SOFT: Final = 0.006  # added to each share, as notes outside a chord are played everywhere
KEY_WEIGHT: Final = 0.5  # power of the key's profile beside that of the chord
KEPT: Final = 0.998  # probability that the key stays, a beat
MOST_BEATS: Final = 8  # that pass at once; after more, only the key is known

_ROOTS: Final = np.arange(CHORDS) % 12
_KINDS: Final = np.arange(CHORDS) // 12
INSIDE: Final[Floats] = np.array(
    [
        [(pitch - root) % 12 in semitones for pitch in range(12)]
        for semitones in KINDS.values()
        for root in range(12)
    ],
    np.float32,
)  # (chords, 12): whether a pitch class is in a chord
# (tonics, chords): the place of a chord among those that are counted from a tonic
_PLACE: Final = _KINDS * 12 + (_ROOTS - np.arange(12)[:, None]) % 12
_FLAT: Final = _PLACE + np.arange(12)[:, None] * CHORDS


def _shares(rows: tuple[tuple[float, ...], ...]) -> Floats:
    found: Floats = np.array(rows, np.float32)
    found /= found.sum(axis=1, keepdims=True)
    return found


def _usual() -> Floats:
    """Return the probabilities of chords above the tonic, (modes, chords)."""
    found: Floats = np.array(tables.CHORDS, np.float32).reshape(2, CHORDS)
    found /= found.sum(axis=1, keepdims=True)
    return found


def _moves() -> Floats:
    """Return the probabilities of the next chord after a change, (modes, chords, chords)."""
    family = np.array([FAMILY[kind] for kind in KINDS])[_KINDS]
    factors = np.array(tables.FOLLOWS, np.float32).reshape(4, 4, 12)
    apart = (_ROOTS[None, :] - _ROOTS[:, None]) % 12
    found = _USUAL[:, None, :] * factors[family[:, None], family[None, :], apart][None]
    found[:, np.arange(CHORDS), np.arange(CHORDS)] = 0.0
    return np.ascontiguousarray(found / found.sum(axis=2, keepdims=True))


def _of_melody() -> Floats:
    """Return logarithms of the probability of a melody's note, (12, modes, tonics, chords)."""
    melody, key = _shares(tables.MELODY) + SOFT, _shares(tables.KEY) + SOFT
    pitches = np.arange(12)
    over = melody[_KINDS[:, None], (pitches - _ROOTS[:, None]) % 12]  # (chords, 12) above the tonic
    both = over[None] * key[:, None, :] ** KEY_WEIGHT
    both = np.log(both / both.sum(axis=2, keepdims=True))
    above = (pitches[:, None] - pitches[None, :]) % 12  # (pitches, tonics)
    return np.ascontiguousarray(both[:, :, above].transpose(2, 0, 3, 1))


def _of_chord(rows: tuple[tuple[float, ...], ...]) -> Floats:
    """Return logarithms of the probability of another note, (12, tonics, chords)."""
    shares = np.log(_shares(rows) + SOFT)
    pitches, tonics = np.arange(12)[:, None, None], np.arange(12)[None, :, None]
    return np.ascontiguousarray(shares[_KINDS[None, None], (pitches - tonics - _ROOTS) % 12])


_USUAL: Final = _usual()
_MOVES: Final = _moves()
MELODY: Final = _of_melody()
OTHERS: Final = _of_chord(tables.OTHERS)
BASS: Final = _of_chord(tables.BASS)


def unknown() -> Floats:
    """Return the belief before anything is heard: any key, and its usual chords."""
    belief = np.empty((2, 12, CHORDS), np.float32)
    belief[:] = _USUAL[:, None, :] / 24.0
    return belief


def with_notes(belief: Floats, notes: Iterable[tuple[Floats, float]]) -> Floats:
    """Return a belief after notes; each is MELODY, OTHERS or BASS at a pitch class, and a weight.

    A belief (modes, tonics, chords) has the probabilities of a hidden Markov model of key and
    chord; chords are counted from the tonic.
    """
    logs = np.zeros_like(belief)
    for of_note, weight in notes:
        logs += np.float32(weight) * of_note
    logs -= np.maximum.reduce(logs, axis=None)
    found: Floats = belief * np.exp(logs, out=logs)
    whole = np.add.reduce(found, axis=None)
    if not whole > 0.0:
        return belief
    found /= whole
    return found


def chords_of(belief: Floats) -> Floats:
    """Return the probability (chords,) of each chord, kind * 12 + root."""
    found: Floats = belief.sum(axis=0).ravel()[_FLAT].sum(axis=0)
    return found


def keys_of(belief: Floats) -> Floats:
    """Return the probability of each key, (modes, tonics); the modes are major and minor."""
    found: Floats = belief.sum(axis=2)
    return found


def after(belief: Floats, beats: int, change: float) -> Floats:
    """Return what is believed after so many beats without a note."""
    if beats > MOST_BEATS:
        keys: Floats = belief.sum(axis=2, keepdims=True)
        keys = (keys - np.float32(1.0 / 24.0)) * np.float32(KEPT**beats) + np.float32(1.0 / 24.0)
        return keys * _USUAL[:, None, :]
    kept, changed = np.float32(1.0 - change), np.float32(change)
    for _ in range(beats):
        belief = kept * belief + changed * np.matmul(belief, _MOVES)
        belief *= np.float32(KEPT)
        belief += np.float32((1.0 - KEPT) / 24.0) * _USUAL[:, None, :]
    return belief
