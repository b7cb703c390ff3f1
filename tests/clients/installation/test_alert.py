"""The command that is run at trouble."""

from __future__ import annotations

import logging
import sys
import time
from pathlib import Path

import pytest

from perf_engine.clients.installation.alert import LONGEST, LONGEST_TEXT, Alert

WRITE = "import sys; open(sys.argv[1], 'a').write(sys.argv[2] + chr(10))"


def finish(alert: Alert, now: float = 1.0) -> None:
    until = time.monotonic() + 60.0
    while alert._running is not None and time.monotonic() < until:
        alert.turn(now)
    assert alert._running is None


def test_it_gets_the_sentence_and_is_run_at_most_once_in_a_while(tmp_path: Path) -> None:
    file = tmp_path / "said"
    alert = Alert(f'{sys.executable} -c "{WRITE}" {file}', 60.0)
    assert alert.tell('one; $(reboot) "x"', 0.0)
    finish(alert)
    assert not alert.tell("two", 59.0)
    assert alert.tell("three" * 1000, 60.0)
    finish(alert, 61.0)
    assert file.read_text().splitlines() == [
        'one; $(reboot) "x"',
        ("three" * 1000)[:LONGEST_TEXT],
    ]


def test_what_came_too_early_is_told_later(tmp_path: Path) -> None:
    file = tmp_path / "said"
    alert = Alert(f'{sys.executable} -c "{WRITE}" {file}', 60.0)
    alert.tell("one", 0.0)
    assert not alert.tell("two", 0.0)  # the command runs
    finish(alert)
    assert not alert.tell("three", 30.0)  # an hour has not passed
    alert.turn(59.0)
    assert alert._running is None
    alert.turn(60.0)
    finish(alert, 61.0)
    alert.turn(200.0)
    assert file.read_text().splitlines() == ["one", "three"]
    assert alert._running is None


def test_what_is_over_is_told_no_more() -> None:
    alert = Alert(sys.executable + " -c pass", 60.0)
    alert.tell("one", 0.0)
    finish(alert)
    alert.tell("two", 30.0)
    alert.over()
    alert.turn(60.0)
    assert alert._running is None


def test_without_a_command_nothing_is_run() -> None:
    assert not Alert("", 1.0).tell("trouble", 0.0)


def test_a_command_that_hangs_is_ended_and_one_that_fails_is_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    alert = Alert(f'{sys.executable} -c "import time; time.sleep(600)"', 1.0)
    assert alert.tell("trouble", 0.0)
    assert not alert.tell("more", 5.0)  # one at a time
    with caplog.at_level(logging.WARNING):
        finish(alert, LONGEST)
    assert "The alert ended with status" in caplog.text


def test_a_command_that_is_not_there_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert not Alert("/nowhere/at/all", 1.0).tell("trouble", 0.0)
    assert "The alert cannot be run: [Errno" in caplog.text


def test_a_program_that_is_not_there_or_cannot_run_is_a_warning_at_the_start(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    script = tmp_path / "tell.sh"
    Alert(f"{script} --now", 0.0)
    script.write_text("#!/bin/sh\n")
    Alert(str(script), 0.0)
    Alert("~/no/such/program", 0.0)
    assert caplog.text.count(f"there is no program {script} that may be executed") == 2
    assert "there is no program ~/no/such/program" in caplog.text
    caplog.clear()
    script.chmod(0o755)
    Alert(str(script), 0.0)
    Alert("", 0.0)
    assert caplog.text == ""


def test_a_command_that_still_runs_ends_with_the_process() -> None:
    alert = Alert(f'{sys.executable} -c "import time; time.sleep(600)"', 1.0)
    alert.tell("trouble", 0.0)
    running = alert._running
    assert running is not None
    alert.close()
    assert running.returncode is not None


def test_a_quote_that_does_not_end_is_refused() -> None:
    with pytest.raises(ValueError, match="quotation"):
        Alert('mail "me', 1.0)
