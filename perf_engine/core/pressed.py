"""The keys that players press, each in the part in which it was struck."""

from __future__ import annotations

from collections.abc import Callable

from .improviser import Improviser
from .sizes import held_code
from .vocabulary import KEY_COUNT, PEDAL


class Pressed:
    """Which keys (128: the pedal) are down; a mode may change their part while they are."""

    def __init__(self) -> None:
        self._parts: dict[int, int] = {}

    @property
    def keys(self) -> bool:
        """Whether any key is down; the pedal is none."""
        return any(key != PEDAL for key in self._parts)

    def place(self, mind: Improviser, key: int, velocity: int, part: int, now: float) -> int:
        """Take a player's event; the part it belongs to, which is `part` where it is a strike.

        A key is let go in the part it was struck in; struck in another, it is let go there first.
        """
        before = self._parts.pop(key, None)
        if velocity == 0:
            return part if before is None else before
        if before is not None and before != part:
            mind.feed(before, key, 0, now)
        self._parts[key] = part
        return part

    def let_go(self, mind: Improviser, now: float) -> None:
        """None of them is known to be down any more."""
        for key, part in self._parts.items():
            mind.feed(part, key, 0, now)
        self._parts.clear()

    def rename(self, renamed: Callable[[int], int | None]) -> None:
        """Another model's parts: `renamed` gives the code (part * 129 + key) there, if any."""
        codes = {key: renamed(held_code(part, key)) for key, part in self._parts.items()}
        self._parts = {key: c // KEY_COUNT for key, c in codes.items() if c is not None}
