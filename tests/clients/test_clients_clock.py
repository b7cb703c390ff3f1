import time

from perf_engine.clients.clock import wall_offset


def test_the_wall_clock_is_as_far_ahead_as_it_was_a_moment_ago():
    before = time.time() - time.monotonic()
    assert abs(wall_offset() - before) < 0.1
