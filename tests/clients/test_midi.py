"""The bridge's process between a stand-in for the engine and a keyboard on a real JACK server."""

from __future__ import annotations

import json
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from peers import end, jack_server, line_within, require_module, run_process
from pythonosc.osc_bundle_builder import OscBundleBuilder
from pythonosc.osc_message_builder import OscMessageBuilder
from pythonosc.osc_packet import OscPacket

from perf_engine.clients.echo import CONVICTED

require_module("rtmidi")

ROOT = Path(__file__).parents[2]
KEYBOARD = str(Path(__file__).with_name("jack_keyboard.py"))
CLEARED = 5 * 16  # messages that end everything on an output just opened
PATIENCE = 60.0  # seconds on a machine with much else to do


class Engine:
    """A stand-in for the engine: one UDP port that knows one client."""

    def __init__(self) -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.client: tuple[str, int] | None = None

    def hear(self, address: str, seconds: float = PATIENCE) -> list[object]:
        """The arguments of the next message of an address, whatever comes before it."""
        until = time.monotonic() + seconds
        while select.select([self.socket], [], [], max(0.0, until - time.monotonic()))[0]:
            datagram, sender = self.socket.recvfrom(65536)
            message = OscPacket(datagram).messages[0].message
            if message.address == "/perf/notify":
                self.client = ("127.0.0.1", message.params[1])
                assert sender == self.client
            if message.address == address:
                return list(message.params)
        return pytest.fail(f"no {address} within {seconds:g} s")

    def accept(self) -> None:
        """Register whoever asks next; a bridge that leaves may be heard before."""
        while (asked := self.hear("/perf/notify"))[0] == 0:
            pass
        assert asked == [1, self.client[1], "bundle", 10.0]
        self.say("/perf/done", "/perf/notify", 1, 10.0)

    def say(self, address: str, *arguments: object) -> None:
        self.socket.sendto(built(address, *arguments).dgram, self.client)

    def bundle(self, due: float, *messages: tuple[object, ...]) -> None:
        """Messages due at a time of the monotonic clock."""
        builder = OscBundleBuilder(due + time.time() - time.monotonic())
        for message in messages:
            builder.add_content(built(*message))
        self.socket.sendto(builder.build().dgram, self.client)


def built(address, *arguments):
    builder = OscMessageBuilder(address)
    for argument in arguments:
        builder.add_arg(argument)
    return builder.build()


@dataclass
class Stage:
    engine: Engine
    bridge: subprocess.Popen[str]
    keyboard: subprocess.Popen[str]

    def play(self, *message: int) -> None:
        self.keyboard.stdin.write(" ".join(map(str, message)) + "\n")
        self.keyboard.stdin.flush()

    def arrived(self, seconds: float = PATIENCE) -> tuple[float, list[int]]:
        """When the next MIDI message arrived at the synth, and what it was."""
        at, *message = line_within(self.keyboard, seconds).split()
        return float(at), [int(data) for data in message]

    def news(self, seconds: float = PATIENCE) -> dict[str, list[str]]:
        return json.loads(line_within(self.bridge, seconds))

    def opened(self, count: int) -> dict[str, list[str]]:
        """The first news of so many open ports: those of one cable come and go one by one."""
        while len((news := self.news())["opened"]) != count:
            pass
        return news


def bridge_command(engine: Engine, *options: str) -> list[str]:
    module = "perf_engine.clients.midi"
    return [sys.executable, "-m", module, "--engine-port", str(engine.port), *options]


@contextmanager
def keyboard_on(jack: dict[str, str], name: str = "Keystation") -> Iterator[subprocess.Popen[str]]:
    with run_process(sys.executable, KEYBOARD, name, env=jack) as keyboard:
        assert line_within(keyboard, PATIENCE) == "ready"
        yield keyboard


