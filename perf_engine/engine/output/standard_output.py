"""Standard output and standard error for a process that must never wait for them.

A stopped terminal (Ctrl-S), a pipe that nobody reads, or a file on a hanging disk makes its writer
wait. Other processes share them, so they must not be made non-blocking. So a small process
(`printer`) writes to them, and gets the text through a socket of our own. Text that does not fit is
counted, and the count is written later. The descriptors 1 and 2 lead into that socket too, so that
the interpreter, a library or a helper process does not wait either.
"""

from __future__ import annotations

import atexit
import io
import math
import os
import select
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final, TextIO

from perf_engine.engine.helpers.helper import Backoff, Helper
from perf_engine.protocol import pipes

PRINTER: Final = Path(__file__).with_name("printer.py")
MOST: Final = 500_000  # bytes that may wait here, besides some 100,000 in the socket
A_SENDING: Final = 65_536  # bytes
SOON, AGAIN = 0.02, 1.0  # seconds until waiting text is offered again, at first and in the end
STOPPED: Final = 0.5  # seconds for which the destination may block at the end
GOODBYE: Final = 5.0  # seconds that the printer may take for the rest at the end


_replaced: list[Helper] = []  # printers that still write what they have


def plain(text: int, destination: int) -> Helper:
    """Start a printer. Raises OSError."""
    return Helper(
        [sys.executable, "-I", "-S", str(PRINTER)],
        stdin=text,
        stdout=destination,
        stderr=subprocess.DEVNULL,
    )


class Output:
    """One destination of the descriptors 1 and 2, or of one of them; it has turns in the loop."""

    def __init__(self, numbers: Sequence[int]) -> None:
        """Take over these descriptors. Raises OSError if no printer can be started."""
        self._numbers = tuple(numbers)
        self._kept = os.dup(self._numbers[0])
        self._line: socket.socket | None = None
        self._printer: Helper | None = None
        self._waiting = bytearray()
        self._lost = 0  # lines
        self._again = math.inf  # the time of its next turn
        self._soon = SOON
        self._backoff = Backoff()
        self._broken = False  # the printer has ended
        self._make: Callable[[int, int], Helper] = plain
        self.farewell = b""  # the last bytes, at an end that was meant
        self.afterwards: Callable[[], None] = lambda: None  # called at the end of all
        try:
            self._start()
        except OSError:
            os.close(self._kept)
            raise

    @property
    def terminal(self) -> bool:
        """Return whether it leads to a terminal."""
        try:
            return 1 in self._numbers and os.isatty(self._kept)
        except OSError:
            return False

    def hand_over(self, make: Callable[[int, int], Helper] | None) -> None:
        """Let another process write from now on: `make` starts it; None: a printer.

        It gets the descriptors of the socket with the text, and of the destination. Raises OSError;
        then nothing has changed.
        """
        before, self._make = self._make, make or plain
        self.farewell = b""
        old = self._printer
        try:
            self._start()
        except OSError:
            self._make = before
            raise
        if old is not None and not old.gone():
            _replaced.append(old)  # it writes what it has, and ends
        self._send()

    @property
    def reader(self) -> int:
        """Return a descriptor that can be read once the writing process has ended; -1: none."""
        return -1 if self._line is None else self._line.fileno()

    def ended(self) -> bool:
        """Return whether the writing process has closed its end."""
        if self._line is None:
            return True
        try:
            return not self._line.recv(64)
        except BlockingIOError:
            return False
        except OSError:
            return True

    def write(self, data: bytes) -> None:
        """Send lines as soon as there is space for them, or count them."""
        self._tell_lost()
        if self._lost or len(self._waiting) + len(data) > MOST:
            self._lost += data.count(b"\n") or 1
        else:
            self._waiting += data
        self._send()
        if self._again == math.inf:
            self._come_again(time.monotonic())

    def fileno(self) -> int:
        """Return -1: there is nothing to wait on."""
        return -1

    def due(self) -> float:
        """Return the time of the next attempt; infinity if nothing waits."""
        return self._again

    def turn(self, now: float) -> None:
        """Write the count of lost lines; start another printer if one has ended."""
        if now < self._again:
            return
        if self._broken:
            try:
                self._start()
            except OSError:
                self._again = now + self._backoff.next()
                return
        self._send()
        self._tell_lost()
        self._send()
        self._come_again(now)

    def close(self) -> None:
        """Let the printer write what is left, as long as it can."""
        line, printer = self._line, self._printer
        if line is None or printer is None:
            self.afterwards()
            return
        self._waiting += self.farewell
        until = stopped = time.monotonic()
        until += GOODBYE
        while not printer.gone() and (now := time.monotonic()) < until:
            self._send()
            self._tell_lost()
            if self._line is not None and not (self._waiting or self._lost):
                with suppress(OSError):
                    line.shutdown(socket.SHUT_WR)
                self._line = None
            if self._writable():
                stopped = now
            elif now >= stopped + STOPPED:
                break
            with suppress(subprocess.TimeoutExpired):
                printer.process.wait(0.01)
        self._line = None
        line.close()
        if not printer.gone():
            printer.drop()
            with suppress(subprocess.TimeoutExpired):
                printer.process.wait(STOPPED)
        self.afterwards()

    def _start(self) -> None:
        if self._printer is not None:
            self._printer.gone()  # so that the system forgets it
        _replaced[:] = [printer for printer in _replaced if not printer.gone()]
        line, theirs = socket.socketpair()
        try:
            self._printer = self._make(theirs.fileno(), self._kept)
        except OSError:
            line.close()
            raise
        finally:
            theirs.close()
        line.setblocking(False)
        for number in self._numbers:
            os.dup2(line.fileno(), number)
        if self._line is not None:
            self._line.close()
        self._line, self._broken = line, False

    def _tell_lost(self) -> None:
        """Write the count of lost lines next, if there is much space again."""
        if self._lost and len(self._waiting) <= MOST / 2:
            words = "1 line" if self._lost == 1 else f"{self._lost} lines"
            self._waiting += f"{words} could not be written.\n".encode()
            self._lost = 0

    def _send(self) -> None:
        """Send as much as there is space for."""
        while self._waiting and self._line is not None and not self._broken:
            try:
                count = self._line.send(self._waiting[:A_SENDING])
            except BlockingIOError:
                return
            except OSError:  # the printer was ended
                self._broken = True
                return
            del self._waiting[:count]
            self._soon = SOON

    def _come_again(self, now: float) -> None:
        """Ask for a turn while text waits: soon at first, then after growing pauses."""
        self._again = math.inf
        if self._broken:
            self._again = now + self._backoff.pause
        elif self._waiting or self._lost:
            self._again = now + self._soon
            self._soon = min(2.0 * self._soon, AGAIN)

    def _writable(self) -> bool:
        try:
            return bool(select.select((), (self._kept,), (), 0)[1])
        except (OSError, ValueError):
            return False


