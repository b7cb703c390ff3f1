"""Time that a virtual machine's host gave to others: late notes in it are not the engine's."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path

STAT = Path("/proc/stat")
FIELD = 8  # of the line "cpu": time in which another machine ran instead (proc(5), since 2.6.11)


def stolen(stat: Path = STAT) -> float | None:
    """Seconds taken from this machine's processors since it was started; None if not known."""
    try:
        fields = stat.read_text(encoding="ascii").split("\n", 1)[0].split()
        return int(fields[FIELD]) / os.sysconf("SC_CLK_TCK")
    except (OSError, IndexError, ValueError):
        return None


class Windows:
    """Stretches of wall time, and the time stolen in each."""

    def __init__(
        self, read: Callable[[], float | None] = stolen, wall: Callable[[], float] = time.time
    ) -> None:
        self._read, self._wall = read, wall
        self._last: tuple[float, float | None] = (wall(), read())
        self._windows: list[tuple[float, float, float | None]] = []

    def close(self) -> None:
        """End a window here, and begin the next."""
        now, taken = self._wall(), self._read()
        since, before = self._last
        lost = None if taken is None or before is None else taken - before
        self._windows.append((since, now, lost))
        self._last = (now, taken)

    @property
    def lost(self) -> float | None:
        """Seconds stolen in all windows; None if not known."""
        known = [lost for _, _, lost in self._windows if lost is not None]
        return sum(known) if known else None

    def undisturbed(self, moments: Sequence[float]) -> list[bool]:
        """Mark the wall times that are in a window without theft, between two such windows.

        The kernel counts in hundredths of a second and may count late: hence the neighbours.
        """
        quiet = [lost == 0 for _, _, lost in self._windows]
        good = [
            (begin, end)
            for i, (begin, end, _) in enumerate(self._windows)
            if all(quiet[max(0, i - 1) : i + 2])
        ]
        return [any(begin <= at < end for begin, end in good) for at in moments]
