"""sclang with the Quark, told what to do over OSC: its answers, what it posted, and its server."""

from __future__ import annotations

import itertools
import os
import re
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from perf_engine.protocol.packets import build
from tests.support.peers import free_port, line_within, require, run_process

ROOT = Path(__file__).parents[2]
QUARK = ROOT / "supercollider" / "PerfEngine"
SILENT = {
    "QT_QPA_PLATFORM": "offscreen",
    "QTWEBENGINE_DISABLE_SANDBOX": "1",
    "QTWEBENGINE_CHROMIUM_FLAGS": "--no-sandbox",
}
PATIENCE = 60.0  # seconds within which something happens, on a machine with much else to do
AGAIN = 10.0  # seconds after which a request that is not answered is sent again
LONGEST = 300  # characters of code in a message: sclang cuts long texts off
WRONG = re.compile(r"ERROR|WARNING|FAILURE|Exception|syntax error|Warning:")


class Language:
    """A running sclang."""

    def __init__(self, process: subprocess.Popen[str], port: int, folder: Path) -> None:
        self.process = process
        self.server_pid = 0
        self.server_port = 0
        self.folder = folder
        self.lines: list[str] = []
        self._port = port
        self._numbers = itertools.count()
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

    def do(self, code: str) -> str:
        """What SuperCollider code returns, as text."""
        number = next(self._numbers)
        if len(code) > LONGEST:
            file = self.folder / f"do_{number}.scd"
            file.write_text(code, encoding="utf-8")
            code = f'File.readAllString("{file}").interpret'
        packet = build("/test/do", number, code)
        answer = f"ANSWER {number} "
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            self._socket.sendto(packet, ("127.0.0.1", self._port))  # again, as one may be lost
            again = min(time.monotonic() + AGAIN, until)
            while select.select([self.process.stdout], [], [], max(0.0, again - time.monotonic()))[
                0
            ]:
                line = line_within(self.process, PATIENCE)
                if line.startswith(answer):
                    return line.removeprefix(answer)
                self.lines.append(line)
        pytest.fail(f"{code} is not answered within {PATIENCE:g} s; posted: {self.lines[-20:]}")

    def posted(self, beginning: str, seconds: float = PATIENCE) -> str:
        """The next line that begins so."""
        until = time.monotonic() + seconds
        while True:
            line = line_within(self.process, max(0.1, until - time.monotonic()))
            if line.startswith(beginning):
                return line
            self.lines.append(line)

    def until(self, code: str, wanted: str = "true", seconds: float = PATIENCE) -> float:
        """The seconds until the code returns what is wanted."""
        began = time.monotonic()
        while (found := self.do(code)) != wanted:
            if time.monotonic() - began > seconds:
                pytest.fail(f"{code} is {found}, not {wanted}; posted: {self.lines[-20:]}")
            time.sleep(0.05)
        return time.monotonic() - began

    def boot(self) -> None:
        """Start scsynth, and wait for it."""
        self.do("s.waitForBoot { ~isBooted = true }; nil")
        self.until("~isBooted.notNil")
        self.server_pid = int(self.do("s.pid"))
        self.server_port = int(self.do("s.addr.port"))

    def meet(self, engine_port: int) -> None:
        """Nothing sounds, no test has left a variable; PerfEngine.default is one with this port."""
        self.rest()
        self.lines.clear()
        self.do(
            "PerfEngine.all.copy.do(_.free); CmdPeriod.run; "
            "currentEnvironment.clear; PerfEngine.default = "
            f'PerfEngine(NetAddr("127.0.0.1", {engine_port})); nil'
        )
        self.until("s.numSynths", "0")

    def end_server(self) -> None:
        """End scsynth: asked first, since what it shares would stay if it were killed."""
        if self.server_pid:
            self._socket.sendto(build("/quit"), ("127.0.0.1", self.server_port))
            until = time.monotonic() + 5.0
            while alive(self.server_pid) and time.monotonic() < until:
                time.sleep(0.05)
            with suppress(ProcessLookupError):
                os.kill(self.server_pid, signal.SIGKILL)
            Path(f"/dev/shm/SuperColliderServer_{self.server_port}").unlink(missing_ok=True)
            self.server_pid = 0

    @property
    def wrong(self) -> list[str]:
        """The lines that tell of an error so far."""
        return [line for line in self.lines if WRONG.search(line)]

    def rest(self) -> None:
        """Read what is posted already."""
        assert self.process.stdout is not None
        while select.select([self.process.stdout], [], [], 0.1)[0]:
            self.lines.append(line_within(self.process, PATIENCE))

    def close(self) -> None:
        self.end_server()
        self._socket.close()


@contextmanager
def sclang(
    folder: Path, jack: Mapping[str, str], engine_port: int | None = None
) -> Iterator[Language]:
    """An sclang that has compiled the Quark; PerfEngine.default has the port, else a free one."""
    require("sclang")
    require("scsynth")
    home = folder / "home"
    home.mkdir(mode=0o700, exist_ok=True)
    (folder / "conf.yaml").write_text(f"includePaths: [{QUARK}]\n", encoding="utf-8")
    port = free_port()
    environment = {
        **SILENT,
        **jack,
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(home),
        "ENGINE_PORT": str(engine_port or free_port()),
        "SERVER_PORT": str(free_port()),
        "PERF_ENGINE": f"{sys.executable} -m perf_engine",
        "PYTHONPATH": str(ROOT),
        "QUARK": str(QUARK),
        "FOLDER": str(folder),
    }
    script = str(Path(__file__).with_name("listen.scd"))
    command = ("sclang", "-l", str(folder / "conf.yaml"), "-u", str(port), script)
    with (
        (folder / "sclang.log").open("w") as errors,
        run_process(*command, env=environment, stderr=errors.fileno()) as process,
    ):
        language = Language(process, port, folder)
        try:
            language.posted("LISTENING")
            assert language.wrong == []
            yield language
        finally:
            language.close()


def alive(pid: int) -> bool:
    """Whether a process is there and has not ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def processes_with(words: str) -> list[int]:
    """The processes of this machine whose command line holds some words."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            line = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            if words in line:
                found.append(int(folder.name))
    return found
