"""Taking turns: when the machine's turn comes, by patience, by silence or by the clock."""

from __future__ import annotations

import math
from typing import Final

from .controls import Settings
from .messages import Said, TurnPassed
from .phrases import Phrase

REST: Final = "rest"  # nobody's: the players may begin
COUNT_IN: Final = "count_in"
CALL: Final = "call"  # the players'
ANSWER: Final = "answer"  # the machine's
PHASES: Final = (REST, COUNT_IN, CALL, ANSWER)
SHORTEST: Final = 2.0  # seconds of an answer by silence, however short the call
LONGEST: Final = 30.0  # seconds


class TurnTaking:
    """The phase of a voice that alternates with the players, and when the next begins.

    In takeover the machine's turn comes `patience` after the players' last event, and lasts until
    they strike. In call_response by silence it comes when a phrase has ended, lasts as long as
    the phrase did, or until they strike. By the window (`windowed`) the phases follow each other
    by the clock: `count_in`, then `call_length` for the call and as long for the answer, again
    and again; no call, no answer.
    """

    def __init__(self) -> None:
        self.phase = REST
        self.since = -math.inf  # when the phase began, seconds
        self.until = math.inf  # when it ends, where that is known
        self.phrase = Phrase()
        self._last = -math.inf  # the players' last event
        self._called = False  # in this call somebody struck a key
        self._length = 0.0  # of the call, seconds
        self._told = REST, -math.inf  # the phase last told, and since when it is

    @property
    def idle(self) -> bool:
        """Whether it is nobody's turn."""
        return self.phase == REST

    @property
    def answering(self) -> bool:
        """Whether it is the machine's turn."""
        return self.phase == ANSWER

    # told

    def begin(self, mode: str, settings: Settings, now: float) -> None:
        """Begin to play in a mode, or begin again."""
        self.rest(now)
        if mode == "call_response" and settings["windowed"]:
            self._go(COUNT_IN, now, now + settings["count_in"])

    def rest(self, now: float) -> None:
        """It is nobody's turn."""
        self.phrase.close()
        self._called = False
        self._go(REST, now)

    def strike(self, mode: str, settings: Settings, now: float) -> bool:
        """The players strike a key; True where that ends the machine's turn."""
        windowed = mode == "call_response" and bool(settings["windowed"])
        if windowed and self.phase == REST:  # a panic or the like: it begins again
            self.begin(mode, settings, now)
        ended = self.answering and not windowed
        if self.phase == REST or ended:
            self.phrase.close()
            self._go(CALL, now)
        self._called = self._called or self.phase == CALL
        self._last = max(self._last, now)
        self.phrase.strike(now)
        return ended

    def move(self, now: float) -> None:
        """The players release a key, or move the pedal."""
        self._last = max(self._last, now)
        self.phrase.release(now)

    def prime(self, settings: Settings, now: float) -> None:
        """Notes were put into its mind, as if the players had played them until now."""
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
        """When the next phase begins if nothing happens; inf: it depends on the players.

        `holding`: the players hold keys.
        """
        if mode == "takeover":
            return math.inf if self.answering else self._last + settings["patience"]
        if mode != "call_response":
            return math.inf
        if settings["windowed"] or self.answering:
            return self.until
        return self.phrase.end(holding) if self.phase == CALL else math.inf

    def news(self, voice: int, mode: str) -> list[Said]:
        """Whose turn it is in call and response, where that has changed since it was last told."""
        if mode != "call_response":
            return []
        before, self._told = self._told, (self.phase, self.since)
        if self._told == before or (self.idle and before[0] == REST):
            return []
        seconds = self.until - self.since
        lasts = seconds if math.isfinite(seconds) else 0.0
        return [TurnPassed(voice, self.phase, lasts, self.since)]

    def pass_on(self, mode: str, settings: Settings, at: float) -> None:
        """The next phase begins at `at`, which is what `due` said."""
        if mode == "takeover":
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
