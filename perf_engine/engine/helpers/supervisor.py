"""A helper process that is kept alive: when it ends, it is restarted after growing pauses."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from contextlib import suppress
from pathlib import Path
from typing import Final

from .helper import Backoff, Helper

AT_ONCE: Final = 20  # restarts in a row without a pause, of a process that had come up
REGAINED: Final = 5.0  # seconds of its life that give it one of these back
GOODBYE: Final = 2.0  # seconds that it has to end by itself
REAPED: Final = 0.05  # seconds that it has to end after its stdout


class Supervisor(ABC):
    """Starts a process, passes on its lines, and restarts it when it has ended."""

    def __init__(self, now: float) -> None:
        """Start it; a subclass first makes what its `_start` and `_failed` use."""
        self._helper: Helper | None = None
        self._began = now
        self._backoff = Backoff()
        self._at_once = float(AT_ONCE)
        self._again = math.inf
        self.heard_at = now  # the time of the last line of its output, or of its start
        self._begin(now)

    @abstractmethod
    def _start(self) -> Helper:
        """Return the process, started. Raises OSError."""

    @abstractmethod
    def _hear(self, line: str) -> None:
        """Take a line of its output."""

    @abstractmethod
    def _failed(self, error: OSError) -> None:
        """Report that it could not be started; the start is tried again."""

    @abstractmethod
    def _ended(self, status: int, pause: float) -> bool:
        """Report its end; return whether to restart it after `pause` seconds."""

    @property
    def _came_up(self) -> bool:
        """Return whether the one that runs, or has just ended, had begun its work.

        If it had, it is restarted at once, as it was killed or met a rare failure.
        """
        return False

    @property
    def alive(self) -> bool:
        """Return whether there is one that has not ended yet."""
        return self._helper is not None and not self._helper.ended

    def fileno(self) -> int:
        """Return the descriptor of its stdout while it lives; else -1."""
        return -1 if self._helper is None else self._helper.fileno()

    def due(self) -> float:
        """Return the time of its restart or reaping; infinity while it lives."""
        return math.inf if self.alive else self._again

    def turn(self, now: float) -> None:
        """Pass on its output; restart it if its pause is over."""
        if self._helper is None:
            if now >= self._again:
                self._begin(now)
            return
        for line in self._helper.lines():
            self.heard_at = now
            self._hear(line)
        if self._helper.ended:
            self._lose(self._helper, now)

    @property
    def stopped(self) -> bool:
        """Return whether the system has stopped its process, as SIGSTOP does."""
        if self._helper is None:
            return False
        try:
            found = Path(f"/proc/{self._helper.process.pid}/stat").read_text(encoding="latin-1")
        except OSError:  # not Linux, or it has ended
            return False
        return found.rpartition(")")[2].split()[0] == "T"

    def kill(self) -> None:
        """Kill it, also if it stands still; it is restarted as after any end."""
        if self._helper is not None and not self._helper.gone():
            with suppress(OSError):
                self._helper.process.kill()

    def close(self) -> None:
        """Let it end, without a restart."""
        self._again = math.inf
        if self._helper is not None:
            self._helper.close(GOODBYE)
            self._helper = None

    def _begin(self, now: float) -> None:
        self._again, self._began, self.heard_at = math.inf, now, now
        try:
            self._helper = self._start()
        except OSError as error:
            self._failed(error)
            self._again = now + self._backoff.next()

    def _lose(self, helper: Helper, now: float) -> None:
        if not helper.gone():
            if self._again == math.inf:
                self._again = now + REAPED
            if now < self._again:
                return
        helper.close()
        self._helper, self._again = None, math.inf
        lived = now - self._began
        self._backoff.lived(lived)
        self._at_once = min(float(AT_ONCE), self._at_once + lived / REGAINED)
        at_once = self._came_up and self._at_once >= 1.0
        if self._ended(helper.process.returncode, 0.0 if at_once else self._backoff.pause):
            if at_once:
                self._at_once -= 1
                self._begin(now)
            else:
                self._again = now + self._backoff.next()
