"""The supervisor of the MIDI bridge, a process that is a client of the OSC API like any other."""

from __future__ import annotations

import json
import logging
import math
import sys
from collections.abc import Callable, Sequence

from perf_engine.engine.realtime import promote

from .helper import Helper
from .supervisor import Supervisor

logger = logging.getLogger(__name__)

MODULE = "perf_engine.clients.midi.process"
WAIT = "--wait-for-driver"  # for a bridge that found no MIDI driver
PATIENCE = 3.0  # seconds until a missing report about its ports is mentioned


class Bridge(Supervisor):
    """Starts the bridge, reads its reports about ports, and restarts it when it dies."""

    def __init__(
        self,
        engine_port: int,
        midi_in: str | Sequence[str],
        midi_out: str,
        say: Callable[[str], None],
        now: float,
        module: str = MODULE,
        off: Callable[[], None] = lambda: None,
        wishes: Sequence[str] = (),
        kept: Callable[[int, str], None] = lambda number, why: None,
        ports: Callable[[Sequence[str], bool], None] = lambda outputs, thru: None,
        keyboards: Callable[[Sequence[str]], None] = lambda names: None,
    ) -> None:
        """Start it; `say` takes sentences about its ports, `off` is called if there are none.

        `ports` takes the synthesizers that are open, and whether they sound what is played too;
        `keyboards` takes the names of those that it hears.

        `kept` is called for each binding that it has changed, with the error if it was not saved.
        """
        self._module = module
        inputs = (midi_in,) if isinstance(midi_in, str) else midi_in
        self._arguments: tuple[str, ...] = (
            "--engine-port",
            str(engine_port),
            *(word for name in inputs for word in ("--midi-in", name)),
            "--midi-out",
            midi_out,
            *wishes,
        )
        self._say = say
        self._off = off
        self._kept = kept
        self._ports = ports
        self._keyboards = keyboards
        self._opened = False  # by its last report; only then it listens
        self._silent_since: float | None = now  # None: its silence is mentioned or over
        self._first = True  # it has not reported about its ports yet
        self._last_line = ""
        self._reported = False  # the running process has opened a port
        super().__init__(now)

    @property
    def listens(self) -> bool:
        """Return whether it has opened its ports, and so receives what the engine sends."""
        return self.alive and self._opened

    def due(self) -> float:
        """Return the time of its next restart, reaping or mention of its silence."""
        if not self.alive:
            return super().due()
        return math.inf if self._silent_since is None else self._silent_since + PATIENCE

    def turn(self, now: float) -> None:
        """Read its output; restart it if its pause is over."""
        super().turn(now)
        silent = self._silent_since
        if self.alive and silent is not None and now >= silent + PATIENCE:
            self._silent_since = None
            self._say("The MIDI bridge has not yet reported which ports it opened.")
            self._ports((), False)

    def _start(self) -> Helper:
        self._opened = self._reported = False
        helper = Helper.of(self._module, *self._arguments)
        if not promote(helper.process.pid):  # it plays notes at their due times
            logger.debug("The MIDI bridge has no real-time priority.")
        return helper

    def _hear(self, line: str) -> None:
        try:
            said = json.loads(line)
            if "kept" in said:
                self._kept(int(said["kept"]), str(said["why"]))
                return
            warning = said.get("warning")
            opened, failed = said.get("opened", ()), said.get("failed", ())
        except (ValueError, AttributeError, TypeError, KeyError):
            logger.info("MIDI bridge: %s", line[:200])
            return
        if warning:
            logger.warning("%s", str(warning)[:500])
            return
        self._opened = bool(opened)
        self._reported = self._reported or self._opened
        if "opened" in said:
            self._keyboards([str(name) for name in said.get("inputs", ())])
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
        self._ports([str(port) for port in said.get("outputs", ())], bool(said.get("thru")))
        if first and not opened:
            self._off()

    def _tell_off(self, why: str, remedy: str) -> None:
        """Report that MIDI is off, if the bridge itself has reported nothing."""
        if self._first:
            self._first, self._silent_since = False, None
            self._say(f"MIDI is off: the bridge {why}; notes go over OSC only; for MIDI, {remedy}")
            self._ports((), False)
            self._off()

    def _failed(self, error: OSError) -> None:
        self._tell_off(f"cannot be started ({error})", "end other programs, it tries again")
        logger.warning("The MIDI bridge could not be started: %s", error)

    @property
    def _came_up(self) -> bool:
        return self._reported

    def _ended(self, status: int, pause: float) -> bool:
        self._keyboards(())
        if status == 0 and WAIT not in self._arguments:
            self._arguments = (*self._arguments, WAIT)
            logger.info("The MIDI bridge waits in the background until there is MIDI.")
        else:
            self._tell_off(
                f"ended (status {status}), as said above",
                f"see what is wrong with: {sys.executable} -m {self._module}",
            )
            logger.warning(
                "The MIDI bridge ended (status %s); its notes were released, and it is started "
                "again in %g s",
                status,
                pause,
            )
        return True
