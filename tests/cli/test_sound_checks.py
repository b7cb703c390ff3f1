"""The test note of the doctor: where it went, and who sounds."""

from __future__ import annotations

import subprocess
import sys

import pytest

from perf_engine.cli.sound_checks import sound
from perf_engine.engine.options import Options
from tests.edges.keystation import KEYBOARD, Keystation
from tests.support.concert import STARTED
from tests.support.peers import (
    jack_server,
    line_within,
    require_module,
    require_sound,
    run_process,
)

require_module("rtmidi")
require_sound()


@pytest.fixture
def loudspeakers(monkeypatch):
    with jack_server(period=1024) as env:
        for name, value in env.items():
            monkeypatch.setenv(name, value)
        yield env


def checked(**options):
    return {finding.check: finding for finding in sound(Options(**options))}


def test_with_a_device_alone_the_note_goes_there_and_both_are_heard(loudspeakers) -> None:
    found = checked()
    assert "A test note went to system, JACK" in found["sound"].found
    assert "it is heard within 43 ms" in found["sound"].found  # two periods of 1024 frames
    assert found["heard"].found == "You hear yourself and the machine: the built-in sound."
    assert {finding.state for finding in found.values()} == {"works"}


def test_a_soft_synth_gets_the_note_and_a_keyboard_of_two_ports_does_not(loudspeakers) -> None:
    with (
        run_process(sys.executable, KEYBOARD, "Keystation", env=loudspeakers) as keyboard,
        run_process(sys.executable, KEYBOARD, "FluidSynth", env=loudspeakers) as soft,
    ):
        for one in (keyboard, soft):
            assert line_within(one, STARTED) == "ready"
        found = checked()
        assert found["test_note"].found.startswith("A test note went to FluidSynth")
        assert "You hear yourself and the machine: FluidSynth" in found["heard"].found
        assert "sound" not in found
        synth = Keystation(soft)
        synth.until(lambda: len(synth.notes) == 2)
        assert [(note.pitch, note.velocity > 0) for note in synth.notes] == [
            (60, True),
            (60, False),
        ]
        keys = Keystation(keyboard)
        keys.rest()
        assert keys.notes == []


def test_a_process_that_fails_after_it_has_named_its_device_is_said(monkeypatch) -> None:
    line = '{"device": "system, JACK", "latency_ms": 5.0, "buffer": 256, "rate": 48000}\n'

    def run(command, **given):
        return subprocess.CompletedProcess(command, -11, line, "")

    monkeypatch.setattr("perf_engine.cli.sound_checks.subprocess.run", run)
    found = checked(no_midi=True)["sound"]
    assert found.state == "attention"
    assert "was ended by signal 11 while it played a test note on system, JACK" in found.found


def test_where_nothing_sounds_it_says_what_to_do(monkeypatch) -> None:
    monkeypatch.setenv("JACK_DEFAULT_SERVER", "none_there")
    monkeypatch.setenv("JACK_NO_START_SERVER", "1")
    found = checked(no_midi=True)
    assert found["sound"].state == "attention"
    assert "No sound device is there: plug one in" in found["sound"].found
    assert found["heard"].state == "attention"
    assert "--midi-out NAME" in found["heard"].remedy
    assert "sound" not in checked(no_midi=True, sound=False)
