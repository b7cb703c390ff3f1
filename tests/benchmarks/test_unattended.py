"""The measurement of an engine that nobody looks after: it measures a real one, for a moment."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from benchmarks import unattended
from benchmarks.unattended import main
from tests.support.peers import require, require_sound

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="/proc is read")


@pytest.mark.timeout(300)
def test_starts_and_a_run_are_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unattended, "SETTLING", 0.5)
    out = tmp_path / "report.json"
    told = CliRunner().invoke(main, ["--starts", "1", "--minutes", "0.05", "--json", str(out)])
    assert told.exit_code == 0, told.output
    report = json.loads(out.read_text())
    for kind in ("afresh", "resumed"):
        assert report["starts_s"][kind]["count"] == 1
        assert 0.0 < report["starts_s"][kind]["p50"] < 60.0
    run = report["run"]
    assert run["late_ms"]["count"] > 5
    assert 0.0 < run["cpu"] < 4.0
    assert run["notes_a_second"] > 0.0
    for name in ("mb", "files", "threads"):
        first, last, most = run[name]
        assert 0 < min(first, last) <= most


@pytest.mark.timeout(300)
def test_a_configuration_is_measured_as_it_plays_aloud(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    require("jackd")
    require_sound()
    monkeypatch.setattr(unattended, "SETTLING", 0.5)
    config, out = tmp_path / "piece.toml", tmp_path / "report.json"
    config.write_text("[[voices]]\n[[voices]]\n")
    words = ["--starts", "0", "--minutes", "0.05", "--config", str(config), "--json", str(out)]
    told = CliRunner().invoke(main, [*words, "--sound"])
    assert told.exit_code == 0, told.output
    aloud = json.loads(out.read_text())["run"]
    told = CliRunner().invoke(main, words)
    assert told.exit_code == 0, told.output
    silent = json.loads(out.read_text())["run"]
    assert aloud["notes_a_second"] > 0.0
    assert aloud["threads"][0] > silent["threads"][0]  # of the process that sounds


def test_without_the_process_that_sounds_nothing_is_measured_aloud() -> None:
    with pytest.raises(click.ClickException, match="nothing sounds below the engine"):
        unattended.fed_by(os.getpid())
