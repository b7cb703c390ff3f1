"""A control on the page in the real Chromium has one name, in words and with that of OSC."""

from __future__ import annotations

from typing import Any

import pytest

from perf_engine.core.controls import CONTROLS
from perf_engine.engine.handlers.reference import as_data
from perf_engine.protocol.titles import TITLES, titled
from tests.support.chromium import Visit
from tests.support.served import Served, told

pytestmark = pytest.mark.timeout(300)

LABELS = """Object.fromEntries([...document.querySelectorAll("#panel .control[data-address]")]
  .map((row) => [row.dataset.address, row.querySelector("label").textContent]))"""
CLOCK = "#panel .clock"


def ends(text: str) -> str:
    """The control at the end of an address."""
    return text.rpartition("/")[2]


@pytest.mark.parametrize("width", [390, 1280])
def test_play_controls_and_a_voice_name_a_control_alike(
    site: Served, browser: Any, width: int
) -> None:
    visit = Visit(browser, site.address, width, 800)
    visit.tab("play")
    of_play = visit.value(LABELS)
    assert {"density", "temperature", "velocity_scale", "share"} <= set(map(ends, of_play))
    visit.tab("controls")
    of_all = visit.value(LABELS)
    assert set(map(ends, of_all)) == set(CONTROLS)
    visit.page.get_by_role("button", name="Voice 0").click()
    of_voice = visit.value(LABELS)
    assert set(map(ends, of_voice)) >= set(CONTROLS) - {"mode"}
    for labels in (of_all, of_voice):
        for address, label in labels.items():
            if ends(address) != "mode":
                assert label == titled(ends(address)), address
    for address, label in of_play.items():  # in words alone; a pointer reads the other name
        assert label == TITLES[ends(address)], address
    wide = "[...document.querySelectorAll('#panel .control')].map((e) => e.scrollWidth)"
    assert visit.value(f"Math.max(...{wide})") <= width
    visit.close()


def test_the_first_tab_has_names_in_words_alone_and_the_others_where_a_pointer_reads(
    visit: Visit,
) -> None:
    visit.tab("play")
    words = visit.value("""[...document.querySelectorAll("#panel label")]
      .map((one) => one.firstChild.textContent)""")
    assert not [word for word in words if "(" in word or "_" in word], words
    titles = visit.value("""[...document.querySelectorAll("#panel .control:not(.pad-box)")]
      .map((one) => one.title)""")
    assert all("In the documents: " in title for title in titles), titles
    key = visit.page.locator("#panel .key-choice > .head label")
    assert key.inner_text() == "Key"
    box = key.bounding_box()
    assert box is not None
    assert box["height"] < 30, "one line"


@pytest.mark.parametrize("width", [390, 1280])
def test_no_list_of_the_first_tab_cuts_a_word(site: Served, browser: Any, width: int) -> None:
    visit = Visit(browser, site.address, width, 800)
    visit.tab("play")
    cut = visit.value("""[...document.querySelectorAll("#panel select")].flatMap((list) => {
      const { font, paddingLeft, paddingRight } = getComputedStyle(list);
      const pen = document.createElement("canvas").getContext("2d");
      pen.font = font;
      const arrow = 20, room = list.clientWidth - parseFloat(paddingLeft) - arrow;
      return [...list.options].map((one) => one.textContent)
        .filter((text) => pen.measureText(text).width > room);
    })""")
    assert cut == []
    visit.close()


