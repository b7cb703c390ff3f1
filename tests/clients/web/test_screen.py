"""The browser is opened where there is a screen, and nothing waits for it."""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path

import pytest

from perf_engine.clients.web import screen
from tests.support.peers import line_within, run_process

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("environment", "platform", "there"),
    [
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({}, "linux", False),
        ({"DISPLAY": ":10", "SSH_CONNECTION": "a b"}, "linux", False),
        ({}, "darwin", True),
        ({"SSH_TTY": "/dev/ttys1"}, "darwin", False),
        ({}, "win32", True),
    ],
)
def test_a_screen_is_seen(environment: dict[str, str], platform: str, there: bool) -> None:
    assert screen.there(environment, platform) is there


def test_a_browser_that_never_returns_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    begun, go = threading.Event(), threading.Event()

    def open_for_ever(address: str) -> None:
        assert address == "http://127.0.0.1:9472/"
        begun.set()
        go.wait(30)

    monkeypatch.setattr(screen, "there", lambda: True)
    monkeypatch.setattr("webbrowser.open", open_for_ever)
    assert screen.show("http://127.0.0.1:9472/")
    assert begun.wait(30)
    go.set()


def test_the_web_process_opens_its_own_address(tmp_path: Path) -> None:
    told = tmp_path / "address"
    script = tmp_path / "browser"
    script.write_text(f'#!/bin/sh\necho "$1" > {told}.part && mv {told}.part {told}\n')
    script.chmod(0o755)
    command = (sys.executable, "-m", "perf_engine", "web", "--engine-port", "9", "--port", "0")
    env = {"DISPLAY": ":99", "BROWSER": f"{script} %s", "SSH_CONNECTION": "", "SSH_TTY": ""}
    with run_process(*command, "--open", env=env, cwd=ROOT) as process:
        said = line_within(process, 60.0)
        until = time.monotonic() + 60.0
        while not told.exists():
            assert time.monotonic() < until
            time.sleep(0.05)
        assert told.read_text().strip() in said


def test_without_a_screen_nothing_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screen, "there", lambda: False)
    monkeypatch.setattr("webbrowser.open", lambda address: pytest.fail("opened"))
    assert not screen.show("http://127.0.0.1:9472/")
