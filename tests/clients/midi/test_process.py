"""The bridge's process between a stand-in for the engine and a keyboard on a real JACK server."""

from __future__ import annotations

import json
import os
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
from pythonosc.osc_bundle_builder import OscBundleBuilder
from pythonosc.osc_message_builder import OscMessageBuilder
from pythonosc.osc_packet import OscPacket

from perf_engine.clients.midi.echo import CONVICTED
from tests.support.peers import (
    end,
    jack_name,
    jack_server,
    line_within,
    require_module,
    run_process,
)

require_module("rtmidi")

ROOT = Path(__file__).parents[3]
KEYBOARD = str(Path(__file__).parents[2] / "support" / "jack_keyboard.py")
CLEARED = 5 * 16  # messages that end everything on an output just opened
PATIENCE = 60.0  # seconds on a machine with much else to do
TRIES = 5  # a machine that stands still spoils some; a bridge that is late is late in each


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
            if message.address == "/perf/notify" and message.params[0]:
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

    def note(self) -> list[int]:
        """The next strike or release, whatever else comes where the bridge stood still."""
        while (message := self.arrived()[1])[0] & 0xF0 not in (0x80, 0x90):
            pass
        return message

    def news(self, seconds: float = PATIENCE) -> dict[str, list[str]]:
        return json.loads(line_within(self.bridge, seconds))

    def opened(self, count: int) -> dict[str, list[str]]:
        """The first news of so many open ports: those of one cable come and go one by one."""
        while len((news := self.news())["opened"]) != count:
            pass
        return news


OUT = "Keystation"


def bridge_command(engine: Engine, *options: str) -> list[str]:
    module = "perf_engine.clients.midi.process"
    own = () if "--midi-out" in options else ("--midi-out", OUT)  # the keyboard's own: asked for
    return [sys.executable, "-m", module, "--engine-port", str(engine.port), *own, *options]


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
                "thru": False,
                "outputs": ["Keystation-01:synth"],
                "inputs": ["Keystation"],
            }
            engine.accept()
            cleared = [stage.arrived()[1] for _ in range(CLEARED)]
            assert {message[1] for message in cleared} == {64, 123, 120, 0, 121}
            yield stage


@pytest.fixture
def stage(jack: dict[str, str]) -> Iterator[Stage]:
    with set_up(jack) as stage:
        yield stage


# First: the server that the others share is not there yet, and /dev/shm has room for two.
def test_a_jack_server_that_ends_is_waited_for():
    engine = Engine()
    with engine.socket, ExitStack() as bridge_lives:
        name = bridge_lives.enter_context(jack_name())
        with jack_server(name=name) as env:
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
        with jack_server(name=name), keyboard_on(env):
            while "in: Keystation:keys" not in json.loads(line_within(bridge, PATIENCE))["opened"]:
                pass  # the server is found before the keyboard is there
            engine.accept()
            bridge.stdin.close()
            assert bridge.wait(PATIENCE) == 0


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
    late = []
    for _ in range(TRIES):
        due = time.monotonic() + 0.15
        stage.engine.bundle(due, *[("/perf/note", 2, pitch, 100, 0.0) for pitch in (60, 64, 67)])
        arrivals = [stage.arrived() for _ in range(3)]
        struck = [message for _, message in arrivals]
        assert struck == [[0x92, pitch, 100] for pitch in (60, 64, 67)]
        assert all(due <= at for at, _ in arrivals)
        for pitch in (64, 67):
            stage.engine.say("/perf/noteoff", 2, pitch, 0.0)
            assert stage.arrived()[1] == [0x82, pitch, 0]
        release, pedal = ("/perf/noteoff", 2, 60, 0.0), ("/perf/cc", 2, 64, 1, 0.0)
        stage.engine.bundle(time.monotonic(), release, pedal)
        assert stage.arrived()[1] == [0x82, 60, 0]
        assert stage.arrived()[1] == [0xB2, 64, 1]
        late.append(max(at for at, _ in arrivals) - due)
        if late[-1] < 0.2:  # JACK hands on once a period of 2.7 ms
            return
    pytest.fail(f"each chord came too late: {late}")


