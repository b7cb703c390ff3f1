"""Scales: sets of the twelve pitch classes above a root."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from perf_engine.core.model.vocabulary import KEY_COUNT
from perf_engine.protocol.errors import nearest
from perf_engine.protocol.midi import PEDAL
from perf_engine.protocol.names import chosen, plain

Mask = NDArray[np.bool_]

OFF: Final = "off"
PITCHES: Final = "pitches"  # the scale of the control `scale_pitches`
ROOTS: Final = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")
# Semitones above the root: the church modes, then others; octatonic begins with a semitone.
FIRST: Final[Mapping[str, tuple[int, ...]]] = {
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
# Scales of jazz: of the blues, of bebop, diminished, and the modes of melodic and harmonic minor.
JAZZ: Final[Mapping[str, tuple[int, ...]]] = {
    "blues": (0, 3, 5, 6, 7, 10),
    "major_blues": (0, 2, 3, 4, 7, 9),
    "bebop_dominant": (0, 2, 4, 5, 7, 9, 10, 11),
    "bebop_major": (0, 2, 4, 5, 7, 8, 9, 11),
    "bebop_dorian": (0, 2, 3, 4, 5, 7, 9, 10),
    "bebop_melodic_minor": (0, 2, 3, 5, 7, 8, 9, 11),
    "diminished_half_whole": (0, 1, 3, 4, 6, 7, 9, 10),
    "diminished_whole_half": (0, 2, 3, 5, 6, 8, 9, 11),
    "augmented": (0, 3, 4, 7, 8, 11),
    "melodic_minor": (0, 2, 3, 5, 7, 9, 11),
    "dorian_flat_2": (0, 1, 3, 5, 7, 9, 10),
    "lydian_augmented": (0, 2, 4, 6, 8, 9, 11),
    "lydian_dominant": (0, 2, 4, 6, 7, 9, 10),
    "mixolydian_flat_6": (0, 2, 4, 5, 7, 8, 10),
    "locrian_natural_2": (0, 2, 3, 5, 6, 8, 10),
    "altered": (0, 1, 3, 4, 6, 8, 10),
    "phrygian_dominant": (0, 1, 4, 5, 7, 8, 10),
    "harmonic_major": (0, 2, 4, 5, 7, 8, 11),
}
SCALES: Final = {**FIRST, **JAZZ}
NAMES: Final = (OFF, *FIRST, PITCHES, *JAZZ)  # a scale's number stays: new ones come at the end
ALSO: Final[Mapping[str, str]] = {  # other names of scales
    "none": OFF,
    "natural_minor": "minor",
    "pentatonic": "major_pentatonic",
    "minor_blues": "blues",
    "bebop": "bebop_dominant",
    "bebop_mixolydian": "bebop_dominant",
    "bebop_minor": "bebop_dorian",
    "diminished": "diminished_whole_half",
    "dominant_diminished": "diminished_half_whole",
    "half_whole": "diminished_half_whole",
    "whole_half": "diminished_whole_half",
    "jazz_minor": "melodic_minor",
    "dorian_b2": "dorian_flat_2",
    "lydian_#5": "lydian_augmented",
    "lydian_b7": "lydian_dominant",
    "acoustic": "lydian_dominant",
    "mixolydian_b6": "mixolydian_flat_6",
    "half_diminished": "locrian_natural_2",
    "locrian_#2": "locrian_natural_2",
    "super_locrian": "altered",
    "diminished_whole_tone": "altered",
    "spanish": "phrygian_dominant",
    "own": PITCHES,
}


def number(text: str) -> int:
    """Return a scale's place in NAMES, of its name in any capitals. Raises ValueError."""
    name = chosen(text, NAMES) or ALSO.get(plain(text))
    if name is None:
        word = nearest(plain(text), [*NAMES, *ALSO])
        hint = "" if word is None else f"; did you mean {ALSO.get(word, word)}?"
        some = f"{len(NAMES)} names such as dorian, blues and off"
        raise ValueError(f"scale must be one of {some}, not {text[:40]}{hint}")
    return NAMES.index(name)


def root(text: str) -> int:
    """Return the pitch class of a root such as C, C# or Db. Raises ValueError."""
    name = text.strip()
    letter, sign = name[:1].upper(), name[1:]
    if letter in ROOTS and sign in ("", "#", "b"):
        return (ROOTS.index(letter) + {"": 0, "#": 1, "b": -1}[sign]) % 12
    raise ValueError(f"scale_root must be a note as C, C# or Db, or 0..11, not {text[:40]}")


def bits(semitones: Iterable[int]) -> int:
    """Return semitones 0..11 as a bit mask: bit n for n semitones. Raises ValueError."""
    found = 0
    for semitone in semitones:
        if not 0 <= semitone <= 11:
            raise ValueError(f"pitch classes must be 0..11, not {semitone}")
        found |= 1 << semitone
    return found


def semitones(mask: int) -> Iterator[int]:
    """Return the semitones 0..11 of a bit mask."""
    return (n for n in range(12) if mask >> n & 1)


def read_pitches(text: str) -> int:
    """Return the bit mask of pitch classes in a text such as 0 2 4 7 9. Raises ValueError."""
    words = re.split(r"[\s,]+", text.strip()) if text.strip() else []
    if not all(re.fullmatch(r"\d{1,2}", word) for word in words):
        raise ValueError(
            f"scale_pitches must be pitch classes such as 0 2 4 7, or 0..4095, not {text}"
        )
    return bits(map(int, words))


@lru_cache(maxsize=64)
def keys_in(name: str, root: int, pitches: int, low: int, high: int) -> Mask | None:
    """Return a mask (129,) of the keys in a scale, and of the pedal. None if it forbids nothing.

    `root` is the pitch class of semitone 0, `pitches` the chosen semitones as `bits` gives them. A
    scale without any key between `low` and `high` (pitches) forbids nothing, since otherwise the
    machine could strike no key.
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
