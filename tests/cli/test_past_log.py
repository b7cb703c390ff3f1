"""The log of systemd, as its program prints it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from perf_engine.cli.incidents import of_log
from perf_engine.cli.past_log import UNKNOWN, system_log


def test_the_log_of_systemd_is_read_as_it_prints_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = [
        {"__REALTIME_TIMESTAMP": "1790000000000000", "MESSAGE": "Repaired: flow."},
        {"__REALTIME_TIMESTAMP": "1790000001000000", "MESSAGE": [82, 233]},
        {"MESSAGE": "no time"},
        {"__REALTIME_TIMESTAMP": float("inf"), "MESSAGE": "Repaired: a."},
        {"__REALTIME_TIMESTAMP": 10**40, "MESSAGE": "Repaired: b."},
        [],
    ]
    text = "\n".join(map(json.dumps, entries))
    program = tmp_path / "journalctl"
    program.write_text(f"#!/bin/sh\n[ \"$1\" = --user ] || cat <<'END'\n{text}\nnot json\nEND\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    found, why = system_log("perf-engine", 0.0)
    assert why == ""
    assert found[0] == (1_790_000_000.0, "Repaired: flow.")
    assert found[1] == (1_790_000_001.0, "R\ufffd")
    assert found[3] == (UNKNOWN, "")
    assert found[4] == (UNKNOWN, "Repaired: b.")
    assert [one.sentence for one in of_log(found)] == ["Repaired: flow.", "Repaired: b."]
    monkeypatch.setenv("PATH", str(tmp_path / "none"))
    found, why = system_log("perf-engine", 0.0)
    assert found == []
    assert "No such file" in why


def test_an_empty_log_is_no_trouble(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "journalctl"
    program.write_text("#!/bin/sh\necho '-- No entries --'\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    assert system_log("perf-engine", 0.0) == ([], "")
