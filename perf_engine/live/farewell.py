"""Scribes whose session is over: they have its end yet to write, or only to end themselves."""

from __future__ import annotations

import logging
import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from .dictation import Dictation
from .records import Record

logger = logging.getLogger(__name__)

SOON: Final = 0.005  # seconds until they are looked after again
PATIENCE: Final = 5.0  # seconds that a scribe may take for what is left


@dataclass(slots=True)
class _Guest:
    dictation: Dictation
    records: deque[Record]
    until: float
    has_all: bool = False


class Farewell:
    """Sees them off, without waiting; `close` waits."""

    def __init__(self) -> None:
        self._guests: list[_Guest] = []

    def __bool__(self) -> bool:
        return bool(self._guests)

    def add(self, dictation: Dictation, records: deque[Record], now: float) -> None:
        """This one has these records yet to take; none where it is lost."""
        if dictation.lost:
            records = deque()
            dictation.drop()
        self._guests.append(_Guest(dictation, records, now + PATIENCE))

    def turn(self, now: float, clock: Callable[[], float]) -> float:
        """Dictate what is left, let go of who has it all; when it wants a turn again."""
        for guest in list(self._guests):
            dictation = guest.dictation
            if not guest.has_all:
                dictation.dictate(guest.records, clock)
                guest.has_all = not (guest.records or dictation.behind) or bool(dictation.lost)
                if guest.has_all:
                    dictation.let_go()
            if now > guest.until:
                dictation.drop()
                _incomplete(dictation)
                guest.until = math.inf
            if dictation.gone():
                self._guests.remove(guest)
        return now + SOON if self._guests else math.inf

    def close(self, patience: float) -> None:
        """Wait until all is written, for so many seconds each at most."""
        for guest in self._guests:
            if not guest.dictation.end(guest.records, patience):
                _incomplete(guest.dictation)
        self._guests.clear()


def _incomplete(dictation: Dictation) -> None:
    logger.warning("The recording is not complete: %s", dictation.lost or "it was cut off")
