"""The panels of the page in the real Chromium when they are left or fail."""

from __future__ import annotations

import pytest

from tests.support.chromium import Visit
from tests.support.served import Served, told

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


def test_a_mark_is_explained_and_can_be_set_only_while_something_is_recorded(
    visit: Visit,
) -> None:
    visit.tab("takes")
    mark = visit.page.locator("#panel").get_by_role("button", name="Mark")
    assert mark.is_disabled()
    assert mark.get_attribute("title") == "Nothing is recorded now. Press Record first."
    said = "document.querySelector('#marks-what').textContent"
    assert visit.value(said).startswith("Mark remembers this moment of a recording:")
    visit.page.keyboard.press("m")
    visit.until("document.querySelector('#toasts').textContent.includes('Nothing is recorded')")
    visit.page.keyboard.press(
        "r"
    )  # not with the panel's button, which must know of it all the same
    visit.page.locator("#panel").get_by_role("button", name="Stop recording").wait_for()
    assert mark.is_enabled()
    assert mark.get_attribute("title") == "Mark this moment of the recording (M)."
    visit.play(60, 62)
    mark.click()
    visit.until("document.querySelector('#toasts').textContent.includes('Marked at 0:0')")
    visit.page.evaluate("perf.link.ask('/perf/mark', 'bridge')")
    visit.page.keyboard.press("r")
    visit.until("document.querySelector('.takes').textContent.includes('Marks at 0:0')")
    assert " bridge" in visit.value("document.querySelector('.takes').textContent")
    assert mark.is_disabled()
    assert visit.faults == []


def test_what_only_this_browsers_sound_has_is_grey_while_it_is_off(visit: Visit) -> None:
    visit.sound()
    visit.tab("sound")
    grey = "['volume', 'others'].map((id) => document.getElementById(id).disabled)"
    label = "getComputedStyle(document.querySelector('[for=volume]')).color"
    visit.until(f"{grey}.join() === 'false,false'")
    lit = visit.value(label)
    visit.page.locator("#sound-here").click()
    visit.until(f"{grey}.join() === 'true,true'")
    assert visit.value(label) != lit
    for part in ("volume", "others"):  # what tells why is seen, also without a mouse
        why = visit.page.locator(f"#{part}").get_attribute("aria-describedby")
        told = visit.page.locator(f"p.hint#{why}")
        assert told.is_visible()
        assert told.inner_text() == "The sound in this browser is off. Turn it on first."
    visit.value(
        "perf.sound.lend('replay')"
    )  # a take is heard all the same, and its loudness counts
    visit.until(f"{grey}.join() === 'false,false'")
    visit.value("perf.sound.giveBack()")
    visit.until(f"{grey}.join() === 'true,true'")
    visit.page.locator("#sound-here").click()
    visit.until(f"{grey}.join() === 'false,false'")
    for part in ("volume", "others"):
        assert visit.page.locator(f"#{part}").get_attribute("aria-describedby") is None
    assert visit.page.get_by_text("Turn it on first").count() == 0
    assert visit.faults == []


def test_every_latency_is_told_in_the_same_words(visit: Visit) -> None:
    visit.tab("sound")
    words = "document.querySelector('#panel').innerText"
    assert "Not measured: the page starts" in visit.value(words)
    forget = visit.page.get_by_role("button", name="Forget the number")
    assert forget.is_disabled()
    why = visit.page.locator(f"#{forget.get_attribute('aria-describedby')}")
    assert why.is_visible()
    assert why.inner_text().startswith("Not measured")
    visit.value("perf.sound.calibrate(0.06)")
    visit.until(f"{words}.includes('Measured: a note is heard within 60 ms.')")
    assert "subtract" not in visit.value(words)
    visit.value("""perf.link._take(['sound', { device: 'Speakers', latency_ms: 17.3,
      underruns: 0, why: '' }], performance.now())""")
    visit.until(f"{words}.includes('Speakers: a note is heard within 17 ms.')")
    forget.click()
    visit.until(f"{words}.includes('Not measured')")
    visit.value("perf.sound.toFirstSample.push(7, 8, 9)")
    visit.tab("health")
    visit.until(f"{words}.includes('A note is heard within 9.0 ms (95 % of 3 notes; half')")
    assert visit.faults == []


