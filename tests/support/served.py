"""An engine with its page, for tests that visit the page as a browser does."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from tests.support.concert import Ear, Engine, playing
from tests.support.peers import line_within

PATIENCE = 60.0


@dataclass
class Served:
    """An engine, and where its page is."""

    engine: Engine
    address: str  # http://127.0.0.1:PORT

    @property
    def origin(self) -> dict[str, str]:
        return {"Origin": self.address}


@contextmanager
def served(folder: Path, *options: str, env: Mapping[str, str] | None = None) -> Iterator[Served]:
    """The real engine with its real web process, recording into a folder."""
    with playing(
        folder / "log",
        "--no-midi",
        "--web-port",
        "0",
        "--states",
        str(folder / "states"),
        *options,
        env={"HOME": str(folder), **(env or {})},
    ) as engine:
        said = engine.text
        while not (found := re.search(r"Page and OSCQuery: (http://127\.0\.0\.1:\d+)/", said)):
            said = line_within(engine.process, PATIENCE)
        yield Served(engine, found[1])


@contextmanager
def told(site: Served) -> Iterator[Ear]:
    """All that the engine tells a client that sounds."""
    ear = Ear(site.engine.port)
    with ear.socket:
        ear.register("now", flag=3)
        yield ear


class Visitor:
    """A browser without a page: frames out, events in."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.events: list[list[Any]] = []

    async def say(self, *frame: object) -> None:
        await self.socket.send_str(json.dumps(frame))

    async def until(self, wanted: Callable[[list[Any]], object], since: int = 0) -> list[Any]:
        """The first event that is wanted, of those that came or come."""
        end = time.monotonic() + PATIENCE
        looked = since
        while True:
            for event in self.events[looked:]:
                if wanted(event):
                    return event
            looked = len(self.events)
            message = await asyncio.wait_for(self.socket.receive(), end - time.monotonic())
            if message.type is not aiohttp.WSMsgType.TEXT:
                raise ConnectionError(f"{message.type} {self.socket.close_code}")
            self.events += json.loads(message.data)

    async def kind(self, kind: str, since: int = 0) -> list[Any]:
        return await self.until(lambda event: event[0] == kind, since)

    async def ask(self, number: int, address: str, *arguments: object) -> list[Any]:
        """The answer to a question: done or fail, without its number."""
        await self.say("ask", number, address, *arguments)
        said = await self.until(lambda e: e[0] in ("done", "fail") and e[1] == number)
        return [said[0], *said[2:]]

    async def closed(self) -> tuple[int, str]:
        """The code and the reason with which the server ends the connection."""
        while True:
            message = await asyncio.wait_for(self.socket.receive(), PATIENCE)
            if message.type is aiohttp.WSMsgType.CLOSE:
                return message.data, message.extra or ""
            if message.type in (aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.ERROR):
                return self.socket.close_code or 0, ""
