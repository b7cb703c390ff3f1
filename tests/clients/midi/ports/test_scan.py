"""The process that looks at the ports, with drivers of a few lines and on a real JACK server."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from perf_engine.clients.midi.ports import names as ports
from perf_engine.clients.midi.ports.scan import (
    DRIVERS_EVERY,
    LONGEST_REST,
    LOOK_EVERY,
    SAME_EVERY,
    Scanner,
    rest_after,
)
from tests.support.peers import jack_name, jack_server, line_within, require_module, run_process

ROOT = Path(__file__).parents[4]
KEYBOARD = str(Path(__file__).parents[3] / "support" / "jack_keyboard.py")
PATIENCE = 60.0


class Rtmidi:
    """Three drivers compiled in, of which one works, later two."""

    API_RTMIDI_DUMMY = 9
    working = frozenset({2})
    made = 0

    @staticmethod
    def get_compiled_api():
        return [2, 3, 9]

    @staticmethod
    def get_api_display_name(number):
        return str(number)


class Client:
    def __init__(self, number: int) -> None:
        if number not in Rtmidi.working:
            raise OSError("does not work")
        Rtmidi.made += 1
        self.number = number

    def get_ports(self):
        return [f"port of {self.number}"]

    def delete(self):
        Rtmidi.made -= 1


def test_a_driver_that_begins_to_work_is_found_and_none_is_made_twice(monkeypatch):
    monkeypatch.setattr(ports, "rtmidi", Rtmidi)
    scanner = Scanner(lambda way: Client)
    first = scanner.look(0.0)
    assert first.drivers == (2,)
    assert first.inputs == first.outputs == ("port of 2",)
    monkeypatch.setattr(Rtmidi, "working", frozenset({2, 3}))
    assert scanner.look(0.1) == first
    assert scanner.look(DRIVERS_EVERY).drivers == (2, 3)
    assert scanner.look(2 * DRIVERS_EVERY).inputs == ("port of 2", "port of 3")
    assert Rtmidi.made == 4
    scanner.end()
    assert Rtmidi.made == 0


def test_looks_take_a_twentieth_of_a_core_at_most_and_are_never_far_apart():
    assert rest_after(0.0001) == LOOK_EVERY
    assert rest_after(0.02) == 0.4
    assert rest_after(20.0) == LONGEST_REST


def scanner_on(env):
    command = (sys.executable, "-m", "perf_engine.clients.midi.ports.scan")
    return run_process(*command, env=env, cwd=ROOT)


def change(process) -> dict[str, object]:
    """The next line that tells of a change."""
    while len(said := json.loads(line_within(process, PATIENCE))) == 1:
        pass
    return said


def inputs(process) -> list[str]:
    return change(process)["in"]


# First: the server that the others share is not there yet, and /dev/shm has room for two.
def test_a_jack_server_that_ends_and_one_that_comes_are_found():
    require_module("rtmidi")
    with ExitStack() as lives:
        name = lives.enter_context(jack_name())
        with jack_server(name=name) as env:
            scanner = lives.enter_context(scanner_on(env))
            before = change(scanner)["drivers"]
        while not set(change(scanner)["drivers"]) < set(before):
            pass  # its ports may be seen to go before it
        with jack_server(name=name):
            while change(scanner)["drivers"] != before:
                pass
            scanner.stdin.close()
            assert scanner.wait(PATIENCE) == 0


def test_a_port_that_comes_and_goes_is_said_and_the_end_of_standard_input_ends_it(jack):
    require_module("rtmidi")
    with scanner_on(jack) as scanner:
        assert not any("Keystation" in name for name in inputs(scanner))
        with run_process(sys.executable, KEYBOARD, "Keystation", env=jack):
            while not any("Keystation" in name for name in inputs(scanner)):
                pass
        while any("Keystation" in name for name in inputs(scanner)):
            pass
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            scanner.send_signal(number)  # they are for the bridge
        with pytest.raises(subprocess.TimeoutExpired):
            scanner.wait(0.5)
        scanner.stdin.close()
        assert scanner.wait(PATIENCE) == 0


def test_it_says_from_time_to_time_that_it_still_sees_the_same(jack):
    require_module("rtmidi")
    with scanner_on(jack) as scanner:
        change(scanner)
        first, second = (json.loads(line_within(scanner, PATIENCE)) for _ in range(2))
        assert set(first) == set(second) == {"at"}
        assert second["at"] >= first["at"] + SAME_EVERY
        scanner.stdin.close()
        assert scanner.wait(PATIENCE) == 0
