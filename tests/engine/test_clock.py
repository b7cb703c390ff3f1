from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from perf_engine.engine.clock import ClientClocks, Clock


def test_the_quickest_reading_of_the_wall_counts() -> None:
    ticks = iter([0.0, 0.5, 0.6, 0.61, 0.7, 0.9])  # before and after of three readings
    walls = iter([1000.0, 2000.605, 3000.0])
    clock = Clock(lambda: next(ticks), lambda: next(walls))
    assert clock.wall(1.0) == 2001.0
    assert clock.monotonic(2001.0) == 1.0


@given(st.floats(-100.0, 100.0), st.lists(st.floats(0.0, 1.0), min_size=1, max_size=20))
def test_the_smallest_delay_tells_how_far_a_clock_is_ahead(
    ahead: float, delays: list[float]
) -> None:
    clocks = ClientClocks()
    for moment, delay in enumerate(delays):
        clocks.observe("192.0.2.1", moment + ahead, moment + delay)
    assert abs(clocks.ahead("192.0.2.1") - (ahead - min(delays))) < 1e-9


def test_a_clock_that_is_set_is_followed_after_a_while() -> None:
    clocks = ClientClocks()
    for moment in range(100):
        theirs = moment + (10.0 if moment < 50 else -10.0)
        clocks.observe("192.0.2.1", theirs, moment + 0.001)
    assert abs(clocks.ahead("192.0.2.1") + 10.0) < 0.01


def test_so_many_hosts_are_remembered_and_no_more() -> None:
    clocks = ClientClocks()
    for number in range(1000):
        clocks.observe(f"192.0.{number // 250}.{number % 250}", 5.0, 0.0)
    assert len(clocks._seen) == 256
    assert clocks.ahead("192.0.0.0") == 0.0
    assert clocks.ahead("192.0.3.249") == 5.0


def test_a_clock_that_is_years_off_is_not_believed() -> None:
    clocks = ClientClocks()
    clocks.observe("192.0.2.1", 2.0**31, 1.7e9)
    assert clocks.ahead("192.0.2.1") == 0.0


class Walls:
    """A monotonic and a wall clock in the hand."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.offset = 1.7e9

    def clock(self) -> Clock:
        return Clock(lambda: self.now, lambda: self.now + self.offset)


STEPS = st.one_of(
    st.sampled_from([86_400.0, -86_400.0, 3600.0, -3600.0, 1.0, -1.0, 0.02, -0.02]),
    st.floats(-1e8, 1e8).filter(lambda by: abs(by) > 0.01),
)


@given(st.lists(st.tuples(STEPS, st.floats(0.0, 0.9)), min_size=1, max_size=8))
def test_the_wall_clock_is_followed_however_it_is_set(steps: list[tuple[float, float]]) -> None:
    walls = Walls()
    clock = walls.clock()
    for by, later in steps:
        walls.offset += by
        clock.follow()
        assert abs(clock.wall(walls.now + 0.1) - (walls.now + 0.1 + walls.offset)) < 1e-5
        assert abs(clock.monotonic(walls.now + 0.1 + walls.offset) - (walls.now + 0.1)) < 1e-5
        walls.now += later


@given(st.sampled_from([86_400.0, -86_400.0, 3600.0, -3600.0]), st.floats(0.0, 0.3))
def test_a_tag_of_before_the_wall_clock_was_set_is_understood_for_a_moment(
    by: float, ahead: float
) -> None:
    walls = Walls()
    clock = walls.clock()
    tag = walls.now + walls.offset + ahead
    walls.offset += by
    walls.now += 0.01
    clock.follow()
    assert abs(clock.monotonic(tag) - (1000.0 + ahead)) < 1e-5
    walls.now += 5.0
    assert abs(clock.monotonic(walls.now + walls.offset) - walls.now) < 1e-5
    assert abs(clock.monotonic(walls.now + walls.offset - by) - (walls.now - by)) < 1e-5


@given(STEPS, st.floats(-50.0, 50.0))
def test_another_machine_s_clock_is_still_known_after_ours_was_set(
    by: float, theirs: float
) -> None:
    walls = Walls()
    clock, clocks = walls.clock(), ClientClocks()
    clock.on_set.append(clocks.shift)
    other = walls.offset + theirs
    for _ in range(5):
        clocks.observe("192.0.2.1", walls.now + other, clock.wall(walls.now))
        walls.now += 1.0
    walls.offset += by
    clock.follow()
    tag = clock.wall(walls.now) + clocks.ahead("192.0.2.1")
    assert abs(tag - (walls.now + other)) < 1e-4


def test_another_machine_s_clock_that_is_set_back_is_followed_after_three_pings() -> None:
    clocks = ClientClocks()
    for moment in range(40):
        theirs = moment + (10.0 if moment < 36 else -10.0)
        clocks.observe("192.0.2.1", theirs, moment + 0.001 * (moment % 3))
    assert abs(clocks.ahead("192.0.2.1") + 10.0) < 0.01


def test_a_clock_goes_on_from_another_engine_s_time() -> None:
    before = time.monotonic()
    for at in (5.0, before + 1e6):
        clock = Clock.continuing(at)
        first = clock.now()
        assert at <= first <= at + 60.0
        assert clock.now() >= first
        assert abs(clock.wall(first) - time.time()) < 60.0
