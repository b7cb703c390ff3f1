"""The live view in a second terminal."""

from __future__ import annotations

import sys

from click.testing import CliRunner

from perf_engine.cli.program import cli
from tests.support.running import Running
from tests.support.terminal import Terminal


def test_a_second_terminal_shows_a_running_engine_and_gives_it_orders(run) -> None:
    engine: Running = run("--no-midi", "--mode", "listen")
    port = str(engine.socket.getpeername()[1])
    command = [sys.executable, "-m", "perf_engine", "view", "--engine-port", port]
    terminal = Terminal(*command)
    try:
        terminal.until_text("listen │ the machine listens")
        terminal.type("3")
        terminal.until_text("Mode: solo.")
        engine.say("/perf/mode")
        assert engine.until("/perf/mode")[-1] == ("/perf/mode", ["solo"])
        terminal.type("\x03")
        assert terminal.ended() == 0
        assert terminal.settings == terminal.before
    finally:
        terminal.close()
    engine.say("/perf/ping", 1)
    engine.until("/perf/pong")  # it goes on


def test_an_engine_that_is_not_there_is_waited_for() -> None:
    command = [sys.executable, "-m", "perf_engine", "view", "--engine-port", "9"]
    terminal = Terminal(*command)
    try:
        terminal.until_text("waiting for the engine")
        terminal.until_text("no answer from the engine")
        terminal.type("p")
        terminal.until_text("The engine does not answer.")
        terminal.type("\x03")
        assert terminal.ended() == 0
    finally:
        terminal.close()


def test_without_a_terminal_there_is_a_sentence(monkeypatch) -> None:
    monkeypatch.setattr("perf_engine.clients.terminal.process.main", lambda arguments: 2)
    result = CliRunner().invoke(cli, ["view"])
    assert result.exit_code == 1
    assert "this is no terminal" in result.output