@pytest.mark.parametrize(
    ("tab", "name"),
    [("memory", "Name: Keep state"), ("sound", "Name of another output"), ("controls", "")],
)
def test_a_field_takes_what_one_types_and_lets_the_focus_go_on(
    visit: Visit, tab: str, name: str
) -> None:
    visit.tab(tab)
    field = visit.page.get_by_label(name) if name else visit.page.locator("#panel .search")
    field.click()
    visit.page.keyboard.type("Room 2")
    assert field.input_value() == "Room 2"
    visit.page.keyboard.press("Tab")
    assert not field.evaluate("field => field === document.activeElement")
    assert visit.faults == []


def test_the_focus_stays_where_it_is_when_the_panel_of_sound_changes(visit: Visit) -> None:
    visit.tab("sound")
    focused = "document.activeElement.id || document.activeElement.textContent"
    for part, name in (("#sound-here", "sound-here"), ("button:text('Tap test')", "Tap test")):
        visit.page.locator(part).focus()
        visit.value("perf.sound.dispatchEvent(new Event('change'))")
        assert visit.value(focused) == name
    visit.page.locator("#sound-here").press("Space")
    assert visit.value(focused) == "sound-here"
    visit.page.locator("#tab-sound").focus()
    visit.value("perf.sound.dispatchEvent(new Event('change'))")
    assert visit.value(focused) == "tab-sound"
    assert visit.faults == []


def test_what_one_types_stays_when_the_panel_of_sound_changes(visit: Visit) -> None:
    visit.tab("sound")
    field = visit.page.get_by_label("Name of another output")
    field.click()
    visit.page.keyboard.type("Room")
    visit.value("perf.sound.dispatchEvent(new Event('change'))")
    visit.page.keyboard.type(" 2")
    assert field.input_value() == "Room 2"
    visit.page.keyboard.press("Enter")
    visit.until("document.querySelector('#output').value === 'Room 2'")
    assert field.input_value() == ""
    assert visit.faults == []


def test_the_focus_stays_at_its_card_when_cards_come_before_it(visit: Visit) -> None:
    visit.tab("memory")
    panel = visit.page.locator("#panel")
    for name in ("Snow", "Autumn"):
        panel.get_by_label("Name: Keep state").fill(name)
        panel.get_by_role("button", name="Keep state").click()
        panel.locator(f".card[data-of='{name}']").wait_for()
    focused = (
        "[document.activeElement.closest('.card')?.dataset.of, document.activeElement.textContent]"
    )
    panel.locator(".card[data-of='Snow']").get_by_role("button", name="Recall").focus()
    visit.page.evaluate("perf.memory.save('May')")
    panel.locator(".card[data-of='May']").wait_for()
    assert visit.value(focused) == ["Snow", "Recall"]
    model = panel.get_by_role("button", name="Load").first
    model.focus()
    before = visit.value(focused)
    visit.value("perf.memory.tell()")  # as each news of the engine does
    assert visit.value(focused) == before
    assert visit.faults == []


def test_a_take_that_is_played_goes_on_when_the_list_is_read_again(visit: Visit) -> None:
    visit.sound()
    visit.tab("takes")
    visit.page.keyboard.press("r")
    panel = visit.page.locator("#panel")
    panel.get_by_role("button", name="Stop recording").wait_for()
    visit.play(60, 62, 64, 65, 67)
    visit.until("/0:(0[6-9]|[1-5]\\d)/.test(document.querySelector('#record').textContent)")
    visit.play(60)
    visit.page.keyboard.press("r")
    take = panel.locator(".take", has_text="6 notes of yours").first
    take.get_by_role("button", name="Play").click()
    stop = take.get_by_role("button", name="Stop")
    stop.focus()
    visit.value("perf.takes.refresh()")
    assert stop.inner_text() == "Stop"
    assert visit.value("document.activeElement.textContent") == "Stop"
    stop.click()
    take.get_by_role("button", name="Play").wait_for()
    assert visit.faults == []


