"""The ranges of instruments, the loudness of silence, and the names of notes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from perf_engine.core.steering.scales import ROOTS

LOWEST, HIGHEST = 28, 108  # MIDI pitches: the lowest of a bass, and the highest of a piano
GATE: Final = -50.0  # dB, that a quiet room is below and a soft note is not
USUAL: Final = "usual"
INSTRUMENTS: Final[Mapping[str, tuple[int, int]]] = {  # the lowest and the highest MIDI pitch
    USUAL: (48, 96),
    "bass": (28, 67),
    "bassoon": (34, 75),
    "cello": (36, 84),
    "clarinet": (50, 94),
    "flute": (60, 98),
    "guitar": (40, 88),
    "horn": (41, 77),
    "oboe": (58, 91),
    "piano": (48, 96),
    "recorder": (60, 98),
    "saxophone": (49, 88),
    "trombone": (40, 77),
    "trumpet": (52, 86),
    "viola": (48, 91),
    "violin": (55, 100),
    "voice": (40, 84),
    "whistle": (72, 108),
}
_NAME: Final = re.compile(r"([A-Ga-g])([#b]?)(-?\d)")
_WHITE: Final = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}


def named(pitch: int) -> str:
    """Return the name of a MIDI pitch: 60 is C4."""
    return f"{ROOTS[pitch % 12]}{pitch // 12 - 1}"


def pitch_of(text: str, name: str = "note") -> int:
    """Return the MIDI pitch of a note's name or number: C4, F#3, Bb2 or 60. Raises ValueError."""
    found = _NAME.fullmatch(text)
    if found is not None:
        letter, sign, octave = found.groups()
        step = _WHITE[letter.upper()] + {"": 0, "#": 1, "b": -1}[sign]
        pitch = step + 12 * (int(octave) + 1)
    elif text.isdecimal():
        pitch = int(text)
    else:
        raise ValueError(f"{name} must be a note such as C3 or F#4, not {text}")
    if not LOWEST <= pitch <= HIGHEST:
        limits = f"{named(LOWEST)}..{named(HIGHEST)} ({LOWEST}..{HIGHEST})"
        raise ValueError(f"{name} must be {limits}, not {text}")
    return pitch
