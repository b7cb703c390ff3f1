"""The web process, kept alive: it describes the engine over HTTP, a client like any other."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable

from .child import Child

logger = logging.getLogger(__name__)

MODULE = "perf_engine"
COMMAND = "web"
SHORTEST_PAUSE, LONGEST_PAUSE = 1.0, 30.0  # seconds before it is started again
SETTLED = 60.0  # seconds of life after which the pause begins anew
GOODBYE = 2.0  # seconds it has to end by itself
NO_PORT = 3  # its exit status where its port cannot be opened: no pause changes that


class Web:
    """Starts the web process, hands on what it says, and starts it again when it dies."""

    def __init__(
        self, engine_port: int, port: int, lan: bool, say: Callable[[str], None], now: float,
        module: str = MODULE,
    ) -> None:  # fmt: skip
        """Start it; `say` takes its first sentence, and why it died."""
        self._module = module
        self._arguments = (
            COMMAND, "--engine-port", str(engine_port), "--port", str(port),
            *(("--lan",) if lan else ()),
        )  # fmt: skip
        self._say = say
        self._told = ""
        self._complaint = ""
        self._child: Child | None = None
        self._began = now
        self._pause = SHORTEST_PAUSE
        self._again = math.inf
        self._start(now)

    def fileno(self) -> int:
        """Its stdout, while it lives."""
        return -1 if self._child is None or self._child.ended else self._child.fileno()

    def due(self) -> float:
        """When it is to be started again, or reaped."""
        return self._again if self._child is None or self._child.ended else math.inf

    def turn(self, now: float) -> None:
        """Hand on what it says; start it again where its pause is over."""
        if self._child is None:
            if now >= self._again:
                self._start(now)
            return
        for line in self._child.lines():
            self._tell(line)
        if self._child.ended:
            self._lost(now)

    def close(self) -> None:
        """Let it end."""
        if self._child is not None:
            self._child.close(GOODBYE)
            self._child = None

    def _tell(self, sentence: str) -> None:
        if sentence != self._told:  # the same again is no news
            self._told = sentence
            self._say(sentence)

    def _start(self, now: float) -> None:
        self._again, self._began = math.inf, now
        try:
            self._child = Child(self._module, *self._arguments)
        except OSError as error:
            self._complain(f"The web process could not be started: {error}")
            self._wait(now)

    def _lost(self, now: float) -> None:
        assert self._child is not None
        if not self._child.gone():
            if self._again == math.inf:
                self._again = now + 0.05  # its stdout has ended, it has a moment to follow
            if now < self._again:
                return
        self._child.close()
        status = self._child.process.returncode
        self._child = None
        if status == NO_PORT:
            self._again = math.inf
            self._complain("The web process is given up: its port cannot be opened")
            return
        if now - self._began > SETTLED:
            self._pause = SHORTEST_PAUSE
        self._complain(f"The web process ended (status {status}); it is started again")
        self._wait(now)

    def _complain(self, why: str) -> None:
        logger.log(logging.DEBUG if why == self._complaint else logging.WARNING, "%s", why)
        self._complaint = why

    def _wait(self, now: float) -> None:
        self._again = now + self._pause
        self._pause = min(2 * self._pause, LONGEST_PAUSE)
