"""The terminal that the engine was started in: its Enter key is a panic."""

from __future__ import annotations

import math
import os
import select
from collections.abc import Callable
from contextlib import suppress


class Terminal:
    """Calls `panic` for every line that is typed, as long as the engine is in the foreground."""

    def __init__(self, panic: Callable[[float], None], fd: int = 0) -> None:
        self._panic = panic
        self._fd = fd
        self._watched = False
        with suppress(OSError):
            self._watched = os.isatty(fd)

    def fileno(self) -> int:
        """The terminal's descriptor; -1 where there is none, or it belongs to others now."""
        return self._fd if self.present else -1

    @property
    def present(self) -> bool:
        """Whether what is typed comes here: reading in the background would stop the process."""
        if not self._watched:
            return False
        try:
            return os.tcgetpgrp(self._fd) == os.getpgrp()
        except OSError:  # the terminal was closed
            self._watched = False
            return False

    def due(self) -> float:
        """Never by itself."""
        return math.inf

    def turn(self, now: float) -> None:
        """Take what was typed."""
        if not self.present:
            return
        try:
            # Not made non-blocking: others share it.
            if not select.select((self._fd,), (), (), 0)[0]:
                return
            typed = os.read(self._fd, 4096)
        except OSError:
            self._watched = False
            return
        if not typed:  # Ctrl-D
            self._watched = False
        elif b"\n" in typed:
            self._panic(now)
