"""A console of Windows in place of a terminal: single keys by msvcrt, its size, bytes out.

Nobody has tried this on Windows yet. There the engine shows plain lines, and `perf-engine view`
shows the view in a console of its own. A console has no descriptor to wait on, so its keys are
looked for with every picture.
"""

from __future__ import annotations

import os
import shutil
import sys
from typing import Any

PLAIN_SIZE = 80, 24


class Tty:
    """The console, with the same methods as a terminal of Unix."""

    foreground = True
    gone = False

    def __init__(self) -> None:
        """Take it. Raises OSError where there is none."""
        if not sys.stdout.isatty():
            raise OSError("there is no console")
        import msvcrt

        self._msvcrt: Any = msvcrt
        self.entered = False
        os.system("")  # lets the console read escape sequences

    def fileno(self) -> int:
        """Return -1: there is nothing to wait on."""
        return -1

    @property
    def size(self) -> tuple[int, int]:
        """Return its columns and rows."""
        columns, rows = shutil.get_terminal_size(PLAIN_SIZE)
        return columns, rows

    def enter(self) -> bool:
        """Begin: a console gives single keys anyway. Return whether it had not begun before."""
        before, self.entered = self.entered, True
        return not before

    def lose(self) -> None:
        """End."""
        self.entered = False

    def leave(self) -> None:
        """End."""
        self.entered = False

    def read(self) -> bytes:
        """Return the keys that were pressed; an arrow or a function key is left out."""
        typed = ""
        while self._msvcrt.kbhit():
            key = self._msvcrt.getwch()
            if key in ("\x00", "\xe0"):
                self._msvcrt.getwch()
            else:
                typed += key
        return typed.encode("utf-8", "replace")

    def write(self, data: bytes) -> int:
        """Write all; a console may make its writer wait."""
        sys.stdout.write(data.decode("utf-8", "replace"))
        sys.stdout.flush()
        return len(data)

    def close(self) -> None:
        """End."""
        self.leave()
