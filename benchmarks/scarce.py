"""A process on a share of a core: by a quota of the system, or by stopping in turns."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from .processes import family

GROUPS: Final = Path("/sys/fs/cgroup/cpu")
PERIOD: Final = 100_000  # microseconds of a quota, the system's default
TURN: Final = 0.01  # seconds of one turn of stopping and running


@contextlib.contextmanager
def scarce(pid: int, share: float, quota: bool = True) -> Iterator[str]:
    """Give a process and its children a share of one core; yield the method in words.

    A quota freezes the process once its share of 100 ms is spent; by turns it runs for a share of
    every 10 ms.
    """
    group = GROUPS / f"perf_engine_{os.getpid()}_{pid}"
    if quota and _grouped(group, pid, share):
        try:
            yield f"a quota of {share:.0%} of a core"
        finally:
            for task in list(family(pid)):
                with contextlib.suppress(OSError):
                    (GROUPS / "cgroup.procs").write_text(str(task))
            with contextlib.suppress(OSError):
                group.rmdir()
        return
    turns = subprocess.Popen([sys.executable, "-c", _TURNS, str(pid), str(share), str(TURN)])
    try:
        yield f"{share:.0%} of a core, by turns of {TURN * 1e3:g} ms"
    finally:
        turns.kill()
        turns.wait()
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGCONT)


def _grouped(group: Path, pid: int, share: float) -> bool:
    """Put a process and its children under a quota; return whether that worked."""
    try:
        group.mkdir()
    except OSError:
        return False
    try:
        (group / "cpu.cfs_period_us").write_text(str(PERIOD))
        (group / "cpu.cfs_quota_us").write_text(str(int(PERIOD * share)))
        for task in list(family(pid)):
            if os.sched_getscheduler(task) in (os.SCHED_FIFO, os.SCHED_RR):
                os.sched_setscheduler(task, os.SCHED_OTHER, os.sched_param(0))  # for the quota
            (group / "cgroup.procs").write_text(str(task))
    except OSError:
        with contextlib.suppress(OSError):
            group.rmdir()
        return False
    return True


_TURNS: Final = """
import os, signal, sys, time
pid, share, turn = int(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3])
try:
    os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(98))
except OSError:
    pass
while True:
    try:
        os.kill(pid, signal.SIGCONT)
        time.sleep(turn * share)
        os.kill(pid, signal.SIGSTOP)
    except ProcessLookupError:
        break
    time.sleep(turn * (1 - share))
"""
