"""A connection to the engine for asyncio: `async with perf_engine.connect_async() as perf:`."""

from __future__ import annotations

import asyncio
import logging
import math
import socket
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any, Final, TypeVar

from perf_engine.protocol.clock_offset import ClockOffset
from perf_engine.protocol.dialogue import AT_ONCE, Dialogue, Request, ping
from perf_engine.protocol.errors import NobodyThere, NoEngine
from perf_engine.protocol.notes import Message, Told
from perf_engine.protocol.packets import LARGEST_PACKET, bundle, write
from perf_engine.protocol.ports import ENGINE_PORT, HOST
from perf_engine.protocol.request_addresses import FURTHEST
from perf_engine.protocol.udp import Line, preferred

from . import requests
from .commands import Commands
from .engine_process import EngineProcess
from .listening import Listening

logger = logging.getLogger(__name__)
T = TypeVar("T")

THERE_WITHIN: Final = 1.0  # seconds within which a running engine answers a ping
PING_EVERY: Final = 0.2


class _Datagrams(asyncio.DatagramProtocol):
    """The socket: messages that come, and the news that the engine's port is closed."""

    def __init__(self, heard: Callable[[bytes], None], refused: Callable[[], None]) -> None:
        self._heard = heard
        self._refused = refused

    def datagram_received(self, data: bytes, addr: object) -> None:
        """The engine says something."""
        self._heard(data)

    def error_received(self, exc: Exception) -> None:
        """A packet could not be sent; where it was refused, the engine's port is closed."""
        if isinstance(exc, ConnectionRefusedError):
            self._refused()
        else:
            logger.debug("not sent: %s", exc)


