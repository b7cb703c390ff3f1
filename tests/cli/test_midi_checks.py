"""The MIDI that the doctor looks at, and what it leaves alone."""

from __future__ import annotations

import time

import pytest

from perf_engine.cli.midi_checks import midi
from perf_engine.clients.midi.ports import names as ports_module
from perf_engine.clients.midi.ports.names import Ports
from perf_engine.engine.options import Options
from perf_engine.engine.own_command import own_command


@pytest.mark.parametrize(
    ("ports", "states"),
    [
        (Ports(("Keys",), ("Synth",), ()), ["works", "works"]),
        (Ports(("Midi Through",), (), ()), ["optional", "optional"]),
    ],
)
def test_ports_that_may_be_played_are_named(monkeypatch, ports: Ports, states: list[str]) -> None:
    monkeypatch.setattr(ports_module, "list_ports", lambda: ports)
    found = [f for f in midi(Options()) if f.check.startswith("midi_")]
    assert [f.state for f in found] == states
    assert all(f.remedy for f in found if f.state != "works")


def test_a_piano_that_may_sound_by_itself_is_named_with_the_command_that_tries_it(
    monkeypatch,
) -> None:
    piano = "Digital Piano:Digital Piano MIDI 1 20:0"
    ports = Ports((piano,), ("Midi Through:Midi Through Port-0 14:0", piano), ())
    monkeypatch.setattr(ports_module, "list_ports", lambda: ports)
    found = {f.check: f for f in midi(Options())}
    assert found["midi_out"].state == found["midi_own"].state == "optional"
    assert "Digital Piano has a MIDI input of its own" in found["midi_own"].found
    command = own_command("play", "--midi-out", "Digital Piano", "--thru", "off")
    assert found["midi_own"].remedy == f"try it: {command}"
    assert "midi_own" not in {f.check for f in midi(Options(midi_out="none"))}
    synth = Ports((piano,), (piano, "Qsynth"), ())
    monkeypatch.setattr(ports_module, "list_ports", lambda: synth)
    assert "midi_own" not in {f.check for f in midi(Options())}


def test_a_way_of_midi_that_is_turned_off_is_not_missed(monkeypatch) -> None:
    monkeypatch.setattr(ports_module, "list_ports", lambda: Ports((), (), ()))
    for options, ways in (
        (Options(midi_out="none"), ["midi_in"]),
        (Options(midi_in="none"), ["midi_out"]),
        (Options(), ["midi_in", "midi_out"]),
    ):
        found = midi(options)
        assert [f.check for f in found if f.check.startswith("midi_")] == ways


def test_why_there_is_no_midi_and_what_to_do_are_told_apart(monkeypatch) -> None:
    problem = "MIDI is off: no driver; notes go over OSC only; for MIDI, start JACK"
    monkeypatch.setattr(ports_module, "list_ports", lambda: Ports((), (), (problem,)))
    found = next(f for f in midi(Options()) if f.check == "midi")
    assert found.found.startswith("MIDI is off: no driver; notes go over OSC only. You need it")
    assert found.state == "optional"
    assert found.remedy == "start JACK"


def test_jack_ports_are_found_in_a_running_server(jack: dict[str, str], monkeypatch) -> None:
    for name, value in jack.items():
        monkeypatch.setenv(name, value)
    found: list[str] = []
    until = time.monotonic() + 20.0
    while "midi_in" not in found and time.monotonic() < until:  # JACK takes no client for a moment
        found = [f.check for f in midi(Options()) if f.check.startswith("midi")]
    assert found == ["midi_in", "midi_out"]
