"""The recipes of docs/installations.md, with the traffic of the programs that they are for.

Each message is sent by python-osc over loopback, as the program sends it.
"""

from __future__ import annotations

import math
import os
import re
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest
from pythonosc.udp_client import SimpleUDPClient

from perf_engine.cli.configuration import read_config
from perf_engine.clients.installation.gamepads import Gamepads
from perf_engine.clients.installation.midi_sensors import values_of
from perf_engine.clients.installation.sensors import Sensors
from perf_engine.clients.installation.serial_lines import readings
from perf_engine.core.installation.gesture import LOUDNESS_PLAYED, source_of
from perf_engine.core.installation.moment import Moment
from perf_engine.core.installation.piece import MOVING, Piece

NOON = Moment((2026, 7, 3), 4, 43_200.0)
EXAMPLE = Path(__file__).parents[3] / "examples/installation/piece.toml"
PAGE = Path(__file__).parents[3] / "docs/installations.md"


def recipe(heading: str) -> str:
    """The TOML below a heading of the page."""
    text = PAGE.read_text(encoding="utf-8").partition(f"### {heading}\n")[2]
    found = re.search(r"```toml\n(.*?)```", text.partition("\n### ")[0], flags=re.DOTALL)
    assert found is not None, heading
    return found[1]


class Gallery:
    """A piece that follows a recipe, its sensors' port, and a program that sends there."""

    def __init__(self, file: Path, heading: str) -> None:
        file.write_text(f'mode = "solo"\n{recipe(heading)}', encoding="utf-8")
        self.now = 100.0
        self.piece = Piece(read_config(file).piece(), NOON, self.now)
        self.sensors = Sensors(0, self.piece.hear)
        self.program = SimpleUDPClient("127.0.0.1", self.sensors.port)
        self.values: dict[str, float] = {}
        self.messages = 0
        self._turn()

    def send(self, address: str, *values: float, every: float = 0.01) -> None:
        self.program.send_message(address, list(values))
        while self.sensors.turn(self.now) == 0:
            pass  # it is on its way on loopback
        self.now += every
        self._turn()

    def rest(self, seconds: float) -> None:
        for _ in range(round(seconds / 0.1)):
            self.now += 0.1
            self._turn()

    def _turn(self) -> None:
        for address, *arguments in self.piece.advance(self.now, NOON):
            self.messages += 1
            if arguments:
                self.values[address.rpartition("/")[2]] = arguments[0]
            if address == "/perf/set":
                self.values |= dict(zip(arguments[::2], arguments[1::2], strict=True))


@pytest.fixture
def enter(tmp_path: Path) -> Iterator[object]:
    made: list[Gallery] = []

    def gallery(heading: str) -> Gallery:
        made.append(Gallery(tmp_path / "piece.toml", heading))
        return made[-1]

    yield gallery
    for one in made:
        one.sensors.close()


def test_whoever_is_nearer_than_a_metre_wakes_a_scene(enter) -> None:
    gallery = enter("Nearer than a metre")
    for distance in (400.0, 150.0, 101.0):
        gallery.send("/distance", distance)
        gallery.rest(1.0)
        assert gallery.piece.presence.state == "idle", distance
    gallery.send("/distance", 100.0)
    assert gallery.piece.presence.state == "attract"
    gallery.rest(4.0)
    assert gallery.piece.scene.name == "awake"
    assert gallery.values["density"] == pytest.approx(1.8)
    for distance in (102.0, 99.0) * 20:  # somebody wavers about the limit
        gallery.send("/distance", distance, every=1.0)
        assert gallery.piece.presence.state == "attract"
    gallery.rest(30.0)  # the sensor has stopped
    assert gallery.piece.presence.state == "idle"


def test_touch_osc_faders_and_xy(enter) -> None:
    gallery = enter("TouchOSC")
    for n in range(101):  # a finger moves a fader up
        gallery.send("/1/fader1", n / 100)
    gallery.rest(1.0)
    assert gallery.values["density"] == 4.0
    for n in range(50):
        gallery.send("/3/xy", 0.9, 0.1 + n / 500)
    gallery.rest(1.0)
    assert gallery.values["temperature"] > 1.2
    gallery.rest(60.0)  # the phone has gone
    assert gallery.values["density"] == 1.0


def test_a_phone_that_is_shaken_is_a_visitor(enter) -> None:
    gallery = enter("A phone's sensors")
    for n in range(100):  # it lies on a table: gravity, and a little noise
        gallery.send("/accelerometer", 0.01 * math.sin(n), 0.0, 9.81)
    gallery.rest(0.5)
    assert gallery.piece.presence.state == "idle"
    for n in range(200):
        gallery.send("/accelerometer", 12.0 * math.sin(n / 3), 3.0 * math.cos(n / 2), 9.81)
    gallery.rest(0.5)
    assert gallery.piece.presence.state == "engaged"
    assert gallery.piece.scene.name == "guests"
    gallery.rest(90.0)
    assert gallery.piece.scene is None or gallery.piece.scene.name != "guests"


def test_wekinators_outputs(enter) -> None:
    gallery = enter("Wekinator")
    for n in range(300):
        gallery.send("/wek/outputs", n / 299, 1.0 - n / 299, 0.5)
    gallery.rest(1.0)
    assert gallery.values["tempo_scale"] == pytest.approx(1.5, abs=0.02)
    assert gallery.values["density"] == pytest.approx(0.5, abs=0.02)


