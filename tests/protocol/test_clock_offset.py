import time

from perf_engine.protocol.clock_offset import MEASURE_EVERY, ClockOffset


def test_the_wall_clock_is_as_far_ahead_as_it_was_a_moment_ago():
    for _ in range(5):  # a process may stand still between two readings
        before, offset, after = (
            time.time() - time.monotonic(),
            ClockOffset().seconds,
            time.time() - time.monotonic(),
        )
        if abs(before - after) < 0.1:
            break
    assert abs(offset - before) < 0.1


def test_a_wall_clock_that_was_set_is_followed_at_once(monkeypatch):
    offset = ClockOffset()
    first = offset.seconds
    assert offset.follow() == 0.0
    wall = time.time
    for by in (-86_400.0, 3600.0, 0.5):
        monkeypatch.setattr(time, "time", lambda by=by: wall() + by)
        before = offset.seconds
        assert abs(before + offset.follow() - (first + by)) < 0.1
        assert abs(offset.seconds - (first + by)) < 0.1


def test_the_quickest_reading_of_the_wall_counts():
    ticks = iter([0.0, 0.5, 0.6, 0.61, 0.7, 0.9])  # before and after of three readings
    walls = iter([1000.0, 2000.605, 3000.0])
    assert ClockOffset(lambda: next(ticks), lambda: next(walls)).seconds == 2000.0


def test_a_clock_that_drifts_is_followed_without_having_been_set():
    now, drift = 1000.0, 0.0
    offset = ClockOffset(lambda: now, lambda: now + 5.0 + drift)
    drift = 0.004
    now += MEASURE_EVERY / 2
    assert (offset.follow(), offset.seconds) == (0.0, 5.0)
    now += MEASURE_EVERY / 2
    assert offset.follow() == 0.0
    assert abs(offset.seconds - 5.004) < 1e-9