@contextmanager
def set_up(jack: dict[str, str], *options: str) -> Iterator[Stage]:
    engine = Engine()
    with keyboard_on(jack) as keyboard:
        command = bridge_command(engine, *options)
        with run_process(*command, env=jack, cwd=ROOT) as bridge, engine.socket:
            stage = Stage(engine, bridge, keyboard)
            news = stage.news()
            assert news == {
                "opened": ["in: Keystation:keys", "out: Keystation-01:synth"],
                "failed": [],
            }
            engine.accept()
            cleared = [stage.arrived()[1] for _ in range(CLEARED)]
            assert {message[1] for message in cleared} == {64, 123, 120, 0, 121}
            yield stage


@pytest.fixture
def stage(jack: dict[str, str]) -> Iterator[Stage]:
    with set_up(jack) as stage:
        yield stage


def test_a_key_on_the_keyboard_reaches_the_engine(stage):
    stage.play(0x90, 60, 100)
    assert stage.engine.hear("/perf/in/note") == [0, 60, 100]
    stage.play(0x90, 60, 0)
    assert stage.engine.hear("/perf/in/note") == [0, 60, 0]
    stage.play(0xB0, 64, 127)
    assert stage.engine.hear("/perf/in/pedal") == [0, 127]
    stage.play(0xB3, 1, 64)
    assert stage.engine.hear("/perf/in/cc") == [0, 1, 64]


def test_a_chord_in_a_bundle_reaches_the_synth_at_its_time(stage):
    due = time.monotonic() + 0.15
    stage.engine.bundle(due, *[("/perf/note", 2, pitch, 100, 0.0) for pitch in (60, 64, 67)])
    arrivals = [stage.arrived() for _ in range(3)]
    assert [message for _, message in arrivals] == [[0x92, pitch, 100] for pitch in (60, 64, 67)]
    # JACK hands on once a period of 2.7 ms; a busy machine may add to that.
    assert all(due <= at < due + 0.2 for at, _ in arrivals)
    release, pedal = ("/perf/noteoff", 2, 60, 0.0), ("/perf/cc", 2, 64, 1, 0.0)
    stage.engine.bundle(time.monotonic(), release, pedal)
    assert stage.arrived()[1] == [0x82, 60, 0]
    assert stage.arrived()[1] == [0xB2, 64, 1]


def test_a_flush_drops_the_strike_that_waits_and_hastens_the_release(stage):
    stage.engine.say("/perf/note", 0, 60, 100, 0.0)
    assert stage.arrived()[1] == [0x90, 60, 100]
    stage.engine.say("/perf/note", 0, 72, 100, 200.0)
    stage.engine.say("/perf/flush", 0)
    before = time.monotonic()
    stage.engine.say("/perf/noteoff", 0, 60, 500.0)
    at, message = stage.arrived()
    assert message == [0x80, 60, 0]
    assert at < before + 0.1
    stage.engine.say("/perf/note", 0, 48, 90, 300.0)
    assert stage.arrived()[1] == [0x90, 48, 90]


def test_an_engine_that_falls_silent_leaves_no_note(stage):
    stage.engine.say("/perf/note", 5, 60, 100, 0.0)
    struck, _ = stage.arrived()
    released, message = stage.arrived()
    assert message == [0x85, 60, 0]
    assert 2.9 < released - struck < 3.5
    ends = [[0xB5, 123, 0], [0xB5, 120, 0], [0xE5, 0, 64], [0xB5, 121, 0]]
    assert [stage.arrived()[1] for _ in ends] == ends
    stage.engine.accept()  # it asks again


def test_an_engine_whose_port_closes_leaves_no_note_and_is_found_again(stage):
    stage.engine.say("/perf/note", 0, 60, 100, 0.0)
    stage.arrived()
    stage.engine.socket.close()
    stage.play(0x90, 60, 100)  # refused
    assert stage.arrived()[1] == [0x80, 60, 0]
    stage.engine.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    stage.engine.socket.bind(("127.0.0.1", stage.engine.port))
    stage.engine.accept()


