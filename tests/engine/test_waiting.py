"""Waiting: until something can be read, or a time, and how late the system is with that."""

from __future__ import annotations

import os
import select
import time

import pytest

from perf_engine.engine.waiting import LONGEST_MARGIN, SHORTEST_MARGIN, OwnClock, Waiting


@pytest.mark.parametrize("seconds", [0.0, 0.0004, 5.0])
@pytest.mark.parametrize("with_poll", [True, False])
def test_what_can_be_read_ends_the_sleep(
    seconds: float, with_poll: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not with_poll:
        monkeypatch.delattr(select, "poll", raising=False)
    waiting, (out, ring) = Waiting(), os.pipe()
    try:
        waiting.watch([out])
        assert list(waiting.sleep(0.0)) == []
        os.write(ring, b"ring")
        assert list(waiting.sleep(seconds)) == [out]
        waiting.watch([])
        assert list(waiting.sleep(min(seconds, 0.0004))) == []
        waiting.watch([out])
        assert list(waiting.sleep(seconds)) == [out]
    finally:
        os.close(out)
        os.close(ring)


@pytest.mark.parametrize("seconds", [0.0006, 0.0304])
def test_a_sleep_is_never_longer_than_a_millisecond_short_of_its_end(seconds: float) -> None:
    waiting, began = Waiting(), time.monotonic()
    assert list(waiting.sleep(seconds)) == []
    assert time.monotonic() - began >= seconds - 0.001


def test_the_margin_follows_how_late_the_system_is() -> None:
    waiting = Waiting()
    assert waiting.margin == LONGEST_MARGIN
    for _ in range(500):
        waiting.woken(0.00001)
    assert waiting.margin == SHORTEST_MARGIN
    waiting.woken(0.0004)
    assert waiting.margin == pytest.approx(0.0006)
    waiting.woken(0.2)
    assert waiting.margin == LONGEST_MARGIN


def test_a_neighbour_on_the_system_s_clock_is_due_on_the_loop_s() -> None:
    class Neighbour:
        def __init__(self) -> None:
            self.turns: list[float] = []

        def fileno(self) -> int:
            return 7

        def due(self) -> float:
            return 100.0

        def turn(self, now: float) -> None:
            self.turns.append(now)

    inner = Neighbour()
    shifted = OwnClock(inner, 1000.0)
    assert (shifted.fileno(), shifted.due()) == (7, 1100.0)
    shifted.turn(1100.5)
    assert inner.turns == [100.5]
