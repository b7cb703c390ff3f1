"""The terminal in which the engine was started: its Enter key is a panic."""

from __future__ import annotations

import math
import os
import select
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

from perf_engine.protocol import pipes

LOOK_EVERY: Final = 0.05  # seconds between two looks at the keys of a console of Windows


class Terminal:
    """Calls `panic` for every line that is typed, as long as the engine is in the foreground."""

    def __init__(self, panic: Callable[[float], None], fd: int = 0) -> None:
        self._panic = panic
        self._fd = fd
        self.paused = False  # another process reads it
        self._watched = False
        with suppress(OSError):
            self._watched = os.isatty(fd)
        self._keys: Any = None  # of a console of Windows, which has no descriptor to wait on
        self._next_look = math.inf
        if self._watched and pipes.WINDOWS:
            import msvcrt

            self._keys, self._next_look = msvcrt, -math.inf

    def fileno(self) -> int:
        """Return the terminal's descriptor; -1 without one, or while in the background."""
        return self._fd if self.present and self._keys is None else -1

    @property
    def present(self) -> bool:
        """Return whether input comes here; a read in the background would stop the process."""
        if not self._watched or self.paused:
            return False
        if self._keys is not None:
            return True
        try:
            return os.tcgetpgrp(self._fd) == os.getpgrp()
        except OSError:  # the terminal was closed
            self._watched = False
            return False

    def due(self) -> float:
        """Return infinity: it needs no turn by itself, unless it is a console of Windows."""
        return self._next_look

    def turn(self, now: float) -> None:
        """Read the typed lines, each of which is a panic."""
        if self._keys is not None:
            self._look(now)
            return
        if not self.present:
            return
        try:
            # It is shared, so it cannot be made non-blocking.
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

    def _look(self, now: float) -> None:
        """Read the keys that were pressed in a console of Windows."""
        if now < self._next_look:
            return
        self._next_look = now + LOOK_EVERY
        while self.present and self._keys.kbhit():
            if self._keys.getwch() in "\r\n":
                self._panic(now)
