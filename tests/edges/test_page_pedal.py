"""The sustain pedals of all players and voices on the page in the real Chromium."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.chromium import LOUDNESS, Visit
from tests.support.served import Served, served, told

pytestmark = pytest.mark.timeout(300)

BUTTON = "document.querySelector('#pedal')"
FOOT = f"{BUTTON}.dataset.foot === 'true'"
PRESSED = f"{BUTTON}.getAttribute('aria-pressed') === 'true'"
LAST = "perf.roll.notes.at(-1)"
RINGS = f"{LAST}?.end < Infinity && {LAST}.rings === Infinity"
OVER = f"{LAST}.rings < Infinity"


def foot_is_shown(visit: Visit) -> bool:
    """Whether the button looks as if a foot were there, and says so."""
    said = visit.value(f"{BUTTON}.title") == "The MIDI keyboard's pedal is down"
    shown: bool = visit.value(f"getComputedStyle({BUTTON}).boxShadow !== 'none'")
    assert shown == said == visit.value(FOOT)
    return shown


def test_the_button_shows_the_foot_of_a_midi_keyboard_and_stays_the_page_s_own(
    visit: Visit, site: Served
) -> None:
    with told(site) as ear:
        assert not foot_is_shown(visit)
        ear.say("/perf/in/pedal", 0, 100)
        visit.until(FOOT)
        assert foot_is_shown(visit)
        assert not visit.value(PRESSED)
        player = visit.value("perf.link.player")
        for value in (127, 0):
            visit.page.locator("#pedal").click()
            assert ear.until(lambda value=value: [player, value] in ear.told("/perf/heard/pedal"))
            assert visit.value(PRESSED) == (value > 0)
            assert foot_is_shown(visit), "another's foot is still there"
        ear.say("/perf/in/pedal", 3, 127)  # another page's
        ear.say("/perf/in/pedal", 0, 0)
        visit.until(f"!({FOOT})")
        assert "Shift" in visit.value(f"{BUTTON}.title")
        assert not foot_is_shown(visit)
        ear.say("/perf/in/pedal", 3, 0)
    assert visit.faults == []


@pytest.mark.parametrize("way", ["panic", "another's panic", "lost"])
def test_the_foot_goes_with_a_panic_and_with_the_line(visit: Visit, site: Served, way: str) -> None:
    with told(site) as ear:
        ear.say("/perf/in/pedal", 0, 100)
        ear.say("/perf/in/note", 0, 60, 90)
        ear.say("/perf/in/note", 0, 60, 0)
        visit.until(f"{FOOT} && {RINGS}")
        if way == "lost":
            visit.value("perf.link._socket.close()")
            visit.until(f"!perf.link.open && !({FOOT}) && {OVER}")
            visit.ready()
            visit.until(FOOT)  # it is still down
            ear.say("/perf/in/pedal", 0, 0)
        elif way == "panic":
            visit.page.locator("#panic").click()
        else:
            ear.say("/perf/panic")
        visit.until(f"!({FOOT}) && {OVER} && perf.roll.ringing.size === 0")


def test_the_foot_goes_with_the_engine(browser: Any, tmp_path: Path) -> None:
    with served(tmp_path, "--mode", "listen", "--no-sound") as site, told(site) as ear:
        visit = Visit(browser, site.address)
        ear.say("/perf/in/pedal", 0, 100)
        visit.until(FOOT)
        site.engine.kill()
        visit.until(f"!perf.link.engine && !({FOOT}) && perf.roll.pedals.size === 0")
        visit.close()


@pytest.mark.parametrize("player", [0, 14])
def test_a_note_that_a_player_s_pedal_keeps_goes_on_until_it_is_lifted_or_struck_again(
    visit: Visit, site: Served, player: int
) -> None:
    with told(site) as ear:
        ear.say("/perf/in/note", player, 60, 90)
        ear.say("/perf/in/note", player, 60, 0)
        visit.until(f"{LAST}?.end < Infinity && {LAST}.rings === {LAST}.end")
        ear.say("/perf/in/pedal", player, 127)
        visit.until(f"perf.roll.pedals.has('player {player}')")
        for count in (2, 3):
            ear.say("/perf/in/note", player, 60, 90)
            visit.until(f"perf.roll.notes.length === {count} && {LAST}.end === Infinity")
            ear.say("/perf/in/note", player, 60, 0)
            visit.until(RINGS)
        first, second, third = visit.value("perf.roll.notes.map((n) => [n.start, n.end, n.rings])")
        assert first[1] == first[2], "it ended before the pedal"
        assert second[1] < second[2] == third[0], "it was struck again"
        chip = visit.page.locator("#legend span", has_text="Pedal")
        assert "the key is up" in (chip.get_attribute("title") or "")
        ear.say("/perf/in/note", player, 62, 90)  # held beyond the pedal
        visit.until("perf.roll.notes.length === 4")
        ear.say("/perf/in/pedal", player, 0)
        visit.until("perf.roll.notes[2].rings < Infinity")
        assert visit.value(f"perf.roll.ringing.size === 0 && {LAST}.end === Infinity")
        ear.say("/perf/in/note", player, 62, 0)
        visit.until(f"{LAST}.end < Infinity && {LAST}.rings === {LAST}.end")
    assert visit.faults == []


def test_one_s_own_pedal_is_seen_on_one_s_own_roll_and_on_that_of_others(
    visit: Visit, site: Served, browser: Any
) -> None:
    other = Visit(browser, site.address)
    visit.page.locator("#pedal").click()
    visit.until("perf.roll.pedals.size === 1")
    visit.play(64)
    for page in (visit, other):
        page.until(RINGS)
        assert not page.value(FOOT)
    visit.page.locator("#pedal").click()
    for page in (visit, other):
        page.until(OVER)
    other.close()


def test_what_a_voice_s_pedal_keeps_is_seen_from_the_moment_at_which_it_is_due(
    visit: Visit,
) -> None:
    found = visit.page.evaluate("""() => {
      const { link, roll } = perf, now = performance.now();
      const take = (...event) => link._take(event, now);
      take("cc", 1, 64, 127, 100);
      take("strike", 1, 60, 90, 0);
      take("strike", 12, 60, 90, 0);
      take("strike", 1, 64, 90, 0);
      take("release", 1, 60, 90); // before the pedal
      take("release", 12, 60, 110); // another voice
      take("release", 1, 64, 110);
      const down = roll.notes.map((note) => note.rings - now);
      take("cc", 1, 64, 0, 200);
      const up = roll.notes.map((note) => note.rings - now);
      take("flush", 1); // the pedal's end was planned only
      return [down, up, roll.notes[2].rings <= now, roll.ringing.size];
    }""")
    infinity = float("inf")
    down, up, taken_back, left = found
    assert down == pytest.approx([90, 110, infinity])
    assert up == pytest.approx([90, 110, 200])
    assert taken_back
    assert left == 0
    visit.value("perf.link._take(['cc', 1, 64, 127, 0], performance.now())")
    visit.value("perf.link._take(['strike', 1, 67, 90, 0], performance.now())")
    visit.value("perf.link._take(['release', 1, 67, 0], performance.now())")
    assert visit.value(RINGS)
    visit.value("perf.link._take(['cc', 1, 120, 0, 0], performance.now())")
    assert visit.value(f"{OVER} && perf.roll.pedals.size === 0")
    assert visit.faults == []


def test_what_the_pedal_keeps_is_thinner_than_what_is_held(visit: Visit) -> None:
    held, kept, over = visit.page.evaluate("""async () => {
      const { roll } = perf, { context, scale } = roll;
      roll._fit = () => {};
      const now = performance.now();
      roll.pedal("p", true, now - 3000);
      roll.strike("p", 60, 127, now - 2500, { colour: "#ffffff", mark: "" });
      roll.release("p", 60, now - 1800);
      roll.pedal("p", false, now - 900);
      await new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)));
      const line = roll.width * 0.74, gone = performance.now() - now;
      const bright = (ago) => {
        const x = Math.round((line - (ago + gone) / 1000 * roll.speed) * scale);
        const { data } = context.getImageData(x, 0, 1, roll.canvas.height);
        const y = Math.round(roll._y(60) * scale);
        const lit = [];
        for (let up = -12; up <= 12; up++) lit.push(data[4 * (y + up)]);
        return lit;
      };
      return [bright(2150), bright(1350), bright(450)];
    }""")
    rows = [sum(value > 60 for value in column) for column in (held, kept, over)]
    assert rows[0] >= 2 * rows[1] > 0, rows
    assert rows[2] <= 1, rows  # the grid has lines of its own
    assert max(kept) < max(held)


def test_ten_minutes_with_the_pedal_down_fill_the_roll_no_more_than_others(visit: Visit) -> None:
    kept, ringing, drawn = visit.page.evaluate("""async () => {
      const { roll } = perf, now = performance.now();
      const look = { colour: "#5ad1c8", mark: "" };
      roll.pedal("p", true, now - 600_000);
      for (let n = 0; n < 6000; n++) {
        const at = now - 600_000 + n * 100;
        roll.strike("p", 30 + (n * 7) % 61, 90, at, look);
        roll.release("p", 30 + (n * 7) % 61, at + 80);
      }
      const kept = roll.notes.length;
      const frame = () => new Promise((go) => requestAnimationFrame(go));
      while (roll.notes.length > 1000) await frame(); // what has left the roll is forgotten
      return [kept, roll.ringing.size, roll.notes.length];
    }""")
    assert kept == 4000
    assert ringing == 61
    assert drawn <= 1000
    visit.value("perf.roll.pedal('p', false, performance.now())")
    assert visit.value("perf.roll.ringing.size") == 0


def test_the_page_sounds_on_what_the_pedal_of_a_midi_keyboard_keeps(
    visit: Visit, site: Served
) -> None:
    visit.sound()
    with told(site) as ear:
        ear.say("/perf/in/pedal", 0, 127)
        ear.say("/perf/in/note", 0, 60, 110)
        ear.say("/perf/in/note", 0, 60, 0)
        visit.until(RINGS)
        assert visit.value("perf.sound._sounding.has('player 0 60')")
        visit.until(f"{LOUDNESS} > 0.001")
        ear.say("/perf/in/pedal", 0, 0)
        visit.until("!perf.sound._sounding.has('player 0 60')")
