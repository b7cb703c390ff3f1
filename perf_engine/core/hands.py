"""The machine's hands: the keys that a voice holds, told to its mind and to its ledger alike."""

from __future__ import annotations

from collections.abc import Callable

from .improviser import Improviser
from .ledger import Ledger
from .messages import Said
from .sizes import held_code
from .vocabulary import KEY_COUNT, PEDAL


class Hands:
    """Strikes and lets go; gives what is to be said. Keys go by part * 129 + key, the pedal too."""

    def __init__(self, voice: int, mind: Improviser) -> None:
        self.ledger = Ledger(voice)
        self.held: dict[int, float] = {}  # since when, in seconds
        self.deeds: list[tuple[int, int, float]] = []  # code, velocity, when: for other voices
        self._mind = mind

    @property
    def keys(self) -> int:
        """How many keys are held, the pedal not counted."""
        return sum(code % KEY_COUNT != PEDAL for code in self.held)

    def first(self) -> int:
        """The key held for longest. Raises ValueError where none is."""
        return min(self.held, key=self.held.__getitem__)

    def strike(
        self, part: int, key: int, velocity: int, onset: float, pitch: int, sounding: int
    ) -> list[Said]:
        """Strike a key, that sounds at a pitch and a velocity of its own; key 128 is the pedal."""
        code = held_code(part, key)
        self._mind.feed(part, key, velocity, onset, own=True)
        self.deeds.append((code, velocity, onset))
        self.held[code] = onset
        if key == PEDAL:
            return self.ledger.sustain(velocity, onset)
        return self.ledger.strike(code, pitch, sounding, onset)

    def let_go(self, code: int, now: float) -> list[Said]:
        """Let a key go; nothing where it is not held."""
        if self.held.pop(code, None) is None:
            return []
        part, key = divmod(code, KEY_COUNT)
        self._mind.feed(part, key, 0, now, own=True)
        self.deeds.append((code, 0, now))
        if key == PEDAL:
            return self.ledger.sustain(0, max(now, self._mind.now))
        return self.ledger.release(code, now)

    def let_go_all(self, now: float) -> list[Said]:
        """Let everything go as if it had been played so."""
        return [said for code in list(self.held) for said in self.let_go(code, now)]

    def silence(self, now: float) -> list[Said]:
        """End all that sounds or is sent for later, at once."""
        said = self.ledger.silence(now)
        for code in self.held:
            part, key = divmod(code, KEY_COUNT)
            self._mind.feed(part, key, 0, now, own=True)
            self.deeds.append((code, 0, now))
        self.held.clear()
        return said

    def change(self, mind: Improviser, renamed: Callable[[int], int | None]) -> None:
        """Go on with another mind, whose codes of keys are `renamed`; what is held is held on."""
        self._mind = mind
        new = {code: renamed(code) for code in self.held}
        self.held = {c: self.held[code] for code, c in new.items() if c is not None}
        self.ledger.rename(new)
