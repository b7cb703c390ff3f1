"""The page in the real Chromium while a take is replayed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.chromium import FLOOR, LOUDNESS, Visit
from tests.support.concert import account
from tests.support.peers import jack_server, require_sound
from tests.support.served import served, told

pytestmark = pytest.mark.timeout(300)


TAKE = """(() => {
  const notes = [0, 1, 2, 3].flatMap((n) => [
    ["human", 60 + n, 90, n * 0.1, 3], ["machine 1", 40 + n, 90, n * 0.1, 3]]);
  perf.takes._notes = async () => {
    await new Promise((go) => setTimeout(go, 50));
    return { notes, seconds: 4 };
  };
  perf.roll.notes.length = 0;
  const play = document.createElement("button"), bar = document.createElement("progress");
  perf.replay = () => perf.takes._toggle({ name: "t", seconds: 4 }, "both", play, bar);
})()"""
REPLAYED = "perf.roll.notes.filter((note) => note.who.startsWith('replay'))"


def test_two_quick_clicks_start_one_replay(visit: Visit) -> None:
    visit.sound()
    visit.value(TAKE)
    visit.value("(perf.replay(), perf.replay())")
    visit.until("perf.takes.replaying?.place >= 8")
    assert visit.value(f"{REPLAYED}.length") == 8
    visit.value("perf.takes.stop()")
    assert visit.value("perf.takes.replaying") is None
    left = visit.value(f"{REPLAYED}.length")
    visit.page.wait_for_timeout(300)
    assert visit.value(f"{REPLAYED}.length") == left
    visit.value("(perf.replay(), perf.takes.stop())")  # a stop counts also while the notes load
    visit.page.evaluate("perf.takes._notes()")
    assert visit.value("perf.takes.replaying") is None


@pytest.mark.parametrize("way", ["perf.takes.stop()", "perf.link._take(['panic'], 0)"])
def test_no_note_of_a_replay_sounds_on_after_a_stop(visit: Visit, way: str) -> None:
    visit.sound()
    visit.value(TAKE)
    visit.value("perf.replay()")
    visit.until(f"{REPLAYED}.length >= 8 && perf.sound.count >= 8")
    assert visit.value(f"({way}, [...perf.sound._sounding.keys()])") == []
    visit.until("perf.sound.count === 0")
    assert visit.value("perf.takes.replaying") is None


HEARD = "[...new Set([...perf.sound._sounding.keys()].map((key) => key.split(' ')[0]))]"


def test_where_another_program_sounds_a_replay_sounds_here_alone_and_leaves_silence(
    visit: Visit,
) -> None:
    visit.value("perf.sound.expect(true)")
    assert not visit.value("perf.sound.wanted")
    visit.page.locator("#tab-takes").click()  # a hand on the page, which a browser asks for
    visit.value(TAKE)
    visit.value("(perf.replay(), perf.replay())")
    visit.until("perf.sound.runs && perf.sound.ready('grand') && perf.sound.ready('felt')")
    visit.until(f"{REPLAYED}.length >= 8 && perf.sound.count >= 8")
    visit.value("perf.link._take(['strike', 0, 50, 100, 0], performance.now())")
    assert visit.value(HEARD) == ["replay"], "the machine sounds elsewhere"
    assert visit.value("document.querySelector('#sound').innerText").startswith("Built-in sound")
    visit.value("perf.takes.stop()")
    assert not visit.value("perf.sound.on")
    visit.value("(perf.replay(), perf.takes.stop())")  # while the notes load
    visit.page.evaluate("perf.takes._notes()")
    assert not visit.value("perf.sound.on")
    visit.value("perf.replay()")
    visit.until("perf.takes.replaying")
    visit.page.locator("#sound").click()  # somebody wants it after all
    visit.value("perf.takes.stop()")
    assert visit.value("perf.sound.live")


def test_a_replay_is_heard_from_its_first_note_where_the_built_in_sound_plays(
    browser: Any, tmp_path: Path
) -> None:
    require_sound()
    with jack_server() as env, served(tmp_path, "--sound", "--mode", "listen", env=env) as site:
        visit = Visit(browser, site.address)
        visit.until("perf.sound.elsewhere")
        switch = "document.querySelector('#sound').innerText.replace(/\\n/, ': ')"
        assert visit.value(switch) == "Built-in sound: Here too"
        visit.tab("takes")
        where = visit.page.get_by_text("The built-in sound plays what happens now. A take sounds")
        where.wait_for()
        assert visit.value("perf.sound.context") is None, "the page is silent, and has no sound yet"
        visit.value(TAKE)
        visit.value("""(() => {
          perf.first = 0;
          const strike = perf.sound.strike.bind(perf.sound);
          perf.sound.strike = (who, ...more) => {
            strike(who, ...more);
            if (who.startsWith("replay")) perf.first ||= perf.sound.count;
          };
        })()""")
        visit.value("perf.replay()")
        visit.until("perf.first")
        assert visit.value("perf.roll.notes.filter((note) => note.who.startsWith('replay')).length")
        assert visit.value("perf.first") == 1, "its first note sounds"
        visit.until(f"{LOUDNESS} > {FLOOR}")
        visit.value("perf.takes.stop()")
        assert not visit.value("perf.sound.on")
        visit.until(f"{LOUDNESS} < {FLOOR}")
        visit.tab("sound")
        with told(site) as ear:
            ear.say("/perf/sound/status")
            assert ear.until(lambda: ear.told("/perf/sound/status.reply"))
            device, _, _, latency, *_ = ear.told("/perf/sound/status.reply")[-1]
        assert latency > 1.0
        visit.page.get_by_text(f"{device}: a note is heard within {latency:.0f} ms.").wait_for()
        visit.page.locator("#sound").click()
        visit.tab("takes")
        assert not where.is_visible()
        assert visit.faults == []
        visit.close()


def test_the_machine_rests_while_a_take_plays_until_somebody_presses_go_on(
    browser: Any, tmp_path: Path
) -> None:
    with served(tmp_path, "--no-sound", "--mode", "solo") as site, told(site) as ear:
        visit = Visit(browser, site.address)
        visit.sound()
        assert ear.until(lambda: len(ear.notes) > 4), "the machine plays alone"
        visit.value(TAKE)
        visit.value("perf.replay()")
        visit.page.get_by_text("The machine rests while you listen.").wait_for()
        visit.until(f"{REPLAYED}.length >= 8 && perf.sound.count >= 8")
        assert ear.until(lambda: account(ear.notes)[0] == set())
        strikes = len(ear.notes)
        visit.value("perf.replay()")  # the button of a take that plays stops it
        visit.page.get_by_text("The machine still rests. Press Go on").wait_for()
        assert len(ear.notes) == strikes, "the machine plays into the take"
        visit.page.locator("#playing").click()
        assert ear.until(lambda: len(ear.notes) > strikes + 4), "it does not go on"
        visit.close()


def test_a_machine_that_rested_before_a_take_is_not_spoken_of(browser: Any, tmp_path: Path) -> None:
    with served(tmp_path, "--no-sound", "--mode", "duet") as site:
        visit = Visit(browser, site.address)
        visit.sound()
        visit.page.locator("#playing").click()
        visit.page.get_by_text("The machine rests.").wait_for()
        visit.value(TAKE)
        visit.value("perf.replay()")
        visit.until(f"{REPLAYED}.length >= 8")
        assert not visit.value("perf.takes._rested")
        visit.value("perf.replay()")
        visit.until("perf.takes.replaying === null")
        assert visit.page.get_by_text("while you listen").count() == 0
        assert visit.page.get_by_text("still rests").count() == 0
        visit.close()
