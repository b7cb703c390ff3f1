"""The panels of the page in the real Chromium when they are left or fail."""

from __future__ import annotations

import pytest

from tests.support.chromium import Visit

pytestmark = pytest.mark.timeout(300)


def test_a_tap_test_whose_sound_fails_says_so_and_can_be_tried_again(visit: Visit) -> None:
    visit.tab("sound")
    visit.value(
        "(perf.sound.turn(false), perf.sound.start = async () => { throw new Error('no device') })"
    )
    test = visit.page.get_by_role("button", name="Tap test")
    test.click()
    visit.until("document.querySelector('#toasts').textContent.includes('no device')")
    visit.value("delete perf.sound.start")
    test.click()
    visit.until("document.querySelector('.tap')")


def test_an_answer_that_comes_after_the_tab_was_left_writes_into_no_other_panel(
    visit: Visit,
) -> None:
    pad = "Boolean(document.querySelector('#panel .pad'))"
    for tab, late in (
        ("sound", "perf.sound.dispatchEvent(new Event('change'))"),
        ("controls", "perf.link._take(['status', {...perf.health, voices: 9, running: true}], 0)"),
        ("sound", "perf.late()"),
        ("takes", "perf.late()"),
    ):
        visit.tab(tab)
        if late == "perf.late()":  # something that waits, and goes on after the tab was left
            visit.value("""(() => {
              const wait = new Promise((go) => (perf.late = () => { go(); return wait; }));
              const start = perf.sound.start;
              perf.sound.start = () => wait.then(() => (perf.sound.start = start));
              perf.takes.toggle = () => wait;
            })()""")
            name = "Tap test" if tab == "sound" else "Record a take"
            visit.page.locator("#panel").get_by_role("button", name=name).click()
        visit.tab("play")
        after = "await new Promise((go) => setTimeout(go))"
        visit.page.evaluate(f"async () => {{ await {late}; {after} }}")
        assert visit.value(pad), tab
    visit.until("perf.takes.toggle")
    assert visit.faults == []


def test_the_switch_for_sound_remembers_its_choice(visit: Visit) -> None:
    visit.tab("sound")
    here = visit.page.locator("#sound-here")
    before = here.is_checked()
    for wanted in (not before, before):
        here.click()
        visit.until(f"document.querySelector('#sound-here').checked === {str(wanted).lower()}")
        assert visit.value("JSON.parse(localStorage.getItem('perf_engine.sound'))") is wanted
        assert visit.value("perf.sound.on") is wanted
    assert visit.faults == []


def test_the_shortest_delay_can_be_given_up_where_the_sound_crackles(visit: Visit) -> None:
    delay = "1000 * (perf.sound.context.baseLatency + perf.sound.context.outputLatency)"
    visit.sound()
    visit.until("perf.sound.context.outputLatency > 0")
    shortest = visit.value(delay)
    visit.tab("sound")
    visit.page.locator("#shortest").click()
    visit.page.reload()
    visit.ready()
    visit.tab("sound")
    assert not visit.page.locator("#shortest").is_checked()
    if not visit.value("perf.sound.runs"):
        visit.sound()
    visit.until("perf.sound.context.outputLatency > 0")
    assert visit.value(delay) > shortest
    assert visit.faults == []
