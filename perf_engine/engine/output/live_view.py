"""The live view of a terminal: a process that draws it, gives orders by OSC, and writes the log.

It takes the printer's place, since what is written beside it would tear its picture. If it ends or
is killed, the terminal gets its settings back, and a printer writes plain lines as before.
"""

from __future__ import annotations

import logging
import math
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, Final

from perf_engine.core.turns.modes import MODES
from perf_engine.engine.helpers.helper import Helper

from .standard_output import Output

logger = logging.getLogger(__name__)

MODULE: Final = "perf_engine.clients.terminal.process"
FAREWELL: Final = b"\x04"  # without it, the view takes the end for that of a killed engine


class LiveView:
    """Starts the view, and notices its end."""

    def __init__(self, port: int, ended: Callable[[], None], module: str = MODULE) -> None:
        """`port`: the engine's; `ended` is called if the view ends before the engine."""
        self._command = [
            sys.executable,
            "-m",
            module,
            "--engine-port",
            str(port),
            "--modes",
            ",".join(MODES),
        ]
        self._told_end = ended
        self._output: Output | None = None
        self._before: Any = None  # the terminal's settings

    def begin(self, outputs: Sequence[Output]) -> bool:
        """Show the view, if standard input and output are a terminal; return whether it is."""
        output = next((one for one in outputs if one.terminal), None)
        if output is None or not suitable():
            return False
        self._before = settings()
        output.afterwards = self.restore
        try:
            output.hand_over(self._start)
        except OSError as error:
            logger.debug("The live view could not be started: %s", error)
            return False
        output.farewell = FAREWELL
        self._output = output
        return True

    def fileno(self) -> int:
        """Return a descriptor that can be read once the view has ended; -1 without a view."""
        return -1 if self._output is None else self._output.reader

    def due(self) -> float:
        """Return infinity: it never needs a turn by itself."""
        return math.inf

    def turn(self, now: float) -> None:
        """If the view has ended, write plain lines."""
        output = self._output
        if output is None or not output.ended():
            return
        self._output = None
        self.restore()
        output.write(b"\n")  # the picture of one that was killed still stands there
        with suppress(OSError):  # then the output itself tries again
            output.hand_over(None)
        logger.warning("The live view has ended; the log goes on in plain lines.")
        self._told_end()

    def restore(self) -> None:
        """Give the terminal the settings that it had, if a view was killed and could not."""
        if self._before is None or self._before == settings():
            return
        import termios

        with suppress(OSError, termios.error):
            if os.tcgetpgrp(0) == os.getpgrp():
                termios.tcsetattr(0, termios.TCSANOW, self._before)

    def _start(self, text: int, destination: int) -> Helper:
        return Helper(
            self._command,
            stdin=text,
            stdout=destination,
            stderr=subprocess.DEVNULL,
            apart=False,
        )


def suitable() -> bool:
    """Return whether standard input is the terminal of this process, and can show a view."""
    if os.name != "posix" or os.environ.get("TERM", "") in ("", "dumb", "unknown"):
        return False
    try:
        os.tcgetpgrp(0)
    except OSError:
        return False
    return True


def settings() -> Any:
    """Return the settings of the terminal on standard input; None without one."""
    import termios

    try:
        return termios.tcgetattr(0)
    except (OSError, termios.error):
        return None
