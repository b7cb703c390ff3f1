"""A process gets the share of a core that it is given, and all of it afterwards."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from benchmarks.processes import cpu
from benchmarks.scarce import scarce

BURN = "import os\nwhile True: os.getpid()"


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc, which only Linux has")
@pytest.mark.parametrize("quota", [True, False])
def test_a_process_gets_its_share_and_no_more(quota: bool) -> None:
    process = subprocess.Popen([sys.executable, "-c", BURN])
    try:
        shares: list[float] = []
        with scarce(process.pid, 0.2, quota=quota):
            while not shares or not 0.0 < shares[-1] < 0.45:
                # who hands it out may stand still for a while, but not each time
                assert len(shares) < 5, shares
                before, begun = cpu(process.pid), time.monotonic()
                while time.monotonic() < begun + 2.0:
                    time.sleep(0.05)
                shares.append((cpu(process.pid) - before) / (time.monotonic() - begun))
        before = cpu(process.pid)
        deadline = time.monotonic() + 60.0
        while cpu(process.pid) < before + 0.5:
            assert time.monotonic() < deadline, "it did not go on"
            time.sleep(0.05)
    finally:
        process.kill()
        process.wait()
