"""MIDI messages as values of sensors."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.clients.installation.midi_sensors import MidiSensors, values_of
from perf_engine.core.installation.gesture import source_of


@pytest.mark.parametrize(
    ("message", "source", "value"),
    [
        ([0xB0, 7, 127], "midi cc 7", 1.0),
        ([0xB2, 74, 0], "midi cc 74 channel 3", 0.0),
        ([0xE0, 0, 64], "midi bend", pytest.approx(0.5, abs=1e-3)),
        ([0xEF, 127, 127], "midi bend channel 16", 1.0),
        ([0xD1, 127], "midi pressure channel 2", 1.0),
        ([0xA0, 60, 127], "midi pressure", 1.0),
    ],
)
def test_a_message_has_the_source_of_its_channel_and_of_any(message, source, value) -> None:
    found = dict(values_of(message))
    assert found[source_of(source)] == value
    assert len(found) == 2


@pytest.mark.parametrize("message", [[], [0x90, 60, 100], [0xC0, 5], [0xF8], [0xF0, 1, 2, 0xF7]])
def test_other_messages_have_none(message: list[int]) -> None:
    assert list(values_of(message)) == []


@given(st.lists(st.integers(0, 255), max_size=4))
def test_whatever_comes_values_are_between_0_and_1(message: list[int]) -> None:
    data = message[:1] + [byte & 0x7F for byte in message[1:]]
    assert all(0.0 <= value <= 1.0 for _, value in values_of(data))


class Device:
    """A port that has messages."""

    def __init__(self, *messages: list[int]) -> None:
        self.messages = list(messages)

    def get_message(self):
        return (self.messages.pop(0), 0.0) if self.messages else None


def test_what_a_device_says_is_passed_on_until_it_is_gone() -> None:
    heard: list[tuple[object, float]] = []
    sensors = MidiSensors((), lambda source, value, now: heard.append((source, value)))
    device = Device([0xB0, 7, 127], [0x90, 60, 1])
    sensors._open("nano", device)
    assert sensors.turn(0.0) == 2
    assert sensors.open
    assert heard == [((("midi"), "cc", 7, 1), 1.0), (("midi", "cc", 7, 0), 1.0)]
    sensors._close("nano", device)
    device.messages.append([0xB0, 7, 0])
    assert sensors.turn(1.0) == 0
    assert sensors.problems == ()
    assert not sensors.open
    sensors.close()
