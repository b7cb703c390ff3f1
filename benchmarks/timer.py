"""The lateness of a process that only sleeps: the limit for any program on this machine.

`python -m benchmarks.timer SECONDS` does nothing else, with the engine's real-time priority where
that is granted, and prints the lateness of each waking in milliseconds, as JSON.
"""

from __future__ import annotations

import gc
import json
import subprocess
import sys
import time
from argparse import ArgumentParser

from perf_engine.engine.realtime import claim

from .measure import Row
from .watcher import busy

PERIOD = 0.005  # seconds


def wakings(seconds: float) -> list[float]:
    """The lateness of waking every 5 ms for so long, in milliseconds.

    After a delay of more than a period it begins anew: one delay is counted once.
    """
    late: list[float] = []
    due = time.monotonic()
    end = due + seconds
    while due < end:
        due += PERIOD
        time.sleep(max(0.0, due - time.monotonic()))
        now = time.monotonic()
        late.append((now - due) * 1e3)
        due = max(due, now - PERIOD)
    return late


def bare_timer(seconds: float, load: int, beside: str) -> Row:
    """The wakings that a separate process, beside `load` busy ones, reports."""
    command = [sys.executable, "-m", "benchmarks.timer", str(seconds)]
    with busy(load):
        said = subprocess.run(command, check=True, capture_output=True, text=True)
    late = json.loads(said.stdout)
    many = sum(x > 1.0 for x in late)
    return Row.of(
        f"a bare timer, {beside}",
        late,
        note=f"a process that only sleeps, every {PERIOD * 1e3:g} ms: woken over 1 ms late "
        f"{many} times of {len(late)}, at most {max(late):.2f} ms",
    )


if __name__ == "__main__":
    parser = ArgumentParser(prog="python -m benchmarks.timer", description=__doc__)
    parser.add_argument("seconds", type=float, help="for which it wakes")
    asked = parser.parse_args()
    claim()
    gc.disable()
    print(json.dumps([round(x, 4) for x in wakings(asked.seconds)]))
