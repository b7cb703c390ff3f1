"""The commands of both connections, declared once: one awaits each answer, the other blocks."""

from __future__ import annotations

import functools
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, Generic, ParamSpec, Protocol, TypeVar, overload

from perf_engine.protocol.dialogue import Request
from perf_engine.protocol.notes import Message

from . import requests

P = ParamSpec("P")
T = TypeVar("T")


class Awaits(Protocol):
    """A connection whose answers are awaited."""

    async def do(self, request: Request[T]) -> T:
        """Ask, and return the answer. Raises Refused or NoAnswer."""


class Waits(Protocol):
    """A connection that waits for its answers."""

    def do(self, request: Request[T]) -> T:
        """Ask, and return the answer. Raises Refused or NoAnswer."""


class Command(Generic[P, T]):
    """A method that asks the request which a function makes of the same arguments."""

    def __init__(self, request: Callable[P, Request[T]]) -> None:
        self._request = request
        self.__doc__ = request.__doc__

    @overload
    def __get__(self, connection: None, kind: type) -> Command[P, T]: ...
    @overload
    def __get__(self, connection: Waits, kind: type) -> Callable[P, T]: ...
    @overload
    def __get__(self, connection: Awaits, kind: type) -> Callable[P, Awaitable[T]]: ...
    def __get__(self, connection: Any, kind: type) -> Any:
        """Itself on the class; on a connection, the method."""
        if connection is None:
            return self

        @functools.wraps(self._request)
        def method(*arguments: P.args, **named: P.kwargs) -> Any:
            return connection.do(self._request(*arguments, **named))

        return method


class Commands:
    """The commands of the OSC API; `ask` says any other address."""

    ask = Command(requests.ask)
    status = Command(requests.status)
    version = Command(requests.version)
    sync = Command(requests.sync)
    control = Command(requests.control)
    set = Command(requests.set_controls)
    get = Command(requests.get_controls)
    mode = Command(requests.mode)
    start = Command(requests.start)
    stop = Command(requests.stop)
    reset = Command(requests.reset)
    panic = Command(requests.panic)
    release = Command(requests.release)
    prime = Command(requests.prime)
    seed = Command(requests.seed)
    models = Command(requests.models)
    model_info = Command(requests.model_info)
    styles = Command(requests.styles)
    load = Command(requests.load)
    record = Command(requests.record)
    mark = Command(requests.mark)
    tempo = Command(requests.tempo)
    quit = Command(requests.quit_engine)

    def say(self, *messages: Message, at: float | None = None) -> None:
        """Send messages (address and arguments) that get no reply.

        `at`: the monotonic time that they are meant for, at most 60 s ahead; none: now.
        """
        raise NotImplementedError

    def play(
        self,
        pitch: int | Iterable[int],
        velocity: int = 90,
        duration: float = 0.5,
        *,
        player: int = 0,
        at: float | None = None,
    ) -> None:
        """Play a note to the machine, or a chord; it ends by itself after seconds.

        `at`: the monotonic time that it is meant for; none: now. Raises ValueError.
        """
        self.say(*requests.play(pitch, velocity, duration, player), at=at)

    def strike(
        self,
        pitch: int | Iterable[int],
        velocity: int = 90,
        *,
        player: int = 0,
        at: float | None = None,
    ) -> None:
        """Strike a key, or several, and hold them. Raises ValueError."""
        self.say(*requests.strike(pitch, velocity, player), at=at)

    def let_go(
        self, pitch: int | Iterable[int], *, player: int = 0, at: float | None = None
    ) -> None:
        """Release keys that were struck. Raises ValueError."""
        self.say(*requests.let_go(pitch, player), at=at)

    def pedal(self, value: int, *, player: int = 0, at: float | None = None) -> None:
        """Move the sustain pedal, 0..127, down from 64. Raises ValueError."""
        self.say(*requests.pedal(value, player), at=at)
