"""Copy standard input to standard output; run as a process beside the engine.

Standard input is a socket of the engine, standard output the terminal, pipe or file that was the
engine's own. That may block for any time, so this process waits for it, and never the playing
thread. Lines that could not be written are counted, and the count is written when that is possible
again. If it is no terminal, it may fill a disk, so a total bound applies. The process ends with its
standard input, or PATIENCE seconds later if it cannot write. It needs the standard library only.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Final

A_READING: Final = 65_536  # bytes
PATIENCE: Final = 1.0  # seconds for the remaining writing once the engine has ended
LOOK_EVERY: Final = 0.5  # seconds between checks whether the engine lives, while a write waits
AGAIN: Final = 1.0  # seconds between attempts to write the count of lost lines
MOST: Final = 16_000_000  # bytes at once
AN_HOUR: Final = 16_000  # more bytes each hour


class Room:
    """The bytes that may be written: MOST, and AN_HOUR more each hour."""

    def __init__(self, now: float, most: float = MOST, an_hour: float = AN_HOUR) -> None:
        self._most, self._a_second = most, an_hour / 3600.0
        self._left, self._at = most, now
        self._full = False  # until an hour's bytes may be written again

    def take(self, size: int, now: float) -> bool:
        """Return whether `size` bytes may be written, and count them if so."""
        self._left = min(self._most, self._left + (now - self._at) * self._a_second)
        self._at = now
        self._full = self._full and self._left < min(self._most, self._a_second * 3600.0)
        if self._full or size > self._left:
            self._full = True
            return False
        self._left -= size
        return True


class Printer:
    """Writes to a file descriptor, line by line near its limit."""

    def __init__(self, out: int, room: Room | None) -> None:
        """`room`: the bytes that may be written; None: any number."""
        self._out = out
        self._room = room
        self._broken = False  # in the middle of a line
        self.lost = 0  # lines that could not be written
        self.left_out = 0  # lines beyond the limit

    @property
    def to_tell(self) -> bool:
        """Return whether there is a count to write."""
        return bool(self.lost or self.left_out)

    def take(self, data: bytes) -> None:
        """Write some lines, or parts of lines."""
        if self._room is not None and not self._room.take(len(data), time.monotonic()):
            self.left_out += lines(data)
            return
        if self.to_tell and not self.tell():
            self.lost += lines(data)
            return
        left = self._write(data)
        if left:
            self.lost += lines(left)

    def tell(self) -> bool:
        """Write the count of missing lines; return whether that was possible."""
        said = b"\n" if self._broken else b""
        if self.lost:
            said += b"%d line%s could not be written.\n" % (self.lost, b"s" * (self.lost != 1))
        if self.left_out:
            said += b"Left out, for the log is full: %d lines.\n" % self.left_out
        if self._room is not None and not self._room.take(len(said), time.monotonic()):
            return False
        if self._write(said):
            return False
        self.lost = self.left_out = 0
        return True

    def _write(self, data: bytes) -> bytes:
        """Write, however long that takes; return the bytes that cannot be written."""
        while data:
            try:
                written = os.write(self._out, data)
            except BlockingIOError:  # another process that shares it made it non-blocking
                with suppress(OSError, ValueError):
                    select.select((), (self._out,), (), LOOK_EVERY)
            except OSError:  # closed, full or removed
                return data
            else:
                self._broken = not data[:written].endswith(b"\n")
                data = data[written:]
        return b""


def lines(data: bytes) -> int:
    """Return the number of lines that begin or end in some bytes."""
    return data.count(b"\n") + (not data.endswith(b"\n"))


def main() -> int:
    """Write until standard input ends."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGPIPE", "SIGXFSZ"):
        signal.signal(getattr(signal, name), signal.SIG_IGN)
    engine = os.getppid()
    ended = select.poll()
    ended.register(0, getattr(select, "POLLRDHUP", 0))  # POLLHUP comes unasked
    since: list[float] = []  # the time at which the engine was found to have ended

    def look(number: int, frame: object) -> None:
        if os.getppid() != engine or ended.poll(0):
            since.append(time.monotonic())
            if since[-1] >= since[0] + PATIENCE:
                os._exit(1)

    signal.signal(signal.SIGALRM, look)
    printer = Printer(1, None if os.isatty(1) else Room(time.monotonic()))
    while True:
        if printer.to_tell and not select.select((0,), (), (), AGAIN)[0]:
            watched(printer.tell)
            continue
        data = os.read(0, A_READING)
        if not data:
            break
        watched(partial(printer.take, data))
    if printer.to_tell:
        watched(printer.tell)
    return 0


def watched(write: Callable[[], object]) -> None:
    """Write, and check from time to time whether the engine lives."""
    signal.setitimer(signal.ITIMER_REAL, LOOK_EVERY, LOOK_EVERY)
    write()
    signal.setitimer(signal.ITIMER_REAL, 0.0)


if __name__ == "__main__":
    sys.exit(main())
