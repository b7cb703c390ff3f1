"""A terminal of the test's own: a pseudo-terminal whose screen can be read, and keys typed."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.support.peers import end, require_module

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0  # seconds
AFTER = 60  # looks at a terminal whose program has ended
ALONE = ("--no-midi", "--no-sound", "--no-web")  # nothing but the engine and its view
PLAY = (sys.executable, "-m", "perf_engine", "play", "--osc-port", "0", *ALONE)


class Terminal:
    """A program in a terminal, as its controlling terminal, with what stands on its screen."""

    def __init__(
        self,
        *command: str,
        columns: int = 100,
        rows: int = 30,
        env: Mapping[str, str] | None = None,
        cwd: Path = ROOT,
    ) -> None:
        require_module("pyte")
        import pyte

        self.screen = pyte.HistoryScreen(columns, rows, history=2000)
        self._stream = pyte.ByteStream(self.screen)
        self.raw = b""
        self.ours, self.theirs = pty.openpty()
        self.resize(columns, rows)
        self.before = termios.tcgetattr(self.theirs)

        def take() -> None:
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)

        environment = {
            **os.environ,
            "TERM": "xterm-256color",
            "PYTHONPATH": str(ROOT),
            **(env or {}),
        }
        environment.pop("NO_COLOR", None)
        self.process = subprocess.Popen(
            command,
            stdin=self.theirs,
            stdout=self.theirs,
            stderr=self.theirs,
            start_new_session=True,
            preexec_fn=take,
            env=environment,
            cwd=cwd,
        )

    def resize(self, columns: int, rows: int) -> None:
        """Change its size, as when a window is dragged."""
        fcntl.ioctl(self.ours, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.screen.resize(rows, columns)

    def type(self, keys: str | bytes) -> None:
        """Type keys."""
        os.write(self.ours, keys.encode() if isinstance(keys, str) else keys)

    def look(self, seconds: float = 0.05) -> None:
        """Take what has been written, for at most so long."""
        if select.select((self.ours,), (), (), seconds)[0]:
            with suppress(OSError):
                data = os.read(self.ours, 65536)
                self.raw += data
                self._stream.feed(data)

    @property
    def lines(self) -> list[str]:
        """Everything that can be read in it: what scrolled away, and the screen."""
        gone = [
            "".join(row[x].data for x in range(self.screen.columns)).rstrip()
            for row in self.screen.history.top
        ]
        return [*gone, *(line.rstrip() for line in self.screen.display)]

    @property
    def text(self) -> str:
        """The same as one text."""
        return "\n".join(self.lines)

    @property
    def settings(self) -> list[object]:
        """The settings of the terminal now."""
        return termios.tcgetattr(self.theirs)

    def until(self, true: Callable[[], object], seconds: float = PATIENCE) -> None:
        """Look until something is true; else fail with what stands in the terminal."""
        limit = time.monotonic() + seconds
        after = 0  # looks since the program has ended
        while not true():
            after += self.process.poll() is not None
            if time.monotonic() > limit or after > AFTER:
                pytest.fail(f"not within {seconds:g} s; the terminal shows:\n{self.text}")
            self.look()

    def until_text(self, words: str, times: int = 1, seconds: float = PATIENCE) -> None:
        """Look until words stand in it so many times."""
        self.until(lambda: self.text.count(words) >= times, seconds)

    def ended(self) -> int:
        """Wait for the program's end, and take the rest; its status."""
        self.until(lambda: self.process.poll() is not None)
        for _ in range(3):
            self.look()
        return int(self.process.returncode)

    def close(self) -> None:
        """End the program by its pid, and close the terminal."""
        if self.process.poll() is None:
            with suppress(subprocess.TimeoutExpired):
                self.process.terminate()
                limit = time.monotonic() + 20.0
                while self.process.poll() is None and time.monotonic() < limit:
                    self.look()
        end(self.process, 1.0)
        for descriptor in (self.ours, self.theirs):
            with suppress(OSError):
                os.close(descriptor)


@contextmanager
def playing_in(
    *options: str, columns: int = 100, rows: int = 30, env: Mapping[str, str] | None = None
) -> Iterator[Terminal]:
    """An engine in a terminal, once its view is there."""
    terminal = Terminal(*PLAY, *options, columns=columns, rows=rows, env=env)
    try:
        yield terminal
    finally:
        terminal.close()
