"""A walk through OSCQuery over HTTP, with the real engine and the process that play starts.

The server, the handlers of oscquery, and the values that are asked of the engine.
"""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import perf_engine
from perf_engine.clients.python.connection import Connection
from perf_engine.core.controls import CONTROLS
from perf_engine.engine.handlers.schema import find
from perf_engine.engine.helpers.web import NO_PORT
from tests.support.peers import free_port, line_within, run_process

ROOT = Path(__file__).parents[3]
COMMAND = (sys.executable, "-m", "perf_engine", "web")
STARTED = 60.0


class Site:
    """What is served at a port."""

    def __init__(self, port: int) -> None:
        self.port = port

    def get(self, path: str, **headers: str) -> tuple[int, Any]:
        """The status and what was said: JSON where it is JSON."""
        asked = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers=headers)
        try:
            with urllib.request.urlopen(asked, timeout=STARTED) as answer:
                body = answer.read().decode()
                return answer.status, json.loads(body) if body else None
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()


def port_in(sentence: str) -> int:
    found = re.search(
        r"Page and OSCQuery: http://127\.0\.0\.1:(\d+)/, for this computer only", sentence
    )
    assert found is not None, sentence
    return int(found[1])


@pytest.fixture(scope="module")
def perf() -> Iterator[Connection]:
    options = ["--no-midi", "--web-port", "0"]
    with perf_engine.connect(port=0, options=options) as made:
        yield made


@pytest.fixture(scope="module")
def site(perf: Connection) -> Site:
    """The web process that the engine started."""
    engine = perf.there.engine
    assert engine is not None
    until = time.monotonic() + STARTED
    while not (
        told := [line for line in tuple(engine.said) if line.startswith("Page and OSCQuery")]
    ):
        assert time.monotonic() < until, engine.said
        time.sleep(0.05)
    return Site(port_in(told[0]))


def until(enough: Callable[[], bool]) -> None:
    """Wait until it is enough: it is not said when a server finds an engine, or misses one."""
    limit = time.monotonic() + STARTED
    while not enough():
        assert time.monotonic() < limit
        time.sleep(0.05)


def walk(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for below in node.get("CONTENTS", {}).values():
        yield from walk(below)


def test_the_host_and_the_whole_tree_can_be_walked(site: Site, perf: Connection) -> None:
    engine = perf.there.engine
    assert engine is not None
    status, info = site.get("/?HOST_INFO")
    assert (status, info["NAME"], info["OSC_PORT"]) == (200, "perf_engine", engine.port)
    status, root = site.get("/")
    assert status == 200
    nodes = list(walk(root))
    assert len(nodes) > 100
    for node in nodes:
        status, again = site.get(f"{node['FULL_PATH']}?FULL_PATH")
        assert (status, again) == (200, {"FULL_PATH": node["FULL_PATH"]})
    valued = {n["FULL_PATH"]: n["VALUE"] for n in nodes if "VALUE" in n}
    assert {f"/perf/param/{name}" for name in CONTROLS} <= set(valued)
    assert {f"/perf/voice/0/{name}" for name in CONTROLS} <= set(valued)
    assert valued["/perf/mode"] == ["duet"]
    assert {p for p in valued if not p.startswith(("/perf/param", "/perf/voice"))} == {
        n["FULL_PATH"]
        for n in nodes
        if n.get("ACCESS") == 3 and not n["FULL_PATH"].startswith(("/perf/param", "/perf/voice"))
    }


def test_a_client_that_knows_only_the_tree_turns_a_control(site: Site, perf: Connection) -> None:
    _, node = site.get("/perf/param/temperature")
    assert node["VALUE"] == [1.0]
    assert node["RANGE"] == [{"MIN": 0.1, "MAX": 2.0}]
    perf.ask(node["FULL_PATH"], node["RANGE"][0]["MAX"])
    assert site.get("/perf/param/temperature?VALUE") == (200, {"VALUE": [2.0]})
    assert site.get("/perf/voice/0/temperature?VALUE") == (200, {"VALUE": [2.0]})
    perf.temperature = 1.0
    assert site.get("/perf/param/temperature?VALUE") == (200, {"VALUE": [1.0]})
    find(node["FULL_PATH"])[0].check(node["VALUE"])


def test_what_there_is_not_is_said_with_the_right_status(site: Site) -> None:
    assert site.get("/perf/param/loudness")[0] == 404
    assert site.get("/perf/panic?VALUE") == (204, None)
    assert site.get("/perf/panic?CONTENTS") == (204, None)
    assert site.get("/perf/param?TYPE") == (204, None)
    status, why = site.get("/perf/param/share?COLOUR")
    assert status == 400
    assert "VALUE" in why
    assert site.get("/perf/param/share?VALUE&TYPE")[0] == 400
    assert site.get("/perf/param/share?TYPE") == (200, {"TYPE": "f"})


def test_a_page_that_points_its_own_name_here_is_refused(site: Site) -> None:
    assert site.get("/", Host=f"evil.example:{site.port}")[0] == 403
    assert site.get("/perf/mode?TYPE", Host=f"localhost:{site.port}") == (200, {"TYPE": "s"})


def test_without_an_engine_the_tree_stands_and_values_are_not_known() -> None:
    command = (*COMMAND, "--engine-port", str(free_port()), "--port", "0")
    with run_process(*command, cwd=ROOT) as process:
        site = Site(port_in(line_within(process, STARTED)))
        status, root = site.get("/")
        assert status == 200
        assert not any("VALUE" in node for node in walk(root))
        assert site.get("/perf/param/share?VALUE")[0] == 503
        assert site.get("/perf/param/share?RANGE")[0] == 200
        assert process.stdin is not None
        process.stdin.close()  # whoever started it is gone
        assert process.wait(60) == 0


def test_an_engine_that_comes_later_is_found_and_one_that_goes_is_missed() -> None:
    port = free_port()
    with run_process(*COMMAND, "--engine-port", str(port), "--port", "0", cwd=ROOT) as process:
        site = Site(port_in(line_within(process, STARTED)))
        assert site.get("/perf/mode?VALUE")[0] == 503
        with perf_engine.connect(port=port, options=["--no-midi"]) as perf:
            until(lambda: site.get("/perf/mode?VALUE") == (200, {"VALUE": ["duet"]}))
            perf.quit()
        until(lambda: site.get("/perf/mode?VALUE")[0] == 503)


def test_a_port_that_is_taken_is_told_and_not_waited_for() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        ended = subprocess.run(
            (*COMMAND, "--port", str(port)),
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert ended.returncode == NO_PORT
    assert f"HTTP port {port} cannot be opened" in ended.stderr
    assert 'Choose another: --web-port 9482, or make play ARGS="--web-port 9482".' in ended.stderr
