"""A client's dialogue with the engine, without sockets or clock: requests, replies, notes.

A reply comes as `/perf/done ADDRESS ...` or `/perf/fail ADDRESS code text`. The reply to a getter
has the getter's address, that to a report ADDRESS.reply; ping and sync have reply addresses of
their own.
"""

from __future__ import annotations

import itertools
import logging
import math
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Generic, TypeAlias, TypeVar

from .errors import NoAnswer, Refused
from .held import Held
from .lease import SECONDS, Lease, Say
from .notes import SOUNDING, Flush, Other, Received, Release, Strike, Told, news, received, stated

logger = logging.getLogger(__name__)
T = TypeVar("T")

Argument: TypeAlias = int | float | str
Answered: TypeAlias = Callable[[Any, Exception | None], None]

AT_ONCE: Final = 3.0  # seconds within which the engine replies to what takes no work
UNREPORTED: Final = ("/perf/alive", "/perf/running", "/perf/done", "/perf/pulse", "/perf/harmony")
_ANSWERS: Final = {"/perf/ping": "/perf/pong", "/perf/sync": "/perf/synced"}
_tokens = itertools.count(secrets.randbelow(2**24))  # no stranger can guess the next


@dataclass(frozen=True, slots=True)
class Request(Generic[T]):
    """A message with a reply: its arguments, the reader of the reply, and the time limit.

    `token` is the first argument of the reply to a ping or a sync. `again`: seconds after which the
    request is repeated, as a packet may be lost; 0: it is sent once.
    """

    address: str
    arguments: tuple[Argument, ...]
    read: Callable[[Sequence[Any]], T]
    within: float = AT_ONCE
    token: int | None = None
    again: float = 0.0

    def answered_by(self, address: str, arguments: Sequence[Any]) -> bool:
        """Return whether this message is its reply or its refusal."""
        if address in ("/perf/done", "/perf/fail"):
            return bool(arguments) and arguments[0] == self.address
        if address == _ANSWERS.get(self.address):
            return self.token is None or list(arguments[:1]) == [self.token]
        return address in (self.address, f"{self.address}.reply")

    def value(self, address: str, arguments: Sequence[Any]) -> T:
        """Return the value of the reply. Raises Refused, or ValueError if it cannot be read."""
        if address == "/perf/fail":
            raise refusal(arguments, self.address)
        said = arguments[1:] if address == "/perf/done" else arguments
        try:
            return self.read(said)
        except (IndexError, TypeError, ValueError, OverflowError) as error:
            raise ValueError(f"{address} cannot be read: {list(arguments)}") from error


def refusal(arguments: Sequence[Any], address: str = "") -> Refused:
    """Return the error of a /perf/fail (address, code, text); any argument may be missing."""
    missing = ("something", 7, "no reason was given")
    told: list[Any] = [*arguments[:3], *missing[len(arguments) :]]
    said, code, text = told
    return Refused(address or str(said), code if isinstance(code, int) else 7, str(text))


def wall_time(wall: float) -> tuple[int, int]:
    """Return seconds since 1970 as a ping has them: whole seconds, and microseconds."""
    return divmod(round(wall * 1e6), 1_000_000)


def ping(wall: float) -> Request[tuple[Any, ...]]:
    """Return a request for a sign of life that carries our wall time in seconds since 1970."""
    token = next(_tokens)
    return Request("/perf/ping", (token, *wall_time(wall)), tuple, token=token)


def sync(within: float) -> Request[None]:
    """Return a request that waits until all earlier ones are done: primes, models."""
    token = next(_tokens)
    return Request("/perf/sync", (token,), lambda said: None, within, token)


@dataclass(frozen=True, slots=True)
class _Pending:
    request: Request[Any]
    until: float
    answered: Answered | None  # None: nobody waits, but its reply must not count for another
    doubtful: bool = False  # a reply came that was taken for an earlier request's
    again: float = math.inf  # the time at which it is repeated