def test_the_focus_goes_to_the_nearest_part_when_its_own_is_grey_now(visit: Visit) -> None:
    visit.sound()
    visit.tab("sound")
    focused = "document.activeElement.id || document.activeElement.textContent"
    words = "document.querySelector('#panel').innerText"
    for latency in (0.06, 0.001):  # with the button that sets the lead before it, and without
        visit.value(f"perf.sound.calibrate({latency})")
        visit.until(f"{words}.includes('Measured: a note')")
        visit.page.get_by_role("button", name="Forget the number").focus()
        visit.page.keyboard.press("Enter")
        visit.until(f"{words}.includes('Not measured')")
        assert visit.value(focused) == "Tap test"
    for part, near in (("volume", "sound-here"), ("others", "midi-here")):
        visit.page.locator(f"#{part}").focus()
        visit.value("perf.sound.turn(false)")  # as the bar's switch does
        visit.until(f"document.querySelector('#{part}').disabled")
        assert visit.value(focused) == near
        visit.value("perf.sound.turn(true)")
        visit.until(f"!document.querySelector('#{part}').disabled")
    assert visit.faults == []


def test_mark_keeps_the_focus_when_a_recording_ends(visit: Visit) -> None:
    visit.tab("takes")
    panel = visit.page.locator("#panel")
    mark = panel.get_by_role("button", name="Mark")
    colour = "getComputedStyle(document.querySelector('[aria-describedby=marks-what]')).color"
    grey = visit.value(colour)
    visit.page.keyboard.press("r")
    panel.get_by_role("button", name="Stop recording").wait_for()
    assert visit.value(colour) != grey
    mark.focus()
    visit.page.keyboard.press("m")
    visit.until("document.querySelector('#toasts').textContent.includes('Marked at 0:0')")
    visit.page.keyboard.press("r")
    panel.get_by_role("button", name="Record a take").wait_for()
    visit.until("document.querySelector('.takes').textContent.includes('Marks at 0:0')")
    assert mark.is_disabled()  # to who hears the page, too
    assert visit.value(colour) == grey
    assert visit.value("document.activeElement.textContent") == "Mark"
    visit.page.keyboard.press("Enter")
    visit.until("document.querySelector('#toasts').textContent.includes('Nothing is recorded')")
    assert visit.faults == []


def test_the_engines_figures_say_whose_answers_they_measure(visit: Visit) -> None:
    visit.tab("health")
    figures = "document.querySelector('#panel .figures').innerText"
    visit.until(f"{figures}.includes('answers within')")
    assert "Half of the machine's answers within" in visit.value(figures)
    assert "99 % of the machine's answers within" in visit.value(figures)
    assert visit.faults == []


def test_the_takes_say_where_they_lie_on_the_engines_computer(visit: Visit) -> None:
    visit.tab("takes")
    visit.page.get_by_text("Takes are kept on the engine's computer, in ~/Music/").wait_for()
    assert visit.faults == []


def test_the_button_that_closes_the_shortcuts_says_so(visit: Visit) -> None:
    visit.page.locator("#help").click()
    visit.page.get_by_role("dialog").get_by_role("button", name="Close").click()
    assert not visit.value("document.querySelector('#help-box').open")


def test_the_delays_say_that_they_are_those_of_notes_played_on_the_page(
    visit: Visit, site: Served
) -> None:
    visit.sound()
    visit.tab("health")
    words = "document.querySelector('#panel').innerText"
    with told(site) as ear:
        ear.say("/perf/in/note", 0, 60, 90)  # as a MIDI keyboard's
        ear.say("/perf/in/note", 0, 60, 0)
    visit.until("perf.roll.notes.length")
    visit.until(f"{words}.split('No note was played on this page yet.').length === 3")
    assert "only the notes that you play on this page" in visit.value(words)
    assert "MIDI keyboard at the engine's computer do not pass through it" in visit.value(words)
    visit.play(64)
    visit.until(f"{words}.includes('A note reaches the engine within')")
    assert "only the notes that you play on this page" in visit.value(words)
    assert visit.faults == []
