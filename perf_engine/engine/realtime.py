"""Real-time priority and memory locks; a refusal of the system is a sentence, never fatal."""

from __future__ import annotations

import ctypes
import gc
import os
import sys

PRIORITY = 40  # of 1..99; JACK and the threads of the sound card are above
HELPERS = 39  # of a helper process that plays notes; the engine goes first
PRIORITY_IS_ON = "Real-time priority is on."
MEMORY_IS_LOCKED = "Memory is locked."
_MCL_CURRENT, _MCL_FUTURE, _MCL_ONFAULT = 1, 2, 4
IDLE_ENOUGH = 0.03  # seconds until something is due


def claim() -> list[str]:
    """Ask for real-time priority and locked memory; return a sentence on each result."""
    return [_priority(), _memory()]


def promote(pid: int) -> bool:
    """Give a helper's main thread real-time priority below ours; return whether it worked."""
    if not hasattr(os, "sched_setscheduler"):
        return False
    try:
        _schedule(pid, HELPERS)
    except OSError:
        return False
    return True


def _schedule(pid: int, priority: int) -> None:
    """Set a thread's priority, not that of threads and processes it starts. Raises OSError."""
    policy = os.SCHED_FIFO | getattr(os, "SCHED_RESET_ON_FORK", 0)
    os.sched_setscheduler(pid, policy, os.sched_param(priority))


def _priority() -> str:
    if not hasattr(os, "sched_setscheduler"):
        return "Real-time priority is not available on this system."
    try:
        _schedule(0, PRIORITY)
    except OSError:
        return "Real-time priority was not permitted; timing depends on other programs."
    return PRIORITY_IS_ON


def _memory() -> str:
    if sys.platform != "linux":
        return "Memory is not locked on this system."
    import resource

    soft, _ = resource.getrlimit(resource.RLIMIT_MEMLOCK)
    if soft != resource.RLIM_INFINITY:  # at a limit, a later allocation would fail
        return "Memory is not locked: the system limits it (see ulimit -l)."
    library = ctypes.CDLL(None, use_errno=True)
    # Later memory is locked when it is touched: a large array all at once would take milliseconds.
    lock = library.mlockall
    by_touch = lock(_MCL_CURRENT) == 0 and lock(_MCL_FUTURE | _MCL_ONFAULT) == 0
    if not by_touch and lock(_MCL_CURRENT | _MCL_FUTURE) != 0:
        return f"Memory is not locked: {os.strerror(ctypes.get_errno())}."
    return MEMORY_IS_LOCKED


class Collector:
    """Collects garbage only when nothing is due soon."""

    def __init__(self) -> None:
        self._young = self._all = 0.0

    def begin(self) -> None:
        """Exclude everything that exists, and stop automatic collection."""
        gc.collect()
        gc.freeze()
        gc.disable()

    def idle(self, now: float, quiet: float) -> None:
        """Collect if `quiet` seconds are free: a little each second, all each minute."""
        if quiet < IDLE_ENOUGH or now - self._young < 1.0:
            if now - self._young > 60.0:  # never idle: a short collection is better than none
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
        """Return to automatic collection."""
        gc.enable()
        gc.unfreeze()
