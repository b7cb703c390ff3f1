"""The bridge's ports with drivers of a few lines: those that end, and those that begin to work."""

from __future__ import annotations

import json
import math

import pytest

from perf_engine.clients.midi.bridge import Bridge
from perf_engine.clients.midi.ports import names as ports
from perf_engine.clients.midi.ports import patchbay
from perf_engine.clients.midi.ports.patchbay import Patchbay

ALSA, JACK = 2, 3


class Computer:
    """Two drivers compiled in; those that work have a port each, and a thread."""

    API_RTMIDI_DUMMY = 9

    def __init__(self) -> None:
        self.working = {ALSA}
        self.sent: list[list[int]] = []
        self.broken = False

    def get_compiled_api(self):
        return [ALSA, JACK]

    def get_api_display_name(self, number):
        return str(number)

    def new(self, way):
        return lambda number: Client(self, number)


class Client:
    def __init__(self, computer: Computer, number: int) -> None:
        if number not in computer.working:
            raise OSError("does not work")
        self.computer, self.number = computer, number

    def get_ports(self):
        return [f"fluidsynth of {self.number}"]

    def open_port(self, port, name): ...

    open_virtual_port = ignore_types = lambda self, *_, **__: None

    def close_port(self): ...

    def delete(self): ...

    def get_message(self):
        return None

    def send_message(self, message):
        if self.computer.broken:
            raise OSError("the cable is out")
        self.computer.sent.append(message)


@pytest.fixture
def computer(monkeypatch):
    computer = Computer()
    monkeypatch.setattr(ports, "rtmidi", computer)
    monkeypatch.setattr(patchbay, "new_client", computer.new)
    monkeypatch.setattr(patchbay, "count_threads", lambda: len(computer.working))
    return computer


def opened(wanted: str = "auto") -> Patchbay:
    bridge = Bridge(9999, lambda *_: None, lambda message: made.send(message))
    made = Patchbay(wanted, wanted, bridge)
    assert made.start()
    made.settle(made.next_settled)
    return made


def said(capsys) -> list[str]:
    return json.loads(capsys.readouterr().out.splitlines()[-1])["opened"]


def test_what_is_wanted_is_opened_and_said(computer, capsys):
    opened()
    assert said(capsys) == ["in: fluidsynth of 2", "out: fluidsynth of 2"]


def test_a_driver_that_ended_is_missed_by_its_threads_or_by_whoever_looks_at_the_ports(computer):
    made = opened()
    assert not made.driver_lost(None)
    assert not made.driver_lost({ALSA, JACK})
    assert made.driver_lost({JACK})
    computer.working.clear()
    assert made.driver_lost(None)


def test_a_driver_that_begins_to_work_is_used_beside_the_others(computer, capsys):
    made = opened("fluidsynth of 3")
    assert said(capsys) == []
    computer.working.add(JACK)
    made.meet({ALSA, JACK})
    made.scan()
    made.settle(made.next_settled)
    assert said(capsys) == ["in: fluidsynth of 3", "out: fluidsynth of 3"]
    assert not made.driver_lost({ALSA, JACK})
    assert made.driver_lost({ALSA})


@pytest.mark.parametrize("missed", ["in", "out"])
def test_a_driver_that_came_up_between_the_two_directions_is_used_in_both(
    computer, capsys, monkeypatch, missed: str
):
    def new(way):
        def client(number):
            if way == missed and not up:
                raise OSError("does not work yet")
            return Client(computer, number)

        return client

    up: list[bool] = []
    monkeypatch.setattr(patchbay, "new_client", new)
    made = opened()
    assert said(capsys) == [f"{'out' if missed == 'in' else 'in'}: fluidsynth of 2"]
    assert made.busy  # so it is tried again
    made.meet({ALSA})
    assert made.busy
    up.append(True)
    made.meet({ALSA})
    made.scan()
    made.settle(made.next_settled)
    assert said(capsys) == ["in: fluidsynth of 2", "out: fluidsynth of 2"]
    assert not made.busy


def test_a_driver_that_never_works_in_one_direction_is_not_tried_for_ever(computer, monkeypatch):
    tried: list[int] = []

    def new(way):
        def client(number):
            if way == "in":
                tried.append(number)
                raise OSError("has no inputs")
            return Client(computer, number)

        return client

    monkeypatch.setattr(patchbay, "new_client", new)
    made = opened()
    for _ in range(100):
        made.meet({ALSA})
    assert not made.busy
    assert tried.count(ALSA) <= 1 + patchbay.MOST_TRIES


def test_an_output_just_opened_is_cleared_played_on_and_said_once_it_has_settled(computer, capsys):
    bridge = Bridge(9999, lambda *_: None, lambda message: made.send(message))
    made = Patchbay("auto", "auto", bridge)
    assert made.start()
    made.send([0x90, 60, 100])
    made.settle(made.next_settled - 0.001)
    assert computer.sent == []
    assert capsys.readouterr().out == ""
    made.settle(made.next_settled)
    assert [0xB0, 123, 0] in computer.sent
    assert [0x90, 60, 100] not in computer.sent
    assert said(capsys) == ["in: fluidsynth of 2", "out: fluidsynth of 2"]
    assert made.next_settled == math.inf
    made.send([0x90, 60, 100])
    assert computer.sent[-1] == [0x90, 60, 100]


def test_an_output_may_go_before_it_has_settled(computer, capsys):
    made = Patchbay("none", "auto", Bridge(9999, lambda *_: None, lambda _: None))
    assert made.start()
    made.end()
    assert computer.sent == []
    assert made.next_settled == math.inf


def test_an_output_that_fails_is_closed_at_the_next_look_and_opened_anew(computer, capsys):
    made = opened()
    computer.broken = True
    made.send([0x90, 60, 100])
    assert made.failing
    computer.broken = False
    computer.sent.clear()
    made.scan()
    made.settle(made.next_settled)
    assert not made.failing
    assert [0xB0, 123, 0] in computer.sent  # cleared as any output just opened
