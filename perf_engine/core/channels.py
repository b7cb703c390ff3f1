"""MIDI channels as a musician writes them: all, 1, 1,3 or 10-12; counted from 1."""

from __future__ import annotations

import re
from typing import Final

ALL: Final = "all"
EVERY: Final = frozenset(range(16))
_PART: Final = re.compile(r"(\d{1,2})(?:-(\d{1,2}))?")


def channels(text: str) -> frozenset[int]:
    """The channels that a text means, 0..15. Raises ValueError."""
    if text.strip().casefold() == ALL:
        return EVERY
    found: set[int] = set()
    for part in text.split(","):
        match = _PART.fullmatch(part.strip())
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
        if not 1 <= first <= last <= 16:
            raise ValueError(f"MIDI channels must be all, or 1..16 as in 1,3 or 10-12, not {text}")
        found.update(range(first - 1, last))
    return frozenset(found)
