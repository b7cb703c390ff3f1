"""The keeping of the web process, with a process of a few lines in its place."""

from __future__ import annotations

import logging
import math
import select
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from perf_engine.live.web import NO_PORT, Web


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def begin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: list[str]
) -> Iterator[Callable[..., Web]]:
    made: list[Web] = []
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    def start(body: str, lan: bool = False) -> Web:
        (tmp_path / "stand_in_web.py").write_text(f"import sys\n{body}\nsys.stdin.read()\n")
        made.append(Web(9470, 9472, lan, said.append, 0.0, "stand_in_web"))
        return made[-1]

    yield start
    for web in made:
        web.close()


def turn(web: Web, now: float) -> None:
    if web.fileno() >= 0:
        assert select.select([web.fileno()], [], [], 20.0)[0]
    web.turn(now)


@pytest.mark.parametrize("lan", [False, True])
def test_it_is_told_the_ports_and_what_it_says_is_handed_on(begin, said, lan: bool) -> None:
    web = begin("print('heard', *sys.argv[1:], flush=True)", lan)
    while not said:
        turn(web, 0.1)
    assert said == ["heard web --engine-port 9470 --port 9472" + (" --lan" if lan else "")]


def test_it_is_started_again_ever_more_patiently_and_says_the_same_once(
    begin, said, caplog: pytest.LogCaptureFixture
) -> None:
    now, pauses = 0.0, []
    with caplog.at_level(logging.WARNING):
        web = begin("print('here', flush=True); sys.exit(4)")
        for _ in range(3):
            while web._child is not None:
                turn(web, now)
                now += 0.1
            pauses.append(web._pause)
            assert web.fileno() == -1
            now = web.due()
            web.turn(now)
    assert pauses == [2.0, 4.0, 8.0]
    assert said == ["here"]
    assert caplog.text.count("status 4") == 1  # the same reason once


def test_it_is_given_up_where_its_port_cannot_be_opened(
    begin, caplog: pytest.LogCaptureFixture
) -> None:
    now = 0.0
    with caplog.at_level(logging.WARNING):
        web = begin(f"sys.exit({NO_PORT})")
        while web._child is not None:
            turn(web, now)
            now += 0.1
        assert web.due() == math.inf
        web.turn(now + 1e6)
    assert web._child is None
    assert [record.getMessage() for record in caplog.records] == [
        "The web process is given up: its port cannot be opened"
    ]


def test_it_that_cannot_be_started_is_tried_again(monkeypatch, said) -> None:
    def refuse(*_: str) -> None:
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr("perf_engine.live.web.Child", refuse)
    web = Web(9470, 9472, False, said.append, 0.0)
    assert web.due() == 1.0
    web.turn(1.0)
    assert web.due() == 3.0


def test_it_ends_when_its_input_ends(begin, monkeypatch) -> None:
    monkeypatch.setattr("perf_engine.live.supervisor.GOODBYE", 60.0)  # it may not be up yet
    web = begin("")
    process = web._child.process
    web.close()
    assert process.returncode == 0