class Dialogue:
    """One client: asks, receives, keeps its lease, and ends all notes if the engine is lost."""

    def __init__(
        self,
        reply_port: int,
        say: Say,
        flag: int = 1,
        *,
        wall: Callable[[], float] | None = None,
        refused: Callable[[Refused], None] | None = None,
        lease: float = SECONDS,
    ) -> None:
        """`flag` as in /perf/notify: 0 is sent nothing, 1 notes, 2 also what is heard, foreseen.

        With a `wall` clock the pings that renew the lease carry its time, so that an engine on
        another computer can compare the clocks. `refused` takes each refusal that belongs to no
        request; without it, such refusals are logged. `lease`: seconds after which the engine
        lets go what a client that was killed holds.
        """
        self._say = say
        self._wall = wall
        self._refused = refused or (lambda error: logger.warning("%s", error))
        self._lease = Lease(reply_port, self._say_own, flag, lease) if flag else None
        self._pending: list[_Pending] = []
        self._held = Held(schedules=True)

    @property
    def registered(self) -> bool:
        """Return whether the engine has confirmed that it sends us what it plays."""
        return self._lease is not None and self._lease.registered

    @property
    def alive(self) -> bool:
        """Return whether an engine that sends us what it plays still gives signs of life."""
        return self._lease is not None and self._lease.alive

    @property
    def next_due(self) -> float:
        """Return the time at which `advance` next has something to do."""
        due = min((min(one.until, one.again) for one in self._pending), default=math.inf)
        return due if self._lease is None else min(due, self._lease.next_due)

    def ask(self, request: Request[Any], now: float, answered: Answered) -> None:
        """Send a request; `answered` is called once, with its value or with the error."""
        again = now + request.again if request.again else math.inf
        self._pending.append(_Pending(request, now + request.within, answered, again=again))
        try:
            self._say(request.address, *request.arguments)
        except ValueError:  # it was not sent
            self._pending = [one for one in self._pending if one.answered is not answered]
            raise

    def withdraw(self, answered: Answered) -> None:
        """Drop the callback of a request; its reply is then ignored."""
        self._pending = [
            replace(one, answered=None, again=math.inf) if one.answered is answered else one
            for one in self._pending
        ]

    def hear(self, datagram: bytes, now: float, wall: float) -> list[Told]:
        """Take a datagram that came now; return its contents, due times on the monotonic clock."""
        return [
            told for message in received(datagram, now, wall) for told in self.take(message, now)
        ]

    def take(self, message: Received, now: float) -> list[Told]:
        """Take one message that came now; return its contents."""
        if isinstance(message, Other):
            return self._other(message, now)
        self._sign("", (), now)
        told: list[Told] = [message]
        if isinstance(message, Strike) and (message.voice, message.pitch) in self._held:
            told.insert(0, Release(message.voice, message.pitch, message.due))  # a lost message
        if not isinstance(message, Flush):
            self._held.note(message)
        return told

    def advance(self, now: float) -> list[Told]:
        """Renew the lease, drop late requests; return the ends of notes if the engine is lost."""
        over = [one for one in self._pending if one.until <= now]
        self._pending = [self._said_again(one, now) for one in self._pending if one.until > now]
        self._pending[:0] = [  # a reply may come late: it is awaited for the same time again
            replace(one, until=one.until + one.request.within, answered=None, again=math.inf)
            for one in over
            if one.answered is not None and not one.doubtful
        ]
        for one in over:
            if one.answered is not None:
                seconds, address = one.request.within, one.request.address
                one.answered(None, NoAnswer(f"{address}: no answer within {seconds:g} s"))
        if self._lease is not None and self._lease.advance(now):
            return self._let_go(now)
        return []

    def lose(self, now: float) -> list[Told]:
        """End all that sounds and all requests, because the engine's port was found closed."""
        if self._lease is not None:
            self._lease.lose()
        self._give_up("the engine is gone")
        return self._let_go(now)

    def leave(self, now: float) -> list[Told]:
        """Say goodbye; end all that sounds, and all requests."""
        if self._lease is not None:
            self._lease.leave()
        self._give_up("the connection was closed")
        return self._let_go(now)

    def _say_own(self, address: str, *arguments: Argument) -> None:
        if address == "/perf/ping" and self._wall is not None:
            arguments = (*arguments, *wall_time(self._wall()))
        self._say(address, *arguments)

    def _said_again(self, one: _Pending, now: float) -> _Pending:
        if one.again > now:
            return one
        self._say(one.request.address, *one.request.arguments)
        return replace(one, again=now + one.request.again)

    def _give_up(self, why: str) -> None:
        pending, self._pending = self._pending, []
        for one in pending:
            if one.answered is not None:
                one.answered(None, NoAnswer(f"{one.request.address}: {why}"))

    def _sign(self, address: str, arguments: Sequence[object], now: float) -> bool:
        """Take a sign of life; return whether it is from a new engine."""
        return self._lease is not None and self._lease.hear(address, arguments, now)

    def _other(self, message: Other, now: float) -> list[Told]:
        address, arguments = message.address, message.arguments
        anew: list[Told] = []
        if self._sign(address, arguments, now):
            self._pending = [one for one in self._pending if one.answered is not None]
            anew = self._let_go(now)
        if address == SOUNDING:
            named = stated(arguments)
            return anew if named is None else [*anew, *self._held.lost(named, now)]
        asked = [one for one in self._pending if one.request.answered_by(address, arguments)]
        if asked:
            self._answer_one_of(asked, address, arguments)
            return anew
        try:
            told = news(message, now)
        except (TypeError, ValueError):
            logger.debug("%s cannot be read: %s", address, arguments)
            return anew
        if told is not None:
            return [*anew, told]
        if address == "/perf/prove" and arguments and isinstance(arguments[0], int):
            self._say("/perf/proof", arguments[0])  # over a network: it proves our address
        elif address == "/perf/fail":
            self._refused(refusal(arguments))
        elif address not in UNREPORTED:
            logger.debug("%s %s", address, arguments)
        return anew

    def _answer_one_of(
        self, asked: list[_Pending], address: str, arguments: tuple[Any, ...]
    ) -> None:
        """Take a reply to one of these requests, the oldest first."""
        first, *others = asked
        self._pending.remove(first)
        if first.answered is not None:
            self._answer(first.request, first.answered, address, arguments)
            return
        for other in others:  # if the reply was theirs, they must not take a later one's
            if other.answered is not None:
                self._pending[self._pending.index(other)] = replace(other, doubtful=True)
                return

    def _answer(
        self, request: Request[Any], answered: Answered, address: str, arguments: tuple[Any, ...]
    ) -> None:
        try:
            value = request.value(address, arguments)
        except (Refused, ValueError) as error:
            answered(None, error)
        else:
            answered(value, None)

    def _let_go(self, now: float) -> list[Told]:
        voices = sorted({voice for voice, _ in self._held})
        return [*(Flush(voice) for voice in voices), *self._held.end(now)]
