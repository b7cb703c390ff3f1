"""The supervisor of the web process, a client that serves the page over HTTP."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

from .helper import Helper
from .supervisor import Supervisor

logger = logging.getLogger(__name__)

MODULE = "perf_engine"
COMMAND = "web"
TOKEN = "PERF_TOKEN"  # the environment variable: other users can read a command line
NO_PORT = 3  # its exit status if its port cannot be opened; a pause would not help


class Web(Supervisor):
    """Starts the web process, passes on its output, and restarts it when it dies."""

    def __init__(
        self,
        engine_port: int,
        port: int,
        lan: bool,
        say: Callable[[str], None],
        now: float,
        module: str = MODULE,
        *,
        recordings: Path | None = None,
        token: str = "",
        open_page: bool = False,
    ) -> None:
        """Start it; `say` takes its first sentence, and the reason of its death.

        `recordings` is the folder of those that the page shows. The `token` lets other computers
        play on the page. `open_page` opens the page in the browser, at the first start only.
        """
        self._module = module
        self._arguments = (
            COMMAND,
            "--engine-port",
            str(engine_port),
            "--port",
            str(port),
            *(("--lan",) if lan else ()),
            *(("--recordings", str(recordings)) if recordings is not None else ()),
        )
        self._secret = {TOKEN: token} if token else {}
        self._open_page = open_page
        self._say = say
        self._told = ""
        self._complaint = ""
        super().__init__(now)

    def _start(self) -> Helper:
        opening, self._open_page = ("--open",) if self._open_page else (), False
        return Helper.of(self._module, *self._arguments, *opening, added=self._secret)

    def _hear(self, line: str) -> None:
        if line != self._told:  # not twice the same
            self._told = line
            self._say(line)

    def _failed(self, error: OSError) -> None:
        self._complain(f"The web process could not be started: {error}")

    def _ended(self, status: int, pause: float) -> bool:
        if status == NO_PORT:
            self._complain("There is no page: its HTTP port cannot be opened")
            return False
        self._complain(f"The web process ended (status {status}); it is started again")
        return True

    def _complain(self, why: str) -> None:
        logger.log(logging.DEBUG if why == self._complaint else logging.WARNING, "%s", why)
        self._complaint = why