def test_the_end_of_standard_input_releases_everything_in_both_directions(stage):
    stage.play(0x90, 48, 100)
    stage.engine.hear("/perf/in/note")
    stage.engine.say("/perf/note", 0, 60, 100, 0.0)
    stage.arrived()
    stage.bridge.stdin.close()
    assert stage.arrived()[1] == [0x80, 60, 0]
    assert stage.engine.hear("/perf/in/note") == [0, 48, 0]
    assert stage.engine.hear("/perf/notify")[0] == 0
    assert stage.bridge.wait(5) == 0


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_releases_everything(stage, how):
    stage.engine.say("/perf/cc", 0, 64, 127, 0.0)
    stage.engine.say("/perf/note", 0, 60, 100, 0.0)
    stage.arrived(), stage.arrived()
    stage.bridge.send_signal(how)
    assert stage.arrived()[1] == [0x80, 60, 0]
    assert stage.arrived()[1] == [0xB0, 64, 0]
    assert stage.bridge.wait(5) == 0


def test_a_bridge_that_ends_in_a_flood_of_keys_ends_all_the_same(stage):
    for turn in range(2000):
        stage.keyboard.stdin.write(f"{0x90 if turn % 2 == 0 else 0x80} 60 100\n")
    stage.keyboard.stdin.flush()
    stage.engine.hear("/perf/in/note")
    stage.bridge.stdin.close()
    assert stage.bridge.wait(5) == 0


def test_it_renews_its_lease(stage):
    for sequence in range(5):
        stage.engine.say("/perf/alive", sequence)
        time.sleep(0.5)
    assert len(stage.engine.hear("/perf/ping")) == 1


def test_a_cable_that_falls_out_releases_its_keys_and_is_found_again(jack):
    with set_up(jack) as stage:
        stage.play(0x90, 60, 100)
        stage.engine.hear("/perf/in/note")
        end(stage.keyboard)
        assert stage.engine.hear("/perf/in/note") == [0, 60, 0]
        assert len(stage.opened(0)["failed"]) == 2
        with keyboard_on(jack) as again:
            stage.opened(2)
            stage.keyboard = again
            stage.play(0x90, 62, 100)
            assert stage.engine.hear("/perf/in/note") == [0, 62, 100]


def test_running_status_on_the_way_from_the_keyboard_is_understood(stage):
    stage.play(0x90, 60, 100)
    stage.play(62, 90)
    stage.play(60, 0)
    for note in ([0, 60, 100], [0, 62, 90], [0, 60, 0]):
        assert stage.engine.hear("/perf/in/note") == note


def test_half_pedal_goes_through_unchanged_in_both_directions(stage):
    for value in (1, 63, 64, 90, 0):
        stage.play(0xB0, 64, value)
        assert stage.engine.hear("/perf/in/pedal") == [0, value]
        stage.engine.say("/perf/cc", 0, 64, value, 0.0)
        assert stage.arrived()[1] == [0xB0, 64, value]


def test_only_the_channels_that_are_chosen_are_heard(jack):
    with set_up(jack, "--channels", "2,10-12") as stage:
        for channel in (0, 1, 8, 9, 12):
            stage.play(0x90 | channel, 60 + channel, 100)
        assert stage.engine.hear("/perf/in/note") == [0, 61, 100]
        assert stage.engine.hear("/perf/in/note") == [0, 69, 100]


def test_what_comes_back_from_our_output_to_our_input_is_not_heard(stage):
    # By a synth that hands it on. A cable takes other clients of JACK to put in, and a server that
    # is synchronous stands still for seconds when one comes or goes on a busy machine.
    stage.keyboard.stdin.write("thru\n")
    stage.keyboard.stdin.flush()
    heard = []
    for pitch in range(60, 72):
        stage.engine.say("/perf/note", 0, pitch, 100, 0.0)
        stage.engine.say("/perf/noteoff", 0, pitch, 20.0)
        assert stage.arrived()[1] == [0x90, pitch, 100]
        assert stage.arrived()[1] == [0x80, pitch, 0]
    stage.play(0x90, 40, 90)
    while [0, 40, 90] not in heard:
        heard.append(stage.engine.hear("/perf/in/note"))
    strikes = [pitch for _, pitch, velocity in heard if velocity]
    assert strikes[0] == 60, "there is a way back"
    assert len(strikes) <= CONVICTED, "a way back while playing is noticed after a few strikes"
    assert all([0, pitch, 0] in heard for pitch in strikes if pitch != 40)


