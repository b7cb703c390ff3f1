"""What the page planned ahead in the real Chromium, and what was taken back."""

from __future__ import annotations

import pytest

from tests.support.chromium import Visit

pytestmark = pytest.mark.timeout(300)


NOTE = """async (times) => {
  const { begin, sound } = await import("/page/sound.js");
  const context = new OfflineAudioContext(2, 44100, 44100);
  const note = begin(context, context.destination, sound.buffers("grand"), 60, 100, times.begin, 0);
  note.end(times.end, 0.02);
  const data = (await context.startRendering()).getChannelData(0);
  return data.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
}"""


def test_a_planned_note_that_ends_before_it_begins_is_never_heard(visit: Visit) -> None:
    visit.until("perf.sound.ready('grand')")
    assert visit.page.evaluate(NOTE, {"begin": 0.5, "end": 0.6}) > 0.01
    for end in (0.2, 0.5):
        assert visit.page.evaluate(NOTE, {"begin": 0.5, "end": end}) == 0
    assert visit.page.evaluate(NOTE, {"begin": 0, "end": 0}) > 0.001, "a quick tap is heard"


def test_a_flush_drops_what_was_planned_ahead(visit: Visit) -> None:
    visit.sound()
    left = visit.page.evaluate("""async () => {
      const { link, roll, keyboard } = perf;
      const take = (...event) => link._take(event, performance.now());
      take("strike", 1, 60, 100, 200);
      take("strike", 12, 62, 100, 200);
      take("flush", 1);
      take("release", 1, 60, 0);
      const planned = roll.notes.filter((note) => note.who === "voice 1").length;
      let lit = false;
      const other = () => keyboard.lit.has(62);
      while (!other()) { // it is due at the same moment as the note that was dropped
        await new Promise((go) => setTimeout(go, 5));
        lit ||= keyboard.lit.has(60);
      }
      take("strike", 12, 62, 100, 0); // struck again, as where a release is lost on the way
      await new Promise((go) => setTimeout(go, 20));
      take("release", 12, 62, 60_000);
      take("flush", 12);
      return { planned, lit, hangs: other() };
    }""")
    assert left == {"planned": 0, "lit": False, "hangs": False}
    visit.until("perf.sound.count === 0")


def test_the_silence_of_one_voice_is_not_that_of_another(visit: Visit) -> None:
    visit.sound()
    visit.value("perf.link._take(['strike', 12, 60, 100, 0], performance.now())")
    visit.value("perf.link._take(['cc', 1, 120, 0, 0], performance.now())")
    assert visit.value("perf.sound._sounding.has('voice 12 60')")
    visit.value("perf.link._take(['cc', 12, 120, 0, 0], performance.now())")
    assert not visit.value("perf.sound._sounding.has('voice 12 60')")
