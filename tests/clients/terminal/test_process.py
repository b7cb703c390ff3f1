"""The process of the view; tests/edges/test_terminal_view.py has what it does in a terminal."""

from __future__ import annotations

import subprocess
import sys

import pytest

from perf_engine.clients.terminal.picture import PLAIN, Signs
from perf_engine.clients.terminal.process import DEFAULT_MODES, signs_of
from perf_engine.core.turns.modes import MODES
from tests.support.terminal import ROOT, Terminal


@pytest.mark.parametrize(
    ("encoding", "signs"),
    [("utf-8", Signs()), ("ascii", PLAIN), ("latin-1", PLAIN), ("nothing", PLAIN)],
)
def test_signs_are_those_that_the_terminal_can_show(encoding: str, signs: Signs) -> None:
    assert signs_of(encoding) == signs


def test_without_the_engines_word_the_modes_are_all() -> None:
    assert DEFAULT_MODES.split(",") == list(MODES)


def test_without_a_terminal_it_ends_with_a_sentence() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "perf_engine.clients.terminal.process"],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        cwd=ROOT,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 2
    assert ended.stderr.startswith("There is no terminal for the live view: ")
    assert "Traceback" not in ended.stderr


def test_a_fault_gives_the_terminal_back_and_is_said() -> None:
    script = (
        "import sys\nimport perf_engine.clients.terminal.process as process\n"
        "def fail(*given):\n    raise KeyError('C4')\n"
        "process.picture = fail\nsys.exit(process.main(['--engine-port', '9']))"
    )
    terminal = Terminal(sys.executable, "-c", script)
    try:
        assert terminal.ended() == 1
        assert terminal.text.startswith("The live view failed: KeyError: 'C4'.")
        assert terminal.settings == terminal.before
    finally:
        terminal.close()


def test_it_needs_neither_numpy_nor_the_core() -> None:
    script = (
        "import sys, perf_engine.clients.terminal.process\n"
        "print([m for m in ('numpy', 'perf_engine.core', 'aiohttp', 'mido') if m in sys.modules])"
    )
    command = [sys.executable, "-c", script]
    out = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout
    assert out.strip() == "[]"
