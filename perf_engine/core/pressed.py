"""The keys that others press: players, each in the part it was struck in, and other voices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .improviser import Improviser
from .sizes import held_code
from .vocabulary import KEY_COUNT, PEDAL


@dataclass(frozen=True, slots=True)
class Other:
    """Another voice that is heard, the part it plays in, and whether it follows somebody itself."""

    voice: int
    part: int
    bound: bool


class Pressed:
    """Which keys (128: the pedal) are down; a mode may change their part while they are."""

    def __init__(self) -> None:
        self._parts: dict[int, int] = {}
        self._voices: dict[int, int] = {}  # part * 129 + key -> the other voice that holds it

    @property
    def keys(self) -> bool:
        """Whether any key is down; the pedal is none."""
        return any(key != PEDAL for key in self._parts) or any(
            code % KEY_COUNT != PEDAL for code in self._voices
        )

    def down(self, key: int) -> bool:
        """Whether a player's key is down."""
        return key in self._parts

    def by_voice(self, other: Other, key: int, velocity: int) -> bool:
        """Another voice strikes or releases a key; False: that is not its to release."""
        code = held_code(other.part, key)
        if velocity > 0:
            self._voices[code] = other.voice
            return True
        return self._voices.get(code) == other.voice and self._voices.pop(code) == other.voice

    def holder(self, part: int, key: int) -> int | None:
        """The other voice that holds a key, if one does."""
        return self._voices.get(held_code(part, key))

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
        self._voices.pop(held_code(part, key), None)
        return part

    def let_go(self, mind: Improviser, now: float) -> None:
        """None of them is known to be down any more."""
        for key, part in self._parts.items():
            mind.feed(part, key, 0, now)
        self._parts.clear()

    def rename(self, renamed: Callable[[int], int | None]) -> None:
        """Another model's parts: `renamed` gives the code (part * 129 + key) there, if any."""
        voices = {renamed(code): voice for code, voice in self._voices.items()}
        self._voices = {code: voice for code, voice in voices.items() if code is not None}
        codes = {key: renamed(held_code(part, key)) for key, part in self._parts.items()}
        self._parts = {key: c // KEY_COUNT for key, c in codes.items() if c is not None}
