from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from perf_engine.live.clock import ClientClocks, Clock


def test_the_quickest_reading_of_the_wall_counts() -> None:
    ticks = iter([0.0, 0.5, 0.6, 0.61, 0.7, 0.9])  # before and after of three readings
    walls = iter([1000.0, 2000.605, 3000.0])
    clock = Clock(lambda: next(ticks), lambda: next(walls))
    assert clock.wall(1.0) == 2001.0
    assert clock.monotonic(2001.0) == 1.0


@given(
    st.floats(-100.0, 100.0), st.lists(st.floats(0.0, 1.0), min_size=1, max_size=20)
)
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
