"""Waiting for a datagram, for another descriptor, or until something is due."""

from __future__ import annotations

import select
from collections.abc import Collection, Sequence
from typing import Final, Protocol

from perf_engine.protocol import pipes

COARSE: Final = 0.001  # seconds, the resolution of poll
LONGEST_MARGIN: Final = 0.001  # seconds of busy waiting before a due time, at most
SHORTEST_MARGIN: Final = 0.0001
EASING: Final = 0.98  # factor of the margin each time that the system was on time


class Beside(Protocol):
    """An object besides the port that has turns in the loop: it waits for a pipe or a time."""

    def fileno(self) -> int:
        """Return the descriptor to wait on; -1 for nothing now."""

    def due(self) -> float:
        """Return the time of its next turn, even without input."""

    def turn(self, now: float) -> None:
        """Take its input and do its work, without waiting."""


class OwnClock:
    """A neighbour that reads the system's monotonic clock, in a loop that was resumed.

    The clock of such a loop shows another time.
    """

    def __init__(self, inner: Beside, ahead: float) -> None:
        """`ahead`: seconds that the loop's clock is ahead of the system's."""
        self._inner, self._ahead = inner, ahead

    def fileno(self) -> int:
        """Return the descriptor to wait on."""
        return self._inner.fileno()

    def due(self) -> float:
        """Return the time of its next turn on the loop's clock."""
        return self._inner.due() + self._ahead

    def turn(self, now: float) -> None:
        """Take its input and do its work."""
        self._inner.turn(now - self._ahead)


class Waiting:
    """Sleeps until a descriptor can be read, and measures how late the system ends a sleep.

    Whole milliseconds use `poll`. If a process is stopped and continued, `select` extends the wait
    by the time of the stop, while `poll` ends at the intended time.
    """

    def __init__(self) -> None:
        self._poll = select.poll() if hasattr(select, "poll") else None
        self._watched: set[int] = set()
        self.margin = LONGEST_MARGIN  # seconds before a due time at which to end a sleep

    def watch(self, descriptors: Collection[int]) -> None:
        """Wait for these descriptors from now on."""
        wanted = set(descriptors)
        if self._poll is not None and wanted != self._watched:
            for gone in self._watched - wanted:
                self._poll.unregister(gone)
            for new in wanted - self._watched:
                self._poll.register(new, select.POLLIN)
        self._watched = wanted

    def sleep(self, seconds: float) -> Sequence[int]:
        """Sleep until something can be read, at most so long; return the readable descriptors."""
        if self._poll is not None and (seconds >= COARSE or seconds <= 0.0):
            return [found for found, _ in self._poll.poll(int(1000.0 * seconds))]
        return pipes.ready(self._watched, (), seconds)[0]

    def woken(self, late: float) -> None:
        """Note that a sleep has ended `late` seconds after its intended end."""
        margin = max(EASING * self.margin, 1.5 * late)
        self.margin = min(max(margin, SHORTEST_MARGIN), LONGEST_MARGIN)