class Text(io.TextIOBase):
    """A text stream into an output, which gets whole lines."""

    def __init__(self, output: Output, number: int, encoding: str) -> None:
        super().__init__()
        self._output = output
        self._number = number
        self._encoding = encoding
        self._begun = ""

    @property
    def encoding(self) -> str:  # type: ignore[override]  # of the base class it is a variable
        """Return the destination's encoding."""
        return self._encoding

    def writable(self) -> bool:
        """Return True: text can be written."""
        return True

    def fileno(self) -> int:
        """Return the descriptor that it stands for."""
        return self._number

    def write(self, text: str) -> int:
        """Send the lines that are whole now; return the number of characters taken."""
        self._begun += text
        if "\n" in text:
            whole, _, self._begun = self._begun.rpartition("\n")
            self._output.write(f"{whole}\n".encode(self._encoding, "backslashreplace"))
        return len(text)

    def flush(self) -> None:
        """Write the unfinished line too."""
        if self._begun:
            begun, self._begun = self._begun, ""
            self._output.write(begun.encode(self._encoding, "backslashreplace"))


def take_over() -> list[Output]:
    """Make every write of this process non-waiting, from now on until it ends.

    Nothing happens if other code has replaced the streams, as tests do, or if the system cannot do
    it.
    """
    streams: dict[int, TextIO] = {}
    if pipes.WINDOWS or sys.stdout is not sys.__stdout__ or sys.stderr is not sys.__stderr__:
        return []
    for number, stream in ((1, sys.stdout), (2, sys.stderr)):
        with suppress(OSError, ValueError):
            if stream is not None and stream.fileno() == number:
                stream.flush()
                streams[number] = stream
    outputs = []
    for numbers in _together(tuple(streams)):
        with suppress(OSError):  # no process can be started: nothing changes
            output = Output(numbers)
            outputs.append(output)
            atexit.register(output.close)
            for number in numbers:
                name = "stdout" if number == 1 else "stderr"
                text = Text(output, number, streams[number].encoding)
                atexit.register(text.flush)
                setattr(sys, name, text)
    return outputs


def _together(numbers: Sequence[int]) -> list[list[int]]:
    """Group descriptors by destination, so that their lines keep their order."""
    found: dict[tuple[int, int, int], list[int]] = {}
    for number in numbers:
        with suppress(OSError):
            about = os.fstat(number)
            found.setdefault((about.st_dev, about.st_ino, about.st_rdev), []).append(number)
    return list(found.values())
