"""What each key asks of the engine, and the line that confirms it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.clients.terminal.keys import PANIC
from perf_engine.clients.terminal.orders import LEARNT, MOST_PENDING, Orders
from perf_engine.clients.terminal.score import Score
from perf_engine.core.controls import CONTROLS
from perf_engine.core.turns.modes import MODES
from perf_engine.protocol.errors import NoAnswer, Refused
from perf_engine.protocol.titles import titled


class Engine:
    """An engine that answers everything at once, unless it is told not to."""

    def __init__(self) -> None:
        self.asked: list[tuple[object, ...]] = []
        self.said: list[tuple[object, ...]] = []
        self.error: Exception | None = None
        self.silent = False

    def ask(self, request, answered) -> None:
        self.asked.append((request.address, *request.arguments))
        if not self.silent:
            answered(None if self.error else list(request.arguments), self.error)

    def say(self, *messages) -> None:
        self.said += messages


class Desk:
    """Orders on a desk, with what they told."""

    def __init__(self) -> None:
        self.engine, self.score, self.told = Engine(), Score(), []
        self.orders = Orders(self.engine, self.score, MODES, self.told.append)
        self.now = 100.0

    def type(self, keys: str | list[str]) -> None:
        for key in keys:
            self.now += 0.2
            self.orders.key(key, self.now)


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_space_stops_and_starts_and_so_does_the_pages_key(desk: Desk) -> None:
    desk.type("  00")
    assert desk.engine.asked == [("/perf/stop",), ("/perf/start",)] * 2
    assert desk.told[0].startswith("Stopped")
    assert desk.told[1].startswith("Started")


def test_m_goes_round_all_modes_and_a_digit_names_one(desk: Desk) -> None:
    desk.score.set_mode("duet")
    desk.type("m" * len(MODES))
    assert [asked[1] for asked in desk.engine.asked] == [*MODES[1:], "duet"]
    desk.type("4M")
    assert desk.told[-2:] == ["Mode: listen.", "Mode: call_response."]
    desk.type("9")
    assert desk.told[-1].startswith("There is no mode 9: 1 duet, 2 takeover")


def test_a_panic_is_sent_twice_whatever_waits(desk: Desk) -> None:
    desk.engine.silent = True
    desk.type("s" * (MOST_PENDING + 5))
    assert len(desk.engine.asked) == MOST_PENDING
    desk.type("l")
    desk.type([PANIC])
    assert desk.engine.said == [("/perf/panic",)]
    assert desk.engine.asked[-1] == ("/perf/panic",)
    desk.type("1")  # no longer the name of a knob's control
    assert "No knob is bound." not in desk.told


def test_a_refusal_and_a_silence_are_told(desk: Desk) -> None:
    desk.engine.error = Refused("/perf/mark", 6, "nothing is being recorded")
    desk.type("k")
    assert desk.told == ["Refused: nothing is being recorded."]
    desk.engine.error = NoAnswer("/perf/mark: no answer within 5 s")
    desk.type("k")
    assert desk.told[-1] == "The engine does not answer."
    assert not desk.orders.pending


def test_what_was_refused_has_changed_nothing_here(desk: Desk) -> None:
    desk.engine.error = Refused("/perf/record", 6, "there is no room")
    desk.type("r ")
    assert desk.score.recording_since is None
    assert desk.score.running


def test_plus_and_minus_are_busier_and_less_busy_within_the_range(desk: Desk) -> None:
    desk.type("+" * 20)
    assert desk.engine.asked[-1] == ("/perf/param/density", CONTROLS["density"].high)
    desk.type("-" * 60)
    assert desk.engine.asked[-1] == ("/perf/param/density", CONTROLS["density"].low)
    desk.type("+" * 60)
    desk.type("=_")
    assert desk.told[-1].endswith("less busy.")
    desk.type("." * 30)
    assert desk.engine.asked[-1] == ("/perf/param/velocity_scale", CONTROLS["velocity_scale"].high)


def test_up_and_down_again_is_where_it_was(desk: Desk) -> None:
    desk.type("++--")
    assert desk.score.density == 1.0


def test_a_saved_state_is_recalled(desk: Desk) -> None:
    desk.type("b")
    assert desk.told == ["No state has been saved here yet: s saves one."]
    desk.type("sb")
    (save, name), (recall, again) = desk.engine.asked
    assert (save, recall, name) == ("/perf/state/save", "/perf/state/recall", again)


def test_a_knob_is_bound_by_one_key_more(desk: Desk) -> None:
    assert all(name in CONTROLS or name == "panic" for name in LEARNT)
    for place, name in enumerate(LEARNT, 1):
        desk.type(f"l{place}")
        assert f"  {place}  {titled(name)}" in desk.told
        assert desk.engine.asked[-1] == ("/perf/midi/learn", name)
    desk.orders.bound(7, "share")
    desk.orders.bound(7, "panic")
    desk.orders.bound(7, "panic")
    assert desk.told[-1] == "Knob 7 sets panic."
    assert desk.told.count("Knob 7 sets panic.") == 1
    desk.type("lm")
    assert desk.told[-1] == "No knob is bound."
    assert len(desk.engine.asked) == len(LEARNT)


def test_the_computer_keyboard_is_a_piano_on_request(desk: Desk) -> None:
    desk.type("iadG")
    assert [(said[2], said[3]) for said in desk.engine.said] == [(60, 80), (64, 80), (67, 80)]
    desk.type("xvAi")
    assert desk.engine.said[-1][2:4] == (72, 90)
    desk.type("a")
    assert len(desk.engine.said) == 4


def test_a_held_key_does_not_strike_again_and_again(desk: Desk) -> None:
    desk.type("i")
    for _ in range(20):
        desk.now += 0.03
        desk.orders.key("a", desk.now)
    assert len(desk.engine.said) == 1
    desk.type("a")
    assert len(desk.engine.said) == 2


def test_no_piano_key_is_out_of_range(desk: Desk) -> None:
    desk.type("i" + "x" * 12 + "awsedftgyhujkol" + "z" * 20 + "awsedftgyhujkol")
    assert all(0 <= said[2] <= 127 for said in desk.engine.said)


@given(st.lists(st.characters(max_codepoint=127), max_size=60), st.booleans())
def test_no_keys_raise_and_a_panic_always_goes_out(keys: list[str], silent: bool) -> None:
    desk = Desk()
    desk.engine.silent = silent
    desk.type([*keys, PANIC])
    assert desk.engine.said[-1] == ("/perf/panic",)
