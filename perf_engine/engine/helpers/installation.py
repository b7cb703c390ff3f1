"""The supervisor of an installation's process, a client that follows the plan of the day."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from typing import Any, Final

from .helper import Helper
from .supervisor import Supervisor

logger = logging.getLogger(__name__)

MODULE: Final = "perf_engine.clients.installation.process"
WAITS: Final = 2.0  # seconds that the process may take to read its plan


class InstallationProcess(Supervisor):
    """Starts the process with its plan, passes orders to it, and hears its reports."""

    def __init__(
        self,
        settings: Mapping[str, Any],
        report: Callable[[Mapping[str, Any]], None],
        end: Callable[[str], None],
        say: Callable[[str], None],
        now: float,
        first: bool = True,
        module: str = MODULE,
    ) -> None:
        """`settings` are written to its standard input as a line of JSON.

        `report` takes its state, `end` the reason of its end; `say` takes its first sentences.
        Unless it is the `first` start, no scene recalls its saved state. A process that is started
        again begins with the order by hand that held.
        """
        self._module = module
        self._settings = dict(settings)
        self._report, self._end, self._say = report, end, say
        self._told: set[str] = set()
        self.reported = False  # whether the running process has reported its state
        self._first = first
        self._order: dict[str, Any] = {}  # the order by hand that holds, once it is reported
        super().__init__(now)

    def order(self, line: str) -> bool:
        """Pass an order, a line of JSON; return whether the process could take it."""
        if self._helper is None or not self.alive:
            return False
        try:
            return self._helper.feed(f"{line}\n".encode()) == len(line.encode()) + 1
        except OSError:
            return False

    def _start(self) -> Helper:
        self.reported = False
        helper = Helper.of(self._module)
        settings = {**self._settings, **self._order, "first": self._first}
        data = f"{json.dumps(settings)}\n".encode()
        self._first = False
        while data:
            data = data[helper.feed(data) :]
            if data and not helper.room(WAITS):
                helper.drop()
                raise OSError("it does not read its plan")
        return helper

    def _hear(self, line: str) -> None:
        try:
            said = json.loads(line)
            sentence, facts = said.get("say"), said.get("facts")
        except (ValueError, AttributeError):
            logger.info("Installation: %s", line[:200])
            return
        if facts is not None:
            self.reported = True
            self._order = {"order": facts["order"]} if "order" in facts else self._order
            self._report(facts)
        if sentence and sentence not in self._told:
            self._told.add(sentence)
            self._say(str(sentence))

    def _failed(self, error: OSError) -> None:
        logger.warning("The installation's process could not be started: %s", error)

    @property
    def _came_up(self) -> bool:
        return self.reported

    def _ended(self, status: int, pause: float) -> bool:
        why = f"it ended (status {status})"
        logger.warning("The installation's process: %s; it is started again", why)
        self._end(f"the installation's process: {why}")
        return True