def test_a_hand_before_a_webcam(enter) -> None:
    gallery = enter("A hand tracker")
    for n in range(120):  # 30 frames a second: the hand rises, y falls, with a tracker's jitter
        y = 0.9 - 0.7 * n / 119 + 0.01 * (-1) ** n
        gallery.send("/hand", 0.5, y, -0.1, every=1 / 30)
    gallery.rest(0.2)
    assert gallery.values["register_low"] >= 52
    before = gallery.values["register_low"]
    gallery.rest(30.0)  # no hand: the tracker sends nothing
    assert gallery.values["register_low"] == 0 < before


def test_a_controller_with_pressure_for_each_note(enter) -> None:
    gallery = enter("MIDI and MPE")
    for n in range(128):
        for source, value in values_of([0xD3, n]):  # the pressure of a note on channel 4
            gallery.piece.hear(source, value, gallery.now)
    gallery.rest(1.0)
    assert gallery.values["velocity_scale"] == pytest.approx(1.5)
    for source, value in values_of([0xE3, 0, 64]):
        gallery.piece.hear(source, value, gallery.now)


def test_a_gamepads_stick_and_button(enter, tmp_path: Path) -> None:
    gallery = enter("A gamepad")
    device = tmp_path / "js0"
    os.mkfifo(device)
    gamepads = Gamepads(gallery.piece.hear, lambda: gallery.piece.follows("gamepad"), tmp_path)
    end = os.open(device, os.O_RDWR)
    gamepads.turn(gallery.now)
    for value in range(0, 32767, 500):  # the stick goes to the right, and stays there
        os.write(end, struct.pack("=IhBB", value, value, 2, 0))
    os.write(end, struct.pack("=IhBB", 0, 32767, 2, 0) + struct.pack("=IhBB", 0, 1, 1, 0))
    gamepads.turn(gallery.now)
    gallery.rest(60.0)
    assert gallery.values["temperature"] == pytest.approx(1.5)
    gamepads.close()
    os.close(end)


def test_a_gamepads_button_mixes_a_scene_in(enter) -> None:
    gallery = enter("A gamepad")
    before = gallery.values["density"]
    gallery.piece.hear(source_of("gamepad button 1"), 1.0, gallery.now)
    gallery.rest(1.0)
    assert gallery.values["density"] == pytest.approx(2.5)
    gallery.piece.hear(source_of("gamepad button 1"), 0.0, gallery.now)
    gallery.rest(1.0)
    assert gallery.values["density"] == pytest.approx(before)


def test_a_microcontroller_that_prints_its_readings(enter) -> None:
    gallery = enter("A microcontroller on a serial line")
    for n in range(1024):  # it gets light, and somebody comes near
        for source, value in readings(f"light:{n} distance:{400 - n / 2.5:.1f}"):
            gallery.piece.hear(source, value, gallery.now)
    gallery.rest(1.0)
    assert gallery.values["density"] == pytest.approx(2.0)
    assert gallery.piece.presence.state == "attract"


def test_a_visitor_who_plays_louder(enter) -> None:
    gallery = enter("How loud visitors play")
    for velocity in range(30, 121, 5):
        gallery.piece.hear(LOUDNESS_PLAYED, float(velocity), gallery.now)
        gallery.rest(0.2)
    gallery.rest(5.0)
    assert gallery.values["density"] == pytest.approx(2.0, abs=0.02)
    gallery.piece.hear(LOUDNESS_PLAYED, 30.0, gallery.now)
    gallery.rest(5.0)
    assert gallery.values["density"] == pytest.approx(0.7, abs=0.02)


def test_a_heart_that_beats_faster(enter) -> None:
    gallery = enter("A heart rate")
    for beats in range(60, 121):
        gallery.send("/heartrate", float(beats), every=1.0)
    gallery.rest(15.0)
    assert gallery.values["tempo_scale"] == pytest.approx(1.3, abs=0.02)
    gallery.rest(60.0)  # the belt is off
    assert gallery.values["tempo_scale"] == 1.0


def test_a_sensor_that_has_gone_mad_moves_nothing_out_of_its_range(enter) -> None:
    gallery = enter("TouchOSC")
    for n in range(2000):
        value = (math.nan, math.inf, -math.inf, 1e30, -1e30)[n % 5]
        gallery.program.send_message("/1/fader1", value)
        if n % 100 == 0:
            gallery.sensors.turn(gallery.now)
            gallery.now += 0.01
            gallery._turn()
            assert 0.1 <= gallery.values["density"] <= 4.0
    assert gallery.piece.ignored > 0
    seconds = max(gallery.now - 100.0, MOVING)
    assert gallery.messages <= 20 + seconds / MOVING * 4


def test_a_visitor_who_only_stands_near_the_example_does_not_silence_it() -> None:
    options = read_config(EXAMPLE)
    piece = Piece(options.piece(), NOON, 0.0)
    for tenth in range(100):
        piece.hear(source_of("/distance"), 10.0, tenth / 10)
        piece.advance(tenth / 10, NOON)
    assert piece.presence.state == "attract"
    assert piece.scene is not None
    assert piece.scene.name == "call"
    piece.played(10.0)
    piece.advance(10.0, NOON)
    assert piece.scene.name == "guests"
    assert piece.scene.of_voice(0).controls["rest_after"] == 0.0
