"""What is asked of the system, so that notes are on time."""

import os
import subprocess
import sys

import pytest

from perf_engine.live.realtime import HELPERS, PRIORITY, promote

pytestmark = pytest.mark.skipif(
    not hasattr(os, "sched_setscheduler"), reason="this system has no real-time priority to ask for"
)


def permitted():
    """Whether this process may have real-time priority: tried in another, this one stays as it is.
    """
    code = f"import os; os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param({PRIORITY}))"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)


def test_a_helper_comes_after_the_engine_and_what_it_starts_is_as_any_other():
    code = "import os; input(); print(os.sched_getscheduler(0), flush=True); pid = os.fork();" \
           "pid or print(os.sched_getscheduler(0), flush=True); pid and os.wait()"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as helper:
        promote(helper.pid)
        own, child = helper.communicate("go\n", timeout=60)[0].split()
    reset = getattr(os, "SCHED_RESET_ON_FORK", 0)
    if permitted().returncode == 0:
        assert int(own) & ~reset == os.SCHED_FIFO
        assert HELPERS < PRIORITY
    else:
        assert int(own) & ~reset == os.SCHED_OTHER
    assert int(child) & ~reset == os.SCHED_OTHER


def test_a_helper_that_is_gone_is_no_error():
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    promote(gone.pid)
