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
