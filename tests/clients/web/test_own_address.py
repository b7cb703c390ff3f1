"""The address for other devices, from the routes of this computer."""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
import sys

import pytest

from perf_engine.clients.web import own_address
from perf_engine.clients.web.own_address import HOW_TO_FIND, from_afar
from tests.support.peers import require

SHOW = "from perf_engine.clients.web.own_address import from_afar; print(from_afar(':9/x'))"


ROUTED = (
    "link set lo up",
    "addr add 192.168.7.9/24 dev lo",
    "route add default dev lo src 192.168.7.9",
)


def in_a_network(*commands: str, ask: str = shlex.join([sys.executable, "-c", SHOW])) -> str:
    """What a program says in a network of its own, after commands of ip."""
    unshare, ip = require("unshare"), require("ip")
    script = " && ".join([*(f"{ip} {one}" for one in commands), ask])
    command = [unshare, "-n", shutil.which("sh") or "sh", "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    if "Operation not permitted" in done.stderr:
        pytest.skip("a network namespace may not be made here")
    assert done.returncode == 0, done.stderr
    return done.stdout.removesuffix("\n")


def test_with_a_route_the_address_is_named() -> None:
    told = in_a_network(*ROUTED)
    assert told == "from another device http://192.168.7.9:9/x"


def test_without_a_network_words_say_how_to_find_it() -> None:
    assert in_a_network("link set lo up") == HOW_TO_FIND


def test_the_token_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_address, "own_address", lambda: "192.168.7.9")
    told = from_afar(":9474/installation", "sesame")
    where = "http://192.168.7.9:9474/installation#token=WORD"
    assert told == f"from another device {where}, with your token for WORD"


def test_an_installation_for_the_network_names_it_at_its_start() -> None:
    tables = {
        "voices": [{"mode": "solo", "controls": {}}],
        "installation": {"sensor_port": 0, "http_port": 29474},
    }
    settings = {"engine_port": 9, "tables": tables, "lan": True, "token": "sesame"}
    module = shlex.join([sys.executable, "-m", "perf_engine.clients.installation.process"])
    lines = f"(echo {shlex.quote(json.dumps(settings))}; sleep 6)"
    told = in_a_network(*ROUTED, ask=f"{lines} | {module}")
    said = " ".join(json.loads(line).get("say", "") for line in told.splitlines())
    assert (
        "Installation: http://127.0.0.1:29474/installation, from another device"
        " http://192.168.7.9:29474/installation#token=WORD, with your token for WORD; sensors on"
    ) in said
    assert "The installation is open now." in said
    assert "sesame" not in said
