"""The page in the real Chromium as a newcomer sees it: its words say what is so, and are read."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.support.chromium import Visit
from tests.support.served import Served

pytestmark = pytest.mark.timeout(300)


def says(visit: Visit, name: str, text: str) -> None:
    """Wait until a button has these words: what is so, then what a press does."""
    words = f"[...document.querySelector('#{name}').children].map((e) => e.textContent).join(': ')"
    visit.until(f"{words}.startsWith({text!r})")


def test_the_buttons_above_say_what_is_so_and_what_a_press_does(visit: Visit) -> None:
    says(visit, "playing", "Machine on: Pause")
    visit.page.locator("#playing").click()
    says(visit, "playing", "Machine rests: Go on")
    visit.page.locator("#playing").click()
    says(visit, "playing", "Machine on: Pause")
    says(visit, "sound", "Sound here: Turn off")
    visit.page.locator("#sound").click()
    says(visit, "sound", "Browser silent: Turn on")
    visit.page.locator("#sound").click()
    says(visit, "sound", "Sound here: Turn off")
    says(visit, "record", "Not recording: Record")
    visit.page.locator("#record").click()
    says(visit, "record", "Recording 0:0")
    visit.page.locator("#record").click()
    says(visit, "record", "Not recording: Record")
    assert visit.faults == []


SWITCH = "[...document.querySelector('#sound').children].map((e) => e.textContent).join(': ')"


def test_where_another_program_plays_the_music_the_switch_says_so(visit: Visit) -> None:
    visit.value("perf.sound.expect(true)")
    assert visit.value(SWITCH) == "Built-in sound: Here too"
    assert visit.value(f"(perf.sound.expect(true, 'synthesizer'), {SWITCH})") == (
        "Synthesizer: Here too"
    )
    visit.value("perf.sound.expect(true, 'built-in sound')")
    visit.tab("sound")
    words = "document.querySelector('#panel').innerText"
    visit.until(f"{words}.includes('You hear the built-in sound.')")
    assert "Turn it on first" not in visit.value(words)
    visit.tab("health")
    assert "You hear the built-in sound." in visit.value(words)
    assert "Turn on the sound" not in visit.value(words)
    visit.page.locator("#sound").click()
    visit.until(f"{SWITCH} === 'Also here: Turn off'")
    said = visit.value("document.querySelector('#toasts').textContent")
    assert "you hear everything twice" in said
    assert "press Turn off" in said
    visit.page.locator("#sound").click()
    visit.until(f"{SWITCH} === 'Built-in sound: Here too'")
    visit.value("(perf.sound.expect(false), document.querySelector('#toasts').replaceChildren())")
    visit.page.locator("#sound").click()
    visit.until(f"{SWITCH} === 'Sound here: Turn off'")
    assert visit.value("document.querySelector('#toasts').textContent") == ""
    assert visit.faults == []


def test_after_a_panic_in_solo_the_page_says_how_to_go_on(visit: Visit) -> None:
    visit.value("perf.store.set('/perf/mode', 'solo')")
    visit.until("perf.turn.mode === 'solo' && perf.turn.last === 'machine'")
    visit.page.locator("#panic").click()
    says(visit, "playing", "Machine rests: Go on")
    visit.until("document.querySelector('#turn-text').textContent === 'Silent: play, or Go on'")
    visit.page.locator("#playing").click()
    says(visit, "playing", "Machine on: Pause")
    visit.until("perf.turn.last === 'machine'")
    assert visit.faults == []


def test_a_tab_that_is_tapped_on_a_phone_shows_its_panel(site: Served, browser: Any) -> None:
    visit = Visit(browser, site.address, 390, 844)
    visit.value("scrollTo(0, 0)")
    visit.page.locator("#tab-takes").click()
    visit.until("document.querySelector('#panel').getBoundingClientRect().top < innerHeight / 2")
    visit.close()


def test_the_help_names_the_number_of_every_mode(visit: Visit) -> None:
    modes = visit.value("document.querySelectorAll('.mode').length")
    rows = visit.value("[...document.querySelectorAll('#help-box th')].map((e) => e.textContent)")
    assert f"1 … {modes}" in rows


def test_no_word_of_a_button_hangs_over_its_edge_on_a_phone(site: Served, browser: Any) -> None:
    visit = Visit(browser, site.address, 390, 844)
    for on in (True, False):
        visit.value(f"perf.sound.expect({str(on).lower()})")
        visit.value(f"perf.takes._light({str(on).lower()})")
        visit.value(f"perf.link._take(['status', {{running: {str(on).lower()}, voices: 1}}], 0)")
        over = """[...document.querySelectorAll('.actions button')].filter((button) => {
          const edge = button.getBoundingClientRect();
          return [...button.children].some((one) => {
            const { left, right } = one.getBoundingClientRect();
            return left < edge.left || right > edge.right || edge.right > innerWidth;
          });
        }).map((button) => button.id)"""
        assert visit.value(over) == []
    visit.close()


def test_every_slider_has_a_tick_at_its_default_and_a_double_click_goes_there(
    visit: Visit,
) -> None:
    visit.tab("controls")
    far = """[...document.querySelectorAll('[data-address] input[type=range]')].filter((input) => {
      const tick = Number(input.style.getPropertyValue('--usual'));
      return !input.classList.contains('usual') || Math.abs(tick - input.value / input.max) > 0.01;
    }).map((input) => input.id)"""
    visit.until(f"{far}.length === 0")
    visit.tab("play")
    slider = visit.page.locator("[data-address='/perf/param/density'] input")
    slider.press("Home")
    visit.until("perf.store.get('/perf/param/density') === 0.1 && !perf.store._sending.size")
    slider.dblclick()
    visit.until("perf.store.get('/perf/param/density') === 1 && !perf.store._sending.size")
    visit.page.locator("#velocity").press("Home")
    assert visit.value("perf.keyboard.velocity") == 1
    visit.page.locator("#velocity").dblclick()
    assert visit.value("perf.keyboard.velocity") == 90
    assert visit.faults == []


def test_the_pad_says_in_words_where_it_leads_and_a_double_click_goes_to_the_defaults(
    visit: Visit,
) -> None:
    visit.tab("play")
    words = "[...document.querySelectorAll('.pad span')].map((word) => word.textContent)"
    assert visit.value(words) == ["safer", "wilder", "calmer", "busier"]
    visit.page.locator(".pad").click(position={"x": 30, "y": 30})
    visit.until("perf.store.get('/perf/param/temperature') < 1 && !perf.store._sending.size")
    visit.page.locator(".pad").dblclick(position={"x": 40, "y": 40})
    visit.until("perf.store.get('/perf/param/temperature') === 1 && !perf.store._sending.size")
    assert visit.value("perf.store.get('/perf/param/density')") == 1
    every = visit.page.evaluate("""() => {
      const select = document.querySelector(".pair select");
      return [...select.options].map((option) => {
        select.value = option.value;
        select.onchange?.();
        select.dispatchEvent(new Event("change"));
        return [...document.querySelectorAll(".pad span")].map((one) => one.textContent);
      });
    }""")
    assert all(word and "undefined" not in word for row in every for word in row)
    assert not [row for row in every if row[0].startswith("less ")], "each has words of its own"
    assert visit.faults == []


# Each text that is shown and too faint for what is behind it; at a gradient, for the worst of it.
FAINT = """() => {
  const bright = ([r, g, b]) => [r, g, b]
    .map((c) => c / 255)
    .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, n) => sum + c * [0.2126, 0.7152, 0.0722][n], 0);
  const colours = (text) => [...text.matchAll(/rgba?\\(([^)]+)\\)/g)]
    .map(([, values]) => values.split(",").map(Number))
    .filter((values) => (values[3] ?? 1) > 0.9);
  const behind = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const style = getComputedStyle(one);
      const found = colours(style.backgroundColor + style.backgroundImage);
      if (found.length) return found;
    }
    return [[255, 255, 255]];
  };
  const contrast = (colour, back) => {
    const [dark, light] = [bright(colour), bright(back)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  const told = [];
  for (const element of document.body.querySelectorAll("*")) {
    if (!element.checkVisibility({ visibilityProperty: true })) continue;
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    const looks = [];
    if (own) looks.push([element.textContent.trim().slice(0, 30), getComputedStyle(element)]);
    for (const pseudo of ["::before", "::after"]) {
      const style = getComputedStyle(element, pseudo);
      if (/\\w/.test(style.content.replace("none", "").replace("normal", ""))) {
        looks.push([`${element.className} ${style.content}`, style]);
      }
    }
    if (element.placeholder) {
      looks.push([element.placeholder, getComputedStyle(element, "::placeholder")]);
    }
    for (const [text, style] of looks) {
      const [colour] = colours(style.color);
      const least = Math.min(...behind(element).map((back) => contrast(colour, back)));
      if (!(least >= 4.5)) told.push(`${text}: ${least.toFixed(2)}`);
    }
  }
  return told;
}"""


def test_every_text_has_a_contrast_of_at_least_four_and_a_half(site: Served, browser: Any) -> None:
    for width, height in ((1280, 800), (390, 844)):
        visit = Visit(browser, site.address, width, height)
        for tab in ("controls", "memory", "takes", "sound", "health", "play"):
            visit.tab(tab)
            assert visit.page.evaluate(FAINT) == [], tab
        visit.value("document.querySelector('#help-box').showModal()")
        assert visit.page.evaluate(FAINT) == []
        visit.value("document.querySelector('#help-box').close()")
        visit.value("perf.takes._light(true)")
        looks = visit.page.evaluate("""import("/page/looks.js").then((l) =>
          Array.from({ length: 16 }, (_, n) => [l.playerLook(n), l.voiceLook(n)]).flat())""")
        for look in looks:
            visit.value(f"perf.keyboard._light(60, 'one', {json.dumps(look)})")
            assert visit.page.evaluate(FAINT) == [], look
        visit.close()


def test_names_values_and_ways_back_stand_in_columns(visit: Visit) -> None:
    for tab in ("controls", "play", "sound"):
        visit.tab(tab)
        edges = visit.page.evaluate("""() => {
          const rights = new Set(), lefts = new Set();
          for (const head of document.querySelectorAll("#panel .control .head")) {
            if (!head.checkVisibility()) continue;
            for (const one of head.querySelectorAll(":scope > :is(output, select, .switch)")) {
              rights.add(Math.round(one.getBoundingClientRect().right));
            }
            for (const one of head.querySelectorAll(":scope > .back")) {
              lefts.add(Math.round(one.getBoundingClientRect().left));
            }
          }
          return [rights.size, lefts.size];
        }""")
        assert edges[0] == 1, tab
        assert edges[1] <= 1, tab


def test_the_sign_names_the_midi_keyboards_of_the_engine_and_of_this_browser(
    visit: Visit,
) -> None:
    says = "document.querySelector('#plugged').textContent"
    visit.until(f"{says} === 'No MIDI keyboard'")
    visit.page.locator("#plugged").click()
    visit.until("document.querySelector('#midi-here')")
    visit.value("""(() => {
      const port = { type: "input", name: "Pads", state: "connected" };
      const through = { type: "input", name: "Midi Through Port-0", state: "connected" };
      const nameless = { type: "input", name: null, state: "connected" };
      const access = { inputs: new Map([["1", port], ["2", through], ["3", nameless]]) };
      navigator.requestMIDIAccess = async () => access;
    })()""")
    visit.page.locator("#midi-here").click()
    visit.until(f"{says} === 'Pads, MIDI keyboard'")
    visit.value("perf.link._take(['keyboards', ['Keystation 49', 'Pads']], 0)")
    visit.until(f"{says} === 'Keystation 49, Pads, MIDI keyboard'")
    visit.page.locator("#midi-here").click()
    visit.until(f"{says} === 'No MIDI keyboard'")  # the engine has none, and says so each second
    assert visit.faults == []
