"""What the page in the real Chromium shows only in part: a sign says so, and nothing lies on it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.chromium import Visit
from tests.support.served import Served

pytestmark = pytest.mark.timeout(300)

SIZES = pytest.mark.parametrize(
    ("width", "height", "scrolls"), [(1280, 800, "#panel"), (390, 844, ".rest")]
)
SIGN = """(() => {
  const { opacity, height, bottom, position } = getComputedStyle(
    document.querySelector('#side'), '::after');
  return Number(opacity) === 1 && parseFloat(height) > 30 && bottom === '0px';
})()"""
FOCUS = """() => {
  const one = document.activeElement;
  if (!one.closest("#content")) return null;
  const { left, top, right, bottom } = one.getBoundingClientRect();
  const tabs = document.querySelector("#tabs").getBoundingClientRect().bottom;
  const side = document.querySelector("#side");
  const high = parseFloat(getComputedStyle(side, "::after").height);
  const fade = side.matches(".more") ? high : 0;
  const seen = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
  return {
    what: one.outerHTML.slice(0, 80),
    where: [top, bottom, tabs, fade, document.querySelector("#panel").scrollTop],
    clear: top >= tabs - 1 && bottom <= innerHeight - fade + 1,
    seen: one.contains(seen) || Boolean(seen?.contains(one)),
  };
}"""


@SIZES
def test_an_edge_fades_only_while_there_is_more_below(
    site: Served, browser: Any, width: int, height: int, scrolls: str
) -> None:
    visit = Visit(browser, site.address, width, height)
    box = f"document.querySelector('{scrolls}')"
    for tab in ("sound", "controls"):
        visit.tab(tab)
        visit.until(SIGN)
        visit.value(f"{box}.scrollTo(0, 1e6)")
        visit.until(f"!{SIGN}")
        visit.value(f"{box}.scrollBy(0, -200)")
        visit.until(SIGN)
    visit.value(f"{box}.scrollTo(0, 1e6)")
    visit.until(f"!{SIGN}")
    visit.page.locator("#content details:last-of-type summary").last.click()  # it grows, or shrinks
    visit.value(f"{box}.scrollTo(0, 1e6)")
    visit.until(f"!{SIGN}")
    visit.tab("takes")
    visit.value(f"{box}.scrollTo(0, 1e6)")
    visit.until(f"!{SIGN}")  # a short panel
    assert visit.faults == []
    visit.close()


def test_the_row_of_modes_fades_on_a_phone_where_more_modes_are(site: Served, browser: Any) -> None:
    visit = Visit(browser, site.address, 390, 844)
    modes = "document.querySelector('#modes')"
    for place, before, after in ((0, False, True), (300, True, True), (1e6, True, False)):
        visit.value(f"{modes}.scrollTo({place}, 0)")
        visit.until(f"{modes}.matches('.before') === {str(before).lower()}")
        visit.until(f"{modes}.matches('.after') === {str(after).lower()}")
        assert visit.value(f"getComputedStyle({modes}).maskImage") != "none"
    left, right = visit.page.locator("#modes-left"), visit.page.locator("#modes-right")
    assert left.is_visible()
    assert not right.is_visible()  # the last mode is seen
    for _ in range(5):
        if left.is_visible():
            left.click()
            visit.page.wait_for_timeout(700)
    assert not left.is_visible()
    right.click()  # an arrow says that there is more, and leads there
    visit.until(f"{modes}.scrollLeft > 100 && {modes}.matches('.before.after')")
    assert left.is_visible()
    assert right.is_visible()
    visit.close()
    visit = Visit(browser, site.address)
    assert not visit.page.locator(".further").first.is_visible()
    visit.until(f"!{modes}.matches('.before, .after')")
    assert visit.value(f"getComputedStyle({modes}).maskImage") == "none"
    visit.close()


@SIZES
def test_what_has_the_focus_of_the_keyboard_lies_under_nothing(
    site: Served, browser: Any, width: int, height: int, scrolls: str
) -> None:
    visit = Visit(browser, site.address, width, height)
    for tab in ("sound", "memory", "play"):
        visit.tab(tab)
        if tab == "memory":  # its lists come later, and would push down what has the focus
            visit.until("document.querySelector('#content .card')")
            visit.until("!document.querySelector('#content').innerText.includes('Reading')")
        for key in ("Tab", "Shift+Tab"):
            seen = 0
            for _ in range(60):
                visit.page.keyboard.press(key)
                visit.page.wait_for_timeout(60)  # the sign follows within two frames
                found = visit.page.evaluate(FOCUS)
                if found is None:
                    break
                seen += 1
                assert found["clear"], (tab, key, found)
                assert found["seen"], (tab, key, found)
            if key == "Tab":
                assert seen > 6, tab
                visit.value(f"document.querySelector('{scrolls}').scrollTo(0, 1e6)")
    assert visit.faults == []
    visit.close()


def test_the_bar_above_covers_nothing_on_a_phone_wherever_one_scrolls(
    site: Served, browser: Any
) -> None:
    visit = Visit(browser, site.address, 390, 844)
    visit.tab("sound")
    for place in (0, 200, 500, 1e6):
        visit.value(f"document.querySelector('.rest').scrollTo(0, {place})")
        visit.value(f"scrollTo(0, {place})")
        bar, top, page = visit.page.evaluate("""() => [
          document.querySelector(".top").getBoundingClientRect().bottom,
          document.querySelector(".rest").getBoundingClientRect().top,
          [scrollY, document.scrollingElement.scrollHeight - innerHeight]]""")
        assert bar <= top
        assert page == [0, 0]  # so that a picture of the full page is what one sees
    assert visit.value("document.querySelector('#panic').getBoundingClientRect().top") >= 0
    for tab in ("takes", "play", "health"):  # a short panel comes up as a long one does
        visit.tab(tab)
        visit.until("""Math.abs(document.querySelector('#tabs').getBoundingClientRect().top
          - document.querySelector('.rest').getBoundingClientRect().top) < 3""")
        visit.value("document.querySelector('.rest').scrollTo(0, 0)")
    visit.close()


def test_a_low_window_can_be_scrolled_to_its_keys(site: Served, browser: Any) -> None:
    visit = Visit(browser, site.address, 900, 420)
    visit.page.mouse.move(450, 200)
    visit.page.mouse.wheel(0, 2000)
    visit.until("document.querySelector('#piano').getBoundingClientRect().bottom <= innerHeight")
    visit.close()


@pytest.mark.parametrize("width", [830, 1024, 1181, 1280, 1440, 1920])
def test_the_name_of_a_mode_keeps_away_from_the_edge_of_its_card(
    site: Served, browser: Any, width: int
) -> None:
    visit = Visit(browser, site.address, width, 800)
    gaps = visit.value("""[...document.querySelectorAll(".mode")].map((card) => {
      const words = document.createRange();
      words.selectNodeContents(card.querySelector("b"));
      return card.getBoundingClientRect().right - words.getBoundingClientRect().right;
    })""")
    assert min(gaps) >= 9, gaps
    visit.close()


def test_the_dot_of_the_pad_is_whole_at_the_ends_of_a_range(visit: Visit) -> None:
    visit.tab("play")
    for end, place in (("low", {"x": 6, "y": 94}), ("high", {"x": 312, "y": 6})):
        visit.page.locator(".pad").click(position=place)
        visit.until("!perf.store._sending.size")
        for name in ("temperature", "density"):
            assert visit.value(f"""perf.store.get('/perf/param/{name}')
              === perf.schema.controls.get('{name}').{end}"""), (name, end)
        gaps = visit.value("""(() => {
          const pad = document.querySelector(".pad").getBoundingClientRect();
          const dot = document.querySelector(".pad i").getBoundingClientRect();
          return [dot.left - pad.left, dot.top - pad.top, pad.right - dot.right,
            pad.bottom - dot.bottom];
        })()""")
        assert min(gaps) >= 0, (end, gaps)
    visit.page.locator(".pad").dblclick(position={"x": 100, "y": 50})
    visit.until("!perf.store._sending.size && perf.store.get('/perf/param/density') === 1")
    assert visit.faults == []
