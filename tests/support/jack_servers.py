"""JACK servers without a sound card, for tests and benchmarks: never more than JACK has room for.

JACK's registry in shared memory knows eight servers. It keeps the entry of a server that was
killed until one of the same name starts. So servers here share few names, and each name is one
server's at a time: what was killed never fills the registry.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

RATE, PERIOD = 48000, 128  # Hz, samples
PORTS: Final = "128"  # that a server has room for
SERVERS: Final = 7  # at a time, and one is left to others
A_SERVER: Final = 44 * 2**20  # bytes that one locks of /dev/shm
OTHERS: Final = 32 * 2**20  # bytes of it that others need, as SuperCollider's servers
PATIENCE: Final = 300.0  # seconds to wait for a name
MEMORY: Final = Path("/dev/shm")


class NoServer(OSError):
    """JACK does not start here; the text says why."""


def servers_at_once(room: int) -> int:
    """Return how many servers may run where /dev/shm has so many bytes; two are needed."""
    return max(2, min(SERVERS, (room - OTHERS) // A_SERVER))


def room() -> int:
    """Return the bytes of /dev/shm in all; 0 where there is none."""
    return shutil.disk_usage(MEMORY).total if MEMORY.is_dir() else 0


def folder_of_locks() -> Path:
    """Return the folder of the files by which all tests of this machine know of each other."""
    folder = Path(tempfile.gettempdir()) / f"perf_engine_ports_{os.getuid()}"
    folder.mkdir(exist_ok=True)
    return folder


@contextmanager
def name_of_a_server() -> Iterator[str]:
    """Keep the name of a server for the block; wait where all names are taken.

    Raises NoServer after 300 s.
    """
    import fcntl

    names = servers_at_once(room())
    until = time.monotonic() + PATIENCE
    while True:
        for number in range(names):
            with (folder_of_locks() / f"jack_{number}").open("wb") as file:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    continue
                yield f"perf_{number}"
                return
        if time.monotonic() > until:
            raise NoServer(f"for {PATIENCE:g} s there were {names} JACK servers of others")
        time.sleep(0.1)


def environment(name: str) -> dict[str, str]:
    """Return the environment variables of a server's clients."""
    return {
        "JACK_DEFAULT_SERVER": name,
        "JACK_NO_START_SERVER": "1",
        "JACK_NO_AUDIO_RESERVATION": "1",
    }


class Server:
    """A JACK server that starts and stops by call; `env` is the whole environment of its clients.

    It is synchronous (-S: the asynchronous mode loses MIDI under load), and asked to end. A
    synchronous server stands still for ten times its client timeout (-t, ms) when a client is
    killed, and again when the next one comes. It has few ports (-p): with the usual 2048 it locks
    107 MB of /dev/shm, with these 42 MB, and two servers at once must find room where a container
    gives 128 MB.
    """

    def __init__(self, name: str, period: int = PERIOD, rate: int = RATE) -> None:
        self.env = {**os.environ, **environment(name)}
        self.name, self._period, self._rate = name, period, rate
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until clients may come.

        Raises NoServer, and FileNotFoundError where JACK is not installed.
        """
        options = ["-n", self.name, "-R", "-S", "-P", "70", "-t", "200", "-p", PORTS]
        driver = ["-d", "dummy", "-r", str(self._rate), "-p", str(self._period)]
        _clear(self.name)
        with tempfile.TemporaryFile() as said:
            self._process = subprocess.Popen(
                ["jackd", *options, *driver],
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
            )
            waiting = subprocess.run(
                ["jack_wait", "-w", "-t", "60"],
                env=self.env,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                check=False,
            )
            if waiting.returncode != 0 or self._process.poll() is not None:
                self.stop()
                said.seek(0)
                text = said.read().decode(errors="replace")
                raise NoServer(f"jackd does not start here; it said: {text}")

    @property
    def pid(self) -> int:
        """Return its process id. Raises NoServer where it does not run."""
        if self._process is None:
            raise NoServer(f"the server {self.name} does not run")
        return self._process.pid

    def stop(self) -> None:
        """Ask it to end, and kill it after 30 s."""
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        try:
            process.wait(30.0)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        _clear(self.name)


def _clear(name: str) -> None:
    """Remove what killed clients of a server left in shared memory."""
    for left in MEMORY.glob(f"jack_*_{name}_*"):
        left.unlink(missing_ok=True)


@contextmanager
def serving(name: str | None = None, period: int = PERIOD, rate: int = RATE) -> Iterator[Server]:
    """Run a server for the block, by default with a name that nobody has. Raises as `start`."""
    with ExitStack() as stack:
        server = Server(name or stack.enter_context(name_of_a_server()), period, rate)
        stack.callback(server.stop)
        server.start()
        yield server
