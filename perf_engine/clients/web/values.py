"""Values of the engine's getters, asked over OSC when somebody wants to see them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any

from perf_engine.clients.python.async_connection import AsyncConnection
from perf_engine.protocol.address import PARAM
from perf_engine.protocol.errors import NoAnswer, NoEngine, Refused
from perf_engine.protocol.ports import HOST


class Values:
    """A client of the engine that only asks; where the engine is gone, nothing is known."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._line: AsyncConnection | None = None
        self._asking = asyncio.Lock()  # one question at a time

    async def voices(self) -> int:
        """The number of the machine's voices; 1 where the engine does not answer."""
        async with self._asking:
            try:
                return (await (await self._there()).status()).voices
            except (NoEngine, NoAnswer, Refused, ValueError):
                await self.close()
                return 1

    async def of(self, paths: Iterable[str]) -> dict[str, Sequence[Any]]:
        """The values of getters by their address, without those that the engine did not tell.

        One is asked after another: a burst of questions would be in the way of notes.
        """
        wanted = list(paths)
        if not wanted:
            return {}
        async with self._asking:
            try:
                known = await self._ask(await self._there(), wanted)
            except (NoEngine, NoAnswer):
                await self.close()
                return {}
        return {path: known[path] for path in wanted if path in known}

    async def close(self) -> None:
        """Close the connection; the next question opens another."""
        line, self._line = self._line, None
        if line is not None:
            await line.close()

    async def _ask(self, line: AsyncConnection, paths: Sequence[str]) -> dict[str, Sequence[Any]]:
        known: dict[str, Sequence[Any]] = {}
        if any(path.startswith(PARAM) for path in paths):
            with suppress(Refused, ValueError):
                controls = await line.get()
                known = {PARAM + name: [value] for name, value in controls.items()}
        for path in paths:
            if path not in known:
                with suppress(Refused, ValueError):  # it has none now, or none that can be read
                    known[path] = await line.ask(path)
        return known

    async def _there(self) -> AsyncConnection:
        if self._line is None:
            self._line = await AsyncConnection.open(HOST, self._port, flag=0)
        return self._line
