"""What the doctor finds around the engine: its port, the system's favour, MIDI, programs."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from peers import free_port

from perf_engine import stage_checks
from perf_engine.clients import ports as ports_module
from perf_engine.clients.ports import Ports
from perf_engine.live.osc import build
from perf_engine.live.realtime import MEMORY_IS_LOCKED, PRIORITY_IS_ON


def test_a_free_port_works() -> None:
    port = free_port()
    found = stage_checks.osc_port(port)
    assert found.state == "works"
    assert str(port) in found.found
    assert stage_checks.osc_port(0).state == "works"


def test_a_port_that_another_program_has_fails(monkeypatch) -> None:
    monkeypatch.setattr(stage_checks, "ASKED", 0.05)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.1", 0))
        found = stage_checks.osc_port(other.getsockname()[1])
    assert found.state == "fails"
    assert "cannot be opened" in found.found
    assert "--osc-port" in found.remedy


def test_a_port_that_an_engine_has_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        answer = build("/perf/version.reply", "perf_engine", 0, 1, 0, 1)
        monkeypatch.setattr(stage_checks, "ASKED", 30.0)  # a Python has to start first
        script = (
            "import socket, sys\ns = socket.socket(fileno=int(sys.argv[1]))\n"
            f"data, sender = s.recvfrom(1024)\ns.sendto({answer!r}, sender)"
        )
        command = [sys.executable, "-c", script, str(probe.fileno())]
        with subprocess.Popen(command, pass_fds=[probe.fileno()]) as engine:
            assert stage_checks._engine_at(port)
            engine.wait(30.0)


def test_a_running_engine_is_no_failure(monkeypatch) -> None:
    monkeypatch.setattr(stage_checks, "_engine_at", lambda port: True)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.1", 0))
        found = stage_checks.osc_port(other.getsockname()[1])
    assert found.state == "attention"
    assert "An engine is running already" in found.found


def test_what_the_system_grants_is_tried_in_a_process() -> None:
    priority, memory = stage_checks.punctuality()
    for found, granted in ((priority, PRIORITY_IS_ON), (memory, MEMORY_IS_LOCKED)):
        assert (found.state == "works") == (found.found == granted)


def test_what_is_not_granted_comes_with_the_line_to_type(monkeypatch) -> None:
    refused = '["Real-time priority was not permitted.", "Memory is not locked."]'
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: SimpleNamespace(stdout=refused))
    monkeypatch.setattr(sys, "platform", "linux")
    for found in stage_checks.punctuality():
        assert found.state == "attention"
        assert "limits.d/perf_engine.conf" in found.remedy
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: SimpleNamespace(stdout="crash"))
    assert [f.check for f in stage_checks.punctuality()] == ["priority"]


def test_a_processor_that_saves_power_is_told(tmp_path: Path) -> None:
    file = tmp_path / "scaling_governor"
    assert stage_checks.governor(file).state == "works"
    file.write_text("performance\n")
    assert stage_checks.governor(file).found == "Processor: its governor is performance."
    file.write_text("powersave\n")
    assert stage_checks.governor(file).state == "attention"


@pytest.mark.parametrize(("ports", "states"), [
    (Ports(("Keys",), ("Synth",), ()), ["works", "works"]),
    (Ports(("Midi Through",), (), ()), ["attention", "attention"]),
])
def test_ports_that_may_be_played_are_named(monkeypatch, ports: Ports, states: list[str]) -> None:
    monkeypatch.setattr(ports_module, "list_ports", lambda: ports)
    found = [f for f in stage_checks.midi() if f.check.startswith("midi_")]
    assert [f.state for f in found] == states
    assert all(f.remedy for f in found if f.state != "works")


def test_why_there_is_no_midi_and_what_to_do_are_told_apart(monkeypatch) -> None:
    problem = "MIDI is off: no driver; notes go over OSC only; for MIDI, start JACK"
    monkeypatch.setattr(ports_module, "list_ports", lambda: Ports((), (), (problem,)))
    found = next(f for f in stage_checks.midi() if f.check == "midi")
    assert found.found == "MIDI is off: no driver; notes go over OSC only."
    assert found.remedy == "start JACK"


def test_jack_ports_are_found_in_a_running_server(jack: dict[str, str], monkeypatch) -> None:
    for name, value in jack.items():
        monkeypatch.setenv(name, value)
    found = [f for f in stage_checks.midi() if f.check.startswith("midi")]
    assert [f.check for f in found] == ["midi_in", "midi_out"]


def test_programs_are_found_or_named_with_their_package(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "pd").write_text("#!/bin/sh\n")
    (tmp_path / "pd").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(stage_checks, "APPLICATIONS", tmp_path)
    found = {f.check: f for f in stage_checks.programs()}
    assert found["pure_data"].state == "works"
    assert found["supercollider"].state == "attention"
    assert "apt install supercollider" in found["supercollider"].remedy