def test_a_flush_drops_the_strike_that_waits_and_hastens_the_release(stage):
    came, sounded = [], 0
    for _ in range(TRIES):
        stage.engine.say("/perf/note", 0, 60, 100, 0.0)
        assert stage.arrived()[1] == [0x90, 60, 100]
        before = time.monotonic()
        stage.engine.say("/perf/note", 0, 72, 100, 200.0)
        stage.engine.say("/perf/flush", 0)
        stage.engine.say("/perf/noteoff", 0, 60, 500.0)
        came.append([])
        while not came[-1] or came[-1][-1][1] != [0x80, 60, 0]:
            came[-1].append(stage.arrived())
        stage.engine.say("/perf/note", 0, 48, 90, 300.0)
        while came[-1][-1][1] != [0x90, 48, 90]:
            came[-1].append(stage.arrived())
        stage.engine.say("/perf/noteoff", 0, 48, 0.0)
        assert stage.arrived()[1] == [0x80, 48, 0]
        released = came[-1][0]
        if released[0] < before + 0.1 and len(came[-1]) == 2:
            return
        if any(message == [0x90, 72, 100] for _, message in came[-1]):
            sounded += 1  # as when something stands still between the strike and the flush
            assert sounded < 2, came
            stage.engine.say("/perf/noteoff", 0, 72, 0.0)
            assert stage.arrived()[1] == [0x80, 72, 0]
    pytest.fail(f"what waits is not dropped, or what ends not hastened: {came}")


def test_an_engine_that_falls_silent_leaves_no_note(stage):
    took = []
    while not took or took[-1] >= 3.5:
        assert len(took) < TRIES, took
        said = time.monotonic()
        stage.engine.say("/perf/note", 5, 60, 100, 0.0)
        struck, _ = stage.arrived()
        released, message = stage.arrived()
        assert message == [0x85, 60, 0]
        assert released - said > 2.9
        took.append(released - struck)
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
    assert stage.bridge.wait(PATIENCE) == 0


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_releases_everything(stage, how):
    stage.engine.say("/perf/cc", 0, 64, 127, 0.0)
    stage.engine.say("/perf/note", 0, 60, 100, 0.0)
    stage.arrived(), stage.arrived()
    stage.bridge.send_signal(how)
    assert stage.arrived()[1] == [0x80, 60, 0]
    assert stage.arrived()[1] == [0xB0, 64, 0]
    assert stage.bridge.wait(PATIENCE) == 0


def test_a_bridge_that_is_killed_leaves_no_key_sounding(jack):
    took = []
    while not took or took[-1] >= 0.5:
        assert len(took) < TRIES, took
        with set_up(jack) as stage:
            for message in (
                ("/perf/note", 3, 60, 100, 0.0),
                ("/perf/note", 0, 64, 90, 0.0),
                ("/perf/cc", 3, 64, 127, 0.0),
            ):
                stage.engine.say(*message)
                stage.arrived()
            stage.bridge.kill()
            killed = time.monotonic()
            ends = [stage.arrived() for _ in range(3)]
            released = [message for _, message in ends]
            assert released == [[0x80, 64, 0], [0x83, 60, 0], [0xB3, 64, 0]]
            took.append(ends[-1][0] - killed)
            port = stage.engine.client[1]
            while (asked := stage.engine.hear("/perf/notify"))[0] != 0:
                pass
            assert asked == [0, port], "the engine is told, so that its players' keys end too"


