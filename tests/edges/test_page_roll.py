"""The words on the page's roll in the real Chromium: none lies on another."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.chromium import Visit
from tests.support.served import Served, told

pytestmark = pytest.mark.timeout(300)

# All that the next drawing writes: texts of the canvas, and of the elements above it.
WORDS = """async () => {
  const { roll } = perf, { context, canvas } = roll, found = [];
  const { left, top } = canvas.getBoundingClientRect();
  const add = (text, x, y, wide, high) =>
    found.push({ text, left: x, top: y, right: x + wide, bottom: y + high });
  const write = context.fillText;
  await new Promise((go) => requestAnimationFrame(go));
  context.fillText = (text, x, y) => {
    const { width, actualBoundingBoxAscent: up, actualBoundingBoxDescent: down } =
      context.measureText(text);
    add(text, left + x, top + y - up, width, up + down);
    return write.call(context, text, x, y);
  };
  await new Promise((go) => requestAnimationFrame(go));
  context.fillText = write;
  const range = document.createRange();
  for (const one of document.querySelectorAll(":is(#legend, #harmony) :is(span, b, small)")) {
    if (!one.checkVisibility() || one.children.length && !one.matches(".legend span")) continue;
    range.selectNodeContents(one);
    const box = range.getBoundingClientRect();
    if (one.textContent) add(one.textContent, box.x, box.y, box.width, box.height);
  }
  return found;
}"""


def over(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two texts lie on each other."""
    apart = (
        one["right"] <= other["left"]
        or other["right"] <= one["left"]
        or one["bottom"] <= other["top"]
        or other["bottom"] <= one["top"]
    )
    return not apart


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1280, 800)])
def test_neither_the_chord_nor_a_prediction_nor_a_name_covers_another(
    site: Served, browser: Any, width: int, height: int
) -> None:
    visit = Visit(browser, site.address, width, height)
    with told(site) as ear:
        for player, pitch in ((0, 48), (2, 60), (3, 72)):  # so that the legend has names
            ear.say("/perf/in/note", player, pitch, 90)
            ear.say("/perf/in/note", player, pitch, 0)
        ear.say("/perf/chord", "Ebm7")
        visit.until("document.querySelector('#harmony .chord').textContent === 'chord Ebm7 given'")
        visit.until("!document.querySelector('#legend').hidden")
        visit.value("perf.harmony._pulse([0.5, 120, 1, 0], performance.now())")
        for pitch in (36, 84, 96):
            # far above and below all notes, and it stays while the pitches are fitted to the notes
            visit.value(f"perf.roll.foresee(0, {pitch}, 90, performance.now() + 60000, 0.57)")
            visit.value("perf.roll.foresee(1, 62, 90, performance.now() + 60000, 1)")
            visit.page.wait_for_timeout(1500)
            visit.value("perf.harmony._pulse([0.5, 120, 1, 0], performance.now())")
            words = visit.page.evaluate(WORDS)
            texts = [one["text"] for one in words]
            written = {"57 %", "100 %", "prediction", "chord ", "Ebm7", "given", "tempo", "120"}
            assert written <= set(texts), texts
            assert sum("layer" in text or text == "MIDI keyboard" for text in texts) >= 3, texts
            for place, one in enumerate(words):
                assert one["left"] >= 0, one
                assert one["right"] <= width, one
                for other in words[place + 1 :]:
                    assert not over(one, other), (pitch, one, other)
        ear.say("/perf/chord", "auto")
    assert visit.faults == []
    visit.close()


