"""The MIDI bridge's process, kept alive: it is a client of the OSC API like any other."""

from __future__ import annotations

import json
import logging
import math
import sys
from collections.abc import Callable, Sequence

from .child import Child
from .realtime import promote
from .supervisor import Supervisor

logger = logging.getLogger(__name__)

MODULE = "perf_engine.clients.midi"
WAIT = "--wait-for-driver"  # for a bridge that found no MIDI: it comes when there is some
PATIENCE = 3.0  # seconds until its silence about its ports is mentioned


class Bridge(Supervisor):
    """Starts the bridge, hears what it opened, and starts it again when it dies."""

    def __init__(
        self,
        engine_port: int,
        midi_in: str,
        midi_out: str,
        say: Callable[[str], None],
        now: float,
        module: str = MODULE,
        off: Callable[[], None] = lambda: None,
        wishes: Sequence[str] = (),
    ) -> None:
        """Start it; `say` takes the sentences about its ports, `off` is called if there are none.
        """
        self._module = module
        self._arguments: tuple[str, ...] = (
            "--engine-port", str(engine_port), "--midi-in", midi_in, "--midi-out", midi_out,
            *wishes,
        )  # fmt: skip
        self._say = say
        self._off = off
        self._silent_since: float | None = now  # None: its silence is mentioned, or over
        self._first = True  # it has not said anything about its ports yet
        self._last_line = ""
        super().__init__(now)

    def due(self) -> float:
        """When it is to be started again, or reaped, or its silence mentioned."""
        if not self.alive:
            return super().due()
        return math.inf if self._silent_since is None else self._silent_since + PATIENCE

    def turn(self, now: float) -> None:
        """Read what it says; start it again where its pause is over."""
        super().turn(now)
        silent = self._silent_since
        if self.alive and silent is not None and now >= silent + PATIENCE:
            self._silent_since = None
            self._say("The MIDI bridge has not said yet what it opened.")

    def _start(self) -> Child:
        child = Child(self._module, *self._arguments)
        if not promote(child.process.pid):  # it plays notes when they are due
            logger.debug("The MIDI bridge has no real-time priority.")
        return child

    def _hear(self, line: str) -> None:
        try:
            said = json.loads(line)
            opened, failed = said.get("opened", ()), said.get("failed", ())
        except (ValueError, AttributeError):
            logger.info("MIDI bridge: %s", line[:200])
            return
        if line == self._last_line:
            return
        self._last_line = line
        first, self._first, self._silent_since = self._first, False, None
        say = self._say if first else logger.info
        failed = [failed] if isinstance(failed, str) else failed
        if opened:
            say(f"MIDI: {', '.join(str(port) for port in opened)}.")
        for why in failed or ():
            if why:
                say(str(why))
        if first and not opened:
            self._off()

    def _tell_off(self, why: str, remedy: str) -> None:
        """Say that MIDI is off, where the bridge itself has not come to say anything."""
        if self._first:
            self._first, self._silent_since = False, None
            self._say(f"MIDI is off: its bridge {why}; notes go over OSC only; for MIDI, {remedy}")
            self._off()

    def _failed(self, error: OSError) -> None:
        self._tell_off(f"cannot be started ({error})", "end other programs, it tries again")
        logger.warning("The MIDI bridge could not be started: %s", error)

    def _ended(self, status: int, pause: float) -> bool:
        if status == 0 and WAIT not in self._arguments:
            self._arguments = (*self._arguments, WAIT)
            logger.info("The MIDI bridge waits in the background until there is MIDI.")
        else:
            self._tell_off(
                f"ended (status {status}), as said above",
                f"see what is wrong with: {sys.executable} -m {self._module}",
            )
            logger.warning(
                "The MIDI bridge ended (status %s); it is started again in %g s", status, pause
            )
        return True
