"""What is asked of the system, so that notes are on time."""

import os
import subprocess
import sys
import textwrap

import pytest

from perf_engine.engine.realtime import HELPERS, PRIORITY, promote

HELPER = textwrap.dedent("""
    import os
    import subprocess
    import sys

    ASK = "import os; print(os.sched_getscheduler(0), os.sched_getparam(0).sched_priority)"
    input()
    exec(ASK)
    sys.stdout.flush()
    subprocess.run([sys.executable, "-c", ASK])
""")


def permitted(priority: int) -> bool:
    """Whether a process may have real-time priority: tried in another, this one stays as it is."""
    code = f"import os; os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param({priority}))"
    tried = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    return tried.returncode == 0


def test_a_helper_comes_after_the_engine_and_what_it_starts_is_as_any_other():
    if not permitted(HELPERS):
        pytest.skip("this system permits no real-time priority")
    with subprocess.Popen(
        [sys.executable, "-c", HELPER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as helper:
        assert promote(helper.pid)
        own, child = helper.communicate("go\n", timeout=60)[0].splitlines()
    policy, priority = map(int, own.split())
    assert policy & os.SCHED_FIFO
    assert priority == HELPERS < PRIORITY
    policy, priority = map(int, child.split())
    assert not policy & os.SCHED_FIFO
    assert priority == 0


def test_a_helper_that_is_gone_is_no_error():
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    assert not promote(gone.pid)
