"""The ration of log lines of one kind: AT_ONCE lines, and then a few an hour."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

AT_ONCE: Final = 400  # lines of one kind
AN_HOUR: Final = 10  # more lines of that kind each hour
WANTED: Final = {"wanted": True}  # `extra` of lines that a user has asked for
MOST_KINDS: Final = 256
REST: Final = "the rest"


@dataclass(slots=True)
class _Kind:
    left: float
    at: float
    unsaid: int = 0


class Ration(logging.Filter):
    """Passes AT_ONCE lines of a kind and AN_HOUR more each hour, and counts the others.

    A kind is a logger and its sentence before values are filled in. In its turn it logs the count
    of the others, as soon as it may log a line again.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._kinds: dict[tuple[str, str], _Kind] = {}
        self._again = math.inf

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether to write a record; the count of unwritten ones is added to it."""
        if getattr(record, "wanted", False):
            return True
        name = record.name, str(record.msg)
        if name not in self._kinds and len(self._kinds) >= MOST_KINDS:
            name = REST, REST
        now = self._clock()
        kind = self._kinds.setdefault(name, _Kind(AT_ONCE, now))
        _refill(kind, now)
        if kind.left < 1.0:
            kind.unsaid += 1
            self._again = min(self._again, now + 3600.0 / AN_HOUR * (1.0 - kind.left))
            return False
        kind.left -= 1.0
        if kind.unsaid:
            record.msg = f"{record.getMessage()} ({kind.unsaid} more of the same were left out)"
            record.args = ()
            kind.unsaid = 0
        return True

    def fileno(self) -> int:
        """Return -1: there is nothing to wait on."""
        return -1

    def due(self) -> float:
        """Return the time from which a count may be logged."""
        return self._again

    def turn(self, now: float) -> None:
        """Log how many lines were not written, of kinds that may be written again."""
        if now < self._again:
            return
        self._again = math.inf
        now = self._clock()
        for (logger, sentence), kind in list(self._kinds.items()):
            if not kind.unsaid:
                continue
            _refill(kind, now)
            if kind.left < 1.0:
                self._again = min(self._again, now + 3600.0 / AN_HOUR * (1.0 - kind.left))
                continue
            kind.left -= 1.0
            unsaid, kind.unsaid = kind.unsaid, 0
            logging.getLogger(logger).info(
                "%d lines were left out, such as: %s", unsaid, sentence, extra=WANTED
            )


def _refill(kind: _Kind, now: float) -> None:
    kind.left = min(float(AT_ONCE), kind.left + (now - kind.at) * AN_HOUR / 3600.0)
    kind.at = now
