"""The engine by every name of this machine: Node, Python and HTTP at ::1, and at 127.0.0.1."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from perf_engine.protocol.notes import Strike
from tests.support.concert import PATIENCE, Engine, connected
from tests.support.peers import line_within, require, run_process

NODE = str(Path(__file__).with_name("localhost.js"))
Start = Callable[..., AbstractContextManager[Engine]]


def test_node_plays_by_either_address_of_localhost(start: Start) -> None:
    node = require("node")
    with start("--mode", "solo") as engine:
        for kind, host in (("udp6", "::1"), ("udp4", "127.0.0.1"), ("udp6", "::1")):
            with run_process(node, NODE, kind, host, str(engine.port)) as client:
                said = json.loads(line_within(client, PATIENCE))
            assert said == {"strikes": 3, "from": [host]}


@pytest.mark.parametrize("host", ["::1", "localhost", "127.0.0.1"])
def test_python_plays_by_every_name(start: Start, host: str) -> None:
    with (
        start("--no-midi", "--mode", "solo") as engine,  # the MIDI bridge is a client too
        connected(engine.port, host) as perf,
    ):
        assert any(isinstance(told, Strike) for told in perf.listen(PATIENCE))
        assert perf.status().clients == 1


def test_http_is_answered_at_either(start: Start) -> None:
    with start("--web-port", "0") as engine:
        line = engine.text
        while "OSCQuery: http" not in line:
            line = line_within(engine.process, PATIENCE)
        number = line.partition("OSCQuery: http://127.0.0.1:")[2].partition("/")[0]
        for host in ("[::1]", "127.0.0.1", "localhost"):
            with urllib.request.urlopen(f"http://{host}:{number}/?HOST_INFO", timeout=20) as page:
                assert json.load(page)["OSC_PORT"] == engine.port
