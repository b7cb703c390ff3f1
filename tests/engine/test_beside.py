"""Who works beside the playing: waited on while there is something, else not in the way."""

from __future__ import annotations

import math
import os

from perf_engine.engine.waiting import Beside
from tests.engine.stage import Stage


class Bell:
    """A pipe that somebody rings."""

    def __init__(self) -> None:
        self.out, self.ring = os.pipe()
        self.heard: list[bytes] = []
        self.next = math.inf

    def fileno(self) -> int:
        return self.out

    def due(self) -> float:
        return self.next

    def turn(self, now: float) -> None:
        self.next = math.inf
        self.heard.append(os.read(self.out, 8))


def test_those_of_an_idle_engine_want_nothing(stage: Stage) -> None:
    stage.turn(3)
    each_second = (stage.loop.upkeep, stage.loop.watchdog)  # have something to do
    neighbours: list[Beside] = [one for one in stage.loop.beside if one not in each_second]
    assert len(neighbours) >= 3
    for neighbour in neighbours:
        assert neighbour.fileno() == -1
        neighbour.turn(stage.hand.time)
        assert neighbour.due() == math.inf


def test_the_loop_wakes_for_what_one_of_them_waits_on(stage: Stage) -> None:
    bell = Bell()
    stage.loop.beside.append(bell)
    os.write(bell.ring, b"ring")
    stage.loop.wait()  # or it would wait for the next tick, on a clock that stands
    stage.turn()
    assert bell.heard == [b"ring"]
    os.close(bell.ring)
    os.close(bell.out)
