"""A recorded session played again: what the machine said goes out over OSC when it is due."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from typing import Final, Protocol

from ..core.messages import SUSTAIN, ControlChange, Played, Release, Strike
from .osc import build
from .outbox import encode

ALIVE_EVERY: Final = 1.0  # seconds; clients let go of everything after three without


class Timer(Protocol):
    """A clock that can be waited by."""

    def now(self) -> float:
        """Seconds."""

    def wait(self, until: float) -> None:
        """Be back at that time."""


def emit(played: Iterable[Played], send: Callable[[bytes], None], timer: Timer) -> int:
    """Send what was played, in order of its due times (seconds from now on); how many messages.

    Whatever happens meanwhile, all that sounds is released in the end.
    """
    began = timer.now()
    alive = 0
    count = 0
    sounding: dict[tuple[int, int], None] = {}
    pedals: dict[int, None] = {}
    try:
        for item in played:
            while item.due >= alive * ALIVE_EVERY:
                timer.wait(began + alive * ALIVE_EVERY)
                alive += 1
                send(build("/perf/alive", alive))
            timer.wait(began + item.due)
            if isinstance(item, Strike):  # before it is sent: it may be the last that is
                sounding[item.voice, item.pitch] = None
            elif isinstance(item, ControlChange) and item.value > 0:
                pedals[item.voice] = None
            send(encode(item, 0.0))
            count += 1
            if isinstance(item, Release):
                sounding.pop((item.voice, item.pitch), None)
            elif isinstance(item, ControlChange) and item.value == 0:
                pedals.pop(item.voice, None)
    finally:
        for last in _endings(sounding, pedals):
            send(encode(last, 0.0))
            count += 1
    return count


def _endings(
    sounding: Iterable[tuple[int, int]], pedals: Iterable[int]
) -> Iterator[Played]:
    for voice, pitch in sounding:
        yield Release(voice, pitch, math.inf)
    for voice in pedals:
        yield ControlChange(voice, SUSTAIN, 0, math.inf)
