"""Turn taking: the beginning of the machine's turn, by patience, by silence or by the clock."""

from __future__ import annotations

import math
from typing import Final

from perf_engine.core.controls import Settings
from perf_engine.core.messages import Said
from perf_engine.protocol.notes import TurnPassed

from .modes import MODE_TABLE
from .phrase_end import Phrase

REST: Final = "rest"  # nobody's turn: the players may begin
COUNT_IN: Final = "count_in"
CALL: Final = "call"  # the players' turn
ANSWER: Final = "answer"  # the machine's turn
PHASES: Final = (REST, COUNT_IN, CALL, ANSWER)
SHORTEST: Final = 2.0  # seconds of an answer by silence, however short the call
LONGEST: Final = 30.0  # seconds


class TurnTaking:
    """The phase of a voice that alternates with the players, and the time of the next phase.

    In a mode `by_patience` the machine's turn comes `patience` after the players' last event, and
    lasts until they strike. In a mode `by_phrase` it comes when a phrase has ended, and lasts as
    long as the phrase did, or until they strike. With `windowed` the phases follow each other by
    the clock: `count_in`, then `call_length` for the call and as long for the answer, again and
    again. A call without a strike has no answer.
    """

    def __init__(self) -> None:
        self.phase = REST
        self.since = -math.inf  # beginning of the phase, seconds
        self.until = math.inf  # its end; inf if unknown
        self.phrase = Phrase()
        self._last = -math.inf  # the players' last event
        self._called = False  # somebody struck a key in this call
        self._length = 0.0  # of the call, seconds
        self._told = REST, -math.inf  # the phase last told to clients, and its beginning

    @property
    def idle(self) -> bool:
        """True if it is nobody's turn."""
        return self.phase == REST

    @property
    def answering(self) -> bool:
        """True if it is the machine's turn."""
        return self.phase == ANSWER

    # told

    def begin(self, mode: str, settings: Settings, now: float) -> None:
        """Begin a mode, or begin it again."""
        self.rest(now)
        if MODE_TABLE[mode].by_phrase and settings["windowed"]:
            self._go(COUNT_IN, now, now + settings["count_in"])

    def rest(self, now: float) -> None:
        """Give the turn to nobody."""
        self.phrase.close()
        self._called = False
        self._go(REST, now)

    def strike(self, mode: str, settings: Settings, now: float) -> bool:
        """Note a strike of the players. Return whether it ends the machine's turn."""
        windowed = MODE_TABLE[mode].by_phrase and bool(settings.values["windowed"])
        if windowed and self.phase == REST:  # as after a panic: it begins again
            self.begin(mode, settings, now)
        ended = self.phase == ANSWER and not windowed
        if self.phase == REST or ended:
            self.phrase.close()
            self._go(CALL, now)
        self._called = self._called or self.phase == CALL
        self._last = max(self._last, now)
        self.phrase.strike(now)
        return ended

    def move(self, now: float) -> None:
        """Note that the players release a key, or move the pedal."""
        self._last = max(self._last, now)
        self.phrase.release(now)

    def prime(self, settings: Settings, now: float) -> None:
        """Take a prime as if the players had played it until now."""
        self._last = max(self._last, now)
        if self.phase == REST or self.phase == CALL:
            self._called = True
            self.phrase.began = min(self.phrase.began, now - settings["call_length"])
            self.phrase.moved = now
            if self.phase == REST:
                self._go(CALL, now)

    def forget(self, now: float) -> None:
        """Forget the players and their pace."""
        self.phrase = Phrase()
        self._last = -math.inf
        self.rest(now)

    # asked

    def due(self, mode: str, settings: Settings, holding: bool) -> float:
        """Return when the next phase begins if nothing happens; inf if that depends on the players.

        `holding` tells whether the players hold keys.
        """
        row = MODE_TABLE[mode]
        if row.by_patience:
            return math.inf if self.answering else self._last + settings["patience"]
        if not row.by_phrase:
            return math.inf
        if settings["windowed"] or self.answering:
            return self.until
        return self.phrase.end(holding) if self.phase == CALL else math.inf

    def news(self, voice: int, mode: str) -> list[Said]:
        """Return a message about the turn if it has changed and the mode tells it to clients."""
        if not MODE_TABLE[mode].by_phrase:
            return []
        before, self._told = self._told, (self.phase, self.since)
        if self._told == before or (self.idle and before[0] == REST):
            return []
        seconds = self.until - self.since
        lasts = seconds if math.isfinite(seconds) else 0.0
        return [TurnPassed(voice, self.phase, lasts, self.since)]

    def pass_on(self, mode: str, settings: Settings, at: float) -> None:
        """Begin the next phase at `at`, the time that `due` returned."""
        if MODE_TABLE[mode].by_patience:
            self._go(ANSWER, at)
        elif not settings["windowed"]:
            if self.answering:
                self.rest(at)
            else:
                self._go(ANSWER, at, at + min(max(self.phrase.length, SHORTEST), LONGEST))
        elif self.phase == COUNT_IN:
            self._length = settings["call_length"]
            self._called = False
            self._go(CALL, at, at + self._length)
        elif self.phase == CALL and self._called:
            self._go(ANSWER, at, at + self._length)
        else:
            self.phrase.close()
            self._go(COUNT_IN, at, at + settings["count_in"])

    def _go(self, phase: str, now: float, until: float = math.inf) -> None:
        self.phase, self.since, self.until = phase, now, until
