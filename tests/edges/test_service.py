"""The service as systemd would run it: its command, its folder, and what it is told."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from perf_engine.cli.service import command_of
from perf_engine.cli.units import STATE
from tests.support.concert import PATIENCE, ROOT
from tests.support.notified import Notified


@pytest.mark.timeout(300)
def test_the_service_tells_that_it_is_ready_alive_and_stopping(tmp_path: Path) -> None:
    folder = tmp_path / "a state é"
    folder.mkdir()
    more = ["--osc-port", "0", "--no-midi", "--no-web", "--no-sound", "--mode", "solo"]
    command = [word.replace(STATE, str(folder)) for word in command_of(None, more, "systemd")]
    with Notified(tmp_path / "notify") as by:
        environment = {
            **os.environ,
            "NOTIFY_SOCKET": str(tmp_path / "notify"),
            "WATCHDOG_USEC": "30000000",
        }
        with subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL
        ) as process:
            try:
                assert by.until("READY=1")
                assert by.until("WATCHDOG=1")
                assert any("the music is alive" in said for said in by.said)
                process.send_signal(signal.SIGTERM)
                assert by.until("STOPPING=1")
                assert process.wait(PATIENCE) == 0
            finally:
                process.kill()
    assert command[0] == sys.executable
    assert (folder / "states" / "port-0.resume").is_file()
    assert list((folder / "recordings").rglob("*.jsonl"))
