"""The engine in a network of its own, visited from other addresses than this machine's."""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.peers import require

VISIT = str(Path(__file__).with_name("lan_visit.py"))
ADDRESSES = ("192.0.2.7/32", "192.168.0.9/32", "fd00::7/128")


def test_strangers_and_those_who_are_known_are_served_as_they_may_be(tmp_path: Path) -> None:
    unshare, ip = require("unshare"), require("ip")
    visit = shlex.join([sys.executable, VISIT, str(tmp_path / "log")])
    added = [f"{ip} addr add {address} dev lo" for address in ADDRESSES]
    script = " && ".join([f"{ip} link set lo up", *added, f"exec {visit}"])
    command = [unshare, "-n", shutil.which("sh") or "sh", "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, timeout=170, check=False)
    if "Operation not permitted" in done.stderr:
        pytest.skip("a network namespace may not be made here")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert "Allowed: this computer, 192.168.0.0/24 and whoever sends the token" in found["text"]
    for refused in ("stranger stops", "proved stops", "new stranger stops", "allowed quits"):
        assert found[refused][:1] == ["/perf/fail"]
        assert found[refused][2] == 6
    assert found["stranger registers"][:2] == ["/perf/done", "/perf/notify"]
    assert found["came"] <= found["sent"] + 256 + 26 * (found["seconds"] + 60)
    assert found["stranger panics"] == ["/perf/done", "/perf/panic"]
    assert found["stranger proves"] == ["/perf/done", "/perf/proof"]
    assert found["proved asks"] == [["/perf/get"]] * 5
    assert found["wrong token"][3] == "the token is wrong"
    assert found["right token"] == ["/perf/done", "/perf/token"]
    assert found["holder stops"] == ["/perf/done", "/perf/stop"]
    assert found["allowed starts"] == ["/perf/done", "/perf/start"]
    assert found["new stranger pings"] == ["/perf/pong", 7]
    assert found["here"] == ["/perf/done", "/perf/reset"]
    assert "sesame" not in (tmp_path / "log").read_text() + found["text"]