def test_all_of_the_first_tab_goes_back_to_its_defaults_at_once(visit: Visit) -> None:
    visit.tab("play")
    back = visit.page.get_by_role("button", name="All to default")
    assert back.is_disabled()
    names = ("density", "temperature", "velocity_scale", "share")
    for name in names:
        visit.page.locator(f"#panel [data-address='/perf/param/{name}'] input").press("Home")
    visit.page.get_by_label("Scale", exact=True).select_option("dorian")
    visit.page.get_by_role("button", name="Root D", exact=True).click()
    visit.until("!perf.store._sending.size")
    for name in names:  # each that is not at its default shows that
        row = visit.page.locator(f"#panel [data-address='/perf/param/{name}']")
        assert row.get_by_role("button", name="back to").is_visible(), name
    assert back.is_enabled()
    title = back.get_attribute("title") or ""
    assert title.startswith("Not at its default: How busy, How adventurous, How loud, Who leads")
    back.click()
    visit.until("!perf.store._sending.size")
    for name in (*names, "scale", "scale_root"):
        (there,) = visit.page.evaluate(f"perf.link.ask('/perf/param/{name}')")
        assert there == visit.value(f"perf.schema.controls.get('{name}').otherwise"), name
    assert back.is_disabled()
    assert visit.faults == []


def test_the_pad_names_them_alike_too(visit: Visit) -> None:
    visit.tab("play")
    offered = visit.value("""[...document.querySelectorAll("#panel .pair select")].map((one) =>
      [...one.options].map((option) => [option.value, option.textContent]))""")
    assert len(offered) == 2
    for options in offered:
        assert len(options) > 20
        assert all(text == TITLES[name] for name, text in options)


def test_all_of_the_first_tab_is_seen_without_scrolling(visit: Visit) -> None:
    visit.tab("play")
    hidden = "document.querySelector('#panel').scrollHeight - {0}.clientHeight"
    assert visit.value(hidden.format("document.querySelector('#panel')")) <= 0


def test_either_name_finds_the_control(visit: Visit) -> None:
    visit.tab("controls")
    shown = "[...document.querySelectorAll('#panel .control')].filter((e) => e.checkVisibility())"
    for words in ("how busy", "density"):
        visit.page.locator("#panel .search").fill(words)
        assert "/perf/param/density" in visit.value(f"{shown}.map((e) => e.dataset.address)")
        assert visit.value(f"{shown}.length") < 6


def test_a_knob_that_is_learnt_is_told_by_both_names(visit: Visit) -> None:
    visit.value("perf.link._take(['news', '/perf/midi/bound', 21, 'density'], 0)")
    visit.until("document.querySelector('#toasts').textContent.includes('How busy (density)')")


def test_the_page_knows_a_control_s_name_from_the_engine_s_table(visit: Visit) -> None:
    known = {entry["address"]: entry for entry in as_data()["from_clients"]}
    for name, title in TITLES.items():
        assert known[f"/perf/param/{name}"]["title"] == title
        assert visit.value(f"perf.schema.controls.get('{name}').title") == title


@pytest.mark.parametrize("width", [390, 1280])
def test_turns_by_the_clock_are_chosen_in_words_where_the_mode_is(
    site: Served, browser: Any, width: int
) -> None:
    visit = Visit(browser, site.address, width, 800)
    visit.tab("play")
    assert not visit.page.locator(CLOCK).is_visible()
    visit.page.locator(".mode", has_text="Call & response").click()
    switch = visit.page.get_by_role("switch", name="Turns by the clock")
    switch.wait_for()
    section = visit.page.locator(CLOCK)
    assert "Off: your turn ends when you pause." in section.inner_text()
    assert "Count-in" not in section.inner_text()
    switch.click()
    visit.until("perf.store.get('/perf/param/windowed') === 1 && !perf.store._sending.size")
    words = section.inner_text()
    assert "On: after a count-in, you and the machine each have a turn of a fixed length." in words
    assert "Count-in" in words
    assert "Length of a turn" in words
    with told(site) as ear:
        ear.say("/perf/param/windowed")
        assert ear.until(lambda: ear.told("/perf/param/windowed"))
        assert ear.told("/perf/param/windowed")[-1] == [1]
    switch.click()
    visit.until("perf.store.get('/perf/param/windowed') === 0 && !perf.store._sending.size")
    visit.page.locator(".mode", has_text="Listen").click()
    visit.until(f"!document.querySelector('{CLOCK}').checkVisibility()")
    assert visit.faults == []
    visit.close()
