"""The page in the real Chromium: seen, heard, played and turned as a person would."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from perf_engine.core.controls import STYLES
from tests.support.chromium import FLOOR, LOUDNESS, Visit, web_process
from tests.support.concert import Ear
from tests.support.peers import free_port
from tests.support.served import Served, served

pytestmark = pytest.mark.timeout(600)
OF_MINE = "perf.roll.notes.filter((note) => note.who === `player ${perf.link.player}`)"
OF_THE_MACHINE = "perf.roll.notes.filter((note) => note.who.startsWith('voice'))"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("chromium")
    options = ("--web-port", str(free_port()), "--mode", "takeover", "--set", "patience=0.3")
    with served(folder, *options) as made:
        yield made


@pytest.fixture
def visit(visit: Visit) -> Visit:
    visit.value("perf.store.set('/perf/mode', 'takeover')")
    visit.value("perf.store.set('/perf/param/patience', 0.3)")
    return visit


def engine_value(site: Served, address: str) -> Any:
    ear = Ear(site.engine.port)
    with ear.socket:
        ear.say(address)
        assert ear.until(lambda: ear.told(address))
        return ear.told(address)[0][0]


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_a_key_is_seen_answered_and_heard_without_a_fault_or_an_outside_request(
    site: Served, browser: Any, width: int, height: int
) -> None:
    visit = Visit(browser, site.address, width, height)
    visit.value("perf.store.set('/perf/mode', 'takeover')")
    visit.press(60)
    visit.until(f"{OF_MINE}.some((note) => note.pitch === 60)")
    visit.until("perf.sound.runs && perf.sound.ready('grand')")
    visit.lift()
    visit.press(64)
    visit.until(f"{LOUDNESS} > {FLOOR}")
    visit.lift()
    visit.until(f"{OF_MINE}.every((note) => note.end < Infinity)")
    visit.play(60, 62, 64, 65)
    visit.until(f"{OF_THE_MACHINE}.length > 3")
    visit.until("perf.keyboard.delays.length > 3 && perf.sound.toFirstSample.length > 0")
    for tab in ("controls", "memory", "takes", "sound", "health", "play"):
        visit.tab(tab)
        visit.until("document.querySelector('#content').children.length > 0")
    wide = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    assert visit.value(wide), "nothing hangs over the edge"
    assert visit.faults == []
    visit.close()


def test_the_computer_s_keys_and_a_finger_play_too(site: Served, browser: Any) -> None:
    visit = Visit(browser, site.address, 390, 844)
    visit.page.locator("#piano").focus()
    visit.page.keyboard.down("a")
    visit.until(f"{OF_MINE}.length === 1 && {OF_MINE}[0].end === Infinity")
    visit.page.keyboard.up("a")
    visit.until(f"{OF_MINE}[0].end < Infinity")
    box = visit.page.locator(".key.white").nth(4).bounding_box()
    visit.page.touchscreen.tap(box["x"] + 8, box["y"] + box["height"] * 0.8)
    visit.until(f"{OF_MINE}.length === 2 && {OF_MINE}[1].end < Infinity")
    visit.page.locator(".search").count()
    assert visit.faults == []
    visit.close()


def test_without_javascript_the_panic_button_silences(site: Served, browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.address}/")
    with page.expect_navigation() as answer:
        page.locator("#panic").click()
    assert answer.value.status == 200
    assert page.locator("body").inner_text() == "Nothing sounds."
    context.close()


def test_a_count_in_is_seen_then_five_seconds_then_the_answer(visit: Visit) -> None:
    visit.value(
        "perf.link.ask('/perf/set', 'windowed', 1, 'count_in', 2, 'call_length', 5)"
        ".then(() => perf.link.ask('/perf/mode', 'call_response'))"
    )
    visit.page.locator("#piano").focus()
    lasted: list[float] = []
    while not lasted or not 4.5 < lasted[-1] < 5.5:
        # what tells of a turn may come late to a browser that stood still, but not each time
        assert len(lasted) < 4, lasted
        visit.until("document.querySelector('#count').textContent === '2'")
        visit.until("document.querySelector('#count').textContent === '1'")
        visit.until("perf.turn.phase?.phase === 'call' && perf.turn.phase.seconds === 5")
        begun = visit.value("perf.turn.phase.begins")
        visit.until("document.querySelector('#turn-text').textContent.startsWith('Your turn')")
        visit.play(60, 62, 64, 62)
        visit.until("perf.turn.phase?.phase === 'answer'")
        lasted.append((visit.value("perf.turn.phase.begins") - begun) / 1000)
        before = visit.value(f"{OF_THE_MACHINE}.length")
        visit.until(f"{OF_THE_MACHINE}.length > {before}")
    visit.value("perf.link.ask('/perf/set', 'windowed', 0)")
    assert visit.faults == []


def test_a_take_is_recorded_replayed_and_downloaded(visit: Visit, tmp_path: Path) -> None:
    visit.page.locator("#record").click()
    visit.until("perf.store.get('/perf/record') == 1")
    visit.play(60, 64, 67, 72)
    visit.until(f"{OF_THE_MACHINE}.length > 4")
    visit.page.locator("#record").click()
    visit.until("perf.store.get('/perf/record') == 0")
    visit.tab("takes")
    take = visit.page.locator(".take").first
    take.get_by_role("button", name="You", exact=True).click()
    take.get_by_role("button", name="Play", exact=True).click()
    visit.until("perf.roll.notes.filter((note) => note.who === 'replay you').length >= 4")
    visit.until(f"{LOUDNESS} > {FLOOR}")
    take.get_by_role("button", name="Stop", exact=True).click()
    assert visit.value("perf.roll.notes.every((n) => n.who !== 'replay machine')")
    for kind, head in (("MIDI", b"MThd"), ("WAV", b"RIFF")):
        with visit.page.expect_download(timeout=120_000) as coming:
            take.get_by_role("button", name=kind, exact=True).click()
        file = tmp_path / coming.value.suggested_filename
        coming.value.save_as(file)
        data = file.read_bytes()
        assert data.startswith(head)
        if kind == "WAV":
            samples = memoryview(data[44:]).cast("h")
            assert max(samples) > 1000, "the WAV is not silent"
    assert visit.faults == []


def test_the_record_light_is_right_whether_the_value_or_the_answer_comes_first(
    visit: Visit,
) -> None:
    for first in ("value", "answer"):
        told = visit.page.evaluate(
            """async (first) => {
              const { link, store, takes } = perf, ask = link.ask, said = [];
              const value = (on) => store._learn({ "/perf/record": [on] });
              link.ask = async (address, on) => {
                if (first === "value") value(on);
                said.push(on);
                return [on];
              };
              for (let click = 0; click < 3; click += 1) {
                await takes.toggle();
                if (first === "answer") value(said.at(-1));
              }
              link.ask = ask;
              value(0);
              return said;
            }""",
            first,
        )
        assert told == [1, 0, 1]


def test_every_control_moves_the_engine_and_the_engine_moves_it(visit: Visit, site: Served) -> None:
    visit.tab("controls")
    names = visit.value("[...perf.schema.controls.keys()]")
    names = [name for name in names if name not in STYLES]  # this model has none to choose from
    assert len(names) >= 45
    wanted = json.dumps([f"/perf/param/{name}" for name in names])
    moved = visit.value(
        """(() => {
      const rows = [...document.querySelectorAll('.control[data-address]')];
      return rows.filter((row) => WANTED.includes(row.dataset.address)).map((row) => {
        const range = row.querySelector('input[type=range]');
        const box = row.querySelector('input[type=checkbox]');
        const select = row.querySelector('select');
        const chip = row.querySelector('.chips button');
        const low = row.dataset.address.endsWith('_high') ? 0.9 : 0.1;
        if (range) {
          range.value = Math.round(range.max * low);
          range.dispatchEvent(new Event('input', {bubbles: true}));
        } else if (box) box.click();
        else if (select) {
          select.value = select.options[1].value;
          select.dispatchEvent(new Event('change', {bubbles: true}));
        } else chip.click();
        return row.dataset.address;
      });
    })()""".replace("WANTED", wanted)
    )
    assert sorted(moved) == sorted(f"/perf/param/{name}" for name in names)
    for address in moved:
        shown = json.dumps(address)
        visit.until(f"!perf.store._sending.has({shown})")
        here = visit.value(f"perf.store.get({shown})")
        there = engine_value(site, address)
        if isinstance(here, str):
            assert here == there
        else:
            assert here == pytest.approx(there, rel=1e-4), address
        default = visit.value(f"perf.schema.controls.get({json.dumps(address[12:])}).otherwise")
        assert str(there) != str(default), f"{address} has moved"
    ear = Ear(site.engine.port)
    with ear.socket:
        pairs = visit.value(
            "[...perf.schema.controls.values()].flatMap((of) => [of.name, of.otherwise])"
        )
        ear.say("/perf/set", "register_low", 0, "velocity_low", 1)
        ear.say("/perf/set", *pairs)
        assert ear.until(lambda: len(ear.told("/perf/done")) == 2)
    visit.until(
        "[...document.querySelectorAll('.control[data-address]')]"
        ".every((row) => !row.classList.contains('moved'))"
    )
    visit.tab("play")
    visit.page.locator("[data-address='/perf/param/density'] input").press("Home")
    visit.until("perf.store.get('/perf/param/density') < 0.11")
    assert engine_value(site, "/perf/param/density") == pytest.approx(0.1)
    visit.value("perf.store.set('/perf/param/density', 1)")
    assert visit.faults == []


def test_two_browsers_see_each_other_s_notes_and_hands(
    visit: Visit, site: Served, browser: Any
) -> None:
    other = Visit(browser, site.address)
    player = visit.value("perf.link.player")
    assert other.value("perf.link.player") != player
    visit.press(62)
    other.until(f"perf.roll.notes.some((n) => n.who === 'player {player}' && n.pitch === 62)")
    visit.value("perf.store.set('/perf/param/density', 1.75)")
    other.until("perf.store.get('/perf/param/density') === 1.75")
    visit.close()  # with a key held: nothing hangs
    other.until(f"perf.roll.notes.every((n) => n.who !== 'player {player}' || n.end < Infinity)")
    assert other.faults == []
    other.close()


def press_until_heard(visit: Visit, ear: Ear, pitch: int) -> None:
    """Hold a key until the engine hears it; a starved computer may break the line once more."""
    for _ in range(6):
        visit.press(pitch)
        if ear.until(lambda: any(s[1:2] == [pitch] for s in ear.told("/perf/heard")), 10.0):
            return
        visit.lift()
        visit.ready()
    raise AssertionError(f"{pitch} is not heard")


def test_a_broken_connection_heals_and_what_was_held_is_released(
    visit: Visit, site: Served
) -> None:
    ear = Ear(site.engine.port)
    with ear.socket:
        ear.register("now", flag=2)
        press_until_heard(visit, ear, 65)
        visit.value("perf.link._socket.close()")
        visit.until("perf.keyboard.held.size === 0")
        assert ear.until(lambda: any(said[1:] == [65, 0] for said in ear.told("/perf/heard")))
        visit.lift()
        visit.ready()
        press_until_heard(visit, ear, 67)
        os.kill(web_process(site.engine.process.pid), signal.SIGKILL)
        visit.until("!perf.link.open")
        visit.lift()
        visit.ready()
        visit.press(69)
        visit.until(f"{OF_MINE}.some((note) => note.pitch === 69)")
        visit.lift()


@pytest.mark.parametrize("way", ["click", "Escape", "the request alone"])
def test_a_panic_silences_the_machine_the_player_and_the_page(visit: Visit, way: str) -> None:
    visit.press(60)
    visit.lift()
    visit.until("perf.sound.runs && perf.sound.ready('grand')")
    visit.value("perf.keyboard.pedal(true)")
    visit.play(60, 64, 67)
    visit.until(f"{LOUDNESS} > {FLOOR}")
    if way == "the request alone":
        visit.value("(perf.link._send = () => false)")  # as if the socket were stuck
    if way != "Escape":
        visit.page.locator("#panic").click()
    else:
        visit.page.keyboard.press(way)
    visit.until("perf.roll.open.size === 0 && perf.sound.count === 0")
    visit.until(f"{LOUDNESS} < {FLOOR * 20}")
    assert visit.faults == []


def test_the_loudest_chord_does_not_clip_and_the_softest_note_is_heard(visit: Visit) -> None:
    loudness = """async () => {
      const { room, begin, sound } = await import("/page/sound.js");
      const peaks = [];
      const chord = [36, 43, 48, 52, 55, 60, 64, 67, 72, 76];
      for (const [velocity, pitches] of [[127, chord], [1, [60]]]) {
        const context = new OfflineAudioContext(2, 44100, 44100);
        const { input } = room(context, 1);
        for (const pitch of pitches) {
          begin(context, input, sound.buffers("grand"), pitch, velocity, 0, 0);
        }
        const out = await context.startRendering();
        peaks.push(out.getChannelData(0).reduce((most, x) => Math.max(most, Math.abs(x)), 0));
      }
      return peaks;
    }"""
    visit.until("perf.sound.ready('grand')")
    loud, soft = visit.page.evaluate(loudness)
    assert 0.5 < loud < 1.0
    assert soft > FLOOR


def test_a_state_a_snapshot_and_a_model_are_kept_and_come_back(visit: Visit, site: Served) -> None:
    visit.tab("memory")
    names = visit.page.get_by_placeholder("Name")
    for name in ("verse", "chorus"):
        names.first.fill(name)
        visit.page.get_by_role("button", name="Keep state").click()
        cards = "[...document.querySelectorAll('.card b')]"
        visit.until(f"{cards}.some((b) => b.textContent === '{name}')")
    for name in ("verse", "chorus"):
        visit.page.get_by_role("button", name=f"Blend {name}").click()
    slider = visit.page.get_by_role("slider", name="Morph from verse to chorus")
    slider.fill("30")
    visit.page.get_by_role("button", name="Recall").first.click()
    toasts = "[...document.querySelectorAll('.toast')]"
    visit.until(f"{toasts}.some((toast) => toast.textContent.includes('is at'))")
    visit.value("perf.store.set('/perf/param/density', 2)")
    visit.until("!perf.store._sending.size")
    names.last.fill("busy")
    visit.page.get_by_role("button", name="Keep controls").click()
    visit.value("perf.store.set('/perf/param/density', 1)")
    visit.until("!perf.store._sending.size")
    visit.page.locator(".card", has_text="busy").get_by_role("button", name="Recall").click()
    visit.until("perf.store.get('/perf/param/density') === 2")
    assert engine_value(site, "/perf/param/density") == 2.0
    visit.value("perf.store.set('/perf/param/density', 1)")
    visit.page.locator(".card", has_text="jazz").get_by_role("button", name="Load").click()
    visit.until("document.querySelector('#model').textContent === 'jazz'")
    visit.value("perf.link.ask('/perf/model/load', 'general')")
    assert visit.faults == []


def test_a_tap_test_finds_the_latency_which_is_then_subtracted(visit: Visit) -> None:
    measured = """async () => {
      const { measured } = await import("/page/setup.js");
      const taps = [80, 84, 79, 90, 76, 82, 300, 81, 80, -200, 83].map((ms) => ms / 1000);
      return [measured(taps), measured([0.1, 0.1]), measured(taps.map((t, n) => t * (n % 5)))];
    }"""
    found, few, wild = visit.page.evaluate(measured)
    assert found["latency"] == pytest.approx(0.081, abs=0.002)
    assert (few, wild) == (None, None)
    visit.press(60)
    visit.until("perf.sound.runs")
    visit.lift()
    visit.value("perf.sound.calibrate(0.06)")
    early = "perf.sound._when(100, performance.now()) - perf.sound.context.currentTime"
    visit.until(f"Math.abs({early} - 0.04) < 0.015")  # two clocks, read one after the other
    visit.value("perf.sound.use('Headphones')")
    assert visit.value("perf.sound.latency") == 0
    visit.value("perf.sound.use('Loudspeaker')")
    assert visit.value("perf.sound.latency") == 0.06
    visit.value("perf.sound.calibrate(0)")
