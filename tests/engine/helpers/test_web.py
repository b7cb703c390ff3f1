"""The keeping of the web process, with a process of a few lines in its place."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from perf_engine.engine.helpers.web import NO_PORT, Web
from tests.engine.helpers.supervised import outlive, pauses_of, turn


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


@pytest.mark.parametrize("lan", [False, True])
def test_it_is_told_the_ports_and_what_it_says_is_handed_on(begin, said, lan: bool) -> None:
    web = begin("print('heard', *sys.argv[1:], flush=True)", lan)
    while not said:
        turn(web, 0.1)
    assert said == ["heard web --engine-port 9470 --port 9472" + (" --lan" if lan else "")]


def test_it_is_started_again_ever_more_patiently_and_says_the_same_once(
    begin, said, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        web = begin("print('here', flush=True); sys.exit(4)")
        assert pauses_of(web, 3) == [2.0, 4.0, 8.0]
    assert said == ["here"]
    assert caplog.text.count("status 4") == 1  # the same reason once


def test_it_is_given_up_where_its_port_cannot_be_opened(
    begin, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        web = begin(f"sys.exit({NO_PORT})")
        now = outlive(web, 0.0)
        assert web.due() == math.inf
        web.turn(now + 1e6)
    assert web._helper is None
    assert [record.getMessage() for record in caplog.records] == [
        "There is no page: its HTTP port cannot be opened"
    ]


def test_it_that_cannot_be_started_is_tried_again(monkeypatch, said) -> None:
    def refuse(*_: str, added: object) -> None:
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr("perf_engine.engine.helpers.web.Helper.of", refuse)
    web = Web(9470, 9472, False, said.append, 0.0)
    assert web.due() == 1.0
    web.turn(1.0)
    assert web.due() == 3.0


def test_the_page_is_opened_at_the_first_start_only_and_a_token_is_on_no_command_line(
    monkeypatch, said
) -> None:
    started = []

    def start(*words: str, added: dict[str, str]) -> None:
        started.append((words, added))
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr("perf_engine.engine.helpers.web.Helper.of", start)
    folder = Path("takes")
    web = Web(9470, 9472, True, said.append, 0.0, recordings=folder, token="word", open_page=True)
    web.turn(web.due())
    (first, added), (second, _) = started
    assert first == (*second, "--open")
    assert second[-3:] == ("--lan", "--recordings", "takes")
    assert "word" not in first
    assert added == {"PERF_TOKEN": "word"}


def test_it_ends_when_its_input_ends(begin, monkeypatch) -> None:
    monkeypatch.setattr(
        "perf_engine.engine.helpers.supervisor.GOODBYE", 60.0
    )  # it may not be up yet
    web = begin("")
    process = web._helper.process
    web.close()
    assert process.returncode == 0
