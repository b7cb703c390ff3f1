import pytest

from perf_engine.clients import ports
from perf_engine.clients.no_midi import Failure
from perf_engine.clients.plug import Plug
from perf_engine.clients.ports import (
    NOT_VIRTUAL,
    Driver,
    choices,
    count_threads,
    lasting_name,
    list_ports,
    start_drivers,
)

NAMES = ["Midi Through:Midi Through Port-0 14:0", "Keystation 49:Keystation 49 MIDI 1 20:0", "TX7"]


class Computer:
    """What is plugged in, and what rtmidi would say of it."""

    def __init__(self, *names: str, virtual: bool = True) -> None:
        self.names = list(names)
        self.busy: set[str] = set()
        self.opened: list[str] = []
        self.number = 3 if virtual else NOT_VIRTUAL[0]

    def new(self, _: int) -> "Computer.Client":
        return Computer.Client(self)

    def plug(self, wanted: str, way: str = "in") -> Plug:
        driver = Driver(self.number, self.new(0))
        self.closed: list[str] = []
        return Plug(way, wanted, [driver], self.new, lambda *_: None, self.lose)

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
        return Computer().new(number)

    monkeypatch.setattr(ports, "rtmidi", Rtmidi)
    drivers, failures = start_drivers(new)
    assert [driver.number for driver in drivers] == [3]
    assert failures == [Failure("ALSA", "no sequencer")]


def test_listing_never_raises_and_prints_nothing(capfd):
    listed = list_ports()
    assert listed.problems or isinstance(listed.inputs, tuple)
    assert capfd.readouterr() == ("", "")


def test_threads_are_counted_where_the_system_tells():
    assert count_threads() >= 0
