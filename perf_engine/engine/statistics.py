"""Statistics of the engine's timing for /perf/status, in bounded memory."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

REMEMBERED = 2048


class Statistics:
    """The latency of decisions, lateness, losses and load."""

    def __init__(self, now: float, cpu: Callable[[], float] = time.process_time) -> None:
        self.began = now
        self.late = 0
        self.dropped = 0
        self.unheard = 0  # those of `dropped` that the system dropped
        self.failures = 0
        self._latencies: deque[float] = deque(maxlen=REMEMBERED)
        self._cpu = cpu
        self._measured = now, cpu()
        self.cpu_share = 0.0

    def answered(self, seconds: float) -> None:
        """Note that the reaction to a note was ready `seconds` after its arrival."""
        self._latencies.append(seconds)

    def percentiles_ms(self) -> tuple[float, float]:
        """Return the median and the 99th percentile of the latency, in milliseconds."""
        if not self._latencies:
            return 0.0, 0.0
        ordered = sorted(self._latencies)
        last = len(ordered) - 1
        return 1000.0 * ordered[round(0.5 * last)], 1000.0 * ordered[round(0.99 * last)]

    def measure(self, now: float) -> None:
        """Measure the load since the last call."""
        cpu = self._cpu()
        elapsed = now - self._measured[0]
        if elapsed > 0:
            self.cpu_share = (cpu - self._measured[1]) / elapsed
        self._measured = now, cpu
