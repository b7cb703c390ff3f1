"""The measurement of an engine that nobody looks after: it measures a real one, for a moment."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks import unattended
from benchmarks.unattended import main

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
