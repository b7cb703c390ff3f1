"""The web process: serves HTTP until it is told to end, or whoever started it is gone."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import stat
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress

from aiohttp import web

from perf_engine.clients.web.announce import announced, available
from perf_engine.clients.web.oscquery import NAME, OscQuery
from perf_engine.clients.web.tree import Schema

logger = logging.getLogger(__name__)

STDIN = 0
GOODBYE = 1.0  # seconds that requests under way may take at the end


async def serve(
    schema: Schema, engine_port: int, port: int, lan: bool, say: Callable[[str], None],
    *, ended: asyncio.Event | None = None,
) -> None:
    """Serve until SIGTERM, SIGINT, the end of standard input (where it is a pipe), or `ended`.

    `say` takes the sentence about where it listens. Port 0 takes any free one. Raises OSError.
    """
    ended = ended or _end()
    runner = web.AppRunner(
        OscQuery(schema, engine_port, local_only=not lan).application(),
        access_log=None, shutdown_timeout=GOODBYE,
    )  # fmt: skip
    await runner.setup()
    async with AsyncExitStack() as open_things:
        open_things.push_async_callback(runner.cleanup)
        site = web.TCPSite(runner, "0.0.0.0" if lan else "127.0.0.1", port)
        await site.start()
        number = int(runner.addresses[0][1])
        if available():
            try:
                await open_things.enter_async_context(announced(NAME, number, lan))
            except OSError as error:
                logger.warning("OSCQuery is not announced: %s", error)
        where = "every network" if lan else "this computer only"
        say(f"OSCQuery: http://127.0.0.1:{number}/, for {where}.")
        await ended.wait()


def _end() -> asyncio.Event:
    """Set by a signal, or by the end of standard input where somebody holds its other end."""
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in ("SIGTERM", "SIGINT", "SIGHUP"):
        with suppress(AttributeError, NotImplementedError):
            loop.add_signal_handler(getattr(signal, name), ended.set)

    def read() -> None:
        if not os.read(STDIN, 4096):
            loop.remove_reader(STDIN)
            ended.set()

    with suppress(OSError, NotImplementedError):
        kind = os.fstat(STDIN).st_mode
        if stat.S_ISFIFO(kind) or stat.S_ISSOCK(kind):
            loop.add_reader(STDIN, read)
    return ended
