"""Helper processes: their start in a gap, input and output without waiting, and end.

A helper does all work that is slow or that reads a stranger's data, so that the playing thread
never waits. `Gap` finds the time to start one. `Backoff` gives the pause before a restart.
"""

from __future__ import annotations

import contextlib
import math
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from perf_engine.protocol import pipes

from .memory import expendable

LONGEST_LINE: Final = 65_536  # bytes
A_READING: Final = 16_384  # bytes in one turn
KILLED: Final = 0.05  # seconds that the system may take to kill a process
EVERY: Final = 0.001  # seconds between checks for a gap
REAP_EVERY: Final = 0.05  # seconds between checks whether a killed process has ended

# A process starts in a gap of the first number of seconds. It usually takes 0.3 ms, and several ms
# beside busy processes. After the second number of seconds it starts without a gap.
TO_START: Final = 0.012, 2.0

_PACKAGE_HOME: Final = str(Path(__file__).resolve().parents[3])
_leaving: list[subprocess.Popen[bytes]] = []  # killed processes that have not ended yet


class Helper:
    """A process beside the engine. No method waits, except `room` and `close`."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        files: Sequence[int] = (),
        stdin: int = subprocess.PIPE,
        stdout: int = subprocess.PIPE,
        stderr: int | None = None,
        now: float = 0.0,
        longest: float = math.inf,
        apart: bool = True,
        added: Mapping[str, str] | None = None,
    ) -> None:
        """Start it; it inherits these open files. Raises OSError or ValueError.

        `longest`: its time limit in seconds from `now`. One that is not `apart` gets Ctrl-C and
        Ctrl-Z as the engine does. `added`: more environment variables.
        """
        reap()
        paths = [_PACKAGE_HOME, os.environ.get("PYTHONPATH", "")]
        environment = dict(os.environ, PYTHONPATH=os.pathsep.join(p for p in paths if p))
        environment.update(added or {})
        self.process = subprocess.Popen(
            command,
            stdin=stdin,
            stdout=stdout,
            stderr=stderr,
            env=environment,
            bufsize=0,
            **pipes.inheriting(files),
            **(pipes.of_its_own() if apart else {}),
        )
        expendable(self.process.pid)
        self._out, self._in = self.process.stdout, self.process.stdin
        if self._out is not None:
            pipes.never_wait(self._out)
        if self._in is not None:
            pipes.never_wait(self._in)
        self._until, self._longest = now + longest, longest
        self._rest = b""
        self.ended = self._out is None  # its output has ended

    @classmethod
    def of(
        cls,
        module: str,
        *arguments: str,
        files: Sequence[int] = (),
        now: float = 0.0,
        longest: float = math.inf,
        added: Mapping[str, str] | None = None,
    ) -> Helper:
        """Run a module of this package by the same interpreter. Raises OSError or ValueError."""
        command = [sys.executable, "-m", module, *arguments]
        return cls(command, files=files, now=now, longest=longest, added=added)

    def fileno(self) -> int:
        """Return the descriptor to wait on for lines; -1 if no more will come."""
        return -1 if self.ended or self._out is None else self._out.fileno()

    def due(self) -> float:
        """Return its time limit."""
        return self._until

    def lines(self) -> list[str]:
        """Return the whole lines that have come; a call reads A_READING bytes at most."""
        if self.ended or self._out is None:
            return []
        data = pipes.read(self._out, A_READING)
        if data is None:
            return []
        if not data:
            self.ended = True
            data = b"\n" if self._rest else b""
        *whole, self._rest = (self._rest + data).split(b"\n")
        self._rest = self._rest[-LONGEST_LINE:]
        return [line.decode("utf-8", "replace") for line in whole if line.strip()]

    def hear(self, now: float) -> tuple[list[str], str]:
        """Return the lines that have come, and the reason if no more will come, else ""."""
        lines = self.lines()
        if self.ended:
            return lines, "ended early"
        return lines, f"took longer than {self._longest:g} s" if now >= self._until else ""

    def feed(self, data: bytes) -> int:
        """Write as much to its standard input as fits; return how many bytes. Raises OSError."""
        assert self._in is not None
        return pipes.write(self._in, data)

    def room(self, patience: float) -> bool:
        """Wait until its input takes more, at most `patience` seconds; return whether it does."""
        assert self._in is not None
        return bool(pipes.ready((), (self._in,), patience)[1])

    def let_go(self) -> None:
        """Close its standard input, so that it ends by itself."""
        if self._in is not None:
            with contextlib.suppress(OSError):
                self._in.close()

    def drop(self) -> None:
        """Kill it if it has not ended; `reap` collects it."""
        self.let_go()
        if not self.gone():
            with contextlib.suppress(OSError):
                self.process.kill()
            _leaving.append(self.process)
        self._stop_hearing()

    def gone(self) -> bool:
        """Return whether the process has ended; then the system forgets it."""
        return self.process.poll() is not None

    def close(self, patience: float = 0.0) -> None:
        """Let it end; kill it after `patience` seconds."""
        self.let_go()
        try:
            self.process.wait(patience)
        except subprocess.TimeoutExpired:
            self.process.kill()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(max(patience, KILLED))
            if self.process.returncode is None:  # it waits for a disk that hangs; we do not
                _leaving.append(self.process)
        self._stop_hearing()

    def _stop_hearing(self) -> None:
        if self._out is not None:
            self._out.close()
        self.ended = True


def reap() -> bool:
    """Collect the killed processes; return whether some have not ended yet."""
    _leaving[:] = [process for process in _leaving if process.poll() is None]
    return bool(_leaving)


class Gap:
    """A time in which nothing is due, for work that must not delay anything due."""

    def __init__(self, free: Callable[[float], float]) -> None:
        """`free` returns the seconds after a time in which nothing is due."""
        self._free = free
        self._since: float | None = None  # the time since which the work waits

    def open(self, now: float, wanted: tuple[float, float], held: bool = False) -> bool:
        """Return whether to work now. `wanted`: the free time that it needs, and its longest wait.

        Both are seconds. `held` forbids it for now.
        """
        seconds, patience = wanted
        if self._since is None:
            self._since = now
        if held or (self._free(now) < seconds and now < self._since + patience):
            return False
        self._since = None
        return True

    def forget(self) -> None:
        """Forget the wait, as there is no work any more."""
        self._since = None


class Backoff:
    """The pause before a helper is restarted: twice as long each time, until one settles."""

    def __init__(self, shortest: float = 1.0, longest: float = 30.0, settled: float = 60.0) -> None:
        """Take seconds: the first pause, the longest, and the life that brings back the first."""
        self._shortest, self.longest, self._settled = shortest, longest, settled
        self.pause = shortest

    def lived(self, seconds: float) -> bool:
        """Note the life of one that has ended; return whether it had settled."""
        if seconds <= self._settled:
            return False
        self.pause = self._shortest
        return True

    def next(self) -> float:
        """Return the next pause in seconds."""
        pause, self.pause = self.pause, min(2.0 * self.pause, self.longest)
        return pause
