"""The checks of a machine: what each finds, and what it says to do."""

from __future__ import annotations

import itertools
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from perf_engine.cli import checks
from perf_engine.cli.checks import examine, libraries, model, python, room, speed
from perf_engine.cli.findings import plays
from perf_engine.engine.helpers.model_files import load_model
from perf_engine.engine.options import Options
from perf_engine.engine.realtime import MEMORY_IS_LOCKED, PRIORITY_IS_ON
from perf_engine.protocol.packets import build
from tests.support.broken_models import write
from tests.support.peers import free_port


def test_any_python_from_the_oldest_to_the_newest_works() -> None:
    assert python((3, 10)).state == python((3, 14)).state == "works"
    for version in ((3, 9), (3, 15)):
        found = python(version)
        assert found.state == "attention"
        assert "make play" in found.remedy


def test_a_library_that_is_missing_keeps_it_from_playing() -> None:
    assert [f.state for f in libraries()] == ["works"]
    there, missing = libraries({"click": "click", "no_such_thing": "no-such-thing"})
    assert "click 8" in there.found
    assert missing.state == "fails"
    assert "no-such-thing" in missing.found
    assert "make play" in missing.remedy


def test_a_model_is_found_loaded_and_timed(tmp_path: Path) -> None:
    found, timed = model(str(write(tmp_path / "small.safetensors")))
    assert found.state == "works"
    assert "The model small loads" in found.found
    assert timed.check == "speed"
    assert "up to 0.96 ms is good" in timed.found


def test_a_model_that_is_missing_or_broken_keeps_it_from_playing(tmp_path: Path) -> None:
    (tmp_path / "broken.safetensors").write_text("no model")
    for name in ("nothing", str(tmp_path / "broken.safetensors")):
        (found,) = model(name)
        assert found.state == "fails"
        assert found.remedy


@pytest.mark.parametrize(
    ("step_ms", "state"),
    [
        (0.4, "works"),
        (0.96, "works"),
        (1.2, "attention"),
        (30.0, "fails"),
    ],
)
def test_a_step_is_held_beside_its_limit(tmp_path: Path, step_ms: float, state: str) -> None:
    weights, _ = load_model(write(tmp_path / "small.safetensors"))
    ticks = itertools.count(0, int(step_ms * 1e6))
    found = speed(weights, lambda: next(ticks))
    assert (found.check, found.state) == ("speed", state)
    assert f"99 of 100 predictions of the machine take {step_ms:.2f} ms or less;" in found.found
    assert ("You can play, but some notes may come late" in found.found) == (state == "attention")
    assert ("above 10 ms, nobody can play" in found.found) == (state == "fails")
    assert bool(found.remedy) == (state != "works")


def test_room_for_recordings_is_told_in_hours(tmp_path: Path, monkeypatch) -> None:
    found = room(tmp_path / "not" / "yet")
    assert found.state == "works"
    assert str(tmp_path / "not" / "yet") in found.found
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=100e6))
    short = room(tmp_path)
    assert short.state == "attention"
    assert "at least 10 hours" in short.found
    assert "--record DIR" in short.remedy
    (tmp_path / "file").write_text("")
    assert "cannot be written" in room(tmp_path / "file" / "sessions").found
    assert "Music" in room(None).found


def test_everything_is_looked_at_and_what_does_not_work_has_a_remedy(tmp_path: Path) -> None:
    path = write(tmp_path / "small.safetensors")
    found = list(examine(Options(model=str(path), osc_port=0, record=str(tmp_path))))
    checks = {finding.check for finding in found}
    assert {
        "python",
        "libraries",
        "model",
        "speed",
        "osc",
        "priority",
        "memory",
        "processor",
        "supercollider",
        "pure_data",
        "oscsend",
        "jack",
        "room",
    } <= checks
    assert checks & {"midi", "midi_in"}
    assert all(f.found.endswith(".") or f.found.endswith(")") for f in found)
    assert all(f.remedy for f in found if f.state == "fails")
    assert plays(found)


def test_a_free_port_works() -> None:
    port = free_port()
    found = checks.osc_port(port)
    assert found.state == "works"
    assert str(port) in found.found
    assert checks.osc_port(0).state == "works"


def test_a_port_that_another_program_has_fails(monkeypatch) -> None:
    monkeypatch.setattr(checks, "ASKED", 0.05)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.1", 0))
        found = checks.osc_port(other.getsockname()[1])
    assert found.state == "fails"
    assert "cannot be opened" in found.found
    assert "--osc-port" in found.remedy


def test_a_port_that_another_program_has_at_the_other_loopback_fails(monkeypatch) -> None:
    monkeypatch.setattr(checks, "ASKED", 0.05)
    with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as other:
        other.bind(("::1", 0))
        found = checks.osc_port(other.getsockname()[1])
    assert found.state == "fails"
    assert "is an engine running already" in found.found


def test_a_port_that_an_engine_has_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        answer = build("/perf/version.reply", "perf_engine", 0, 1, 0, 1)
        monkeypatch.setattr(checks, "ASKED", 30.0)  # a Python has to start first
        script = (
            "import socket, sys\ns = socket.socket(fileno=int(sys.argv[1]))\n"
            f"data, sender = s.recvfrom(1024)\ns.sendto({answer!r}, sender)"
        )
        command = [sys.executable, "-c", script, str(probe.fileno())]
        with subprocess.Popen(command, pass_fds=[probe.fileno()]) as engine:
            assert checks._engine_at(port)
            engine.wait(30.0)


def test_a_running_engine_is_no_failure(monkeypatch) -> None:
    monkeypatch.setattr(checks, "_engine_at", lambda port: True)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.1", 0))
        found = checks.osc_port(other.getsockname()[1])
    assert found.state == "works"
    assert "An engine is running already" in found.found
    assert "--osc-port" in found.found


def test_what_the_system_grants_is_tried_in_a_process() -> None:
    priority, memory = checks.punctuality()
    for found, granted in ((priority, PRIORITY_IS_ON), (memory, MEMORY_IS_LOCKED)):
        assert (found.state == "works") == (found.found == granted)


def test_what_is_not_granted_comes_with_the_line_to_type(monkeypatch) -> None:
    refused = '["Real-time priority was not permitted.", "Memory is not locked."]'
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: SimpleNamespace(stdout=refused))
    monkeypatch.setattr(sys, "platform", "linux")
    for found in checks.punctuality():
        assert found.state == "optional"
        assert "You can play without it" in found.found
        assert "limits.d/perf_engine.conf" in found.remedy
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: SimpleNamespace(stdout="crash"))
    assert [f.check for f in checks.punctuality()] == ["priority"]


def test_a_processor_that_saves_power_is_told(tmp_path: Path) -> None:
    file = tmp_path / "scaling_governor"
    assert checks.governor(file).state == "works"
    file.write_text("performance\n")
    assert checks.governor(file).found == "Processor: its governor is performance."
    file.write_text("powersave\n")
    assert checks.governor(file).state == "attention"


def test_programs_are_found_or_named_with_their_package(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "pd").write_text("#!/bin/sh\n")
    (tmp_path / "pd").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(checks, "APPLICATIONS", tmp_path)
    found = {f.check: f for f in checks.programs()}
    assert found["pure_data"].state == "works"
    assert found["supercollider"].state == "optional"
    assert "apt install supercollider" in found["supercollider"].remedy
