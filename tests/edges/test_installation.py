"""A whole installation: the real engine, its process, real OSC and HTTP, and what goes wrong."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from pythonosc.udp_client import SimpleUDPClient

from tests.support.chromium import chromium
from tests.support.concert import Ear, Engine, playing
from tests.support.peers import free_port, jack_name, jack_server, line_within

PATIENCE = 60.0
PIECE = """
mode = "solo"
no_midi = true
no_web = true
sound = false
[installation]
http_port = 0
sensor_port = 0
fade = 1
longest_silence = 30
[[scene]]
name = "day"
[scene.controls]
density = 1.5
[[scene]]
name = "guests"
presence = ["engaged"]
mode = "duet"
fade = 1
[[map]]
source = "/1/fader1"
target = "tempo_scale"
low = 0
high = 1
[[map]]
source = "http light"
target = "presence"
low = 0
high = 1
"""


class Gallery:
    """A running installation."""

    def __init__(self, engine: Engine, address: str, sensors: int, said: str) -> None:
        self.engine, self.address, self.said = engine, address, said  # its first lines
        self.sensors = SimpleUDPClient("127.0.0.1", sensors)

    def health(self) -> dict[str, Any]:
        try:
            with urllib.request.urlopen(f"{self.address}/health", timeout=10) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            with error:
                facts = json.load(error)
                return {**facts, "healthy": facts["healthy"] or error.code != 503}

    def order(self, **said: Any) -> None:
        data = json.dumps(said).encode()
        urllib.request.urlopen(f"{self.address}/installation/order", data, timeout=10).close()

    def until(self, wanted: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                facts = self.health()
            except OSError:
                facts = None
            if facts is not None and wanted(facts):
                return facts
            assert time.monotonic() < until, facts
            time.sleep(0.05)

    @property
    def process(self) -> int:
        """The pid of its process."""
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    command = (entry / "cmdline").read_bytes()
                    parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                except (OSError, ValueError):
                    continue
                if parent == self.engine.process.pid and b"clients.installation" in command:
                    return int(entry.name)
        raise AssertionError("there is no process of the installation")


@contextmanager
def installed(
    folder: Path, text: str = PIECE, *options: str, env: Mapping[str, str] = MappingProxyType({})
) -> Iterator[Gallery]:
    file = folder / "piece.toml"
    file.write_text(text)
    env = {"HOME": str(folder), **env}
    with playing(folder / "log", "--config", str(file), *options, env=env) as one:
        said = one.text
        pattern = r"Installation: (http://127\.0\.0\.1:\d+)/installation, sensors on UDP port (\d+)"
        while not (found := re.search(pattern, said)):
            said += line_within(one.process, PATIENCE)
        yield Gallery(one, found[1], int(found[2]), said)


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gallery]:
    with installed(tmp_path_factory.mktemp("gallery")) as made:
        made.until(lambda facts: facts["engine_up"] and facts["notes_total"] > 5)
        yield made


def asked(gallery: Gallery, address: str, *values: Any) -> list[Any]:
    """The reply to a question of a client."""
    ear = Ear(gallery.engine.port)
    try:
        ear.say(address, *values)
        assert ear.until(lambda: ear.told(address) or ear.told("/perf/done")), address
        return (ear.told(address) or ear.told("/perf/done"))[-1]
    finally:
        ear.socket.close()


def test_it_plays_its_scene_and_is_healthy(gallery: Gallery) -> None:
    facts = gallery.until(lambda facts: facts["scene"] == "day")
    assert facts["healthy"]
    assert facts["sounds"]
    until = time.monotonic() + PATIENCE
    while asked(gallery, "/perf/param/density") != [1.5]:
        assert time.monotonic() < until


def test_a_fader_and_an_http_sensor_move_what_they_should(gallery: Gallery) -> None:
    until = time.monotonic() + PATIENCE
    while asked(gallery, "/perf/param/tempo_scale") != [4.0]:
        gallery.sensors.send_message("/1/fader1", 1.0)
        assert time.monotonic() < until
    light = json.dumps({"light": 1.0}).encode()
    urllib.request.urlopen(f"{gallery.address}/installation/sensor", light, timeout=10).close()
    gallery.until(lambda facts: facts["scene"] == "guests")
    assert asked(gallery, "/perf/mode") == ["duet"]


def test_orders_over_osc_and_http_are_obeyed(gallery: Gallery) -> None:
    assert asked(gallery, "/perf/order", "stop")[-1] == "stop"
    gallery.until(lambda facts: facts["order"] == "stop" and not facts["sounds"])
    gallery.order(order="auto")
    gallery.until(lambda facts: facts["sounds"])
    assert asked(gallery, "/perf/scene", "day")[-1] == "day"
    gallery.until(lambda facts: facts["scene"] == "day")
    gallery.order(scene="auto")
    asked(gallery, "/perf/map", "/pad", "density", 0.0, 1.0)
    gallery.until(lambda facts: len(facts["maps"]) == 3)
    asked(gallery, "/perf/unmap", "/pad", "density")
    gallery.until(lambda facts: len(facts["maps"]) == 2)


def test_after_a_panic_of_anybody_a_start_lets_it_play_again(gallery: Gallery) -> None:
    gallery.order(scene="day")  # with guests of another test it would wait for them
    gallery.order(panic=1)
    gallery.until(lambda facts: facts["order"] == "stop" and not facts["sounds"])
    before = gallery.health()["notes_total"]
    gallery.order(order="auto")
    gallery.until(lambda facts: facts["notes_total"] > before + 5)
    asked(gallery, "/perf/panic")
    before = gallery.until(lambda facts: facts["seconds_since_note"] > 3.0)["notes_total"]
    gallery.order(order="auto")
    gallery.until(lambda facts: facts["notes_total"] > before + 5)
    gallery.order(scene="auto")


def test_the_state_comes_to_clients_as_a_heartbeat(gallery: Gallery) -> None:
    ear = Ear(gallery.engine.port)
    try:
        ear.register("now")
        assert ear.until(lambda: len(ear.told("/perf/installation")) >= 2)
        assert ear.told("/perf/installation")[-1][0] == 1
    finally:
        ear.socket.close()


def test_a_killed_process_comes_back_and_the_music_goes_on(tmp_path: Path) -> None:
    with installed(
        tmp_path, PIECE.replace("http_port = 0", f"http_port = {free_port()}")
    ) as gallery:
        gallery.until(lambda facts: facts["notes_total"] > 5)
        first = gallery.process
        os.kill(first, signal.SIGKILL)
        facts = gallery.until(lambda facts: facts["engine_up"] and facts["notes_total"] > 0)
        assert facts["scene"] == "day"
        assert gallery.process != first
        log = (tmp_path / "log").read_text()
        assert "The installation's process: it ended (status -9)" in log
        (tmp_path / "log").write_text("")  # it was meant


def test_in_quiet_hours_not_one_note_sounds_from_the_start(tmp_path: Path) -> None:
    night = PIECE + '[[quiet]]\nstart = "00:00"\nend = "24:00"\n'
    with installed(tmp_path, night) as gallery:
        gallery.until(lambda facts: facts["engine_up"] and facts["running_s"] > 3.0)
        facts = gallery.health()
        assert facts["notes_total"] == 0
        assert not facts["sounds"]
        assert facts["healthy"]
        ear = Ear(gallery.engine.port)
        ear.say("/perf/status")
        assert ear.until(lambda: ear.told("/perf/status.reply"))
        assert ear.told("/perf/status.reply")[0][0] == 0
        ear.socket.close()


def test_a_sound_device_that_goes_is_trouble_until_it_is_back(tmp_path: Path) -> None:
    with ExitStack() as stage:
        name = stage.enter_context(jack_name())
        with jack_server(period=1024, name=name) as jack:
            gallery = stage.enter_context(installed(tmp_path, PIECE, "--sound", env=jack))
            gallery.until(lambda facts: facts["notes_total"] > 5 and not facts["sound_problems"])
        gallery.until(lambda facts: facts["sound_problems"])
        facts = gallery.until(lambda facts: not facts["healthy"])
        (reason,) = facts["reasons"]
        assert reason.startswith("the built-in sound has no device: ")
        with jack_server(period=1024, name=name):
            facts = gallery.until(lambda facts: facts["healthy"])
            assert facts["sound_problems"] == []
            assert facts["last_trouble"] == reason


def test_a_flood_and_nonsense_from_a_sensor_do_no_harm(gallery: Gallery) -> None:
    before = gallery.health()["ignored_values"]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        where = ("127.0.0.1", gallery.sensors._port)
        for n in range(20_000):
            line.sendto(b"/x\0\0,f\0" if n % 3 else os.urandom(40), where)
    for value in (float("nan"), float("inf")) * 20:
        gallery.sensors.send_message("/1/fader1", value)
    until = time.monotonic() + PATIENCE
    while gallery.health()["ignored_values"] <= before:
        gallery.sensors.send_message("/1/fader1", float("nan"))
        assert time.monotonic() < until
    assert gallery.until(lambda facts: facts["healthy"])


def test_the_page_on_a_phone_shows_the_state_and_takes_orders(
    gallery: Gallery, tmp_path: Path
) -> None:
    with chromium() as browser:
        context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
        page = context.new_page()
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        page.goto(f"{gallery.address}/installation")
        page.get_by_text("All is well; playing").wait_for()
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 390
        page.get_by_role("button", name="Stop").tap()
        page.get_by_text("Stopped by hand").wait_for()
        page.screenshot(path=os.environ.get("PERF_SCREENSHOT", str(tmp_path / "phone.png")))
        assert gallery.health()["order"] == "stop"
        page.get_by_role("button", name="Start").tap()
        page.get_by_text("All is well; playing").wait_for()
        page.get_by_role("button", name="guests").tap()
        gallery.until(lambda facts: facts["scene"] == "guests")
        page.get_by_role("button", name="Scene by plan").tap()
        page.get_by_text("none", exact=True).last.wait_for()  # no repair
        page.route("**/health", repaired)
        page.get_by_text("2, the last: the loop is late: unused memory is freed").wait_for()
        assert faults == []
        context.close()


def test_a_closed_piece_says_when_it_opens_at_its_start_and_on_its_page(tmp_path: Path) -> None:
    past = '[[opening]]\ndates = ["2020-01-01"]\n'
    with installed(tmp_path, f"{PIECE}{past}") as closed, chromium() as browser:
        assert "The installation is closed now; no opening is planned." in closed.said
        page = browser.new_page()
        page.goto(f"{closed.address}/installation")
        page.get_by_text("All is well; closed now; no opening is planned").wait_for()
        page.get_by_role("button", name="guests").click()
        note = "Done, but nothing sounds: closed now; no opening is planned."
        page.get_by_text(note, exact=True).wait_for()
        page.close()


def repaired(route: Any) -> None:
    """Answer as an engine whose watchdog has tried two remedies."""
    last = "the loop is late: unused memory is freed"
    facts = {**route.fetch().json(), "engine_repairs_total": 2, "engine_last_repair": last}
    route.fulfill(json=facts)
