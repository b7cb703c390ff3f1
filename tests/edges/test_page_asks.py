"""The page in the real Chromium when answers are lost, refused or slow."""

from __future__ import annotations

import pytest

from perf_engine.clients.python.requests import A_WHILE
from perf_engine.clients.web.stage import SLOW
from tests.support.chromium import Visit

pytestmark = pytest.mark.timeout(300)


LOSE_ASKS = """(() => {
  const { link } = perf, send = link._send;
  link._send = (...frame) => frame[0] === "ask" || send.apply(link, frame);
  perf.heal = () => (link._send = send);
})()"""


def test_a_control_whose_answer_is_lost_shows_the_engine_s_value_again_and_can_be_used(
    visit: Visit,
) -> None:
    density = "/perf/param/density"
    visit.value(f"perf.store.set('{density}', 1)")
    visit.until("!perf.store._sending.size")
    visit.value(LOSE_ASKS)
    visit.value(f"perf.store.set('{density}', 2)")
    assert visit.value(f"perf.store.get('{density}')") == 2
    visit.until(f"perf.store.get('{density}') === 1 && !perf.store._sending.size")
    visit.until("document.querySelector('#toasts').textContent.includes('no answer')")
    visit.value("perf.heal()")
    visit.value(f"perf.store.set('{density}', 1.5)")
    visit.until("!perf.store._sending.size")
    assert visit.page.evaluate(f"perf.link.ask('{density}')") == [1.5]
    visit.value(f"perf.store.set('{density}', 1)")


def test_a_refusal_with_the_ask_s_number_reaches_the_control_that_asked(visit: Visit) -> None:
    density = "/perf/param/density"
    visit.value(f"perf.store.set('{density}', 1)")
    visit.until("!perf.store._sending.size")
    visit.value("""(() => {
      const { link } = perf, send = link._send;
      link._send = (...frame) => {
        if (frame[0] !== "ask") return send.apply(link, frame);
        link._send = send;
        setTimeout(() => link._take(["fail", frame[1], "too many frames"], performance.now()));
        return true;
      };
    })()""")
    visit.value(f"perf.store.set('{density}', 2)")
    visit.until(f"perf.store.get('{density}') === 1 && !perf.store._sending.size")


def test_the_page_waits_longer_where_the_server_does(visit: Visit) -> None:
    waits = visit.page.evaluate(
        """(addresses) => {
      const { link } = perf, { setTimeout } = window, found = {};
      let asked;
      link._send = () => true;
      window.setTimeout = (_, ms) => (found[asked] = ms);
      for (asked of addresses) link.ask(asked);
      Object.assign(window, { setTimeout });
      delete link._send;
      return found;
    }""",
        [*SLOW, "/perf/state/morph", "/perf/state/freeze", "/perf/param/density"],
    )
    assert waits.pop("/perf/param/density") < A_WHILE * 1000
    assert min(waits.values()) > A_WHILE * 1000


def test_the_pad_has_one_ask_on_its_way_and_the_engine_gets_its_last_place(visit: Visit) -> None:
    visit.tab("play")
    visit.value("""(() => {
      const { link } = perf, ask = link.ask;
      perf.flying = perf.most = perf.asked = 0;
      link.ask = async (address, ...values) => {
        perf.asked += 1;
        perf.most = Math.max(perf.most, ++perf.flying);
        try { return await ask.call(link, address, ...values); }
        finally { perf.flying -= 1; }
      };
    })()""")
    box = visit.page.locator(".pad").bounding_box()
    assert box is not None
    visit.page.mouse.move(box["x"] + 20, box["y"] + 20)
    visit.page.mouse.down()
    visit.page.evaluate(
        """(box) => {
      const pad = document.querySelector(".pad");
      for (let n = 0; n < 400; n++) {
        pad.dispatchEvent(new PointerEvent("pointermove", {
          clientX: box.x + 20 + n % 100, clientY: box.y + 20 + n % 50 }));
      }
    }""",
        box,
    )
    visit.page.mouse.move(box["x"] + box["width"] * 0.75, box["y"] + box["height"] * 0.25)
    visit.page.mouse.up()
    visit.until("perf.asked && !perf.flying && !perf.store._sending.size")
    assert visit.value("perf.most") == 1
    for name in ("temperature", "density"):
        (there,) = visit.page.evaluate(f"perf.link.ask('/perf/param/{name}')")
        here = visit.value(f"perf.store.get('/perf/param/{name}')")
        assert there == pytest.approx(here, rel=1e-4)
        visit.value(f"perf.store.set('/perf/param/{name}', 1)")
    assert visit.faults == []


def test_a_slider_that_moves_fast_stays_within_what_the_server_takes(visit: Visit) -> None:
    """A hand on a fast screen moves a slider 240 times a second; the server takes 120 frames."""
    asked = visit.page.evaluate("""async () => {
      const { link, store } = perf, send = link._send;
      let asked = 0;
      link._send = (...frame) => {
        if (frame[0] === "ask") asked += 1;
        return send.apply(link, frame);
      };
      const begun = performance.now();
      for (let n = 0; performance.now() < begun + 1000; n++) {
        store.set("/perf/param/density", 1 + (n % 100) / 100);
        await new Promise((go) => setTimeout(go, 4));
      }
      link._send = send;
      return asked;
    }""")
    assert 5 < asked <= 60
    visit.value("perf.store.set('/perf/param/density', 1)")
    assert visit.faults == []
