"""Connecting a Python program to an engine, which it finds or starts."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import Any

from perf_engine.protocol.errors import NobodyThere
from perf_engine.protocol.ports import ENGINE_PORT, HOST

from .async_connection import AsyncConnection
from .connection import Connection
from .engine_process import EngineProcess


class Connecting:
    """A connection that is being opened: await it, or `async with` it."""

    def __init__(
        self,
        host: str,
        port: int,
        start: bool,
        options: Sequence[str],
        everything: bool,
        token: str,
    ) -> None:
        self._host, self._port = host, port
        self._start, self._options = start, options
        self._flag = 2 if everything else 1
        self._token = token
        self._opened: AsyncConnection | None = None

    def __await__(self) -> Generator[Any, None, AsyncConnection]:
        return self._connect().__await__()

    async def __aenter__(self) -> AsyncConnection:
        self._opened = await self._connect()
        return self._opened

    async def __aexit__(self, *_: object) -> None:
        assert self._opened is not None
        await self._opened.close()

    async def _connect(self) -> AsyncConnection:
        if self._port:
            try:
                return await AsyncConnection.open(
                    self._host, self._port, flag=self._flag, token=self._token
                )
            except NobodyThere:
                if not self._start or self._host not in (HOST, "localhost", "::1"):
                    raise
        engine = await EngineProcess.start(self._port, self._options)
        try:
            return await AsyncConnection.open(HOST, engine.port, flag=self._flag, engine=engine)
        except BaseException:
            await engine.end()
            raise


def connect_async(
    host: str = HOST,
    port: int = ENGINE_PORT,
    *,
    start: bool = True,
    options: Sequence[str] = (),
    everything: bool = False,
    token: str = "",
) -> Connecting:
    """Connect to the engine at a port, for asyncio; await it, or use it with `async with`.

    Where none answers on this machine, one is started with `options` of `perf-engine play`, and
    ends with the connection; `start=False` starts none, `port=0` always one on a free port. With
    `everything` it also tells players' notes and the machine's predictions; `token` is that of
    an engine on another machine. Raises NoEngine.
    """
    if not 0 <= port <= 65535:
        raise ValueError(f"port must be 0..65535, not {port}")
    return Connecting(host, port, start, options, everything, token)


def connect(
    host: str = HOST,
    port: int = ENGINE_PORT,
    *,
    start: bool = True,
    options: Sequence[str] = (),
    everything: bool = False,
    token: str = "",
) -> Connection:
    """Connect to the engine at a port, and wait until it answers; for a REPL or a notebook.

    Where none answers on this machine, one is started with `options` of `perf-engine play`, and
    ends with the connection; `start=False` starts none, `port=0` always one on a free port. With
    `everything` it also tells players' notes and the machine's predictions; `token` is that of
    an engine on another machine. Raises NoEngine.
    """
    connecting = connect_async(
        host, port, start=start, options=options, everything=everything, token=token
    )
    return Connection(connecting)
