"""Look up the addresses of names repeatedly; run as a process beside the engine.

The arguments are names. The output is JSON, one result a line: {"host": name, "address":
"192.0.2.7"}, or {"host": name, "failed": why}. A failed name is tried again after growing pauses; a
found one is looked up again now and then, as it may move. Each look-up has a process of its own, so
that no name waits for another. The process ends with its standard input. With --once before the
names, each is looked up a single time, one after the other.
"""

from __future__ import annotations

import json
import math
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from perf_engine.protocol import pipes

SHORTEST_PAUSE, LONGEST_PAUSE = 1.0, 60.0  # seconds until a failed name is tried again
LOOKED_AFTER: Final = 60.0  # seconds until a found name is looked up again
LONGEST: Final = 120.0  # seconds that a look-up may take
EVERY: Final = 0.05  # seconds between checks of the look-ups under way
ONCE: Final = "--once"
MODULE: Final = "perf_engine.engine.helpers.resolver"


@dataclass(slots=True)
class Search:
    """One name, with the time of its next look-up, or the process and start of the present one."""

    host: str
    again: float = -math.inf
    pause: float = SHORTEST_PAUSE
    process: int = 0
    since: float = 0.0
    child: subprocess.Popen[bytes] | None = None  # the process, where the system has no fork

    def begin(self, now: float, look_up: Callable[[str], int]) -> None:
        """Start a process that looks it up and prints the result."""
        self.since, self.again = now, math.inf
        if not hasattr(os, "fork"):  # Windows
            command = [sys.executable, "-m", MODULE, ONCE, self.host]
            self.child = subprocess.Popen(command, stdin=subprocess.DEVNULL)
            self.process = self.child.pid
            return
        self.process = os.fork()
        if self.process == 0:
            status = 1
            try:
                status = look_up(self.host)
            finally:
                os._exit(status)

    def turn(self, now: float, look_up: Callable[[str], int]) -> None:
        """Start a look-up if it is time; notice the end of the present one."""
        if not self.process:
            if now >= self.again:
                self.begin(now, look_up)
            return
        status = self._status()
        if status is None:
            if now >= self.since + LONGEST:
                self.end()
            return
        self.process = 0
        if status == 0:
            self.again, self.pause = now + LOOKED_AFTER, SHORTEST_PAUSE
        else:
            self.again = now + self.pause
            self.pause = min(2.0 * self.pause, LONGEST_PAUSE)

    def _status(self) -> int | None:
        """Return the exit status of the process; None while it runs."""
        if self.child is not None:
            return self.child.poll()
        ended, status = os.waitpid(self.process, os.WNOHANG)
        return status if ended else None

    def due(self, now: float) -> float:
        """Return the time of the next turn."""
        return now + EVERY if self.process else self.again

    def end(self) -> None:
        """Give up the present look-up."""
        if self.child is not None:
            self.child.kill()
        elif self.process:
            with suppress(OSError):
                os.kill(self.process, signal.SIGKILL)


def look_up(host: str) -> int:
    """Print the address of a name or the error; return 0 if there is an address."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_DGRAM)
        four = [where for family, *_, where in found if family == socket.AF_INET]
        said = {"address": str((four or [found[0][4]])[0][0])}
    except (OSError, UnicodeError) as error:
        said = {"failed": getattr(error, "strerror", None) or str(error)}
    with suppress(OSError):
        os.write(1, json.dumps({"host": host, **said}).encode() + b"\n")  # short: one write
    return int("failed" in said)


def main(hosts: Sequence[str]) -> int:
    """Look up until standard input ends."""
    if hosts[:1] == [ONCE]:
        return max(map(look_up, hosts[1:]), default=0)
    if hasattr(os, "nice"):
        os.nice(10)
    searches = [Search(host) for host in dict.fromkeys(hosts)]
    while True:
        now = time.monotonic()
        for search in searches:
            search.turn(now, look_up)
        due = min((search.due(now) for search in searches), default=math.inf)
        wait = None if due == math.inf else max(0.0, due - now)
        if pipes.ready((0,), (), wait)[0] and not os.read(0, 4096):
            break
    for search in searches:
        search.end()
    return 0


if __name__ == "__main__":
    pipes.run_for_engine(lambda: main(sys.argv[1:]))
