"""Messages of buttons: an urgent address acts on any form of a press, and on no release.

Controllers and touch screens send 1.0 and 0.0, 127 and 0, true and false, an impulse, nil, a text,
or no argument; some add the button's number to the address, or write it in capitals.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from .errors import Code, Refusal
from .midi import CONTROL_CHANGE, NOTE_OFF, NOTE_ON
from .packets import Incoming, PacketError, Special, address_of, read

PANIC: Final = "/perf/panic"
SIGN: Final = b"panic"  # in the address of every panic
_WORDS: Final = PANIC.strip("/").split("/")
_UP: Final = frozenset({"false", "off", "no", "up", "released"})  # texts of a release
FIRM: Final = (1, 127)  # a button's whole numbers, unless a voice has them


def released(values: Sequence[Incoming]) -> bool:
    """Return whether the arguments mean a button's release: only zeros, false or the like."""
    return bool(values) and all(map(_up, values))


def _up(value: Incoming) -> bool:
    if isinstance(value, list):
        return released(value)
    if isinstance(value, str):
        word = value.strip().lower()
        try:
            return float(word) == 0.0
        except ValueError:
            return word in _UP
    if isinstance(value, Special):
        _, status, _, last = value.data[:4]
        kind = status & 0xF0
        note = kind == NOTE_OFF or (kind in (NOTE_ON, CONTROL_CHANGE) and last == 0)
        return value.tag == "m" and note
    return isinstance(value, int | float) and value == 0


def voice_of(values: Sequence[Incoming]) -> int | None:
    """Return the voice that a press names, even one that does not exist; None: all.

    A whole number names a voice, and so does a float above 1. A float up to 1.0 tells how firmly
    the button is pressed. Raises Refusal if the argument is no number.
    """
    while len(values) == 1 and isinstance(values[0], list):
        values = values[0]
    first = values[0] if values else None
    if isinstance(first, bool) or not isinstance(first, int | float):
        return None
    if not math.isfinite(first):
        raise Refusal(Code.OUT_OF_RANGE, f"voice must be 0..15, not {first:g}")
    if isinstance(first, float) and 0.0 <= first <= 1.0:
        return None
    return round(first)


def means_panic(address: str) -> bool:
    """Return whether an address is that of a panic, even in capitals or with a button's number."""
    words = [word.strip() for word in address.lower().split("/") if word.strip()]
    return words[:2] == _WORDS and len(words) <= 4


def is_panic(message: bytes) -> bool:
    """Return whether an unread message is a panic; if it cannot be read, it counts as a press."""
    if SIGN not in message[:200].lower() or not means_panic(address_of(message)):
        return False
    try:
        return not released(read(message, whole=True)[1])
    except PacketError:
        return True
