"""The keys and the pedal of the page in the real Chromium, yours and those of others."""

from __future__ import annotations

import pytest

from tests.support.chromium import Visit
from tests.support.served import Served, told

pytestmark = pytest.mark.timeout(300)


PEDAL = "document.querySelector('#pedal').getAttribute('aria-pressed')"
UP = f"{PEDAL} === 'false' && !perf.keyboard.down"
DOWN = f"{PEDAL} === 'true'"
PLUGGED = """async () => {
  const port = { type: "input", name: "Keys", state: "connected" };
  const access = { inputs: new Map([["1", port]]) };
  navigator.requestMIDIAccess = async () => access;
  await perf.keyboard.midi(() => {});
  port.onmidimessage({ data: [0xb0, 64, 127], timeStamp: 0 });
  perf.unplug = () => {
    port.state = "disconnected";
    access.inputs.clear();
    access.onstatechange({ port });
  };
}"""


@pytest.mark.parametrize("way", ["blur", "hidden", "unplugged", "panic", "another's panic", "lost"])
def test_the_pedal_goes_up_with_the_hands(visit: Visit, site: Served, way: str) -> None:
    with told(site) as ear:
        player = visit.value("perf.link.player")

        def pedals() -> list[int]:
            said = [said[0:2] for said in ear.told("/perf/heard/pedal")]
            return [value for who, value in said if who == player]

        visit.page.locator("#piano").focus()
        if way == "unplugged":
            visit.page.evaluate(PLUGGED)
        else:
            visit.page.keyboard.down("Shift")
        visit.until(DOWN)
        assert ear.until(lambda: pedals()[-1:] == [127])
        if way == "blur":
            visit.value("window.dispatchEvent(new Event('blur'))")
        elif way == "hidden":
            visit.value("""(() => {
              Object.defineProperty(document, "hidden", { value: true, configurable: true });
              document.dispatchEvent(new Event("visibilitychange"));
            })()""")
        elif way == "unplugged":
            visit.value("perf.unplug()")
        elif way == "panic":
            visit.page.locator("#panic").click()
        elif way == "another's panic":
            ear.say("/perf/panic")
            visit.page.request.post(f"{site.address}/page/panic", headers=site.origin)
        else:
            visit.value("perf.link._socket.close()")
        visit.until(UP)
        panicked = way.endswith("panic")
        if not panicked:  # else the engine has ended all, perhaps before the pedal went up
            assert ear.until(lambda: pedals()[-1:] == [0])
        visit.page.keyboard.up("Shift")
        if panicked:
            before = pedals().count(127)
            visit.page.keyboard.down("Shift")
            assert ear.until(lambda: pedals().count(127) > before), "the engine still has it down"
            visit.page.keyboard.up("Shift")
            assert ear.until(lambda: pedals()[-1:] == [0])
        if way == "lost":
            visit.ready()


def test_one_foot_does_not_lift_the_pedal_of_another(visit: Visit) -> None:
    visit.page.locator("#pedal").click()
    visit.until(DOWN)
    visit.page.keyboard.down("Shift")
    visit.page.keyboard.up("Shift")
    assert visit.value(DOWN), "the button holds it"
    visit.page.locator("#pedal").click()
    visit.until(UP)


def test_what_is_held_while_the_line_is_away_is_told_when_it_is_back(
    visit: Visit, site: Served
) -> None:
    with told(site) as ear:
        visit.page.locator("#piano").focus()
        visit.value("perf.link._socket.close()")
        visit.until("!perf.link.open")
        visit.page.keyboard.down("Shift")
        visit.page.keyboard.down("a")
        visit.ready()
        player = visit.value("perf.link.player")
        assert ear.until(lambda: [player, 127] in ear.told("/perf/heard/pedal"))
        assert ear.until(lambda: any(s[:2] == [player, 60] for s in ear.told("/perf/heard")))
        visit.page.keyboard.up("a")
        visit.page.keyboard.up("Shift")
        assert ear.until(lambda: [player, 0] in ear.told("/perf/heard/pedal"))


def test_the_pedal_s_key_is_the_one_that_the_page_names(visit: Visit) -> None:
    assert "Shift" in visit.value("document.querySelector('#pedal').title")
    assert "Shift" in visit.value("document.querySelector('#help-box').textContent")