async def _connected(host: str, port: int) -> Line:
    """A socket that hears nobody but the engine at an address. Raises OSError."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_DGRAM)
    return Line(where=preferred(found))


class AsyncConnection(Commands):
    """A client of an engine; every command is awaited, and raises Refused or NoAnswer."""

    def __init__(self, engine: EngineProcess | None = None) -> None:
        """`engine`: the process that was started for it, and ends with it."""
        self.engine = engine
        self._transport: asyncio.DatagramTransport | None = None
        self._dialogue: Dialogue | None = None
        self._listeners: list[Listening] = []
        self._offset = ClockOffset()
        self._timer: asyncio.TimerHandle | None = None
        self._registered = asyncio.Event()
        self._refused = asyncio.Event()

    @classmethod
    async def open(
        cls,
        host: str = HOST,
        port: int = ENGINE_PORT,
        *,
        flag: int = 1,
        engine: EngineProcess | None = None,
        token: str = "",
    ) -> AsyncConnection:
        """A connection to an engine that is there. Raises NoEngine, or Refused for the token."""
        made = cls(engine)
        loop = asyncio.get_running_loop()
        try:
            line = await _connected(host, port)
            transport, _ = await loop.create_datagram_endpoint(
                lambda: _Datagrams(made._hear, made._lose), sock=line.socket
            )
        except OSError as error:
            raise NoEngine(f"there is no way to {host}:{port}: {error}") from error
        made._transport = transport
        number = transport.get_extra_info("sockname")[1]
        made._dialogue = Dialogue(number, made._say, flag, wall=time.time)
        try:
            if not await made._is_there():
                raise NobodyThere(f"no engine answers at {host}:{port}")
            if token:
                await made.do(requests.ask("/perf/token", token))
            if flag:
                made._turn()
                await asyncio.wait_for(made._registered.wait(), AT_ONCE)
        except asyncio.TimeoutError:
            made._hang_up()
            raise NoEngine(f"the engine at {host}:{port} takes no more clients") from None
        except BaseException:
            made._hang_up()
            raise
        return made

    async def _is_there(self) -> bool:
        """Return whether an engine answers a ping, sent several times as packets may be lost."""
        said = replace(ping(time.time()), within=THERE_WITHIN, again=PING_EVERY)
        asked = asyncio.ensure_future(self.do(said))
        refused = asyncio.ensure_future(self._refused.wait())
        try:
            done, _ = await asyncio.wait((asked, refused), return_when=asyncio.FIRST_COMPLETED)
            return asked in done and asked.exception() is None
        finally:
            for one in (asked, refused):
                one.cancel()
            await asyncio.gather(asked, refused, return_exceptions=True)

    @property
    def where(self) -> str:
        """The engine's address and port."""
        host, port = "", 0
        if self._transport is not None:
            host, port = self._transport.get_extra_info("peername")[:2]
        return f"{host}:{port}"

    @property
    def dialogue(self) -> Dialogue:
        """The dialogue with the engine. Raises NoEngine where the connection is closed."""
        if self._dialogue is None:
            raise NoEngine("the connection is closed")
        return self._dialogue

    async def do(self, request: Request[T]) -> T:
        """Ask, and return the answer. Raises Refused, NoAnswer, or NoEngine where it is closed."""
        answer: asyncio.Future[T] = asyncio.get_running_loop().create_future()

        def answered(value: Any, error: Exception | None) -> None:
            if not answer.done():
                if error is None:
                    answer.set_result(value)
                else:
                    answer.set_exception(error)

        dialogue = self.dialogue
        dialogue.ask(request, time.monotonic(), answered)
        self._set_timer()
        try:
            return await answer
        finally:
            dialogue.withdraw(answered)

    async def ping(self) -> float:
        """Measure the seconds to the engine and back."""
        before = time.monotonic()
        await self.do(ping(time.time()))
        return time.monotonic() - before

    def say(self, *messages: Message, at: float | None = None) -> None:
        """Send messages (address and arguments) that get no reply.

        `at`: the monotonic time that they are meant for, at most 60 s ahead; none: now. Raises
        ValueError where it is further, or a packet is too large, NoEngine where the connection is
        closed.
        """
        if self._transport is None:
            raise NoEngine("the connection is closed")
        if at is not None and not at - time.monotonic() <= FURTHEST:
            ahead = at - time.monotonic()
            raise ValueError(f"at must be at most {FURTHEST:g} s ahead, not {ahead:g} s")
        packets = [write(*message) for message in messages]
        if at is not None:
            self._offset.follow()
            packets = [bundle(at + self._offset.seconds, packets)]
        for one in packets:
            if len(one) > LARGEST_PACKET:
                raise ValueError(f"a packet must be at most {LARGEST_PACKET} bytes, not {len(one)}")
        for one in packets:
            self._transport.sendto(one)

    def listen(self, seconds: float | None = None) -> Listening:
        """Listen to the engine for so many seconds: strikes, releases, pedals, flushes.

        `due` is their monotonic time. With everything=True players' notes and predictions come too.
        A Flush means: drop all planned notes of its voice.
        """
        self._listeners.append(Listening(self._forget, seconds))
        return self._listeners[-1]

    def _forget(self, listening: Listening) -> None:
        with suppress(ValueError):
            self._listeners.remove(listening)

    async def close(self) -> None:
        """Leave: the engine ends the notes it sent here; one started for this client ends too."""
        self._hang_up()
        engine, self.engine = self.engine, None
        if engine is not None:
            await engine.end()

    async def __aenter__(self) -> AsyncConnection:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    def _hang_up(self) -> None:
        if self._dialogue is None or self._transport is None:
            return
        self._tell(self._dialogue.leave(time.monotonic()))
        for listening in tuple(self._listeners):
            listening.close()
        if self._timer is not None:
            self._timer.cancel()
        self._transport.close()
        self._dialogue = self._transport = None

    def _say(self, *message: Any) -> None:
        self.say(message)

    def _hear(self, data: bytes) -> None:
        if self._dialogue is not None:
            self._offset.follow()
            now = time.monotonic()
            self._tell(self._dialogue.hear(data, now, now + self._offset.seconds))
            if self._dialogue.registered:
                self._registered.set()
            self._set_timer()

    def _lose(self) -> None:
        self._refused.set()
        if self._dialogue is not None:
            self._tell(self._dialogue.lose(time.monotonic()))
            self._set_timer()

    def _turn(self) -> None:
        if self._dialogue is not None:
            self._tell(self._dialogue.advance(time.monotonic()))
            self._set_timer()

    def _set_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        if self._dialogue is None or (due := self._dialogue.next_due) == math.inf:
            self._timer = None
            return
        wait = max(0.001, due - time.monotonic())
        self._timer = asyncio.get_running_loop().call_later(wait, self._turn)

    def _tell(self, told: Sequence[Told]) -> None:
        for one in told:
            for listening in tuple(self._listeners):
                if listening.over:
                    self._forget(listening)
                else:
                    listening.tell(one)
