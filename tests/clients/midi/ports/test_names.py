from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.clients.midi.ports import names as ports
from perf_engine.clients.midi.ports.names import (
    choices,
    count_threads,
    lasting_name,
    list_ports,
    names_of,
    open_named,
    start_drivers,
)
from perf_engine.clients.midi.ports.no_midi import Failure

NAMES = ["Midi Through:Midi Through Port-0 14:0", "Keystation 49:Keystation 49 MIDI 1 20:0", "TX7"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("auto", [1, 2]),
        ("1", [0]),
        ("3", [2]),
        ("tx7", [2]),
        ("keystation", [1]),
        ("49", [1]),
        ("Keystation 49:Keystation 49 MIDI 1 28:0", [1]),
        ("Launchpad", []),
    ],
)
def test_a_wish_is_auto_a_number_a_name_or_a_part_of_it(wanted, found):
    assert choices(wanted, NAMES) == found


def test_a_whole_name_wins_over_a_part():
    assert choices("TX7", ["TX7 Editor", "tx7"]) == [1]


def test_auto_leaves_alone_what_leads_back_to_ourselves():
    ours = ["perf_engine:perf_engine in 130:0", "perf_engine-01:perf_engine out"]
    assert choices("auto", [*ours, "IAC Driver Bus 1", "loopMIDI Port", "x:Midi-Through"]) == []


def test_the_numbers_that_alsa_gives_are_not_part_of_a_name():
    assert lasting_name(NAMES[1]) == "Keystation 49:Keystation 49 MIDI 1"


def test_without_python_rtmidi_there_is_no_midi_and_that_is_said(monkeypatch):
    monkeypatch.setattr(ports, "rtmidi", None)
    monkeypatch.setattr(ports, "_import_error", ModuleNotFoundError("No module named 'rtmidi'"))
    listed = list_ports()
    assert (listed.inputs, listed.outputs) == ((), ())
    assert "No module named 'rtmidi'" in listed.problems[0]


def test_a_driver_that_does_not_start_is_left_out_and_its_words_are_kept(monkeypatch):
    class Rtmidi:
        API_RTMIDI_DUMMY = 9
        get_compiled_api = staticmethod(lambda: [2, 3, 9])
        get_api_display_name = staticmethod({2: "ALSA", 3: "Jack"}.get)

    def new(number):
        if number == 2:
            raise OSError("no sequencer.")
        return object()  # nothing is asked of it

    monkeypatch.setattr(ports, "rtmidi", Rtmidi)
    drivers, failures = start_drivers(new)
    assert [driver.number for driver in drivers] == [3]
    assert failures == [Failure("ALSA", "no sequencer")]


def test_listing_never_raises_and_prints_nothing(capfd):
    listed = list_ports()
    assert all(isinstance(name, str) for name in (*listed.inputs, *listed.outputs))
    assert capfd.readouterr() == ("", "")


def test_threads_are_counted_where_the_system_tells():
    assert (count_threads() > 0) == Path("/proc/self/task").exists()


class Changing:
    """An output of RtMidi, while ports of other programs come and go between two calls."""

    def __init__(self, *looks: list[str]) -> None:
        self.looks = list(looks)
        self.opened = ""

    @property
    def now(self) -> list[str]:
        return self.looks[0]

    def pass_time(self) -> None:
        if len(self.looks) > 1:
            self.looks.pop(0)

    def get_ports(self) -> list[str]:
        counted = len(self.now)
        self.pass_time()
        if len(self.now) < counted:
            raise OSError("the 'portNumber' argument is invalid")
        return list(self.now)

    def open_port(self, port: int, name: str) -> None:
        assert not self.opened
        self.pass_time()
        if port >= len(self.now):
            raise OSError("the 'portNumber' argument is invalid")
        self.opened = self.now[port]

    def open_virtual_port(self, name: str) -> None: ...

    def close_port(self) -> None:
        self.opened = ""

    def delete(self) -> None: ...


def test_a_port_that_comes_between_is_not_opened_for_the_one_that_is_wanted():
    without, with_it = ["synth"], ["another", "synth"]
    client = Changing(without, without, with_it, with_it, with_it)
    open_named(client, "synth", "perf_engine out")
    assert client.opened == "synth"


def test_names_are_asked_for_again_where_a_port_goes_meanwhile():
    assert names_of(Changing(["another", "synth"], ["synth"])) == ["synth"]


def test_a_port_that_is_gone_is_not_opened():
    client = Changing(["another"])
    with pytest.raises(OSError, match="synth is gone"):
        open_named(client, "synth", "perf_engine out")
    assert not client.opened


def test_among_ports_that_come_and_go_for_ever_none_is_opened():
    client = Changing(*([f"another {n}", "synth"] for n in range(100)))
    with pytest.raises(OSError, match="other ports come and go"):
        open_named(client, "synth", "perf_engine out")
    assert not client.opened


def test_a_port_is_closed_where_nobody_can_tell_any_more_which_it_is(monkeypatch):
    client = Changing(["synth"])
    looks = iter([["synth"]])

    def look() -> list[str]:
        if (found := next(looks, None)) is None:
            raise OSError("the server is gone")
        return found

    monkeypatch.setattr(client, "get_ports", look)
    with pytest.raises(OSError, match="the server is gone"):
        open_named(client, "synth", "perf_engine out")
    assert not client.opened


@given(st.lists(st.lists(st.sampled_from("abcd"), unique=True), min_size=1, max_size=12))
def test_the_port_that_is_open_in_the_end_has_the_name_that_was_wanted(looks):
    client = Changing(*looks, looks[-1])
    try:
        open_named(client, "a", "perf_engine out")
    except OSError:
        return
    assert client.opened == "a" or _came_back(looks)


def _came_back(looks: list[list[str]]) -> bool:
    """Whether the ports were once as before, which cannot be told from no change at all."""
    return len({tuple(look) for look in looks}) < len(looks)
