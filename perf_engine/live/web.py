"""The web process, kept alive: it describes the engine over HTTP, a client like any other."""

from __future__ import annotations

import logging
from collections.abc import Callable

from .child import Child
from .supervisor import Supervisor

logger = logging.getLogger(__name__)

MODULE = "perf_engine"
COMMAND = "web"
NO_PORT = 3  # its exit status where its port cannot be opened: no pause changes that


class Web(Supervisor):
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
        super().__init__(now)

    def _start(self) -> Child:
        return Child(self._module, *self._arguments)

    def _hear(self, line: str) -> None:
        if line != self._told:  # the same again is no news
            self._told = line
            self._say(line)

    def _failed(self, error: OSError) -> None:
        self._complain(f"The web process could not be started: {error}")

    def _ended(self, status: int, pause: float) -> bool:
        if status == NO_PORT:
            self._complain("The web process is given up: its port cannot be opened")
            return False
        self._complain(f"The web process ended (status {status}); it is started again")
        return True

    def _complain(self, why: str) -> None:
        logger.log(logging.DEBUG if why == self._complaint else logging.WARNING, "%s", why)
        self._complaint = why
