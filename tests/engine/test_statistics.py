from __future__ import annotations

import gc

from perf_engine.engine.realtime import Collector
from perf_engine.engine.statistics import REMEMBERED, Statistics


def test_percentiles_are_those_of_the_last_answers() -> None:
    statistics = Statistics(0.0)
    assert statistics.percentiles_ms() == (0.0, 0.0)
    for _ in range(REMEMBERED):
        statistics.answered(9.0)
    for number in range(REMEMBERED):
        statistics.answered(number / REMEMBERED)
    p50, p99 = statistics.percentiles_ms()
    assert 495 < p50 < 505
    assert 985 < p99 < 995


def test_load_is_a_share_of_the_time_since_last_measured() -> None:
    cpu = iter([1.0, 1.5, 1.5])
    statistics = Statistics(10.0, lambda: next(cpu))
    statistics.measure(11.0)
    assert statistics.cpu_share == 0.5
    statistics.measure(12.0)
    assert statistics.cpu_share == 0.0


def test_garbage_is_collected_in_idle_moments_only() -> None:
    collected = []
    collector = Collector()
    gc.callbacks.append(lambda phase, info: collected.append(info["generation"]))
    try:
        collector.begin()
        collected.clear()
        collector.idle(100.0, 0.001)
        collector.idle(100.0, 0.5)
        collector.idle(100.5, 0.5)
        collector.idle(101.5, 0.5)
        collector.idle(103.0, 0.5)
        collector.idle(170.0, 0.001)
    finally:
        collector.end()
        gc.callbacks.pop()
    assert collected[::2] == [0, 2, 1, 0]
