"""The engine's sentences at the start."""

from __future__ import annotations

import errno
import os
import select
import signal
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest

from perf_engine.engine import engine, realtime
from perf_engine.engine.engine import Engine, StartError
from perf_engine.engine.helpers.installation import InstallationProcess
from perf_engine.engine.options import Options
from perf_engine.engine.own_command import own_command
from perf_engine.engine.piece_options import InstallationOptions


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (
            errno.EADDRINUSE,
            "is an engine running already? Choose another: --osc-port 9480, or make",
        ),
        (
            errno.EACCES,
            "ports below 1024 are for the system. Choose one of 1024..65535, such as --osc",
        ),
        (errno.EADDRNOTAVAIL, "). Choose another: --osc-port 9480, or make play"),
    ],
)
def test_why_a_port_does_not_open_is_told_apart(
    monkeypatch: pytest.MonkeyPatch, number: int, sentence: str
) -> None:
    def refuse(host: str, port: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(engine, "Port", refuse)
    with pytest.raises(StartError) as caught:
        Engine(Options(osc_port=80), lambda _: None)
    said = str(caught.value)
    assert said.startswith(f"OSC port 80 cannot be opened ({os.strerror(number)})")
    assert sentence in said
    assert ("already" in said) == (number == errno.EADDRINUSE)


@pytest.mark.parametrize("granted", [True, False])
def test_what_the_system_grants_is_said_only_where_notes_may_be_late(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, granted: bool
) -> None:
    refused = "Real-time priority was not permitted; timing depends on other programs."
    claimed = [realtime.PRIORITY_IS_ON if granted else refused, "Memory is not locked."]
    monkeypatch.setattr(realtime, "claim", lambda: claimed)
    said: list[str] = []

    def say(sentence: str) -> None:
        said.append(sentence)
        if "is ready on port" in sentence:
            os.kill(os.getpid(), signal.SIGTERM)

    options = Options(
        osc_port=0, no_midi=True, no_web=True, sound=False, view=False, states=str(tmp_path)
    )
    Engine(options, say).run()
    late = [sentence for sentence in said if "may delay notes" in sentence]
    assert bool(late) == (not granted)
    assert all(own_command("doctor") in sentence for sentence in late)
    assert not any("Memory" in sentence for sentence in said)


def test_the_watchdog_knows_that_the_process_of_an_installation_must_speak(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "mute.py").write_text("import sys\nprint('{\"facts\": {}}', flush=True)\ninput()")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(engine, "InstallationProcess", partial(InstallationProcess, module="mute"))
    must: list[bool] = []

    def say(sentence: str) -> None:
        if "is ready on port" in sentence:
            os.kill(os.getpid(), signal.SIGTERM)

    options = Options(
        osc_port=0,
        no_midi=True,
        no_web=True,
        sound=False,
        view=False,
        states=str(tmp_path),
        installation=InstallationOptions(),
    )
    made = Engine(options, say)
    begin = made._start_installation

    def started(open_things: ExitStack) -> None:
        begin(open_things)
        ((process, speaks),) = made.loop.watchdog.speaking
        must.append(speaks())
        while not speaks():
            select.select([process.fileno()], [], [], 60.0)
            process.turn(made.loop.clock.now())
        must.append(speaks())

    monkeypatch.setattr(made, "_start_installation", started)
    made.run()
    assert must == [False, True]


def test_the_watchdog_knows_whether_the_engine_goes_on_from_a_saved_state(tmp_path: Path) -> None:
    def say(sentence: str) -> None:
        if "is ready on port" in sentence:
            os.kill(os.getpid(), signal.SIGTERM)

    options = Options(
        osc_port=0,
        no_midi=True,
        no_web=True,
        sound=False,
        view=False,
        resume=True,
        states=str(tmp_path),
    )
    for resumed in (False, True):
        made = Engine(options, say)
        made.run()
        assert made.loop.watchdog.resumed is resumed
