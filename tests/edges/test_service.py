"""The service as systemd would run it: its command, its folder, and what it is told."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from perf_engine.cli.service import command_of
from perf_engine.cli.units import STATE
from perf_engine.studio.demo import free_port
from tests.support.concert import PATIENCE, ROOT, Ear, strikes
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


WATCHED = 4.0  # seconds without a sign of life after which the stand-in restarts a service
LIMIT = 60.0  # seconds that such a silence may be waited for


@contextmanager
def run_as_systemd(command: Sequence[str], notify: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run a service's command with the environment that systemd gives it."""
    usec = str(round(1e6 * WATCHED))
    environment = {**os.environ, "NOTIFY_SOCKET": str(notify), "WATCHDOG_USEC": usec}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.kill()


def signs_end(by: Notified) -> bool:
    """Wait until a service has given no sign of life for so long that systemd would restart it."""
    end = time.monotonic() + LIMIT
    while time.monotonic() < end:
        if not by.until("WATCHDOG=1", WATCHED):
            return True
    return False


@pytest.mark.timeout(300)
def test_a_service_whose_music_stops_gives_no_sign_of_life_and_goes_on_after_its_restart(
    tmp_path: Path,
) -> None:
    fault, port = tmp_path / "fault", free_port()
    more = ["--osc-port", str(port), "--no-midi", "--no-web", "--no-sound", "--mode", "solo"]
    meant = [word.replace(STATE, str(tmp_path)) for word in command_of(None, more, "systemd")]
    assert meant[1:4] == ["-m", "perf_engine", "play"]
    command = [sys.executable, "-m", "tests.edges.mute", str(fault), *meant[3:]]
    notify = tmp_path / "notify"
    ear = Ear(port)
    with Notified(notify) as by, ear.socket:
        with run_as_systemd(command, notify) as process:
            assert by.until("READY=1")
            ear.register("now")
            ear.say("/perf/param/temperature", 1.125)
            assert ear.until(lambda: len(strikes(ear.notes)) >= 8)
            saved = tmp_path / "states" / f"port-{port}.resume"
            ear.sync()
            asked = time.time()
            assert ear.until(lambda: saved.exists() and saved.stat().st_mtime > asked)
            by.told()
            fault.touch()
            assert signs_end(by)
            assert process.poll() is None  # it lives, and only its music has stopped
            status = [said for said in by.said if said.startswith("STATUS=")][-1]
            assert status.endswith("owes sound and has struck nothing; repairs: 4")
            process.send_signal(signal.SIGABRT)  # as systemd does then
            process.wait(PATIENCE)
        fault.unlink()
        ear.notes.clear()
        ear.messages.clear()
        with run_as_systemd(command, notify) as process:
            assert by.until("READY=1")
            ear.register("now")
            assert ear.until(lambda: len(strikes(ear.notes)) >= 8)
            ear.say("/perf/get", "temperature")
            assert ear.until(lambda: ear.told("/perf/get"))
            assert ear.told("/perf/get") == [["temperature", 1.125]]
            assert by.until("WATCHDOG=1")
            process.send_signal(signal.SIGTERM)
            assert by.until("STOPPING=1")
            assert process.wait(PATIENCE) == 0
