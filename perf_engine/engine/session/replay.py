"""The replay of a recorded session: the machine's notes go out over OSC at their times."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Final, Protocol

from perf_engine.protocol.held import Held
from perf_engine.protocol.lease import ALIVE_EVERY, SOUNDING_EVERY
from perf_engine.protocol.notes import Played, begins, encode, statement
from perf_engine.protocol.packets import build

SOUNDINGS_AN_ALIVE: Final = round(ALIVE_EVERY / SOUNDING_EVERY)


class Timer(Protocol):
    """A clock that can wait."""

    def now(self) -> float:
        """Return the present time in seconds."""

    def wait(self, until: float) -> None:
        """Return at that time."""


def emit(played: Iterable[Played], send: Callable[[bytes], None], timer: Timer) -> int:
    """Send notes in order of due times (seconds from now); return the number of messages.

    In any case, all that sounds is released in the end.
    """
    began = timer.now()
    statements = count = 0
    held = Held()
    try:
        for item in played:
            while item.due >= statements * SOUNDING_EVERY:
                timer.wait(began + statements * SOUNDING_EVERY)
                if statements % SOUNDINGS_AN_ALIVE == 0:
                    send(build("/perf/alive", statements // SOUNDINGS_AN_ALIVE + 1))
                send(statement(held))
                statements += 1
            timer.wait(began + item.due)
            if begins(item):  # before the sending, which may be the last
                held.note(item)
            send(encode(item, 0.0))
            count += 1
            if not begins(item):
                held.note(item)
    finally:
        for last in held.end(math.inf):
            send(encode(last, 0.0))
            count += 1
    return count
