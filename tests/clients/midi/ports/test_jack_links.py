"""Connections of JACK: a real server, a keyboard, and ports of ours."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from perf_engine.clients.midi.ports import jack_links
from perf_engine.clients.midi.ports.jack_links import JackLinks
from tests.support.peers import line_within, require_module, run_process

ROOT = Path(__file__).parents[4]
KEYBOARD = str(Path(__file__).parents[3] / "support" / "jack_keyboard.py")
LOOKS = """
import sys
from perf_engine.clients.midi.ports.jack_links import JackLinks
links = JackLinks("ours")
links.open()
for line in sys.stdin:
    print(links.linked(line.split()), flush=True)
links.close()
"""
PORTS = """
import sys, rtmidi
ours = rtmidi.MidiOut(rtmidi.API_UNIX_JACK, name=sys.argv[1])
print(*ours.get_ports(), flush=True)
for line in sys.stdin:
    if line.strip() == "open":
        ours.open_port(0, "out")
    else:
        ours.close_port()
    print("done", flush=True)
"""
BRIDGE = """
import subprocess, sys, time
from perf_engine.clients.midi.ports.open_ports import PROOF
from perf_engine.clients.midi.ports.patchbay import Patchbay
from perf_engine.clients.midi.ports.jack_links import JackLinks
from unittest.mock import MagicMock
patchbay, links = Patchbay("none", "Keystation", MagicMock(), lambda line: None), JackLinks("perf")
links.open()
assert patchbay.start()
port = sys.argv[1]
print(links.linked([port]), flush=True)
subprocess.run(("jack_disconnect", sys.argv[2], port), check=True)
print(links.linked([port]), flush=True)
now = time.monotonic() + PROOF
assert patchbay.prove(links.linked([port]), now)
patchbay.scan(now)
print(links.linked([port]), flush=True)
assert not patchbay.prove(links.linked([port]), now + PROOF)
print(patchbay.prove(None, now + PROOF), flush=True)
links.close()
patchbay.end()
"""


def ask(process: subprocess.Popen[str], line: str) -> str:
    assert process.stdin is not None
    process.stdin.write(line + "\n")
    process.stdin.flush()
    return line_within(process, 60.0).strip()


@pytest.mark.parametrize(("name", "seen"), [("ours", True), ("others", False)])
def test_a_port_is_linked_while_it_is_connected_with_one_of_ours(
    jack: dict[str, str], name: str, seen: bool
) -> None:
    require_module("rtmidi")
    env = {**os.environ, **jack, "PYTHONPATH": str(ROOT)}
    with ExitStack() as running:

        def start(*command: str) -> subprocess.Popen[str]:
            return running.enter_context(run_process(sys.executable, *command, env=env))

        assert line_within(start(KEYBOARD, "Keystation"), 60.0).strip() == "ready"
        ours, looks = start("-c", PORTS, name), start("-c", LOOKS)
        port = line_within(ours, 60.0).strip()
        linked = str([port] if seen else [])
        assert ask(looks, f"{port} nobody:there") == "[]"
        assert ask(ours, "open") == "done"
        assert ask(looks, f"{port} nobody:there") == linked
        assert ask(ours, "close") == "done"
        assert ask(looks, port) == "[]"


def test_an_output_that_was_opened_but_not_connected_is_connected(jack: dict[str, str]) -> None:
    require_module("rtmidi")
    env = {**os.environ, **jack, "PYTHONPATH": str(ROOT)}
    with run_process(sys.executable, KEYBOARD, "Keystation", env=env) as keys:
        assert line_within(keys, 60.0).strip() == "ready"
        (port,) = inputs_of("Keystation", env)
        own = "perf_engine:perf_engine out"
        with run_process(sys.executable, "-c", BRIDGE, port, own, env=env) as bridge:
            said = [line_within(bridge, 60.0).strip() for _ in range(4)]
            assert bridge.wait(60.0) == 0
    assert said == [str([port]), "[]", str([port]), "False"]


def inputs_of(client: str, env: dict[str, str]) -> list[str]:
    """The MIDI ports of a JACK client that take what others play."""
    said = subprocess.run(("jack_lsp", "-p"), env=env, capture_output=True, text=True, check=True)
    lines = said.stdout.splitlines()
    return [
        port
        for port, properties in zip(lines[::2], lines[1::2], strict=True)
        if port.startswith(client) and "input" in properties
    ]


def test_without_a_server_it_cannot_be_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JACK_DEFAULT_SERVER", "there_is_none")
    links = JackLinks("ours")
    links.open()
    assert links.linked(["a:b"]) is None
    links.close()


def test_without_the_library_it_cannot_be_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jack_links, "LIBRARY", "libnothing.so.0")
    links = JackLinks("ours")
    links.open()
    assert links.linked(["a:b"]) is None
    links.close()
