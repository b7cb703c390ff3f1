"""A client's talk with the engine without sockets or clock: questions, answers, what is played."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

from perf_engine.clients.questions import NoAnswer, Question, Refused
from perf_engine.clients.registration import Registration, Say
from perf_engine.clients.wire import Other, received
from perf_engine.core.messages import (
    SUSTAIN,
    ControlChange,
    Flush,
    Foreseen,
    Heard,
    Release,
    Strike,
    TurnPassed,
)

logger = logging.getLogger(__name__)

Told: TypeAlias = Strike | Release | ControlChange | Flush | Heard | Foreseen | TurnPassed
Answered: TypeAlias = Callable[[Any, Exception | None], None]
UNHEARD: Final = ("/perf/alive", "/perf/running", "/perf/done", "/perf/pulse")


@dataclass(frozen=True, slots=True)
class _Pending:
    question: Question[Any]
    until: float
    answered: Answered | None  # None: nobody wants to know, but its answer is not another's
    doubtful: bool = False  # an answer came that was taken for an earlier one's


class Dialogue:
    """One client: asks, is told, keeps its lease, and lets go of all when the engine is lost."""

    def __init__(self, reply_port: int, say: Say, flag: int = 1) -> None:
        """`flag` as in /perf/notify: 0 is told nothing, 1 notes, 2 also what is heard, foreseen."""
        self._say = say
        self._registration = Registration(reply_port, say, flag) if flag else None
        self._pending: list[_Pending] = []
        self._keys: set[tuple[int, int]] = set()  # (voice, pitch) that sound
        self._pedals: set[int] = set()  # voices whose pedal is down

    @property
    def registered(self) -> bool:
        """Whether the engine has confirmed that it will tell us what it plays."""
        return self._registration is not None and self._registration.registered

    @property
    def next_due(self) -> float:
        """When `advance` has something to do next."""
        due = min((pending.until for pending in self._pending), default=math.inf)
        return due if self._registration is None else min(due, self._registration.next_due)

    def ask(self, question: Question[Any], now: float, answered: Answered) -> None:
        """Say it; `answered` is called once, with its value or with why there is none."""
        self._pending.append(_Pending(question, now + question.within, answered))
        try:
            self._say(question.address, *question.arguments)
        except ValueError:  # it was not said
            self._pending = [one for one in self._pending if one.answered is not answered]
            raise

    def withdraw(self, answered: Answered) -> None:
        """Whoever asked so does not want to know any more."""
        self._pending = [
            replace(one, answered=None) if one.answered is answered else one
            for one in self._pending
        ]

    def hear(self, datagram: bytes, now: float, wall: float) -> list[Told]:
        """Take a datagram that came now; what is told in it, due times on the monotonic clock."""
        told: list[Told] = []
        for message in received(datagram, now, wall):
            if isinstance(message, Other):
                told += self._other(message.address, message.arguments, now)
                continue
            self._alive("", (), now)
            told.append(message)
            self._note(message)
        return told

    def advance(self, now: float) -> list[Told]:
        """Keep the lease, give up what was not answered; what ends where the engine is lost."""
        over = [one for one in self._pending if one.until <= now]
        self._pending = [one for one in self._pending if one.until > now]
        self._pending[:0] = [  # an answer may come late: it is waited for as long again
            replace(one, until=one.until + one.question.within, answered=None)
            for one in over if one.answered is not None and not one.doubtful
        ]  # fmt: skip
        for one in over:
            if one.answered is not None:
                seconds, address = one.question.within, one.question.address
                one.answered(None, NoAnswer(f"{address}: no answer within {seconds:g} s"))
        if self._registration is not None and self._registration.advance(now):
            return self._let_go(now)
        return []

    def lose(self, now: float) -> list[Told]:
        """The engine's port was found closed: all that it sounds ends, and no answer will come."""
        if self._registration is not None:
            self._registration.lose()
        self._give_up("the engine is gone")
        return self._let_go(now)

    def leave(self, now: float) -> list[Told]:
        """Say goodbye; all that sounds ends, and no question is answered any more."""
        if self._registration is not None:
            self._registration.leave()
        self._give_up("the connection was closed")
        return self._let_go(now)

    def _give_up(self, why: str) -> None:
        pending, self._pending = self._pending, []
        for one in pending:
            if one.answered is not None:
                one.answered(None, NoAnswer(f"{one.question.address}: {why}"))

    def _alive(self, address: str, arguments: Sequence[object], now: float) -> bool:
        return self._registration is not None and self._registration.hear(address, arguments, now)

    def _other(self, address: str, arguments: tuple[Any, ...], now: float) -> list[Told]:
        anew: list[Told] = []
        if self._alive(address, arguments, now):
            self._pending = [one for one in self._pending if one.answered is not None]
            anew = self._let_go(now)
        asked = [one for one in self._pending if one.question.answered_by(address, arguments)]
        if asked:
            self._take(asked, address, arguments)
            return anew
        try:
            if address == "/perf/heard":
                return [*anew, Heard(*arguments)]
            if address == "/perf/foresee":
                voice, pitch, velocity, in_ms, probability, surprise = arguments
                due = now + in_ms / 1000.0
                return [*anew, Foreseen(voice, pitch, velocity, due, probability, surprise)]
            if address == "/perf/turn":
                voice, phase, seconds, in_ms = arguments
                return [*anew, TurnPassed(voice, phase, seconds, now + in_ms / 1000.0)]
        except (TypeError, ValueError):
            logger.debug("%s cannot be read: %s", address, arguments)
            return anew
        if address == "/perf/fail":
            logger.warning("%s", ": ".join(str(word) for word in (*arguments[:1], *arguments[2:])))
        elif address not in UNHEARD:
            logger.debug("%s %s", address, arguments)
        return anew

    def _take(self, asked: list[_Pending], address: str, arguments: tuple[Any, ...]) -> None:
        """Take an answer to one of these, the oldest first."""
        first, *others = asked
        self._pending.remove(first)
        if first.answered is not None:
            self._answer(first.question, first.answered, address, arguments)
            return
        for other in others:  # where it was this one's, no later one is to be robbed in turn
            if other.answered is not None:
                self._pending[self._pending.index(other)] = replace(other, doubtful=True)
                return

    def _answer(
        self, question: Question[Any], answered: Answered, address: str, arguments: tuple[Any, ...]
    ) -> None:
        try:
            value = question.value(address, arguments)
        except (Refused, ValueError) as error:
            answered(None, error)
        else:
            answered(value, None)

    def _note(self, message: Strike | Release | ControlChange | Flush) -> None:
        """Keep the table of what sounds, in the order in which it is told."""
        if isinstance(message, Strike):
            self._keys.add((message.voice, message.pitch))
        elif isinstance(message, Release):
            self._keys.discard((message.voice, message.pitch))
        elif isinstance(message, ControlChange) and message.number == SUSTAIN:
            (self._pedals.add if message.value else self._pedals.discard)(message.voice)

    def _let_go(self, now: float) -> list[Told]:
        voices = sorted({voice for voice, _ in self._keys} | self._pedals)
        told: list[Told] = [Flush(voice) for voice in voices]
        told += [Release(voice, pitch, now) for voice, pitch in sorted(self._keys)]
        told += [ControlChange(voice, SUSTAIN, 0, now) for voice in sorted(self._pedals)]
        self._keys.clear()
        self._pedals.clear()
        return told
