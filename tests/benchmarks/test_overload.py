"""A process gets the share of the processor that a case of the overload gives it."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from benchmarks.overload import only
from benchmarks.processes import cpu

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="/proc is read")


@pytest.fixture
def busy() -> Iterator[int]:
    with subprocess.Popen([sys.executable, "-c", "while True: pass"]) as process:
        yield process.pid
        process.kill()


@pytest.mark.parametrize("share", ["20", "duty", "quota"])
def test_a_process_gets_its_share_and_no_more(busy: int, share: str) -> None:
    until = time.monotonic() + 60.0
    with only(share, busy):
        got = 1.0
        while not 0.0 < got < 0.5:
            assert time.monotonic() < until, f"it got {got:.2f} of the processor"
            before, begun = cpu(busy), time.monotonic()
            while time.monotonic() < begun + 1.0:
                time.sleep(0.05)
            got = (cpu(busy) - before) / (time.monotonic() - begun)
    before = cpu(busy)
    while cpu(busy) < before + 0.5:
        assert time.monotonic() < until, "it did not go on"
        time.sleep(0.05)


def test_a_share_that_cannot_be_given_is_an_error(busy: int) -> None:
    with pytest.raises(RuntimeError, match="did not get its share nothing"), only("nothing", busy):
        pass
