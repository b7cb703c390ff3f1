"""The keys that players and other voices hold, each in the part in which it was struck."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from perf_engine.core.model.sizes import held_code
from perf_engine.core.model.vocabulary import KEY_COUNT
from perf_engine.protocol.midi import PEDAL

from .improviser import Improviser


@dataclass(frozen=True, slots=True)
class Other:
    """Another voice that is heard, its part, and whether its line is bound to a player's."""

    voice: int
    part: int
    bound: bool


class Pressed:
    """The keys (128: the pedal) that are down; their part stays even if the mode changes it."""

    def __init__(self) -> None:
        self._parts: dict[int, int] = {}
        self._voices: dict[int, int] = {}  # part * 129 + key -> the other voice that holds it

    @property
    def keys(self) -> bool:
        """True if any key other than the pedal is down."""
        if len(self._parts) > (PEDAL in self._parts):
            return True
        return bool(self._voices) and any(code % KEY_COUNT != PEDAL for code in self._voices)

    def down(self, key: int) -> bool:
        """Return whether a player's key is down."""
        return key in self._parts

    def by_voice(self, other: Other, key: int, velocity: int) -> bool:
        """Take another voice's event. Return False if it releases a key that it does not hold."""
        code = held_code(other.part, key)
        if velocity > 0:
            self._voices[code] = other.voice
            return True
        return self._voices.get(code) == other.voice and self._voices.pop(code) == other.voice

    def holder(self, part: int, key: int) -> int | None:
        """Return the other voice that holds a key, or None."""
        return self._voices.get(held_code(part, key))

    def place(self, mind: Improviser, key: int, velocity: int, part: int, now: float) -> int:
        """Take a player's event. Return its part, which for a strike is `part`.

        A key is released in the part in which it was struck. If it is struck again in another part,
        it is released in the old one first.
        """
        before = self._parts.pop(key, None)
        if velocity == 0:
            return part if before is None else before
        if before is not None and before != part:
            mind.feed(before, key, 0, now)
        self._parts[key] = part
        if self._voices:
            self._voices.pop(held_code(part, key), None)
        return part

    def let_go(self, mind: Improviser) -> None:
        """Mark all players' keys as released."""
        for key, part in self._parts.items():
            mind.mark(part, key, 0)
        self._parts.clear()

    def clear(self) -> None:
        """Forget all keys of players and voices."""
        self._parts.clear()
        self._voices.clear()

    def rename(self, renamed: Callable[[int], int | None]) -> None:
        """Change to another model's parts; `renamed` gives the new code or None."""
        voices = {renamed(code): voice for code, voice in self._voices.items()}
        self._voices = {code: voice for code, voice in voices.items() if code is not None}
        codes = {key: renamed(held_code(part, key)) for key, part in self._parts.items()}
        self._parts = {key: c // KEY_COUNT for key, c in codes.items() if c is not None}
