"""Questions and their answers, held against the OSC schema."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.clients import questions
from perf_engine.clients.questions import Question, Refused, ask
from perf_engine.core.controls import CONTROLS
from perf_engine.core.turns import MODES
from perf_engine.live.schema import FROM_CLIENTS, find

ANSWERED = [entry for entry in FROM_CLIENTS if entry.reply]
SOMETHING = {
    "control": ("temperature",), "mode": (MODES[0],), "prime": (60, 64), "seed": (7,),
    "ping": (1.7e9,), "load": ("general",), "record": (True,), "mark": ("here",),
    "ask": ("/perf/status",), "tempo": (90.0,), "model_info": ("general",),
    "get_controls": ("share", "lead"),
}  # fmt: skip
WITHOUT = ("status", "version", "sync", "start", "stop", "reset", "panic", "release",
           "models", "quit_engine", "mode", "tempo", "get_controls")  # fmt: skip


@pytest.mark.parametrize("entry", ANSWERED, ids=lambda entry: entry.address)
def test_every_answer_of_the_schema_is_known_by_its_address(entry) -> None:
    asked = ask(entry.address)
    reply = (entry.reply, entry.address) if entry.reply == "/perf/done" else (entry.reply,)
    assert asked.answered_by(reply[0], reply[1:])
    assert asked.answered_by("/perf/fail", (entry.address, 3, "why"))
    assert not asked.answered_by("/perf/done", ("/perf/another",))
    if entry.getter:
        assert asked.answered_by(entry.address, (1.0,))


@pytest.mark.parametrize(
    ("name", "arguments"), [*SOMETHING.items(), *((name, ()) for name in WITHOUT)]
)
def test_the_engine_takes_what_is_asked(name: str, arguments: tuple[object, ...]) -> None:
    asked: Question[object] = getattr(questions, name)(*arguments)
    entry, _ = find(asked.address)
    entry.check(list(asked.arguments))


@pytest.mark.parametrize("name", CONTROLS)
def test_every_control_is_set_and_asked_for_all_voices_and_one(name: str) -> None:
    value = CONTROLS[name].default
    for asked in (questions.control(name), questions.control(name, value, 3)):
        entry, voice = find(asked.address)
        assert entry.control == name
        assert voice == (3 if asked.arguments else None)
        entry.check(list(asked.arguments))
    assert questions.set_controls(**{name: value}).arguments == (name, value)


def test_what_is_out_of_range_is_not_said() -> None:
    with pytest.raises(ValueError, match=r"temperature must be 0\.1\.\.2, not 9"):
        questions.control("temperature", 9)
    with pytest.raises(LookupError, match="did you mean temperature"):
        questions.set_controls(temprature=1)
    with pytest.raises(ValueError, match=r"pitch must be 0\.\.127, not 128"):
        questions.play([60, 128])
    with pytest.raises(ValueError, match=r"velocity must be 1\.\.127, not 0"):
        questions.play(60, 0)
    with pytest.raises(ValueError, match=r"duration must be 0\.\.600 s, not nan"):
        questions.play(60, duration=math.nan)
    with pytest.raises(ValueError, match=r"player must be 0\.\.15, not 16"):
        questions.strike(60, player=16)
    with pytest.raises(ValueError, match=r"pedal must be 0\.\.127, not -1"):
        questions.pedal(-1)


@given(
    st.lists(st.integers(0, 127), max_size=8), st.integers(1, 127),
    st.floats(0, 600), st.integers(0, 15),
)  # fmt: skip
def test_all_that_may_be_played_is_taken(pitches, velocity, duration, player) -> None:
    said = [
        *questions.play(pitches, velocity, duration, player), *questions.strike(pitches, velocity),
        *questions.let_go(pitches, player), *questions.pedal(velocity, player),
    ]  # fmt: skip
    assert len(said) == 3 * len(pitches) + 1
    for address, *arguments in said:
        find(address)[0].check(arguments)


def test_a_refusal_names_the_thing_and_what_cannot_be_read_is_said() -> None:
    with pytest.raises(Refused, match="/perf/seed: must be 0") as caught:
        questions.seed(1).value("/perf/fail", ("/perf/seed", 3, "must be 0"))
    assert (caught.value.address, caught.value.code) == ("/perf/seed", 3)
    with pytest.raises(ValueError, match="cannot be read"):
        questions.status().value("/perf/status.reply", (1, 2))


def test_a_ping_tells_the_wall_time_that_it_is_given() -> None:
    assert questions.ping(1_700_000_000.25).arguments[1:] == (1_700_000_000, 250_000)
    assert questions.wall_time(1.9999999) == (2, 0)


def test_a_ping_takes_its_own_pong_only() -> None:
    first, second = questions.ping(1.7e9), questions.ping(1.7e9)
    assert first.answered_by("/perf/pong", (first.token, 1, 2))
    assert not first.answered_by("/perf/pong", (second.token, 1, 2))


def test_numbers_are_as_they_were_said() -> None:
    single = 0.8999999761581421
    assert questions.control("temperature").value("/perf/param/temperature", (single,)) == 0.9
    assert questions.get_controls().value("/perf/get", ("share", single)) == {"share": 0.9}
