"""The ports of one direction: opened as they are wanted, lost, and found again."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perf_engine.clients.midi.ports import open_ports
from perf_engine.clients.midi.ports.names import (
    MOST_TRIES,
    NOT_VIRTUAL,
    Driver,
)
from perf_engine.clients.midi.ports.open_ports import PROOF, OpenPorts


class Computer:
    """What is plugged in, and what rtmidi would say of it."""

    def __init__(self, *names: str, virtual: bool = True) -> None:
        self.names = list(names)
        self.busy: set[str] = set()
        self.opened: list[str] = []
        self.number = 3 if virtual else NOT_VIRTUAL[0]
        self.ports: OpenPorts

    def new(self, _: int) -> "Computer.Client":
        return Computer.Client(self)

    def plug(self, wanted: str | list[str], way: str = "in") -> OpenPorts:
        driver = Driver(self.number, self.new(0))
        self.closed: list[str] = []
        return OpenPorts(way, wanted, [driver], self.new, lambda *_: None, self.lose)

    def lose(self, name: str, _: object) -> None:
        self.closed.append(name)

    class Client:
        def __init__(self, computer: "Computer") -> None:
            self.computer = computer
            self.name = ""

        def get_ports(self) -> list[str]:
            return list(self.computer.names)

        def open_port(self, port: int, name: str) -> None:
            if self.computer.names[port] in self.computer.busy:
                raise OSError("in use")
            self.open_virtual_port(self.computer.names[port])

        def open_virtual_port(self, name: str) -> None:
            self.name = name
            self.computer.opened.append(name)

        def close_port(self) -> None:
            self.computer.opened.remove(self.name)
            self.name = ""

        def delete(self) -> None:
            assert not self.name, "close before deleting"


def test_a_named_port_is_opened_lost_and_found_again_under_a_new_number():
    computer = Computer("Keystation 49:Keystation 49 MIDI 1 20:0", "TX7")
    plug = computer.plug("keystation")
    plug.scan()
    assert plug.opened == ("in: Keystation 49:Keystation 49 MIDI 1 20:0",)
    computer.names = ["TX7"]
    plug.scan()
    assert plug.opened == ()
    assert computer.closed == ["Keystation 49:Keystation 49 MIDI 1 20:0"]
    assert "Keystation 49:Keystation 49 MIDI 1" in plug.problem
    assert "TX7" in plug.problem
    computer.names.append("Keystation 49:Keystation 49 MIDI 1 24:0")
    plug.scan()
    assert plug.opened == ("in: Keystation 49:Keystation 49 MIDI 1 24:0",)
    assert plug.problem is None


def test_a_number_means_the_same_port_after_others_were_unplugged():
    computer = Computer("A", "B")
    plug = computer.plug("2")
    plug.scan()
    computer.names = ["B"]
    plug.scan()
    assert computer.opened == ["B"]


def test_auto_with_nothing_there_opens_a_virtual_port_and_a_real_one_beside_it_later():
    computer = Computer("Midi Through")
    plug = computer.plug("auto")
    plug.scan()
    assert plug.opened == ("in: perf_engine in (virtual)",)
    plug.scan()
    assert plug.problem is None
    computer.names.append("Keystation")
    plug.scan()
    assert plug.opened == ("in: perf_engine in (virtual)", "in: Keystation")
    plug.end()
    assert computer.opened == []


def test_auto_takes_every_keyboard_and_one_synth_and_each_may_fall_out_and_come_back():
    names = ("Midi Through", "Keystation:1", "Keystation:2", "perf_engine:perf_engine out", "Pads")
    computer = Computer(*names)
    plug = computer.plug("auto")
    plug.scan()
    assert plug.opened == ("in: Keystation:1", "in: Keystation:2", "in: Pads")
    computer.names.remove("Keystation:2")
    plug.scan()
    assert computer.closed == ["Keystation:2"]
    assert plug.opened == ("in: Keystation:1", "in: Pads")
    computer.names += ["Keystation:2", "Another"]
    plug.scan()
    assert set(plug.opened[2:]) == {"in: Keystation:2", "in: Another"}
    assert plug.problems == []
    synths = Computer("Unknown", "A Synth", "B Synth", "Ardour:MIDI in")
    out = synths.plug("auto", "out")
    out.scan()
    assert out.opened == ("out: Ardour:MIDI in",)


def test_auto_leaves_an_output_alone_that_may_be_no_synthesizer_and_says_how_to_choose_it():
    computer = Computer("UM-ONE", virtual=False)
    plug = computer.plug("auto", "out")
    plug.scan()
    assert plug.opened == ()
    assert "(UM-ONE): to play on one, type  --midi-out NAME" in plug.problem


def test_several_keyboards_are_named_each_is_found_again_and_what_is_missing_is_said():
    computer = Computer("Keystation", "Pads", "Other")
    plug = computer.plug(["pads", "keyst", "Launchpad"])
    plug.scan()
    assert plug.opened == ("in: Pads", "in: Keystation")
    assert ["Launchpad" in problem for problem in plug.problems] == [True]
    computer.names = ["Launchpad", "Keystation"]
    plug.scan()
    assert set(plug.opened) == {"in: Keystation", "in: Launchpad"}
    assert computer.closed == ["Pads"]
    assert ["'Pads'" in problem for problem in plug.problems] == [True]
    computer.names = ["Pads", "Launchpad", "Keystation"]
    plug.scan()
    assert set(plug.opened) == {"in: Keystation", "in: Launchpad", "in: Pads"}
    assert plug.problems == []


def test_two_wishes_that_mean_the_same_keyboard_open_its_two_ports():
    computer = Computer("Keystation 1", "Keystation 2", "Pads")
    plug = computer.plug(["keystation", "Keystation"])
    plug.scan()
    assert plug.opened == ("in: Keystation 1", "in: Keystation 2")


def test_a_keyboard_that_others_use_is_tried_again_beside_those_that_opened():
    computer = Computer("A", "B")
    computer.busy.add("A")
    plug = computer.plug("auto")
    plug.scan()
    assert (plug.opened, plug.busy, plug.problems) == (("in: B",), True, [])
    computer.busy.clear()
    plug.scan()
    assert plug.opened == ("in: B", "in: A")
    assert not plug.busy


def test_auto_without_virtual_ports_says_what_to_do_and_waits():
    computer = Computer(virtual=False)
    plug = computer.plug("auto", "out")
    plug.scan()
    assert plug.opened == ()
    assert plug.problem == "No MIDI output is plugged in: plug one in, it opens by itself"
    computer.names.append("Synth")
    plug.scan()
    assert plug.opened == ("out: Synth",)


def test_auto_takes_the_next_port_where_the_first_is_in_use():
    computer = Computer("A", "B")
    computer.busy.add("A")
    plug = computer.plug("auto")
    plug.scan()
    assert plug.opened == ("in: B",)


def test_a_named_port_in_use_is_said_to_be_and_opened_when_it_is_free():
    computer = Computer("A")
    computer.busy.add("A")
    plug = computer.plug("A")
    plug.scan()
    assert "does not open (in use): close the program that uses it" in plug.problem
    computer.busy.clear()
    plug.scan()
    assert plug.opened == ("in: A",)


def test_a_port_that_was_gone_in_between_is_another_one_though_it_bears_the_same_name():
    computer = Computer("A")
    plug = computer.plug("A")
    plug.scan(1.0)
    plug.scan(2.0, [(0.5, ()), (1.5, ("A", "B"))])
    assert computer.closed == []
    plug.scan(3.0, [(2.5, ()), (2.6, ("A",))])
    assert computer.closed == ["A"]
    assert plug.opened == ("in: A",)


def test_none_opens_nothing():
    plug = Computer("A").plug("none")
    plug.scan()
    assert (plug.opened, plug.problem) == ((), None)


def test_a_driver_that_begins_to_work_later_is_used_for_what_was_missing():
    nothing, computer = Computer("Pads"), Computer("Keystation")
    plug = nothing.plug(["keystation", "pads"])
    plug.scan()
    assert plug.opened == ("in: Pads",)
    assert plug.problem is not None
    plug.adopt(Driver(NOT_VIRTUAL[0], computer.new(0)))
    plug.scan()
    assert plug.opened == ("in: Pads", "in: Keystation")
    assert plug.problem is None


PORTS = st.sets(st.sampled_from(["Keystation", "Pads", "Wind", "Midi Through", "Faders"]))


@settings(max_examples=40)
@given(st.lists(st.tuples(PORTS, PORTS), max_size=8))
def test_whatever_comes_and_goes_auto_has_open_what_is_there_and_free(states):
    computer = Computer(virtual=False)
    plug = computer.plug("auto")
    for there, in_use in states:
        had = set(computer.opened)
        computer.names, computer.busy = sorted(there), in_use
        plug.scan()
        wanted = there - {"Midi Through"}
        assert set(computer.opened) == {
            name for name in wanted if name in had or name not in in_use
        }
        assert set(plug.opened) == {f"in: {name}" for name in computer.opened}
        assert plug.busy == bool(wanted - set(computer.opened))
        assert (plug.problem is None) == bool(computer.opened)
    plug.end()
    assert computer.opened == []


def proven(computer: Computer, linked: set[str], after: float = PROOF) -> bool:
    return computer.ports.prove(linked, time.monotonic() + after)


@pytest.fixture
def synth(monkeypatch: pytest.MonkeyPatch) -> Computer:
    """A synthesizer at JACK, opened."""
    monkeypatch.setattr(open_ports, "JACK", 3)
    computer = Computer("TX7")
    computer.ports = computer.plug("TX7", "out")
    computer.ports.scan()
    return computer


def test_a_port_that_opened_without_being_connected_is_opened_again(synth: Computer):
    assert not proven(synth, set(), after=0.0)  # the look may have come before the connection
    assert not proven(synth, set(), after=-10.0)  # as that of a scanner which stands still
    assert proven(synth, set())
    assert synth.opened == []
    synth.ports.scan()
    assert synth.opened == ["TX7"]
    assert not proven(synth, {"TX7"})
    assert synth.opened == ["TX7"]


def test_what_somebody_disconnects_later_stays_so(synth: Computer):
    assert not proven(synth, {"TX7"})
    assert not proven(synth, set(), after=3 * PROOF)
    assert synth.opened == ["TX7"]


def test_a_port_that_never_seems_to_be_connected_is_left_open_in_the_end(synth: Computer):
    for _ in range(MOST_TRIES):
        assert proven(synth, set())
        synth.ports.scan()
    assert not proven(synth, set())
    assert synth.opened == ["TX7"]


def test_a_virtual_port_and_those_of_other_drivers_need_no_connection(
    monkeypatch: pytest.MonkeyPatch,
):
    for jack, names in ((3, ()), (2, ("TX7",))):
        monkeypatch.setattr(open_ports, "JACK", jack)
        computer = Computer(*names)
        computer.ports = computer.plug("auto", "in")
        computer.ports.scan()
        assert len(computer.opened) == 1
        assert not proven(computer, set())


def test_a_port_that_goes_before_it_is_proven_is_no_failure(synth: Computer):
    synth.names.clear()
    synth.ports.scan()
    assert not proven(synth, set())