def test_a_bridge_that_is_stopped_leaves_no_key_sounding_and_makes_up_for_nothing(jack):
    took = []
    while not took or took[-1] >= 1.5:
        assert len(took) < TRIES, took
        with set_up(jack) as stage:
            stage.engine.say("/perf/note", 3, 60, 100, 0.0)
            stage.arrived()
            stage.bridge.send_signal(signal.SIGSTOP)
            stopped = time.monotonic()
            at, message = stage.arrived()
            assert message == [0x83, 60, 0]
            took.append(at - stopped)
            for _ in range(4):  # the rest of the silence
                stage.arrived()
            for pitch in range(60, 80):
                stage.engine.bundle(time.monotonic(), ("/perf/note", 0, pitch, 100, 0.0))
            time.sleep(0.2)
            stage.bridge.send_signal(signal.SIGCONT)
            stage.engine.say("/perf/note", 1, 50, 99, 0.0)
            assert stage.arrived()[1] == [0x91, 50, 99]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux counts what it drops")
def test_a_release_that_the_system_dropped_is_found_out_and_the_drops_are_said(stage):
    stage.bridge.send_signal(signal.SIGSTOP)
    stage.engine.say("/perf/note", 2, 60, 100, 0.0)
    for _ in range(20_000):
        stage.engine.say("/perf/heard", 0, 60, 100)
    stage.engine.say("/perf/noteoff", 2, 60, 0.0)  # there is no room for it
    stage.bridge.send_signal(signal.SIGCONT)
    assert stage.arrived()[1] == [0x92, 60, 100]
    end = time.monotonic() + PATIENCE
    while not select.select([stage.bridge.stdout], [], [], 0.2)[0]:
        assert time.monotonic() < end
        stage.engine.say("/perf/sounding", 2, 60)  # the count comes with what came after the drop
    warning = stage.news()["warning"]
    assert int(warning.split()[3]) > 1000
    stage.engine.say("/perf/sounding")
    assert stage.arrived()[1] == [0x82, 60, 0]


def test_ports_that_are_killed_are_held_again_and_what_sounded_is_let_go(jack):
    with set_up(jack) as stage:
        stage.engine.say("/perf/note", 2, 60, 100, 0.0)
        stage.arrived()
        pid = stage.bridge.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        (holder,) = (
            int(child)
            for child in children
            if b"ports.holder" in Path(f"/proc/{child}/cmdline").read_bytes()
        )
        os.kill(holder, signal.SIGKILL)
        assert stage.arrived()[1] == [0x82, 60, 0]
        for _ in range(CLEARED):
            stage.arrived()
        stage.engine.say("/perf/note", 2, 62, 100, 0.0)
        assert stage.arrived()[1] == [0x92, 62, 100]


def test_two_keyboards_are_heard_and_each_lets_go_of_its_own_keys(jack):
    with set_up(jack) as stage, keyboard_on(jack, "Pads") as pads:
        assert "in: Pads:keys" in stage.opened(3)["opened"]
        stage.play(0x90, 60, 100)
        assert stage.engine.hear("/perf/in/note") == [0, 60, 100]
        pads.stdin.write("144 60 90\n144 67 80\n")
        pads.stdin.flush()
        for note in ([0, 60, 0], [0, 60, 90], [0, 67, 80]):
            assert stage.engine.hear("/perf/in/note") == note
        assert stage.engine.hear("/perf/in/holding") == [0, 60, 67]
        end(pads)
        assert stage.engine.hear("/perf/in/note") == [0, 67, 0]
        stage.play(0x80, 60, 0)
        assert stage.engine.hear("/perf/in/note") == [0, 60, 0]


def test_a_bridge_that_ends_in_a_flood_of_keys_ends_all_the_same(stage):
    for turn in range(2000):
        stage.keyboard.stdin.write(f"{0x90 if turn % 2 == 0 else 0x80} 60 100\n")
    stage.keyboard.stdin.flush()
    stage.engine.hear("/perf/in/note")
    stage.bridge.stdin.close()
    assert stage.bridge.wait(PATIENCE) == 0


