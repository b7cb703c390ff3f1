"""Where a service looks for what it needs, and where it sees nothing."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from perf_engine.cli.program import cli
from perf_engine.cli.service_places import passed_on

SYSTEM = ("--kind", "systemd", "--print", "--as", "root")
UNSEEN = "lies where the service does not see it"


def install(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["install-service", *arguments])


def test_relative_folders_are_whole_in_a_unit_as_it_starts_elsewhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((".", "/opt/perf", "", "src")))
    monkeypatch.setenv("PERF_MODELS", "")
    here = os.getcwd()
    assert passed_on() == {"PYTHONPATH": os.pathsep.join((here, "/opt/perf", f"{here}/src"))}
    assert f"PYTHONPATH={here}:/opt/perf:{here}/src" in install(*SYSTEM).stdout


def test_what_lies_in_tmp_is_told_as_the_service_has_a_tmp_of_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("PYTHONPATH", raising=False)
    monkeypatch.setenv("PERF_MODELS", "/var/tmp/models")
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        config = Path(folder, "piece.toml")
        config.write_text(
            f'record = "{folder}/music"\nstates = "/srv/states"\n'
            f'[installation]\nalert = "/tmp/tell.sh now"\n'
        )
        told = install(*SYSTEM, "--config", str(config))
        assert told.exit_code == 0, told.output
        for place in (
            f"the configuration {config}",
            f"the folder {folder}/music",
            "a folder of PERF_MODELS, /var/tmp/models",
            "the alert /tmp/tell.sh",
        ):
            assert f"Warning: {place} {UNSEEN}" in told.stderr
        assert "/srv/states" not in told.stderr
        assert UNSEEN not in told.stdout  # which is the unit
        for other in (("--kind", "systemd", "--user"), ("--kind", "launchd", "--user")):
            assert UNSEEN not in install(*other, "--print", "--config", str(config)).output
    monkeypatch.delenv("PERF_MODELS")
    monkeypatch.setattr(sys, "executable", "/usr/bin/python3")  # this one may be in /tmp itself
    assert UNSEEN not in install(*SYSTEM, "--", "--record", "/srv/music").output
