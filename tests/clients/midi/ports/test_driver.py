"""rtmidi2 does what the bridge wants of RtMidi, in python-rtmidi's words."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest

from perf_engine.clients.midi.ports import driver as midi_driver
from perf_engine.clients.midi.ports.driver import Rtmidi2, RtMidiError

ALSA, JACK = 2, 3


class Port:
    """A port of rtmidi2, that keeps what it was told."""

    def __init__(self, *given: object) -> None:
        self.driver = given[-1]
        self.told: list[object] = []
        self.ports = ["Keystation:keys"]
        self.waiting = [[0x90, 60, 100]]

    def get_current_api(self) -> object:
        return self.driver

    def open_port(self, index: int) -> None:
        if index >= len(self.ports):
            raise IndexError(f"port {index} out of range")
        self.told.append(index)

    def open_virtual_port(self, name: str) -> None:
        self.told.append(name)

    def send_raw(self, *message: int) -> None:
        self.told.append(message)

    def get_message(self) -> list[int] | None:
        return self.waiting.pop(0) if self.waiting else None


def module(**more: object) -> SimpleNamespace:
    numbers = {
        "API_LINUX_ALSA": ALSA,
        "API_UNIX_JACK": JACK,
        "API_MACOSX_CORE": 1,
        "API_WINDOWS_MM": 4,
        "API_RTMIDI_DUMMY": 5,
    }
    return SimpleNamespace(**{"MidiIn": Port, "MidiOut": Port, **numbers, **more})


def test_ports_are_listed_opened_and_played_on() -> None:
    out = Rtmidi2(module()).MidiOut(ALSA, name="perf_engine")
    assert out.get_ports() == ["Keystation:keys"]
    out.open_port(0, "perf_engine out")
    out.send_message([0x90, 60, 100])
    assert out._port.told == [0, (0x90, 60, 100)]


def test_what_waits_is_given_message_by_message_and_then_none() -> None:
    keys = Rtmidi2(module()).MidiIn(ALSA, name="perf_engine")
    assert keys.get_message() == ([0x90, 60, 100], 0.0)
    assert keys.get_message() is None


def test_a_port_that_does_not_open_is_an_error_of_the_driver() -> None:
    with pytest.raises(RtMidiError, match="port 7 out of range"):
        Rtmidi2(module()).MidiOut(ALSA, name="x").open_port(7, "x")


def test_a_driver_that_the_wheel_lacks_does_not_start_as_another() -> None:
    class Other(Port):
        def get_current_api(self) -> int:
            return JACK

    with pytest.raises(RtMidiError, match="without this driver"):
        Rtmidi2(module(MidiOut=Other)).MidiOut(ALSA, name="x")


def test_a_driver_that_does_not_start_is_an_error_of_the_driver() -> None:
    def none(*_: object) -> None:
        raise RuntimeError("MidiInAlsa::initialize: error creating ALSA sequencer client object.")

    with pytest.raises(RtMidiError, match="ALSA sequencer"):
        Rtmidi2(module(MidiIn=none)).MidiIn(ALSA, name="x")


def test_nothing_is_started_or_opened_where_no_jack_server_runs_any_more(monkeypatch) -> None:
    monkeypatch.setattr(midi_driver, "jack_runs", lambda: True)
    out = Rtmidi2(module()).MidiOut(JACK, name="x")
    monkeypatch.setattr(midi_driver, "jack_runs", lambda: False)
    with pytest.raises(RtMidiError, match="JACK server not running"):
        Rtmidi2(module()).MidiOut(JACK, name="x")
    with pytest.raises(RtMidiError, match="JACK server not running"):
        out.open_virtual_port("perf_engine out")
    assert out._port.told == []


def test_drivers_are_those_of_the_platform_with_the_names_that_people_know(monkeypatch) -> None:
    rtmidi = Rtmidi2(module())
    monkeypatch.setattr(sys, "platform", "linux")
    assert rtmidi.get_compiled_api() == [ALSA, JACK]
    assert [rtmidi.get_api_display_name(n) for n in (ALSA, JACK, 9)] == ["ALSA", "Jack", "driver 9"]
    monkeypatch.setattr(sys, "platform", "darwin")
    assert rtmidi.get_compiled_api() == [1]


def test_without_both_the_reason_is_given(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "rtmidi", None)
    monkeypatch.setitem(sys.modules, "rtmidi2", None)
    found, error = midi_driver.load()
    assert found is None
    assert "rtmidi" in str(error)


def test_rtmidi2_is_taken_where_python_rtmidi_is_not_there(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "rtmidi", None)
    monkeypatch.setitem(sys.modules, "rtmidi2", module())
    found, error = midi_driver.load()
    assert isinstance(found, Rtmidi2)
    assert error is None
