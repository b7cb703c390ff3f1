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
        visit.until("document.querySelector('#harmony .chord').textContent === 'Ebm7given'")
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
            assert {"57 %", "100 %", "prediction", "Ebm7", "given", "120"} <= set(texts), texts
            assert sum("layer" in text or text == "MIDI keyboard" for text in texts) >= 3, texts
            for place, one in enumerate(words):
                assert one["left"] >= 0, one
                assert one["right"] <= width, one
                for other in words[place + 1 :]:
                    assert not over(one, other), (pitch, one, other)
        ear.say("/perf/chord", "auto")
    assert visit.faults == []
    visit.close()
