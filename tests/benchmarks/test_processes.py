"""Processes are found below another one, and their time and memory are counted."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from subprocess import PIPE

import pytest

from benchmarks.processes import (
    below,
    cpu,
    family,
    look,
    main_thread_time,
    proportional,
    resident,
    words,
)

linux = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="/proc is read")
NOBODY = 2**22 + 1  # above the largest number of a process


def test_memory_is_that_of_a_process_that_is_there() -> None:
    found = []
    for code in ("", "import os; kept = os.urandom(1) * 30_000_000; "):
        command = [sys.executable, "-c", f"{code}print(flush=True); input()"]
        with subprocess.Popen(command, stdin=PIPE, stdout=PIPE) as process:
            assert process.stdout is not None
            assert process.stdin is not None
            process.stdout.readline()
            found.append(resident(process.pid))
            process.stdin.close()
    assert found[1] > found[0] + 20
    with pytest.raises(OSError, match=r"."):
        resident(NOBODY)


@linux
def test_a_family_has_all_processes_below_one() -> None:
    code = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'input()'])"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE) as process:
        while not any(b"input()" in words(one) for one in family(process.pid)):
            assert process.poll() is None  # it is its parent's copy until it runs its own program
        found = look(process.pid)
        alone = look(os.getpid())
        assert found.threads >= 2
        assert found.files >= 6
        assert found.mb > proportional(process.pid) > 1.0
        assert alone.threads > found.threads  # this process has both below it
        assert b"-c" in words(process.pid)
        assert below(os.getpid(), b"input()") in family(process.pid)
        assert process.stdin is not None
        process.stdin.close()


@linux
def test_the_time_of_a_process_is_counted() -> None:
    code = "while True: pass"
    with subprocess.Popen([sys.executable, "-c", code]) as process:
        try:
            while code.encode() not in words(process.pid):
                assert process.poll() is None
            assert below(os.getpid(), b"while True") == process.pid
            while cpu(process.pid) < 0.1:
                pass
            assert main_thread_time(process.pid) == pytest.approx(cpu(process.pid), abs=0.05)
        finally:
            process.kill()


@linux
def test_a_process_that_is_not_there_is_an_error() -> None:
    with pytest.raises(LookupError, match=f"{os.getpid()} has no such process"):
        below(os.getpid(), b"no such word")
    for read in (cpu, proportional, main_thread_time, words):
        with pytest.raises(OSError, match=str(NOBODY)):
            read(NOBODY)
    assert list(family(NOBODY)) == [NOBODY]
    assert look(NOBODY).threads == 0
