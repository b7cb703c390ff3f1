"""What both connections can say, declared once: awaited on the one, waited for on the other."""

from __future__ import annotations

import functools
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, Generic, ParamSpec, Protocol, TypeVar, overload

from perf_engine.clients import questions
from perf_engine.clients.questions import Message, Question

P = ParamSpec("P")
T = TypeVar("T")


class Awaits(Protocol):
    """A connection whose answers are awaited."""

    async def do(self, question: Question[T]) -> T:
        """Ask, and give the answer. Raises Refused or NoAnswer."""


class Waits(Protocol):
    """A connection that waits for its answers."""

    def do(self, question: Question[T]) -> T:
        """Ask, and give the answer. Raises Refused or NoAnswer."""


class Command(Generic[P, T]):
    """A method that asks the question which a function makes of the same arguments."""

    def __init__(self, question: Callable[P, Question[T]]) -> None:
        self._question = question
        self.__doc__ = question.__doc__

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

        @functools.wraps(self._question)
        def method(*arguments: P.args, **named: P.kwargs) -> Any:
            return connection.do(self._question(*arguments, **named))

        return method


class Commands:
    """The commands of the OSC API; `ask` says any other address."""

    ask = Command(questions.ask)
    status = Command(questions.status)
    version = Command(questions.version)
    sync = Command(questions.sync)
    control = Command(questions.control)
    set = Command(questions.set_controls)
    get = Command(questions.get_controls)
    mode = Command(questions.mode)
    start = Command(questions.start)
    stop = Command(questions.stop)
    reset = Command(questions.reset)
    panic = Command(questions.panic)
    release = Command(questions.release)
    prime = Command(questions.prime)
    seed = Command(questions.seed)
    models = Command(questions.models)
    model_info = Command(questions.model_info)
    load = Command(questions.load)
    record = Command(questions.record)
    mark = Command(questions.mark)
    tempo = Command(questions.tempo)
    quit = Command(questions.quit_engine)

    def say(self, *messages: Message, at: float | None = None) -> None:
        """Send messages (address and arguments) that are not answered.

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
        self.say(*questions.play(pitch, velocity, duration, player), at=at)

    def strike(
        self,
        pitch: int | Iterable[int],
        velocity: int = 90,
        *,
        player: int = 0,
        at: float | None = None,
    ) -> None:
        """Strike a key, or several, and hold them. Raises ValueError."""
        self.say(*questions.strike(pitch, velocity, player), at=at)

    def let_go(
        self, pitch: int | Iterable[int], *, player: int = 0, at: float | None = None
    ) -> None:
        """Let keys go that were struck. Raises ValueError."""
        self.say(*questions.let_go(pitch, player), at=at)

    def pedal(self, value: int, *, player: int = 0, at: float | None = None) -> None:
        """Move the sustain pedal, 0..127, down from 64. Raises ValueError."""
        self.say(*questions.pedal(value, player), at=at)
