"""Ask the system to be on time; what it refuses is said in a sentence, never fatal."""

from __future__ import annotations

import ctypes
import gc
import os
import sys

PRIORITY = 40  # of 1..99; JACK and the sound card's own threads are above
HELPERS = 39  # of a helper process that plays notes: the engine comes first
PRIORITY_IS_ON = "Real-time priority is on."
MEMORY_IS_LOCKED = "Memory is locked."
_MCL_CURRENT, _MCL_FUTURE, _MCL_ONFAULT = 1, 2, 4
IDLE_ENOUGH = 0.03  # seconds until the next thing due


def claim() -> list[str]:
    """Ask for real-time priority and locked memory; how each went, in sentences."""
    return [_priority(), _memory()]


def promote(pid: int) -> bool:
    """Give a helper's main thread real-time priority below ours; whether that was permitted."""
    if not hasattr(os, "sched_setscheduler"):
        return False
    try:
        _schedule(pid, HELPERS)
    except OSError:
        return False
    return True


def _schedule(pid: int, priority: int) -> None:
    """For this thread, not for threads and processes that it starts. Raises OSError."""
    policy = os.SCHED_FIFO | getattr(os, "SCHED_RESET_ON_FORK", 0)
    os.sched_setscheduler(pid, policy, os.sched_param(priority))


def _priority() -> str:
    if not hasattr(os, "sched_setscheduler"):
        return "Real-time priority is not available on this system."
    try:
        _schedule(0, PRIORITY)
    except OSError:
        return "Real-time priority was not permitted; timing depends on what else runs."
    return PRIORITY_IS_ON


def _memory() -> str:
    if sys.platform != "linux":
        return "Memory is not locked on this system."
    import resource

    soft, _ = resource.getrlimit(resource.RLIMIT_MEMLOCK)
    if soft != resource.RLIM_INFINITY:  # a limit met later would be a failed allocation
        return "Memory is not locked: the system limits it (see ulimit -l)."
    library = ctypes.CDLL(None, use_errno=True)
    # What comes later is locked when it is touched: a large array all at once takes milliseconds.
    lock = library.mlockall
    by_touch = lock(_MCL_CURRENT) == 0 and lock(_MCL_FUTURE | _MCL_ONFAULT) == 0
    if not by_touch and lock(_MCL_CURRENT | _MCL_FUTURE) != 0:
        return f"Memory is not locked: {os.strerror(ctypes.get_errno())}."
    return MEMORY_IS_LOCKED


class Collector:
    """Collects garbage when nothing is due soon, and only then."""

    def __init__(self) -> None:
        self._young = self._all = 0.0

    def begin(self) -> None:
        """Set aside everything that exists, and collect no more by itself."""
        gc.collect()
        gc.freeze()
        gc.disable()

    def idle(self, now: float, quiet: float) -> None:
        """`quiet` seconds are free from `now`: collect a little each second, all each minute."""
        if quiet < IDLE_ENOUGH or now - self._young < 1.0:
            if now - self._young > 60.0:  # never idle: better short than never
                self._young = now
                gc.collect(0)
            return
        self._young = now
        if now - self._all > 60.0:
            self._all = now
            gc.collect()
        else:
            gc.collect(1)

    def end(self) -> None:
        """Back to the usual collection."""
        gc.enable()
        gc.unfreeze()
