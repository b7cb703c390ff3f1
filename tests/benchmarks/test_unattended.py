"""The measurement of an engine that nobody looks after: it measures a real one, for a moment."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks import unattended
from benchmarks.unattended import look, main, tree

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="/proc is read")


def test_a_tree_has_all_processes_below_one() -> None:
    code = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'input()'])"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE) as process:
        while len(list(tree(process.pid))) < 2:
            assert process.poll() is None
        found = look(process.pid)
        alone = look(os.getpid())
        assert found.threads >= 2
        assert found.files >= 6
        assert found.mb > 1.0
        assert alone.threads > found.threads  # this process has both below it
        process.stdin.close()


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
