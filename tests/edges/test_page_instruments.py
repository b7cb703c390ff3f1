"""The instruments on the page in the real Chromium: of the built-in sound, and of the browser."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from perf_engine.synthesis.programs import DRUMS, PROGRAMS, name_of
from tests.support.chromium import Visit
from tests.support.served import Served, served, told

pytestmark = pytest.mark.timeout(300)

PATIENCE = 60.0  # seconds for the engine to take a value

BUILT_IN = "section[aria-label='Built-in sound']"


def test_the_instruments_of_the_built_in_sound_are_chosen_on_the_page(
    visit: Visit, site: Served
) -> None:
    visit.tab("sound")
    part = visit.page.locator(f"#panel {BUILT_IN}")
    with told(site) as ear:

        def now(setting: str) -> object:
            count = len(ear.told(f"/perf/sound/{setting}"))
            ear.say(f"/perf/sound/{setting}")
            assert ear.until(lambda: len(ear.told(f"/perf/sound/{setting}")) > count)
            return ear.told(f"/perf/sound/{setting}")[-1]

        for label, setting, name in (
            ("Your instrument", "player", "violin"),
            ("The machine's instrument", "program", "music box"),
        ):
            choice = part.get_by_label(label)
            visit.until(f"perf.store.get('/perf/sound/{setting}') === 'acoustic grand piano'")
            assert choice.input_value() == "acoustic grand piano"
            choice.select_option(label=name.capitalize())
            visit.until(f"perf.store.get('/perf/sound/{setting}') === '{name}'")
            until = time.monotonic() + PATIENCE
            while now(setting) != [name]:  # the page shows it before the engine has heard of it
                assert time.monotonic() < until, f"the engine does not take the {setting}"
            ear.say(f"/perf/sound/{setting}", "drum kit")  # another client changes it
            shown = f"document.getElementById('{choice.get_attribute('id')}').value"
            visit.until(f"{shown} === 'drums'")
            ear.say(f"/perf/sound/{setting}", 0)
            visit.until(f"perf.store.get('/perf/sound/{setting}') === 'acoustic grand piano'")
    assert visit.faults == []


def test_a_list_of_instruments_has_the_names_of_the_engine_by_family(visit: Visit) -> None:
    visit.tab("sound")
    families = visit.value(f"""[...document.querySelectorAll(
      "#panel {BUILT_IN} #built-in-player optgroup")].map((family) =>
      [family.label, [...family.children].map((one) => one.value)])""")
    names = [name for _, names in families for name in names]
    assert names == [*PROGRAMS, name_of(DRUMS)]
    assert len(families) == 17
    assert families[5][1][:2] == ["violin", "viola"]


def test_each_of_several_voices_has_an_instrument_of_its_own(browser: Any, tmp_path: Path) -> None:
    with served(tmp_path, "--voices", "2", "--mode", "listen") as site:
        visit = Visit(browser, site.address)
        visit.tab("sound")
        part = visit.page.locator(f"#panel {BUILT_IN}")
        part.get_by_label("Voice 1's instrument").select_option("cello")
        programs = "perf.store.all('/perf/sound/program').join()"
        visit.until(f"{programs} === 'acoustic grand piano,cello'")
        visit.page.wait_for_timeout(1500)  # also once the page has looked again
        assert visit.value(programs) == "acoustic grand piano,cello"
        assert part.get_by_label("Voice 0's instrument").input_value() == "acoustic grand piano"
        assert part.get_by_label("Voice 1's instrument").input_value() == "cello"
        assert part.get_by_label("The machine's instrument").count() == 0
        assert visit.faults == []
        visit.close()


def test_the_browsers_instruments_are_grey_while_its_sound_is_off_and_say_why(
    visit: Visit,
) -> None:
    visit.sound()
    visit.tab("sound")
    grey = "['i-mine', 'i-machine'].map((id) => document.getElementById(id).disabled).join()"
    colour = "getComputedStyle(document.querySelector('[for=i-mine]')).color"
    visit.until(f"{grey} === 'false,false'")
    lit = visit.value(colour)
    for part in ("i-mine", "i-machine"):
        assert visit.page.locator(f"#{part}").get_attribute("aria-describedby") is None
    visit.page.locator("#sound-here").click()
    visit.until(f"{grey} === 'true,true'")
    assert visit.value(colour) != lit
    why = visit.page.locator("#instruments-why")
    assert why.inner_text() == "The sound in this browser is off. Turn it on first."
    for part in ("i-mine", "i-machine"):
        box, reason = visit.page.locator(f"#{part}").bounding_box(), why.bounding_box()
        assert box is not None
        assert reason is not None
        assert reason["y"] + reason["height"] <= box["y"], "the reason stands above"
        described = visit.page.locator(f"#{part}").get_attribute("aria-describedby")
        assert described == "instruments-why"
    visit.page.locator("#sound-here").click()
    visit.until(f"{grey} === 'false,false'")
    assert visit.faults == []