# keys of others


def test_a_key_that_nobody_holds_is_dark_whoever_let_it_go(visit: Visit) -> None:
    mine = visit.value("perf.link.player")
    for last in (14, 15, mine):
        for player in (14, 15):
            visit.value(f"perf.link._take(['heard', {player}, 64, 90], performance.now())")
        assert visit.value("perf.keyboard.lit.get(64)?.size > 0")
        visit.value(f"perf.link._take(['heard', {last}, 64, 0], performance.now())")
        assert visit.value("perf.keyboard.lit.has(64)") is False, last
        assert visit.value("[...perf.roll.open.values()].every((note) => note.pitch !== 64)")


def test_keys_of_others_are_dark_when_the_engine_goes(visit: Visit) -> None:
    visit.value("perf.link._take(['heard', 14, 64, 90], performance.now())")
    visit.value("perf.link._take(['strike', 0, 66, 90, 80], performance.now())")
    visit.value("perf.link._take(['engine', false], performance.now())")
    visit.page.evaluate("new Promise((go) => setTimeout(go, 150))")  # the strike's moment passes
    assert visit.value("perf.keyboard.lit.size") == 0
    visit.value("perf.link._take(['engine', true], performance.now())")


# keys, and what else has the focus


def heard_of(visit: Visit, key: str, pitch: int) -> bool:
    """Whether a key of the computer strikes this key of the piano; it is let go again."""
    visit.page.keyboard.down(key)
    struck: bool = visit.value(f"perf.keyboard.held.has({pitch})")
    visit.page.keyboard.up(key)
    return struck


def test_a_closed_list_leaves_the_piano_its_keys(visit: Visit) -> None:
    visit.tab("play")
    scale = visit.page.get_by_label("Scale", exact=True)
    scale.select_option("dorian")
    visit.until("perf.store.get('/perf/param/scale') === 'dorian' && !perf.store._sending.size")
    scale.focus()
    for key, pitch in (("d", 64), ("a", 60), ("h", 69), ("p", 75)):
        assert heard_of(visit, key, pitch), key
        assert scale.input_value() == "dorian", key
    for key in "bnq":  # no key of the piano, and none of the list's either
        visit.page.keyboard.press(key)
        assert scale.input_value() == "dorian", key
    visit.page.keyboard.press("4")
    visit.until("perf.turn.mode === 'listen'")
    visit.page.keyboard.press("m")
    visit.until("document.querySelector('#toasts').textContent.includes('Nothing is recorded')")
    assert scale.input_value() == "dorian"
    first, last = (
        visit.value(f"document.querySelector('#panel .key-choice select').options[{place}].value")
        for place in (0, "document.querySelector('#panel .key-choice select').length - 1")
    )
    for key, there in (("Home", first), ("End", last)):  # these stay the list's
        visit.page.keyboard.press(key)
        assert scale.input_value() == there
    visit.page.keyboard.press("ArrowUp")
    assert scale.input_value() not in (first, last)
    visit.page.keyboard.press("Tab")
    assert not scale.evaluate("list => list === document.activeElement")
    visit.value("perf.store.set('/perf/param/scale', 'off')")
    visit.until("!perf.store._sending.size")
    assert visit.faults == []


def test_a_slider_a_switch_and_a_button_leave_the_piano_its_keys_and_a_field_keeps_them(
    visit: Visit,
) -> None:
    for tab, part in (
        ("play", "[data-address='/perf/param/density'] input"),
        ("play", ".chip, .root"),
        ("sound", "#sound-here"),
        ("sound", "#output"),
        ("controls", "[data-address='/perf/param/freeze'] input"),
        ("controls", "summary"),
    ):
        visit.tab(tab)
        visit.page.locator(f"#panel {part}").first.focus()
        before = visit.value("JSON.stringify(perf.store.get('/perf/param/density'))")
        assert heard_of(visit, "g", 67), part
        assert visit.value("JSON.stringify(perf.store.get('/perf/param/density'))") == before
    visit.page.locator("#panel .search").focus()
    assert not heard_of(visit, "g", 67)
    assert visit.page.locator("#panel .search").input_value() == "g"
    assert visit.faults == []
