"""The web process: serves HTTP until it is told to end, or its parent is gone."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import signal
import stat
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress

from aiohttp import web

from perf_engine.protocol import pipes

from .announce import announced, available
from .faults import Faults
from .oscquery import NAME, OscQuery
from .own_address import from_afar
from .page import Takes
from .screen import show
from .tree import Schema

logger = logging.getLogger(__name__)

STDIN = 0
LOOK_EVERY = 0.1  # seconds between two looks at it, where nothing can wait for it
FAULTY = ("aiohttp.server", "aiohttp.web", "asyncio")  # loggers that print tracebacks
KEPT_ALIVE = 15.0  # seconds that a connection may be idle
SWITCH = 0.001  # seconds after which a thread that reads a recording gives way to a player's note
GOODBYE = 1.0  # seconds that requests under way may take at the end


async def serve(
    schema: Schema,
    engine_port: int,
    port: int,
    lan: bool,
    say: Callable[[str], None],
    *,
    takes: Takes | None = None,
    token: str = "",
    sounds: bool = False,
    open_page: bool = False,
    ended: asyncio.Event | None = None,
) -> None:
    """Serve until SIGTERM, SIGINT, the end of standard input (where it is a pipe), or `ended`.

    `say` takes the sentence with its address. Port 0 takes any free one. `takes` are the
    recordings, `token` lets other computers play, `sounds` says that another program sounds, and
    `open_page` shows the page in a browser. Raises OSError.
    """
    ended = ended or end_of_input()
    query = OscQuery(
        schema, engine_port, local_only=not lan, takes=takes, token=token, sounds=sounds
    )
    async with AsyncExitStack() as open_things:
        number = await open_things.enter_async_context(serving(query.application(), port, lan))
        if available():
            try:
                await open_things.enter_async_context(announced(NAME, number, lan))
            except OSError as error:
                logger.warning("OSCQuery is not announced: %s", error)
        where = f"every network; {from_afar(f':{number}/', token)}" if lan else "this computer only"
        say(f"Page and OSCQuery: http://127.0.0.1:{number}/, for {where}.")
        if open_page:
            show(f"http://127.0.0.1:{number}/")
        await ended.wait()


@asynccontextmanager
async def serving(application: web.Application, port: int, lan: bool) -> AsyncIterator[int]:
    """Serve an application until the block ends, and yield the number of the port.

    Raises OSError.
    """
    sys.setswitchinterval(SWITCH)
    faults = Faults()
    asyncio.get_running_loop().set_exception_handler(faults.handle)
    for name in FAULTY:
        logging.getLogger(name).addFilter(faults)
    runner = web.AppRunner(
        application, access_log=None, keepalive_timeout=KEPT_ALIVE, shutdown_timeout=GOODBYE
    )
    await runner.setup()
    try:
        yield await _listen(runner, ("0.0.0.0", "::") if lan else ("127.0.0.1", "::1"), port)
    finally:
        await runner.cleanup()


async def _listen(runner: web.AppRunner, hosts: tuple[str, str], port: int) -> int:
    """Listen in IPv4 and, where there is any, at the same port in IPv6. Raises OSError."""
    await web.TCPSite(runner, hosts[0], port).start()
    number = int(runner.addresses[0][1])
    try:
        await web.TCPSite(runner, hosts[1], number).start()
    except OSError as error:
        if error.errno == errno.EADDRINUSE and port:
            raise
        logger.debug("HTTP over IPv4 only: %s", error)
    return number


def end_of_input(take: Callable[[bytes], None] = lambda data: None) -> asyncio.Event:
    """Return an event, set by a signal or by the end of standard input where that is a pipe.

    `take` gets what comes there.
    """
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in ("SIGTERM", "SIGINT", "SIGHUP"):
        with suppress(AttributeError, NotImplementedError):
            loop.add_signal_handler(getattr(signal, name), ended.set)

    def read() -> None:
        if data := os.read(STDIN, 65_536):
            take(data)
        else:
            loop.remove_reader(STDIN)
            ended.set()

    with suppress(OSError):
        kind = os.fstat(STDIN).st_mode
        if stat.S_ISFIFO(kind) or stat.S_ISSOCK(kind):
            try:
                loop.add_reader(STDIN, read)
            except NotImplementedError:  # Windows
                _look(loop, ended, take)
    return ended


def _look(
    loop: asyncio.AbstractEventLoop, ended: asyncio.Event, take: Callable[[bytes], None]
) -> None:
    """Look at standard input from time to time, where the loop cannot wait for it."""
    if pipes.arrived(STDIN):
        data = os.read(STDIN, 65_536)
        if not data:
            ended.set()
            return
        take(data)
    loop.call_later(LOOK_EVERY, _look, loop, ended, take)
