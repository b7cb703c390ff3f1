"""doctor and ports, as a musician meets them."""

from __future__ import annotations

import errno
import importlib
import json
import os
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from perf_engine.cli.program import cli
from perf_engine.clients.midi.ports import names as ports_module
from perf_engine.clients.midi.ports.names import Ports
from perf_engine.engine.options import Options
from perf_engine.engine.own_command import own_command
from tests.support.broken_models import write
from tests.support.peers import free_port

doctor_module = importlib.import_module("perf_engine.cli.doctor")


def invoke(*words: object):
    return CliRunner().invoke(cli, [str(word) for word in words])


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return write(tmp_path / "small.safetensors")


def test_where_one_can_play_it_says_so_and_ends_with_0(model: Path) -> None:
    out = invoke("doctor", "--model", model, "--osc-port", free_port())
    assert out.exit_code == 0, out.output
    verdict = f"You can play: {own_command('play')}\n"
    assert out.stdout.startswith(verdict)  # a beginner reads this first
    heard = "You hear nothing from here" not in out.output
    yet = "But nothing sounds here yet: see what is marked with look.\n"
    assert out.stdout.endswith(f"\n\n{verdict}{'' if heard else yet}")
    assert out.stdout.count(verdict) == 2
    assert "The model small loads" in out.output
    assert "FAILS" not in out.output


def test_where_one_cannot_it_says_what_to_do_and_ends_with_1(tmp_path: Path) -> None:
    out = invoke("doctor", "--model", tmp_path / "none.safetensors", "--osc-port", free_port())
    assert out.exit_code == 1
    assert "FAILS     No model: there is no model file" in out.output
    assert f"-> type: {own_command('models')}" in out.output
    assert out.stdout.startswith("You cannot play yet: repair what FAILS.\n")
    assert out.output.endswith("You cannot play yet: repair what FAILS.\n")


def test_a_program_reads_the_same(model: Path, tmp_path: Path) -> None:
    config = tmp_path / "stage.toml"
    config.write_text(f'model = "{model}"\nosc_port = {free_port()}\n')
    out = invoke("doctor", "--json", "--config", config)
    said = json.loads(out.output)
    assert said["plays"] is True
    assert out.exit_code == 0
    assert {"check", "state", "found", "remedy"} == set(said["findings"][0])
    assert {f["state"] for f in said["findings"]} <= {"works", "optional", "attention"}


def test_what_the_file_turns_off_is_not_asked_for_and_its_installation_is_looked_at(
    model: Path, tmp_path: Path
) -> None:
    config = tmp_path / "a piece.toml"
    config.write_text(
        f'model = "{model}"\nosc_port = {free_port()}\nno_midi = true\nsound = false\n'
        f'states = "{tmp_path}"\n[installation]\nsensor_port = 0\nhttp_port = 0\n'
    )
    out = invoke("doctor", "--config", config)
    assert out.exit_code == 0, out.output
    assert "MIDI is turned off" in out.output
    for word in ("ALSA", "MIDI in", "test note", "nothing sounds here yet"):
        assert word not in out.output
    assert "The installation is open now." in out.output
    assert f"You can play: {own_command('play', '--config', str(config))}\n" in out.output


def test_a_folder_that_may_not_be_read_is_named_and_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    roots, scan = [tmp_path / "root", tmp_path / "mine"], os.scandir
    folders = [root / "perf_engine" / "recordings" for root in roots]
    for folder in folders:
        folder.mkdir(parents=True)
    (tmp_path / "log").write_text("")

    def refusing(folder: Path) -> Any:
        if Path(folder) == folders[0]:
            raise PermissionError(errno.EACCES, "Permission denied", str(folder))
        return scan(folder)

    monkeypatch.setattr(os, "scandir", refusing)  # root may read everything
    monkeypatch.setattr(doctor_module, "STATE_FOLDERS", tuple(map(str, roots)))
    out = invoke("doctor", "--since", "1h", "--log", tmp_path / "log")
    assert out.exit_code == 0, out.output
    assert f"{folders[0]} cannot be read" in out.output
    assert str(folders[1]) not in out.output
    assert "Nothing was recorded in what could be read." in out.output
    assert "No trouble in what could be read." in out.output
    out = invoke("doctor", "--since", "1h", "--log", tmp_path / "log", "--record", folders[0])
    assert f"{folders[0]} cannot be read" in out.output


def test_each_service_has_recordings_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor_module, "STATE_FOLDERS", (str(tmp_path),))
    for folder in ("perf_engine", "perf_engine-hall"):
        (tmp_path / folder / "recordings").mkdir(parents=True)
    hall = tmp_path / "perf_engine-hall" / "recordings"
    assert doctor_module._recordings(Options(), "hall") == (hall, [])
    usual = tmp_path / "perf_engine" / "recordings"
    assert doctor_module._recordings(Options(), "perf-engine") == (usual, [])


def test_a_wrong_configuration_is_a_sentence(tmp_path: Path) -> None:
    out = invoke("doctor", "--config", tmp_path / "none.toml")
    assert out.exit_code == 1
    assert "cannot be read" in out.output
    assert invoke("doctor", "--osc-port", "70000").exit_code == 2


def test_ports_are_listed_by_the_numbers_that_play_takes(monkeypatch) -> None:
    there = Ports(("Keys", "Pads"), (), ())
    monkeypatch.setattr(ports_module, "list_ports", lambda: there)
    out = invoke("ports")
    assert out.exit_code == 0
    assert out.output == "--midi-in:\n   1  Keys\n   2  Pads\n--midi-out:\n  none\n"
    said = json.loads(invoke("ports", "--json").output)
    assert said == {"inputs": ["Keys", "Pads"], "outputs": [], "problems": []}


def test_no_midi_is_a_sentence(monkeypatch) -> None:
    monkeypatch.setattr(ports_module, "list_ports", lambda: Ports((), (), ("MIDI is off: why",)))
    out = invoke("ports")
    assert out.exit_code == 1
    assert "Error: MIDI is off: why" in out.output
    assert invoke("ports", "--json").exit_code == 1
