"""The keys that a voice holds: each strike and release goes to its improviser and its ledger."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from perf_engine.core.messages import Said
from perf_engine.core.model.vocabulary import KEY_COUNT
from perf_engine.protocol.midi import PEDAL

from .claims import Claims
from .improviser import Improviser
from .ledger import Ledger
from .prediction import Thought


@dataclass(slots=True)
class Outcome:
    """The results of a call of a voice, which its methods return.

    A `code` is part * 129 + key; times are seconds.
    """

    said: list[Said] = field(default_factory=list)  # messages to send
    # (code, velocity, time) of its strikes and releases, for the voices that hear it
    played: list[tuple[int, int, float]] = field(default_factory=list)
    # (code, time) of keys released by a silence: its improviser has marked them, and steps later
    marked: list[tuple[int, float]] = field(default_factory=list)
    # (voice, release) for another voice, which holds the key
    handed_over: list[tuple[int, Thought]] = field(default_factory=list)


class Hands:
    """Strikes and releases keys, and adds the messages and events to an outcome."""

    def __init__(self, voice: int, mind: Improviser, claims: Claims | None = None) -> None:
        self.ledger = Ledger(voice, claims)
        self.held: dict[int, float] = {}  # part * 129 + key (128: the pedal) -> time of strike
        self._mind = mind

    @property
    def keys(self) -> int:
        """Return the number of held keys without the pedal."""
        count = 0
        for code in self.held:
            if code % KEY_COUNT != PEDAL:
                count += 1
        return count

    @property
    def pedals(self) -> list[int]:
        """Return the codes of the pedals that are down, at most one for each part."""
        return [code for code in self.held if code % KEY_COUNT == PEDAL]

    def first_key(self) -> int:
        """Return the code of the key held for longest, no pedal. Raises ValueError if none is."""
        keys = (code for code in self.held if code % KEY_COUNT != PEDAL)
        return min(keys, key=self.held.__getitem__)

    def first(self) -> int:
        """Return the code of the key held for longest. Raises ValueError if none is held."""
        return min(self.held, key=self.held.__getitem__)

    def strike(
        self,
        part: int,
        key: int,
        velocity: int,
        onset: float,
        pitch: int,
        sounding: int,
        done: Outcome,
    ) -> None:
        """Strike a key, which sounds at `pitch` and velocity `sounding`; key 128 is the pedal."""
        code = part * KEY_COUNT + key
        self._mind.feed(part, key, velocity, onset, own=True)
        done.played.append((code, velocity, onset))
        if key == PEDAL:  # all parts together have one sounding pedal
            down, self.held[code] = bool(self.pedals), onset
            if not down:
                done.said += self.ledger.sustain(velocity, onset)
            return
        self.held[code] = onset
        self._mind.sounds(self.held)
        done.said += self.ledger.strike(code, pitch, sounding, onset)

    def let_go(self, code: int, now: float, done: Outcome) -> None:
        """Release a key if it is held."""
        if self.held.pop(code, None) is None:
            return
        part, key = divmod(code, KEY_COUNT)
        self._mind.feed(part, key, 0, now, own=True)
        done.played.append((code, 0, now))
        if key != PEDAL:
            done.said += self.ledger.release(code, now)
        elif not self.pedals:
            done.said += self.ledger.sustain(0, max(now, self._mind.now))

    def let_go_all(self, now: float, done: Outcome) -> None:
        """Release all keys like releases that were drawn."""
        for code in list(self.held):
            self.let_go(code, now, done)

    def silence(self, now: float, done: Outcome, sparing: bool = False) -> None:
        """End at once all that sounds or is scheduled; if `sparing`, not what players hold.

        The improviser only marks the keys as released, and takes the steps later.
        """
        done.said += self.ledger.silence(now, sparing)
        for code in self.held:
            self._mind.mark(*divmod(code, KEY_COUNT), 0)
            done.played.append((code, 0, now))
            done.marked.append((code, now))
        self.held.clear()

    def change(self, mind: Improviser, renamed: Callable[[int], int | None]) -> None:
        """Continue with another improviser and its codes (`renamed`); held keys stay held."""
        self._mind = mind
        new = {code: renamed(code) for code in self.held}
        self.held = {c: self.held[code] for code, c in new.items() if c is not None}
        self.ledger.rename(new)
