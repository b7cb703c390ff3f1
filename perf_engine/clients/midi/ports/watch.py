"""The bridge's end of the process that looks at the ports: read without waiting, kept alive."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from perf_engine.protocol import pipes

from .hanging import Silence

MODULE: Final = "perf_engine.clients.midi.ports.scan"
AGAIN_AFTER: Final = 1.0  # seconds until a scanner that ended is started again
LONGEST_LINE: Final = 65_536  # bytes
GOODBYE: Final = 0.5  # seconds that it has to end by itself


@dataclass(frozen=True, slots=True)
class Seen:
    """One look: its time, the numbers of the drivers that worked, the names of the ports."""

    at: float
    drivers: frozenset[int]
    inputs: frozenset[str]
    outputs: frozenset[str]


class Watch:
    """Tells when the ports have changed; another process looks at them."""

    def __init__(self, now: float, module: str = MODULE) -> None:
        self._module = module
        self._process: subprocess.Popen[bytes] | None = None
        self._rest = b""
        self._again = math.inf
        self.drivers: frozenset[int] | None = None  # those that work; None: not told yet
        self.linked: frozenset[str] | None = None  # ports connected with ours; None: not known
        self.looked = -math.inf  # the time of the last look, of which all this is true
        self._seen: list[Seen] = []
        self._silence = Silence(now)
        self._start(now)

    def fileno(self) -> int:
        """The file descriptor to wait on; -1 while there is no scanner."""
        if self._process is None or self._process.stdout is None:
            return -1
        return self._process.stdout.fileno()

    @property
    def next_due(self) -> float:
        """The time when `changed` must be called although nothing came."""
        return self._again

    def changed(self, now: float) -> bool:
        """Read the scanner's lines; return whether the ports have changed since the last call."""
        if self._process is None:
            if now >= self._again:
                self._start(now)
            return False
        data = pipes.read(self.fileno(), LONGEST_LINE)
        if data is None:
            if self._silence.look(now):  # a call of the driver's may never return
                self._process.kill()
                self._lose(now)
            return False
        self._silence.end()
        if not data:
            self._lose(now)
            return False
        *lines, self._rest = (self._rest + data).split(b"\n")
        self._rest = self._rest[-LONGEST_LINE:]
        told = [self._told(line) for line in lines]
        return any(told)

    def seen(self) -> list[Seen]:
        """All looks reported since the last call, in their order."""
        seen, self._seen = self._seen, []
        return seen

    def close(self, patience: float = 0.0) -> None:
        """Let the scanner end; it does so by itself, waited for at most `patience` seconds."""
        process, self._process = self._process, None
        if process is None:
            return
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        if patience:
            with suppress(subprocess.TimeoutExpired):
                process.wait(patience)

    def _start(self, now: float) -> None:
        self._again, self._rest, self._silence = math.inf, b"", Silence(now)
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-m", self._module],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                bufsize=0,
            )
        except OSError:
            self._again = now + AGAIN_AFTER
            return
        pipes.never_wait(self.fileno())

    def _lose(self, now: float) -> None:
        self.close(GOODBYE)
        self.linked, self.looked = None, -math.inf
        self._again = now + AGAIN_AFTER

    def _told(self, line: bytes) -> bool:
        """Take a line; return whether it tells of a change."""
        try:
            said = json.loads(line)
            at = float(said["at"])
            if len(said) == 1:  # it saw the same as before
                self.looked = at
                return False
            drivers = frozenset(int(number) for number in said["drivers"])
            ports = frozenset(said["in"]), frozenset(said["out"])
            linked = None if said.get("linked") is None else frozenset(said["linked"])
        except (ValueError, TypeError, KeyError):
            return False
        self._seen.append(Seen(at, drivers, *ports))
        self.drivers, self.linked, self.looked = drivers, linked, at
        return True