def test_it_renews_its_lease(stage):
    said = []  # what the bridge says while the engine gives signs of life
    for sequence in range(int(4 * PATIENCE)):
        stage.engine.say("/perf/alive", sequence)
        while select.select([stage.engine.socket], [], [], 0.25)[0]:
            message = OscPacket(stage.engine.socket.recv(65536)).messages[0].message
            said.append(message.address)
            if message.address == "/perf/ping":
                assert len(message.params) == 1
                return
            if message.address == "/perf/notify":  # after three seconds in which all stood still
                stage.engine.say("/perf/done", "/perf/notify", 1, 10.0)
    pytest.fail(f"it asks for nothing: {said}")


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
        stage.play(0xB1, 64, value)  # another instrument's: on one, the pedal is who holds it
        assert stage.engine.hear("/perf/in/pedal") == [0, value]
        stage.engine.say("/perf/cc", 0, 64, value, 0.0)
        assert stage.arrived()[1] == [0xB0, 64, value]


def test_only_the_channels_that_are_chosen_are_heard(jack):
    with set_up(jack, "--channels", "2,10-12") as stage:
        for channel in (0, 1, 8, 9, 12):
            stage.play(0x90 | channel, 60 + channel, 100)
        assert stage.engine.hear("/perf/in/note") == [0, 61, 100]
        assert stage.engine.hear("/perf/in/note") == [0, 69, 100]


def strikes_that_came_back(stage: Stage) -> int:
    """How many of twelve strikes that a synth hands back are taken for a player's."""
    stage.keyboard.stdin.write("thru\n")
    stage.keyboard.stdin.flush()
    heard = []
    for pitch in range(60, 72):
        stage.engine.say("/perf/note", 0, pitch, 100, 0.0)
        stage.engine.say("/perf/noteoff", 0, pitch, 20.0)
        assert stage.note() == [0x90, pitch, 100]
        assert stage.note() == [0x80, pitch, 0]
    stage.play(0x90, 40, 90)
    while [0, 40, 90] not in heard:
        heard.append(stage.engine.hear("/perf/in/note"))
    stage.play(0x80, 40, 0)
    while [0, 40, 0] not in heard:
        heard.append(stage.engine.hear("/perf/in/note"))
    strikes = [pitch for _, pitch, velocity in heard if velocity]
    assert strikes[0] == 60, "there is a way back"
    assert all([0, pitch, 0] in heard for pitch in strikes)
    return len(strikes)


def test_what_comes_back_from_our_output_to_our_input_is_not_heard(jack):
    # By a synth that hands it on. A cable takes other clients of JACK to put in, and a server that
    # is synchronous stands still for seconds when one comes or goes on a busy machine.
    # Half a second in which that stands still is no way back; so it is found out by another bridge.
    counts: list[int] = []
    while not counts or counts[-1] > CONVICTED:
        assert len(counts) < TRIES, counts
        with set_up(jack) as stage:
            counts.append(strikes_that_came_back(stage))


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
    command = [sys.executable, "-m", "perf_engine.clients.midi.process", "--channels", "17"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=60)
    assert done.returncode == 2
    assert "MIDI channels must be all, or 1..16" in done.stderr


def test_without_a_keyboard_virtual_ports_are_opened(jack):
    engine = Engine()
    command = bridge_command(engine, "--midi-out", "auto")
    with run_process(*command, env=jack, cwd=ROOT) as bridge, engine.socket:
        assert json.loads(line_within(bridge, PATIENCE)) == {
            "opened": ["in: perf_engine in (virtual)", "out: perf_engine out (virtual)"],
            "failed": [],
            "thru": False,
            "outputs": [],
            "inputs": [],
        }


def test_without_any_driver_it_says_why_and_ends(tmp_path):
    engine = Engine()
    nowhere = {"JACK_DEFAULT_SERVER": "perf_test_nobody", "JACK_NO_START_SERVER": "1"}
    with engine.socket, run_process(*bridge_command(engine), env=nowhere, cwd=ROOT) as bridge:
        news = json.loads(line_within(bridge, PATIENCE))
        if news["opened"]:
            pytest.skip("this computer has MIDI without JACK")
        assert "OSC only" in news["failed"][0]
        assert bridge.wait(PATIENCE) == 0