def test_a_knob_that_was_learnt_turns_its_control_after_a_restart_too(jack, tmp_path):
    kept = ("--bindings", str(tmp_path / "midi.json"))
    with set_up(jack, *kept) as stage:
        stage.engine.say("/perf/midi/learning", "share", 0.0, 1.0)
        stage.engine.say("/perf/note", 0, 60, 100, 0.0)
        stage.arrived()  # what was said before it has been heard
        stage.play(0xB0, 74, 1)
        assert stage.engine.hear("/perf/midi/bind") == [74, "share", 0.0, 1.0]
        stage.engine.say("/perf/midi/bound", 74, "share", 0.0, 1.0)
        stage.engine.say("/perf/noteoff", 0, 60, 0.0)
        stage.arrived()
        stage.play(0xB0, 74, 127)
        assert stage.engine.hear("/perf/param/share") == [1.0]
    with set_up(jack, *kept) as stage:
        stage.play(0xB0, 74, 0)
        assert stage.engine.hear("/perf/param/share") == [0.0]


def test_active_sensing_is_sent_when_it_is_wanted(jack):
    with set_up(jack, "--active-sensing") as stage:
        assert [stage.arrived()[1] for _ in range(3)] == [[0xFE]] * 3


def test_channels_that_are_none_are_refused_in_a_sentence():
    command = [sys.executable, "-m", "perf_engine.clients.midi", "--channels", "17"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=60)
    assert done.returncode == 2
    assert "MIDI channels must be all, or 1..16" in done.stderr


def test_without_a_keyboard_virtual_ports_are_opened(jack):
    engine = Engine()
    with run_process(*bridge_command(engine), env=jack, cwd=ROOT) as bridge, engine.socket:
        assert json.loads(line_within(bridge, PATIENCE)) == {
            "opened": ["in: perf_engine in (virtual)", "out: perf_engine out (virtual)"],
            "failed": [],
        }


def test_a_jack_server_that_ends_is_waited_for():
    engine = Engine()
    with engine.socket, ExitStack() as bridge_lives:
        with jack_server() as env:
            with keyboard_on(env):
                command = bridge_command(engine)
                bridge = bridge_lives.enter_context(run_process(*command, env=env, cwd=ROOT))
                assert len(json.loads(line_within(bridge, PATIENCE))["opened"]) == 2
                engine.accept()
            while json.loads(line_within(bridge, PATIENCE))["opened"]:
                pass  # one port may be seen to go before the other
        news = json.loads(line_within(bridge, PATIENCE))
        assert news["opened"] == []
        assert "start JACK" in news["failed"][0]
        with jack_server(name=env["JACK_DEFAULT_SERVER"]), keyboard_on(env):
            while "in: Keystation:keys" not in json.loads(line_within(bridge, PATIENCE))["opened"]:
                pass  # the server is found before the keyboard is there
            engine.accept()
            bridge.stdin.close()
            assert bridge.wait(5) == 0


def test_without_any_driver_it_says_why_and_ends(tmp_path):
    engine = Engine()
    nowhere = {"JACK_DEFAULT_SERVER": "perf_test_nobody", "JACK_NO_START_SERVER": "1"}
    with engine.socket, run_process(*bridge_command(engine), env=nowhere, cwd=ROOT) as bridge:
        news = json.loads(line_within(bridge, PATIENCE))
        if news["opened"]:
            pytest.skip("this computer has MIDI without JACK")
        assert "OSC only" in news["failed"][0]
        assert bridge.wait(5) == 0
