"""Faults of the process's parts: a part that fails is left out of a turn, and the others go on."""

from __future__ import annotations

import logging
import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, TypeVar

logger = logging.getLogger(__name__)

T = TypeVar("T")
MANY: Final = 3  # faults of a part within WITHIN, from which it is trouble
WITHIN: Final = 60.0  # seconds
LOGGED_APART: Final = 60.0  # seconds between two faults of a part that are logged


@dataclass(slots=True)
class _Part:
    """The last faults of one part: their times, and a sentence about the last one."""

    times: deque[float] = field(default_factory=lambda: deque(maxlen=MANY))
    error: str = ""
    next_log: float = -math.inf


class Faults:
    """Lets parts act, and remembers which of them fail. Times are on the monotonic clock."""

    def __init__(self) -> None:
        self._parts: dict[str, _Part] = {}

    def attempt(self, part: str, act: Callable[[], T], otherwise: T, now: float) -> T:
        """Return what a part does; if it fails, note that, and return `otherwise`."""
        try:
            return act()
        except Exception as error:  # an installation that nobody watches must go on
            self.note(part, error, now)
            return otherwise

    def note(self, part: str, error: BaseException, now: float) -> None:
        """Note that a part has failed; log it, not too often."""
        failed = self._parts.setdefault(part, _Part())
        failed.times.append(now)
        failed.error = f"{type(error).__name__}: {error}"[:200]
        if now >= failed.next_log:
            failed.next_log = now + LOGGED_APART
            logger.error("%s has failed, and it goes on", part.capitalize(), exc_info=error)

    def sentences(self, now: float) -> list[str]:
        """Return a sentence about each part that fails repeatedly."""
        return [
            f"{part} fails repeatedly ({failed.error})"
            for part, failed in self._parts.items()
            if len(failed.times) == MANY and now < failed.times[0] + WITHIN
        ]
