"""The web process's line to the engine: one client for all browsers, which says what it hears."""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections.abc import Callable, Sequence
from typing import Any, Final, TypeAlias

from perf_engine.protocol.clock_offset import ClockOffset
from perf_engine.protocol.dialogue import Dialogue, Request
from perf_engine.protocol.errors import NoEngine, Refused
from perf_engine.protocol.notes import HEARD_PEDAL, HOLDING, Message, Other, Told, received
from perf_engine.protocol.packets import write
from perf_engine.protocol.ports import HOST
from perf_engine.protocol.udp import Line

logger = logging.getLogger(__name__)

EVERYTHING: Final = 3  # the flag of /perf/notify: notes, what is heard and foreseen, and pedals
NEWS: Final = (
    "/perf/running",
    "/perf/pulse",
    "/perf/harmony",
    HEARD_PEDAL,
    HOLDING,
    "/perf/overload",
    "/perf/progress",
    "/perf/channel",
    "/perf/midi/learning",
    "/perf/midi/bound",
    "/perf/midi/unbound",
)
Heard: TypeAlias = Callable[[Told | Other], None]


class _Datagrams(asyncio.DatagramProtocol):
    """The socket's two kinds of news: a packet, and a refusal as the engine's port is closed."""

    def __init__(self, heard: Callable[[bytes], None], refused: Callable[[], None]) -> None:
        self._heard, self._refused = heard, refused

    def datagram_received(self, data: bytes, addr: object) -> None:
        """The engine says something."""
        self._heard(data)

    def error_received(self, exc: Exception) -> None:
        """A packet could not be sent."""
        if isinstance(exc, ConnectionRefusedError):
            self._refused()


class EngineLine:
    """A client that lasts: it waits for an engine, takes one that comes, ends notes with it."""

    def __init__(self, port: int, hear: Heard, changed: Callable[[bool], None]) -> None:
        """`hear` takes all that the engine says, `changed` whether it is there."""
        self._port, self._hear, self._changed = port, hear, changed
        self._transport: asyncio.DatagramTransport | None = None
        self._dialogue: Dialogue | None = None
        self._offset = ClockOffset()
        self._timer: asyncio.TimerHandle | None = None
        self._there = self._opening = False

    @property
    def there(self) -> bool:
        """Return whether the engine gives signs of life."""
        return self._there

    async def open(self) -> None:
        """Ask for notes, whether an engine is there or not. Raises OSError."""
        if self._transport is not None or self._opening:
            return
        self._opening = True  # two browsers that come at once need one line
        try:
            await self._open()
        finally:
            self._opening = False

    async def _open(self) -> None:
        line = Line(self._port, HOST)
        loop = asyncio.get_running_loop()
        self._transport, _ = await loop.create_datagram_endpoint(
            lambda: _Datagrams(self._take, self._lose), sock=line.socket
        )
        self._dialogue = Dialogue(
            line.port, self._say_own, EVERYTHING, wall=time.time, refused=self._refused
        )
        self._turn()

    def close(self) -> None:
        """Leave; what sounds ends."""
        if self._dialogue is None or self._transport is None:
            return
        self._tell(self._dialogue.leave(time.monotonic()))
        if self._timer is not None:
            self._timer.cancel()
        self._transport.close()
        self._dialogue = self._transport = None
        self._notice()

    def say(self, *messages: Message) -> None:
        """Send messages that get no reply; nothing is sent where the line is closed."""
        if self._transport is not None:
            for message in messages:
                self._transport.sendto(write(*message))

    async def ask(self, request: Request[Any]) -> Any:
        """Return the answer to a request. Raises Refused, NoAnswer, NoEngine or ValueError."""
        dialogue = self._dialogue
        if dialogue is None or not self._there:
            raise NoEngine("the engine is not there")
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()

        def answered(value: Any, error: Exception | None) -> None:
            if answer.done():
                return
            if error is None:
                answer.set_result(value)
            else:
                answer.set_exception(error)

        dialogue.ask(request, time.monotonic(), answered)
        self._set_timer()
        try:
            return await answer
        finally:
            dialogue.withdraw(answered)

    def _say_own(self, *message: Any) -> None:
        self.say(message)

    def _refused(self, error: Refused) -> None:
        logger.debug("%s", error)  # a note of a page that came too late, or the like

    def _take(self, data: bytes) -> None:
        if self._dialogue is None:
            return
        self._offset.follow()
        now = time.monotonic()
        for message in received(data, now, now + self._offset.seconds):
            if isinstance(message, Other) and message.address in NEWS:
                self._hear(message)
            self._tell(self._dialogue.take(message, now))
        self._notice()
        self._set_timer()

    def _lose(self) -> None:
        if self._dialogue is not None:
            self._tell(self._dialogue.lose(time.monotonic()))
            self._notice()
            self._set_timer()

    def _turn(self) -> None:
        if self._dialogue is not None:
            self._tell(self._dialogue.advance(time.monotonic()))
            self._notice()
            self._set_timer()

    def _notice(self) -> None:
        there = self._dialogue is not None and self._dialogue.registered
        if there != self._there:
            self._there = there
            self._changed(there)

    def _set_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = None
        if self._dialogue is not None and (due := self._dialogue.next_due) < math.inf:
            wait = max(0.001, due - time.monotonic())
            self._timer = asyncio.get_running_loop().call_later(wait, self._turn)

    def _tell(self, told: Sequence[Told]) -> None:
        for one in told:
            self._hear(one)
