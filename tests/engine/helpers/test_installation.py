"""The keeping of the installation's process, with a process of a few lines in its place."""

from __future__ import annotations

import json
import logging
import select
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from perf_engine.engine.helpers.installation import InstallationProcess

ECHO = """
import json, sys
print("chatty", flush=True)
print(json.dumps({"say": "here"}), flush=True)
for line in sys.stdin:
    print(json.dumps({"facts": json.loads(line)}), flush=True)
"""
SETTINGS = {"engine_port": 9470, "tables": {"voices": []}}


class Kept:
    """A supervisor, and what it was told."""

    def __init__(self, settings=SETTINGS) -> None:
        self.reports: list[dict[str, object]] = []
        self.said: list[str] = []
        self.process = InstallationProcess(
            settings,
            lambda facts: self.reports.append(dict(facts)),
            lambda why: self.reports.append({"trouble": why}),
            self.said.append,
            time.monotonic(),
            module="installation_stand_in",
        )

    def until(self, enough: Callable[[], object]) -> None:
        until = time.monotonic() + 60.0
        while not enough():
            assert time.monotonic() < until
            if self.process.fileno() >= 0:
                select.select([self.process.fileno()], [], [], 0.1)
            self.process.turn(time.monotonic())


@pytest.fixture
def keep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Kept]]:
    made: list[Kept] = []
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    def start(body: str = ECHO, settings=SETTINGS) -> Kept:
        (tmp_path / "installation_stand_in.py").write_text(body)
        made.append(Kept(settings))
        return made[-1]

    yield start
    for kept in made:
        kept.process.close()


def test_it_gets_its_settings_and_then_orders(keep) -> None:
    kept = keep()
    assert not kept.process.reported
    kept.until(lambda: kept.reports)
    assert kept.process.reported
    assert kept.reports == [{**SETTINGS, "first": True}]
    assert kept.said == ["here"]
    assert kept.process.order(json.dumps({"scene": "day"}))
    kept.until(lambda: len(kept.reports) == 2)
    assert kept.reports[1] == {"scene": "day"}


def test_long_settings_arrive_whole(keep) -> None:
    settings = {"text": "x" * 300_000}
    kept = keep(
        ECHO.replace("json.loads(line)", '{"length": len(json.loads(line)["text"])}'), settings
    )
    kept.until(lambda: kept.reports)
    assert kept.reports == [{"length": 300_000}]


def test_it_is_started_again_at_once_and_its_death_is_reported(
    keep, caplog: pytest.LogCaptureFixture
) -> None:
    kept = keep()
    kept.until(lambda: kept.reports)
    first = kept.process._helper
    with caplog.at_level(logging.WARNING):
        first.process.kill()
        kept.until(lambda: len(kept.reports) == 3)
    assert kept.reports[1] == {"trouble": "the installation's process: it ended (status -9)"}
    assert kept.reports[2]["first"] is False
    assert kept.said == ["here"]  # not twice
    assert "it ended (status -9); it is started again" in caplog.text


def test_an_order_that_held_is_kept_for_the_one_that_is_started_again(keep) -> None:
    kept = keep()
    kept.until(lambda: kept.reports)
    assert kept.process.order(json.dumps({"order": "stop"}))
    kept.until(lambda: len(kept.reports) == 2)
    kept.process._helper.process.kill()
    kept.until(lambda: len(kept.reports) == 4)
    assert kept.reports[3] == {**SETTINGS, "order": "stop", "first": False}


def test_an_order_has_nobody_to_take_it_once_it_has_ended(keep) -> None:
    kept = keep()
    kept.until(lambda: kept.reports)
    kept.process.close()
    assert not kept.process.order("{}")


def test_what_it_says_that_is_no_report_is_logged(keep, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        kept = keep()
        kept.until(lambda: kept.said)
    assert "Installation: chatty" in caplog.text
