"""An engine started by a client: waited for until it is ready, ended by its own pid."""

from __future__ import annotations

import asyncio
import logging
import os
import re
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from perf_engine.protocol import pipes
from perf_engine.protocol.errors import NoEngine

logger = logging.getLogger(__name__)

READY: Final = re.compile(r"is ready on port (\d+)")
STARTED_WITHIN: Final = 60.0  # seconds
GOODBYE: Final = 10.0  # seconds it has to release its notes
KEPT: Final = 100  # lines of its output
LONGEST_LINE: Final = 2**20  # bytes; a longer line is read in pieces
ABOUT_MIDI: Final = ("--midi", "--no-midi", "--config")  # beginnings of options about MIDI
_HOME: Final = str(Path(__file__).resolve().parents[3])


class EngineProcess:
    """An engine on a port. It ends when this process does, however that comes about."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self._ready: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self.said: deque[str] = deque(maxlen=KEPT)
        self._reading = asyncio.ensure_future(self._read())

    @classmethod
    async def start(cls, port: int, options: Sequence[str] = ()) -> EngineProcess:
        """Start one with options of `perf-engine play`, and wait until it is ready.

        Unless an option is about MIDI, it opens no keyboard: one that is open here as well would be
        heard twice. Raises NoEngine.
        """
        named = any(option.startswith(ABOUT_MIDI) for option in options)
        command = [
            "-m",
            "perf_engine",
            "play",
            "--osc-port",
            str(port),
            "--exit-with-stdin",
            *(() if named else ("--midi-in", "none")),
            *options,
        ]
        paths = [_HOME, os.environ.get("PYTHONPATH", "")]
        environment = dict(os.environ, PYTHONPATH=os.pathsep.join(p for p in paths if p))
        try:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                *command,
                stdin=PIPE,
                stdout=PIPE,
                stderr=STDOUT,
                env=environment,
                limit=LONGEST_LINE,
                **pipes.of_its_own(),  # Ctrl-C in a terminal is not for it
            )
        except OSError as error:
            raise NoEngine(f"the engine cannot be started: {error}") from error
        made = cls(process)
        try:
            await asyncio.wait_for(asyncio.shield(made._ready), STARTED_WITHIN)
        except asyncio.TimeoutError as error:
            await made.end()
            last = f"; it said: {made.said[-1]}" if made.said else ""
            late = f"it was not ready within {STARTED_WITHIN:g} s"
            raise NoEngine(f"the engine does not start: {late}{last}") from error
        except NoEngine as error:
            await made.end()
            why = made.said[-1] if made.said else str(error)
            raise NoEngine(f"the engine does not start: {why}") from error
        except asyncio.CancelledError:
            await made.end()
            raise
        return made

    @property
    def port(self) -> int:
        """The UDP port that it listens on."""
        return self._ready.result()

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    async def end(self) -> int:
        """End it by closing its standard input, by force if it takes too long; its exit status."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            await asyncio.wait_for(self._process.wait(), GOODBYE)
        except asyncio.TimeoutError:
            self._process.kill()
        status = await self._process.wait()
        with suppress(asyncio.CancelledError):
            await self._reading
        return status

    async def _read(self) -> None:
        while line := await self._line():
            said = line.decode("utf-8", "replace").rstrip()
            self.said.append(said)
            logger.debug("%s", said)
            found = READY.search(said)
            if found is not None and not self._ready.done():
                self._ready.set_result(int(found[1]))
        if not self._ready.done():
            self._ready.set_exception(NoEngine("it ended"))
            self._ready.exception()  # taken, so that asyncio does not warn

    async def _line(self) -> bytes:
        """The next line, or a piece of one longer than LONGEST_LINE; nothing at the end."""
        assert self._process.stdout is not None
        try:
            return await self._process.stdout.readuntil()
        except asyncio.IncompleteReadError as error:
            return error.partial
        except asyncio.LimitOverrunError as error:
            return await self._process.stdout.read(error.consumed)
