"""The last lines of the start text: what one hears, and where the page is.

They come from processes, at any time, and are what a newcomer needs: so they wait for one another,
and stand below all others.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection
from typing import Final

HEARD, PAGE = "heard", "page"
ORDER: Final = (HEARD, PAGE)
PATIENCE: Final = 3.0  # seconds after the other lines, until those that have come are said


class Greeting:
    """Keeps the lines until all are there, or no more are to be waited for; then says each."""

    def __init__(self, say: Callable[[str], None], awaited: Collection[str]) -> None:
        """`awaited`: the kinds of lines that will come."""
        self._say = say
        self._lines: dict[str, list[str]] = {kind: [] for kind in awaited}
        self._until = math.inf
        self._begun = self._over = self._apart = False

    def heard(self, line: str) -> None:
        """Take what one hears; of several, what is true at last."""
        self._lines.setdefault(HEARD, []).clear()
        self._take(HEARD, line)

    def page(self, line: str) -> None:
        """Take a line of the page's process: that with its address, or any other."""
        if "http://" in line:
            self._take(PAGE, line)
        else:
            self._say(line)

    def begin(self, now: float, apart: bool) -> None:
        """Note that the other lines have been said; `apart`: an empty line comes before these."""
        self._begun, self._apart, self._until = True, apart, now + PATIENCE
        self._say_if_complete()

    def fileno(self) -> int:
        """Return -1: there is nothing to wait on."""
        return -1

    def due(self) -> float:
        """Return the time at which the lines that are there are said."""
        return self._until

    def turn(self, now: float) -> None:
        """If the time is over, wait for nothing more."""
        if now >= self._until:
            self._end()

    def _take(self, kind: str, line: str) -> None:
        if self._over:
            self._say(line)
            return
        self._lines.setdefault(kind, []).append(line)
        self._say_if_complete()

    def _say_if_complete(self) -> None:
        if self._begun and not self._over and all(self._lines.values()):
            self._end()

    def _end(self) -> None:
        self._over, self._until = True, math.inf
        if self._apart and any(self._lines.values()):
            self._say("")
        for kind in ORDER:
            for line in self._lines.get(kind, ()):
                self._say(line)
