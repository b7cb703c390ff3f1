"""A client's talk with the engine, without an engine: packets in the hand."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.clients.python import requests
from perf_engine.protocol.dialogue import Dialogue, Request
from perf_engine.protocol.errors import NoAnswer, Refused
from perf_engine.protocol.notes import (
    ControlChange,
    Flush,
    Foreseen,
    Heard,
    Release,
    Strike,
    Told,
    TurnPassed,
)
from perf_engine.protocol.packets import write

NOW, WALL = 100.0, 1.7e9


class Client:
    """A dialogue that is registered, what it said, and the answers it got."""

    def __init__(self, flag: int = 1) -> None:
        self.said: list[tuple[object, ...]] = []
        self.answers: list[object] = []
        self.dialogue = Dialogue(9999, lambda *message: self.said.append(message), flag)
        self.dialogue.advance(NOW)
        self.hear("/perf/done", "/perf/notify", 1, 10.0)

    def hear(self, address: str, *arguments: int | float | str, now: float = NOW) -> list[Told]:
        return self.dialogue.hear(write(address, *arguments), now, WALL)

    def ask(self, question: Request[object], now: float = NOW) -> None:
        self.dialogue.ask(question, now, lambda value, error: self.answers.append(error or value))


def sounding(told: Iterable[Told]) -> set[object]:
    """What sounds after all of it: keys, and pedals that are down."""
    left: set[object] = set()
    for one in told:
        if isinstance(one, Strike):
            left.add((one.voice, one.pitch))
        elif isinstance(one, Release):
            left.discard((one.voice, one.pitch))
        elif isinstance(one, ControlChange):
            (left.add if one.value else left.discard)(one.voice)
    return left


def test_it_says_back_the_number_that_proves_where_it_is() -> None:
    client = Client()
    client.said.clear()
    client.hear("/perf/prove", 4711)
    client.hear("/perf/prove", "x")
    client.hear("/perf/prove")
    assert client.said == [("/perf/proof", 4711)]


def test_it_registers_and_is_told_what_is_played_with_its_time() -> None:
    client = Client()
    assert client.said == [("/perf/notify", 1, 9999, "bundle", 10.0)]
    assert client.dialogue.registered
    assert client.hear("/perf/note", 0, 60, 90, 20.0) == [Strike(0, 60, 90, NOW + 0.02)]
    assert client.hear("/perf/flush", 0) == [Flush(0)]


def test_with_flag_2_it_is_told_what_is_heard_foreseen_and_whose_turn_it_is() -> None:
    client = Client(flag=2)
    assert client.said[0][1] == 2
    assert client.hear("/perf/heard", 3, 60, 0) == [Heard(3, 60, 0)]
    assert client.hear("/perf/foresee", 0, 60, 90, 500.0, 0.5, 1.0) == [
        Foreseen(0, 60, 90, NOW + 0.5, 0.5, 1.0)
    ]
    assert client.hear("/perf/turn", 0, "call", 2.0, 0.0) == [TurnPassed(0, "call", 2.0, NOW)]
    assert client.hear("/perf/heard", 3) == []


def test_with_flag_0_it_only_asks() -> None:
    client = Client(flag=0)
    client.ask(requests.version())
    client.hear("/perf/version.reply", "perf_engine", 0, 1, 0, 1)
    assert client.answers == [("perf_engine", 0, 1, 0, 1)]
    assert client.said == [("/perf/version",)]
    assert client.dialogue.leave(NOW) == []


def test_equal_questions_are_answered_in_their_order() -> None:
    client = Client()
    client.ask(requests.control("share", 0.25))
    client.ask(requests.control("share", 0.75))
    for value in (0.25, 0.75, 0.5):
        client.hear("/perf/done", "/perf/param/share", value)
    assert client.answers == [0.25, 0.75]


def test_a_refusal_is_an_exception_and_one_that_nobody_asked_for_is_logged(caplog) -> None:
    client = Client()
    client.ask(requests.load("nobody"))
    refusal = ("/perf/model/load", 5, "there is no model nobody")
    client.hear("/perf/fail", *refusal)
    (error,) = client.answers
    assert isinstance(error, Refused)
    assert error.code == 5
    assert caplog.text == ""
    client.hear("/perf/fail", *refusal)
    assert "/perf/model/load: there is no model nobody" in caplog.text


def test_what_is_not_answered_in_time_is_given_up() -> None:
    client = Client()
    client.ask(requests.status())
    assert client.dialogue.next_due <= NOW + requests.AT_ONCE
    client.dialogue.advance(NOW + requests.AT_ONCE)
    (error,) = client.answers
    assert isinstance(error, NoAnswer)
    assert "/perf/status: no answer within 3 s" in str(error)


def test_an_answer_that_comes_too_late_is_not_another_questions() -> None:
    client, late = Client(), NOW + requests.AT_ONCE
    client.ask(requests.control("share", 0.25))
    client.dialogue.advance(late)
    client.ask(requests.control("share", 0.75), late)
    for value in (0.25, 0.75):
        client.hear("/perf/done", "/perf/param/share", value, now=late)
    assert isinstance(client.answers[0], NoAnswer)
    assert client.answers[1:] == [0.75]


def test_the_answer_to_what_was_withdrawn_is_not_another_questions() -> None:
    client = Client()

    def answered(value: object, error: Exception | None) -> None:
        pytest.fail("it was withdrawn")

    client.dialogue.ask(requests.control("share", 0.25), NOW, answered)
    client.dialogue.withdraw(answered)
    client.ask(requests.control("share", 0.75))
    for value in (0.25, 0.75):
        client.hear("/perf/done", "/perf/param/share", value)
    assert client.answers == [0.75]


@pytest.mark.parametrize("kept", [True, False], ids=["soon", "later"])
def test_an_answer_that_was_lost_costs_no_more_than_the_next_one(kept: bool) -> None:
    client, now = Client(), NOW
    client.ask(requests.control("share", 0.0))
    for number in range(1, 4):
        now += requests.AT_ONCE * (1 if kept else 2)
        client.hear("/perf/alive", number, now=now)
        client.dialogue.advance(now - requests.AT_ONCE)
        client.dialogue.advance(now)
        client.ask(requests.control("share", number / 4), now)
        client.hear("/perf/done", "/perf/param/share", number / 4, now=now)
    client.dialogue.advance(now + requests.AT_ONCE)
    assert client.answers[-2:] == [0.5, 0.75]
    assert [isinstance(one, NoAnswer) for one in client.answers] == (
        [True, True, False, False] if kept else [True, False, False, False]
    )


def test_an_engine_that_begins_anew_owes_no_answer() -> None:
    client, late = Client(), NOW + requests.AT_ONCE
    client.hear("/perf/alive", 7)
    client.ask(requests.control("share", 0.25))
    client.dialogue.advance(late - 1)
    client.hear("/perf/alive", 8, now=late - 1)
    client.dialogue.advance(late)
    client.hear("/perf/alive", 0, now=late)
    client.ask(requests.control("share", 0.75), late)
    client.hear("/perf/done", "/perf/param/share", 0.75, now=late)
    assert client.answers[1:] == [0.75]


def test_where_the_engine_is_gone_no_answer_is_waited_for() -> None:
    client = Client()
    client.ask(requests.load("general"))
    client.dialogue.lose(NOW)
    (error,) = client.answers
    assert isinstance(error, NoAnswer)
    assert str(error) == "/perf/model/load: the engine is gone"


def test_what_is_withdrawn_is_answered_to_nobody() -> None:
    client = Client()

    def answered(value: object, error: Exception | None) -> None:
        client.answers.append(value)

    client.dialogue.ask(requests.start(), NOW, answered)
    client.dialogue.withdraw(answered)
    client.hear("/perf/done", "/perf/start")
    assert client.answers == []


def test_leaving_is_said_and_ends_every_question() -> None:
    client = Client()
    client.ask(requests.sync())
    client.hear("/perf/note", 0, 60, 90, 0.0)
    assert client.dialogue.leave(NOW) == [Flush(0), Release(0, 60, NOW)]
    assert client.said[-1] == ("/perf/notify", 0, 9999)
    assert isinstance(client.answers[0], NoAnswer)


EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["/perf/note", "/perf/noteoff", "/perf/cc", "/perf/flush"]),
        st.integers(0, 2),
        st.integers(60, 63),
        st.integers(0, 127),
    ),
    max_size=30,
)


@pytest.mark.parametrize("end", ["quiet", "closed", "new", "left"])
@given(events=EVENTS)
def test_however_the_engine_is_lost_nothing_is_left_sounding(end: str, events) -> None:
    client, told = Client(), []
    for address, voice, pitch, value in events:
        arguments = {
            "/perf/note": (voice, pitch, value, 0.0),
            "/perf/noteoff": (voice, pitch, 0.0),
            "/perf/cc": (voice, 64, value, 0.0),
            "/perf/flush": (voice,),
        }[address]
        told += client.hear(address, *arguments)
    if end == "quiet":
        told += client.dialogue.advance(NOW + 3.0)
    elif end == "closed":
        told += client.dialogue.lose(NOW)
    elif end == "left":
        told += client.dialogue.leave(NOW)
    else:
        told += client.hear("/perf/alive", 5)
        told += client.hear("/perf/alive", 0)
    assert sounding(told) == set()


def test_what_the_engine_does_not_count_among_what_sounds_is_let_go() -> None:
    client = Client()
    client.hear("/perf/note", 0, 60, 90, 0.0)
    client.hear("/perf/note", 1, 60, 90, 200.0)
    client.hear("/perf/note", 1, 64, 90, 0.0)
    client.hear("/perf/cc", 2, 64, 127, 0.0)
    client.hear("/perf/cc", 3, 64, 127, 0.0)
    later = NOW + 0.1
    assert client.hear("/perf/sounding", 1, 64, 2, 128, 5, 50, now=later) == [
        Release(0, 60, later),
        Release(1, 60, NOW + 0.2),
        ControlChange(3, 64, 0, later),
    ]
    assert client.hear("/perf/sounding", 1, 64, 2, 128, now=later) == []  # once
    assert client.hear("/perf/sounding", now=later) == [
        Release(1, 64, later),
        ControlChange(2, 64, 0, later),
    ]


def test_a_strike_of_what_sounds_is_told_after_its_lost_release() -> None:
    client = Client()
    client.hear("/perf/note", 0, 60, 90, 0.0)
    assert client.hear("/perf/note", 0, 60, 80, 20.0) == [
        Release(0, 60, NOW + 0.02),
        Strike(0, 60, 80, NOW + 0.02),
    ]


@given(events=EVENTS, lost=st.sets(st.integers(0, 29)))
def test_whatever_was_lost_a_statement_leaves_nothing_that_the_engine_does_not_know(
    events, lost: set[int]
) -> None:
    client, told, struck = Client(), [], {}
    for place, (address, voice, pitch, value) in enumerate(events):
        arguments = {
            "/perf/note": (voice, pitch, value, 0.0),
            "/perf/noteoff": (voice, pitch, 0.0),
            "/perf/cc": (voice, 64, value, 0.0),
            "/perf/flush": (voice,),
        }[address]
        if address in ("/perf/note", "/perf/noteoff"):
            struck[voice, pitch] = address == "/perf/note" and value > 0
        elif address == "/perf/cc":
            struck[voice, 128] = value > 0
        if place not in lost:
            told += client.hear(address, *arguments)
    stated = [key for key, down in struck.items() if down]
    told += client.hear("/perf/sounding", *(number for key in stated for number in key))
    known = {voice if pitch == 128 else (voice, pitch) for voice, pitch in stated}
    assert sounding(told) <= known
    if not lost:
        assert sounding(told) == known


VALUE = st.one_of(st.integers(-(2**31), 2**31 - 1), st.floats(width=32), st.text("ab"))


@given(st.lists(VALUE, max_size=9))
def test_no_statement_raises(stated: list[int | float | str]) -> None:
    client = Client()
    client.hear("/perf/note", 0, 60, 90, 0.0)
    client.hear("/perf/sounding", *stated)


@given(st.binary(max_size=60))
def test_no_datagram_raises(data: bytes) -> None:
    Client(flag=2).dialogue.hear(data, NOW, WALL)


def test_a_question_is_said_again_until_it_is_answered() -> None:
    client = Client()
    client.said.clear()
    client.ask(Request("/perf/mode", ("duet",), tuple, 1.0, again=0.4))
    for tenth in range(1, 5):
        client.dialogue.advance(NOW + tenth / 10)
    assert client.said == [("/perf/mode", "duet")] * 2
    assert client.dialogue.next_due == pytest.approx(NOW + 0.8)
    client.hear("/perf/done", "/perf/mode", "duet", now=NOW + 0.5)
    client.dialogue.advance(NOW + 0.9)
    assert (client.answers, len(client.said)) == ([("duet",)], 2)


def test_a_question_that_is_said_again_ends_all_the_same() -> None:
    client = Client()
    client.ask(Request("/perf/mode", (), tuple, 1.0, again=0.4))
    client.dialogue.advance(NOW + 1.0)
    assert isinstance(client.answers[0], NoAnswer)
    client.said.clear()
    client.dialogue.advance(NOW + 1.5)
    assert client.said == []


def test_a_client_with_a_wall_clock_tells_its_time_with_each_ping() -> None:
    said: list[tuple[object, ...]] = []
    dialogue = Dialogue(9999, lambda *message: said.append(message), wall=lambda: 1.7e9 + 0.25)
    dialogue.advance(NOW)
    dialogue.hear(write("/perf/done", "/perf/notify", 1, 10.0), NOW, WALL)
    dialogue.advance(NOW + 2.0)
    assert said[-1] == ("/perf/ping", 9999, 1_700_000_000, 250_000)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("/perf/mode", 3, "no such mode"), "the engine refused /perf/mode: no such mode"),
        (("/perf/mode",), "the engine refused /perf/mode: no reason was given"),
        ((), "the engine refused something: no reason was given"),
    ],
)
def test_what_is_refused_without_a_question_is_a_sentence_whatever_is_in_it(
    arguments: tuple[object, ...], sentence: str
) -> None:
    refused: list[Refused] = []
    dialogue = Dialogue(9999, lambda *message: None, refused=refused.append)
    assert dialogue.hear(write("/perf/fail", *arguments), NOW, WALL) == []
    assert [str(error) for error in refused] == [sentence]
