"""A connection to the engine for a REPL or a notebook: each call waits for its answer."""

from __future__ import annotations

import asyncio
import atexit
import threading
import time
import weakref
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import CancelledError
from contextlib import suppress
from functools import partial
from typing import Any, Final, TypeVar

from perf_engine.core.controls import CONTROLS, Given
from perf_engine.protocol.dialogue import Request
from perf_engine.protocol.errors import NoEngine, hint, unknown
from perf_engine.protocol.notes import Message, Told

from .async_connection import AsyncConnection
from .commands import Commands
from .listening import Listening

T = TypeVar("T")

GIVEN_UP_AFTER: Final = 20.0  # seconds that closing may take


class Dials:
    """Every control of the engine as an attribute, checked before it is sent."""

    def _turn(self, name: str, value: Given | None = None) -> Any:
        """Give a control's value, after setting it where there is one."""
        raise NotImplementedError

    def __getattr__(self, name: str) -> Any:
        if name in CONTROLS:
            return self._turn(name)
        near = "" if name.startswith("_") else hint(name, CONTROLS)
        raise AttributeError(f"there is no {name}{near}")

    def __setattr__(self, name: str, value: Any) -> None:
        if name in CONTROLS:
            self._turn(name, value)
        elif name.startswith("_"):
            super().__setattr__(name, value)
        elif name in dir(type(self)):
            raise AttributeError(f"{name} is no control; say {name}(...)")
        else:
            raise AttributeError(unknown("control", name, CONTROLS))

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *CONTROLS})


class Voice(Dials):
    """The controls of one voice of the machine: perf.voice(0).temperature = 0.8."""

    def __init__(self, control: Callable[..., Any], number: int) -> None:
        self._control = control
        self._number = number

    def _turn(self, name: str, value: Given | None = None) -> Any:
        return self._control(name, value, self._number)


class Heard:
    """The engine's news, to iterate over: `for told in perf.listen(seconds=10): ...`."""

    def __init__(
        self,
        listening: Listening,
        wait: Callable[[Callable[[], Awaitable[Told]]], Told],
        close: Callable[[], None],
    ) -> None:
        """`close` is called once: by close(), or when nobody has it any more."""
        self._listening = listening
        self._wait = wait
        self._close = weakref.finalize(self, close)
        self._close.atexit = False

    def close(self) -> None:
        """Stop listening; news that came before can still be taken."""
        self._close()

    def __enter__(self) -> Heard:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def missed(self) -> int:
        """The number of news that were lost because nobody took them."""
        return self._listening.missed

    def __iter__(self) -> Iterator[Told]:
        return self

    def __next__(self) -> Told:
        try:
            return self._wait(self._listening.__anext__)
        except (StopAsyncIteration, NoEngine):
            raise StopIteration from None


class Connection(Commands, Dials):
    """A client of an engine; every command waits for its answer, and raises Refused or NoAnswer.

    A thread of its own hears the engine and keeps the lease, even while the program is busy.
    """

    def __init__(self, connecting: Awaitable[AsyncConnection]) -> None:
        """Open it. Raises NoEngine."""
        self._loop = asyncio.new_event_loop()
        self._handing = threading.Lock()  # held while a call is handed to the other thread
        self._ending = False
        self._thread = threading.Thread(
            target=self._loop.run_forever, name="perf_engine connection", daemon=True
        )
        self._thread.start()
        self._there: AsyncConnection | None = None
        try:
            self._there = self._wait(lambda: connecting)
        except BaseException:
            self._end_thread()
            raise
        atexit.register(self.close)

    def __repr__(self) -> str:
        where = "closed" if self._there is None else f"engine at {self._there.where}"
        return f"<perf_engine connection: {where}>"

    @property
    def there(self) -> AsyncConnection:
        """The connection behind this one. Raises NoEngine where it is closed."""
        if self._there is None:
            raise NoEngine("the connection is closed")
        return self._there

    def do(self, request: Request[T]) -> T:
        """Ask, and return the answer. Raises Refused, NoAnswer, or NoEngine where it is closed."""
        return self._wait(partial(self.there.do, request))

    def ping(self) -> float:
        """Measure the seconds to the engine and back."""
        return self._wait(self.there.ping)

    def say(self, *messages: Message, at: float | None = None) -> None:
        """Send messages (address and arguments) that get no reply.

        `at`: the monotonic time that they are meant for, at most 60 s ahead; none: now.
        """
        there = self.there

        async def say() -> None:
            there.say(*messages, at=at)

        self._wait(say)

    def _turn(self, name: str, value: Given | None = None) -> Any:
        return self.control(name, value)

    def voice(self, number: int) -> Voice:
        """The controls of one voice of the machine."""
        return Voice(self.control, number)

    def listen(self, seconds: float | None = None) -> Heard:
        """Listen to the engine for so many seconds: strikes, releases, pedals, flushes.

        `due` is their monotonic time. With everything=True players' notes and predictions come too.
        A Flush means: drop all planned notes of its voice.
        """
        there = self.there

        async def listen() -> Listening:
            return there.listen(seconds)

        listening = self._wait(listen)
        return Heard(listening, self._wait, partial(self._hand_over, listening.close))

    def now(self) -> float:
        """The time that `at` and `due` are of: seconds on the monotonic clock."""
        return time.monotonic()

    def close(self) -> None:
        """Leave: the engine ends the notes it sent here; one started for this client ends too."""
        there, self._there = self._there, None
        if there is not None:
            atexit.unregister(self.close)
            try:
                self._wait(there.close, GIVEN_UP_AFTER)
            finally:
                self._end_thread()

    def __enter__(self) -> Connection:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _wait(self, begin: Callable[[], Awaitable[T]], seconds: float | None = None) -> T:
        """Wait for the result of work in the other thread; give up where this is interrupted."""

        async def run() -> T:
            return await begin()

        with self._handing:
            if self._ending:
                raise NoEngine("the connection is closed")
            future = asyncio.run_coroutine_threadsafe(run(), self._loop)
        try:
            return future.result(seconds)
        except CancelledError:
            raise NoEngine("the connection is closed") from None
        except BaseException:
            future.cancel()
            raise

    def _hand_over(self, call: Callable[[], None]) -> None:
        """Let the other thread call it, if it still runs; from any thread, at any time."""
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(call)

    def _end_thread(self) -> None:
        async def end() -> None:
            waiting = asyncio.all_tasks() - {asyncio.current_task()}
            for task in waiting:
                task.cancel()  # end the wait of listeners in other threads
            if waiting:
                await asyncio.wait(waiting, timeout=GIVEN_UP_AFTER / 2)
            await asyncio.sleep(0)  # tasks that just ended still report it
            self._loop.stop()

        with self._handing:  # calls handed over before are cancelled, and none comes after
            if self._ending:
                return
            self._ending = True
            asyncio.run_coroutine_threadsafe(end(), self._loop)
        self._thread.join(GIVEN_UP_AFTER)
        if not self._thread.is_alive():
            self._loop.close()
