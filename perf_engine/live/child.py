"""Helper processes: started from this package, heard line by line, ended by closing their stdin."""

from __future__ import annotations

import contextlib
import os
import select
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

LONGEST_LINE = 65_536  # bytes
A_READING = 16_384  # bytes a turn

_PACKAGE_HOME = str(Path(__file__).resolve().parents[2])


class Child:
    """A module of this package run by the same interpreter; its stdin is held open."""

    def __init__(self, module: str, *arguments: str, files: Sequence[int] = ()) -> None:
        """Start it; it inherits these open files. Raises OSError or ValueError."""
        paths = [_PACKAGE_HOME, os.environ.get("PYTHONPATH", "")]
        environment = dict(os.environ, PYTHONPATH=os.pathsep.join(p for p in paths if p))
        self.process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            env=environment, bufsize=0, pass_fds=files,
            start_new_session=True,  # Ctrl-C is ours to pass on
        )
        assert self.process.stdout is not None
        assert self.process.stdin is not None
        self._out = self.process.stdout
        self._in = self.process.stdin
        os.set_blocking(self._out.fileno(), False)
        self._rest = b""
        self.ended = False  # its stdout has ended

    def fileno(self) -> int:
        """What to wait on for lines."""
        return self._out.fileno()

    def lines(self) -> list[str]:
        """The whole lines that have come; a call reads A_READING bytes at most."""
        if self.ended:
            return []
        data = self._out.read(A_READING)
        if data is None:
            return []
        if not data:
            self.ended = True
            data = b"\n" if self._rest else b""
        *whole, self._rest = (self._rest + data).split(b"\n")
        self._rest = self._rest[-LONGEST_LINE:]
        return [line.decode("utf-8", "replace") for line in whole if line.strip()]

    def offer(self, data: bytes) -> int:
        """Write to its stdin as much as fits without waiting; how many bytes. Raises OSError."""
        os.set_blocking(self._in.fileno(), False)
        try:
            return os.write(self._in.fileno(), data)
        except BlockingIOError:
            return 0

    def room(self, patience: float) -> bool:
        """Wait until its stdin takes more; whether it does."""
        return bool(select.select((), (self._in,), (), patience)[1])

    def let_go(self) -> None:
        """Close its stdin: it ends by itself."""
        with contextlib.suppress(OSError):
            self._in.close()

    def gone(self) -> bool:
        """Whether the process has ended; reaps it."""
        return self.process.poll() is not None

    def close(self, patience: float = 0.0) -> None:
        """End it, by force after `patience` seconds, and reap it."""
        self.let_go()
        try:
            self.process.wait(patience)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._out.close()
        self.ended = True
