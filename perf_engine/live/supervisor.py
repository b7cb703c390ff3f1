"""A helper process that is kept alive: when it ends it is started again, ever more patiently."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from typing import Final

from .child import Child

SHORTEST_PAUSE: Final = 1.0  # seconds before it is started again, twice as many each time
LONGEST_PAUSE: Final = 30.0
SETTLED: Final = 60.0  # seconds of life after which the pause begins anew
GOODBYE: Final = 2.0  # seconds it has to end by itself
REAPED: Final = 0.05  # seconds it has to end after its stdout did


class Supervisor(ABC):
    """Starts a process, hands on its lines, and starts it again when it has ended."""

    def __init__(self, now: float) -> None:
        """Start it: whatever `_start` and `_failed` use is there already."""
        self._child: Child | None = None
        self._began = now
        self._pause = SHORTEST_PAUSE
        self._again = math.inf
        self._begin(now)

    @abstractmethod
    def _start(self) -> Child:
        """The process, started. Raises OSError."""

    @abstractmethod
    def _hear(self, line: str) -> None:
        """Take a line that it says."""

    @abstractmethod
    def _failed(self, error: OSError) -> None:
        """It could not be started; that is tried again."""

    @abstractmethod
    def _ended(self, status: int, pause: float) -> bool:
        """It has ended; whether it is to be started again in `pause` seconds."""

    @property
    def alive(self) -> bool:
        """Whether there is one that has not ended yet."""
        return self._child is not None and not self._child.ended

    def fileno(self) -> int:
        """Its stdout, while it lives; else -1."""
        return -1 if self._child is None or self._child.ended else self._child.fileno()

    def due(self) -> float:
        """When it is to be started again, or reaped; infinity while it lives."""
        return math.inf if self.alive else self._again

    def turn(self, now: float) -> None:
        """Hand on what it says; start it again where its pause is over."""
        if self._child is None:
            if now >= self._again:
                self._begin(now)
            return
        for line in self._child.lines():
            self._hear(line)
        if self._child.ended:
            self._lose(self._child, now)

    def close(self) -> None:
        """Let it end, for good."""
        self._again = math.inf
        if self._child is not None:
            self._child.close(GOODBYE)
            self._child = None

    def _begin(self, now: float) -> None:
        self._again, self._began = math.inf, now
        try:
            self._child = self._start()
        except OSError as error:
            self._failed(error)
            self._wait(now)

    def _lose(self, child: Child, now: float) -> None:
        if not child.gone():
            if self._again == math.inf:
                self._again = now + REAPED
            if now < self._again:
                return
        child.close()
        self._child, self._again = None, math.inf
        if now - self._began > SETTLED:
            self._pause = SHORTEST_PAUSE
        if self._ended(child.process.returncode, self._pause):
            self._wait(now)

    def _wait(self, now: float) -> None:
        self._again = now + self._pause
        self._pause = min(2 * self._pause, LONGEST_PAUSE)
