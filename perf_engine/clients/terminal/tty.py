"""The terminal itself: single keys in, bytes out, its size; nothing here ever waits.

It is opened anew, since a terminal's descriptor is shared with other programs, which must not find
it non-blocking. Its old settings come back with `leave`, whatever happens.
"""

from __future__ import annotations

import os
import signal
import termios
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

PLAIN_SIZE: Final = 80, 24  # columns and rows of a terminal that does not tell
A_READING: Final = 1024  # bytes
LFLAG, CC = 3, 6  # places in the attributes


class Tty:
    """The controlling terminal of this process, in the foreground or not."""

    def __init__(self, path: str = "/dev/tty") -> None:
        """Open it. Raises OSError if this process has none."""
        self._fd = os.open(path, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
        try:
            self._before: list[Any] = termios.tcgetattr(self._fd)
        except termios.error as error:
            os.close(self._fd)
            raise OSError(*error.args) from None
        self.entered = False  # it gives single keys
        self.gone = False  # it was closed

    def fileno(self) -> int:
        """Return its descriptor."""
        return self._fd

    @property
    def foreground(self) -> bool:
        """Return whether this process may read from it now."""
        try:
            return not self.gone and os.tcgetpgrp(self._fd) == os.getpgrp()
        except OSError:
            return False

    @property
    def size(self) -> tuple[int, int]:
        """Return its columns and rows."""
        try:
            columns, rows = os.get_terminal_size(self._fd)
        except OSError:
            return PLAIN_SIZE
        return (columns, rows) if columns > 0 and rows > 0 else PLAIN_SIZE

    def enter(self) -> bool:
        """Let it give single keys, without an echo; return whether it has not done so before.

        Ctrl-C stays a signal, Ctrl-Z becomes a key. It may be called again at any time, as a shell
        may have changed the settings meanwhile.
        """
        if not self.foreground:
            return False
        try:
            found = termios.tcgetattr(self._fd)
            if self.entered and not found[LFLAG] & termios.ICANON:
                return False
            if not self.entered:
                self._before = found
            wanted = [*found[:CC], list(found[CC])]
            wanted[LFLAG] &= ~(termios.ICANON | termios.ECHO | termios.ECHONL | termios.IEXTEN)
            wanted[CC][termios.VMIN], wanted[CC][termios.VTIME] = 1, 0
            with suppress(OSError, ValueError):
                wanted[CC][termios.VSUSP] = bytes([os.fpathconf(self._fd, "PC_VDISABLE") & 0xFF])
            termios.tcsetattr(self._fd, termios.TCSANOW, wanted)
        except termios.error:
            return False
        self.entered = True
        return True

    def lose(self) -> None:
        """Note that another program has it now, and has set it itself."""
        self.entered = False

    def leave(self) -> None:
        """Give it back as it was, unless another program has it now and has set it itself."""
        if not self.entered:
            return
        self.entered = False
        if self.foreground:
            with suppress(termios.error):
                termios.tcsetattr(self._fd, termios.TCSANOW, self._before)

    def read(self) -> bytes:
        """Return what was typed; nothing if nothing was."""
        try:
            typed = os.read(self._fd, A_READING)
        except BlockingIOError:
            return b""
        except OSError:  # it was closed, or this process has just lost the foreground
            self.gone = self.gone or self.foreground or _closed(self._fd)
            return b""
        self.gone = not typed
        return typed

    def write(self, data: bytes) -> int:
        """Write as much as there is space for; return how many bytes: 0 while Ctrl-S stops it."""
        try:
            return os.write(self._fd, data)
        except BlockingIOError:
            return 0
        except OSError:
            self.gone = self.gone or _closed(self._fd)
            return 0

    def close(self) -> None:
        """Give it back, and close it."""
        self.leave()
        with suppress(OSError):
            os.close(self._fd)


def _closed(fd: int) -> bool:
    try:
        termios.tcgetattr(fd)
    except termios.error:
        return True
    return False


def stop_group() -> None:
    """Stop this job, as Ctrl-Z does: the engine, this process, and what started them."""
    os.killpg(os.getpgrp(), signal.SIGTSTP)


def stop_here(handler: Callable[..., None]) -> None:
    """Stop this process until it is continued; one that nobody could continue goes on."""
    signal.signal(signal.SIGTSTP, signal.SIG_DFL)
    os.kill(os.getpid(), signal.SIGTSTP)
    signal.signal(signal.SIGTSTP, handler)


def suitable() -> bool:
    """Return whether standard input and output are a terminal that can show a live view."""
    try:
        there = os.isatty(0) and os.isatty(1)
    except OSError:
        return False
    return there and os.environ.get("TERM", "dumb") not in ("", "dumb", "unknown")
