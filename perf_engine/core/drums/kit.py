"""The drum kit: its instruments, and their keys in General MIDI."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

KICK, SNARE, HAT, OPEN_HAT, LOW_TOM, MIDDLE_TOM, HIGH_TOM, CRASH, RIDE = range(9)
NAMES: Final = (
    "kick",
    "snare",
    "closed hi-hat",
    "open hi-hat",
    "low tom",
    "middle tom",
    "high tom",
    "crash",
    "ride",
)
COUNT: Final = len(NAMES)
KEYS: Final = (36, 38, 42, 46, 43, 47, 50, 49, 51)  # the key of each instrument in General MIDI
PEDAL_HAT: Final = 44  # the key of a hi-hat that is closed by the foot
OTHERS: Final[Mapping[int, int]] = {  # other keys of General MIDI that stand for an instrument
    35: KICK,
    37: SNARE,
    39: SNARE,
    40: SNARE,
    41: LOW_TOM,
    PEDAL_HAT: HAT,
    45: MIDDLE_TOM,
    48: HIGH_TOM,
    52: CRASH,
    53: RIDE,
    55: CRASH,
    57: CRASH,
    59: RIDE,
}


def instrument(key: int) -> int | None:
    """Return the instrument of a key of General MIDI; None if the kit has none like it."""
    return KEYS.index(key) if key in KEYS else OTHERS.get(key)