# The colours at the left edge of each octave's name, where a note of the same pitch runs out.
EDGE = """async () => {
  const { roll } = perf, { context, scale } = roll, found = [];
  roll._fit = () => {};
  const now = performance.now();
  for (const pitch of [60, 72]) {
    roll.strike(`p ${pitch}`, pitch, 127, now - 60000, { colour: "#5ad1c8", mark: "" });
  }
  await new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)));
  for (const pitch of [60, 72]) {
    const y = Math.round(roll._y(pitch) * scale);
    const { data } = context.getImageData(0, y - 8, Math.round(28 * scale), 16);
    let notes = 0;
    for (let n = 0; n < data.length; n += 4) notes += data[n + 1] - data[n] > 80;
    const inside = context.getImageData(Math.round(60 * scale), y, 1, 1).data;
    found.push([notes, inside[1] - inside[0] > 60]);
  }
  return found;
}"""


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1280, 800)])
def test_no_note_lies_on_the_name_of_an_octave(
    site: Served, browser: Any, width: int, height: int
) -> None:
    visit = Visit(browser, site.address, width, height)
    assert visit.page.evaluate(EDGE) == [[0, True], [0, True]]
    words = [one for one in visit.page.evaluate(WORDS) if one["text"] in ("C4", "C5")]
    assert len(words) == 2
    assert all(one["left"] >= 0 for one in words)
    visit.close()


def test_a_short_word_of_the_page_does_not_cover_the_prediction(visit: Visit) -> None:
    visit.value("import('/page/dom.js').then(({ toast }) => toast('The machine rests.'))")
    visit.until("document.querySelector('.toast')")
    box = visit.page.locator(".toast").bounding_box()
    assert box is not None
    toast = {
        "left": box["x"],
        "top": box["y"],
        "right": box["x"] + box["width"],
        "bottom": box["y"] + box["height"],
    }
    words = visit.page.evaluate(WORDS)
    assert "prediction" in [one["text"] for one in words]
    assert not [one for one in words if over(one, toast)]


def test_the_roll_is_drawn_on_while_the_bar_above_it_grows(visit: Visit) -> None:
    dark = visit.page.evaluate("""async () => {
      const { roll } = perf, before = roll.head;
      const sizes = new Promise((go) => {
        const one = new ResizeObserver(() => roll.head > before && go());
        one.observe(document.querySelector(".stage-bar")); // after the roll's own
      });
      document.querySelector(".stage-bar").style.minHeight = "120px";
      await sizes; // before the browser shows anything, and after the drawing
      const { data } = roll.context.getImageData(0, 0, roll.canvas.width, 1);
      return data.filter((value, n) => n % 4 < 3 && value === 0).length;
    }""")
    assert dark == 0  # a canvas that was cleared is black, and no colour of the roll is


@pytest.mark.parametrize(
    ("width", "height", "text"),
    [
        (1280, 800, "Play: press A to K on your computer, click a key, or play your MIDI keyboard"),
        (390, 844, "Tap a key"),
    ],
)
def test_an_empty_roll_says_what_to_do_until_the_first_note(
    site: Served, browser: Any, width: int, height: int, text: str
) -> None:
    visit = Visit(browser, site.address, width, height)
    begin = visit.page.locator("#begin")
    assert begin.inner_text() == text
    box, roll = begin.bounding_box(), visit.page.locator("#roll").bounding_box()
    assert box is not None
    assert roll is not None
    assert abs(box["y"] + box["height"] / 2 - roll["y"] - roll["height"] / 2) < 5, "its middle"
    visit.play(60)
    visit.until("perf.roll.notes.length")
    assert not begin.is_visible()
    assert visit.faults == []
    visit.close()


def test_the_number_at_a_prediction_is_explained_in_the_legend(visit: Visit) -> None:
    visit.value("perf.link._take(['foresee', 0, 66, 90, 60000, 0.27], performance.now())")
    chip = visit.page.locator("#legend span", has_text="Prediction")
    assert chip.inner_text() == "Prediction (%: how likely)"
    assert "how likely" in (chip.get_attribute("title") or "")
    assert (
        visit.value("""getComputedStyle(
      document.querySelector("#legend [title]")).pointerEvents""")
        == "auto"
    )  # it can be read
