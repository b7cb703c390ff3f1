"""Names are looked up until they are found, and then now and then, and none waits for another."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from perf_engine.engine.helpers import resolver
from perf_engine.engine.helpers.resolver import LONGEST_PAUSE, LOOKED_AFTER, SHORTEST_PAUSE, Search

ROOT = Path(__file__).parents[3]


def outlive(search: Search, now: float) -> None:
    """Turn until its process has ended."""
    until = time.monotonic() + 60.0
    while search.process:
        assert time.monotonic() < until
        search.turn(now, lambda host: 9)


def test_what_fails_is_tried_again_ever_more_patiently_and_what_is_found_is_looked_after() -> None:
    search, now, pauses = Search("a"), 0.0, []
    for _ in range(9):
        search.turn(now, lambda host: 1)
        outlive(search, now)
        pauses.append(search.again - now)
        now = search.again
    doubled = [SHORTEST_PAUSE * 2.0**n for n in range(9)]
    assert pauses == [min(pause, LONGEST_PAUSE) for pause in doubled]
    search.turn(now, lambda host: 0)
    outlive(search, now)
    assert search.again == now + LOOKED_AFTER
    search.turn(search.again, lambda host: 1)
    outlive(search, now)
    assert search.again == now + SHORTEST_PAUSE


def test_a_look_up_that_takes_too_long_is_given_up() -> None:
    search = Search("a")

    def slow(host: str) -> int:
        time.sleep(60.0)
        return 0

    search.turn(0.0, slow)
    search.turn(1.0, slow)
    assert search.process
    search.turn(resolver.LONGEST, slow)
    outlive(search, resolver.LONGEST)
    assert search.again == resolver.LONGEST + SHORTEST_PAUSE


@contextmanager
def running(*command: str) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT)
    assert process.stdin is not None
    try:
        yield process
    finally:
        process.stdin.close()
        assert process.wait(60) == 0


def said(process: subprocess.Popen[bytes]) -> dict[str, str]:
    assert process.stdout is not None
    assert select.select([process.stdout], [], [], 60.0)[0]
    line = process.stdout.readline()
    found = json.loads(line)
    assert isinstance(found, dict)
    return found


def test_a_name_is_found_and_one_that_cannot_be_is_told_with_the_reason() -> None:
    module = [sys.executable, "-m", "perf_engine.engine.helpers.resolver"]
    with running(*module, "localhost", "no such.name.invalid", "a" * 300) as process:
        told = {one["host"]: one for one in (said(process), said(process), said(process))}
    assert told["localhost"]["address"].startswith("127.")
    assert told["no such.name.invalid"]["failed"]
    assert told["a" * 300]["failed"]


def test_a_slow_look_up_keeps_no_other_waiting() -> None:
    script = (
        "import sys, time\n"
        "from perf_engine.engine.helpers import resolver\n"
        "def find(host, *_, **__):\n"
        " if host == 'slow': time.sleep(60)\n"
        " return [(2, 2, 17, '', ('192.0.2.1', 0))]\n"
        "resolver.socket.getaddrinfo = find\n"
        "sys.exit(resolver.main(['slow', 'quick']))\n"
    )
    with running(sys.executable, "-c", script) as process:
        assert said(process) == {"host": "quick", "address": "192.0.2.1"}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system has no fork")
def test_its_children_end_with_it() -> None:
    script = (
        "import os, sys, time\n"
        "from perf_engine.engine.helpers import resolver\n"
        "def find(host, *_, **__):\n"
        " os.write(1, b'%d\\n' % os.getpid())\n"
        " time.sleep(60)\n"
        "resolver.socket.getaddrinfo = find\n"
        "sys.exit(resolver.main(['slow']))\n"
    )
    with running(sys.executable, "-c", script) as process:
        assert process.stdout is not None
        child = int(process.stdout.readline())
    until = time.monotonic() + 60.0
    while Path(f"/proc/{child}/cmdline").exists() and time.monotonic() < until:
        if not Path(f"/proc/{child}/cmdline").read_bytes():
            break
        time.sleep(0.02)
    assert (
        not Path(f"/proc/{child}/cmdline").exists()
        or not Path(f"/proc/{child}/cmdline").read_bytes()
    )


def test_an_address_of_ipv6_is_its_own_name() -> None:
    with running(sys.executable, "-m", "perf_engine.engine.helpers.resolver", "::1") as process:
        assert said(process) == {"host": "::1", "address": "::1"}
