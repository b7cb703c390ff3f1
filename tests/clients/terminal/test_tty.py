"""The terminal itself, as a child process has it whose terminal it is."""

from __future__ import annotations

import sys
import termios

import pytest

from perf_engine.clients.terminal.tty import Tty
from tests.support.terminal import Terminal

SCRIPT = """
import sys, time
from perf_engine.clients.terminal.tty import Tty
tty = Tty()
print("before", tty.entered, tty.enter(), tty.enter(), tty.size, tty.foreground, flush=True)
seen = b""
while b"q" not in seen:
    seen += tty.read()
    time.sleep(0.01)
print("typed", seen, flush=True)
tty.write(b"written\\n")
tty.leave()
print("after", tty.entered, flush=True)
tty.close()
"""


def test_single_keys_come_and_the_old_settings_come_back() -> None:
    terminal = Terminal(sys.executable, "-c", SCRIPT, columns=50, rows=9)
    try:
        terminal.until_text("before False True False (50, 9) True")
        terminal.until(lambda: not terminal.settings[3] & (termios.ICANON | termios.ECHO))
        terminal.type("a\x1aq")
        terminal.until_text(r"typed b'a\x1aq'")
        terminal.until_text("written")
        terminal.until_text("after False")
        assert terminal.ended() == 0
        assert terminal.settings == terminal.before
    finally:
        terminal.close()


def test_what_is_no_terminal_is_refused(tmp_path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    with pytest.raises(OSError, match="ioctl"):
        Tty(str(file))
    with pytest.raises(OSError, match="No such"):
        Tty(str(tmp_path / "none"))
