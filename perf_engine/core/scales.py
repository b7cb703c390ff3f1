"""Scales: which of the twelve pitch classes belong, above a root."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .vocabulary import KEY_COUNT, PEDAL

Mask = NDArray[np.bool_]

OFF: Final = "off"
PITCHES: Final = "pitches"  # those that somebody chose
ROOTS: Final = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")
# Semitones above the root. The church modes, then others; octatonic begins with the half tone.
SCALES: Final[Mapping[str, tuple[int, ...]]] = {
    "ionian": (0, 2, 4, 5, 7, 9, 11),
    "dorian": (0, 2, 3, 5, 7, 9, 10),
    "phrygian": (0, 1, 3, 5, 7, 8, 10),
    "lydian": (0, 2, 4, 6, 7, 9, 11),
    "mixolydian": (0, 2, 4, 5, 7, 9, 10),
    "aeolian": (0, 2, 3, 5, 7, 8, 10),
    "locrian": (0, 1, 3, 5, 6, 8, 10),
    "major": (0, 2, 4, 5, 7, 9, 11),
    "minor": (0, 2, 3, 5, 7, 8, 10),
    "harmonic_minor": (0, 2, 3, 5, 7, 8, 11),
    "major_pentatonic": (0, 2, 4, 7, 9),
    "minor_pentatonic": (0, 3, 5, 7, 10),
    "whole_tone": (0, 2, 4, 6, 8, 10),
    "octatonic": (0, 1, 3, 4, 6, 7, 9, 10),
}
NAMES: Final = (OFF, *SCALES, PITCHES)


def root(text: str) -> int:
    """The pitch class of a root by its English name, with a sharp or a flat. Raises ValueError."""
    letter, sign = text[:1].upper(), text[1:]
    if letter in ROOTS and sign in ("", "#", "b"):
        return (ROOTS.index(letter) + {"": 0, "#": 1, "b": -1}[sign]) % 12
    raise ValueError(f"scale_root must be a note as C, C# or Db, or 0..11, not {text[:40]}")


def bits(semitones: Iterable[int]) -> int:
    """Semitones 0..11 as a whole number whose bit n is n semitones. Raises ValueError."""
    found = 0
    for semitone in semitones:
        if not 0 <= semitone <= 11:
            raise ValueError(f"pitch classes must be 0..11, not {semitone}")
        found |= 1 << semitone
    return found


def semitones(mask: int) -> Iterator[int]:
    """The semitones 0..11 of such a number."""
    return (n for n in range(12) if mask >> n & 1)


def read_pitches(text: str) -> int:
    """Pitch classes as text, such as 0 2 4 7 9, as such a number. Raises ValueError."""
    words = re.split(r"[\s,]+", text.strip()) if text.strip() else []
    if not all(re.fullmatch(r"\d{1,2}", word) for word in words):
        raise ValueError(
            f"scale_pitches must be pitch classes such as 0 2 4 7, or 0..4095, not {text}"
        )
    return bits(map(int, words))


@lru_cache(maxsize=64)
def keys_in(name: str, root: int, pitches: int, low: int, high: int) -> Mask | None:
    """A mask (129,) of the keys in a scale; the pedal always is. None where it forbids nothing.

    `root` is the pitch class of semitone 0, `pitches` the chosen semitones as `bits` has them. A
    scale without any key between `low` and `high` (pitches) forbids nothing: something may sound.
    """
    if name == OFF:
        return None
    chosen = set(semitones(pitches)) if name == PITCHES else set(SCALES[name])
    classes = np.array([(key - root) % 12 in chosen for key in range(KEY_COUNT)])
    if not classes[low : min(high, PEDAL - 1) + 1].any():
        return None
    classes[PEDAL] = True
    if classes.all():
        return None
    classes.flags.writeable = False
    return classes
