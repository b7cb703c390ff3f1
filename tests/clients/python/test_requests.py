"""Requests and their answers, held against the OSC schema."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.clients.python import requests
from perf_engine.clients.python.requests import ask
from perf_engine.core.controls import CONTROLS
from perf_engine.core.turns.modes import MODES
from perf_engine.engine.handlers.schema import FROM_CLIENTS, find
from perf_engine.protocol import dialogue
from perf_engine.protocol.dialogue import Request
from perf_engine.protocol.errors import Refused

ANSWERED = [entry for entry in FROM_CLIENTS if entry.reply]
SOMETHING = {
    "control": ("temperature",),
    "mode": (MODES[0],),
    "prime": (60, 64),
    "seed": (7,),
    "ping": (1.7e9,),
    "load": ("general",),
    "record": (True,),
    "mark": ("here",),
    "ask": ("/perf/status",),
    "tempo": (90.0,),
    "model_info": ("general",),
    "get_controls": ("share", "lead"),
}
WITHOUT = (
    "status",
    "version",
    "sync",
    "start",
    "stop",
    "reset",
    "panic",
    "release",
    "models",
    "styles",
    "quit_engine",
    "mode",
    "tempo",
    "get_controls",
)


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
    asked: Request[object] = getattr(dialogue if name == "ping" else requests, name)(*arguments)
    entry, _ = find(asked.address)
    entry.check(list(asked.arguments))


@pytest.mark.parametrize("name", CONTROLS)
def test_every_control_is_set_and_asked_for_all_voices_and_one(name: str) -> None:
    value = CONTROLS[name].default
    for asked in (requests.control(name), requests.control(name, value, 3)):
        entry, voice = find(asked.address)
        assert entry.control == name
        assert voice == (3 if asked.arguments else None)
        entry.check(list(asked.arguments))
    assert requests.set_controls(**{name: value}).arguments == (name, value)


def test_what_is_out_of_range_is_not_said() -> None:
    with pytest.raises(ValueError, match=r"temperature must be 0\.1\.\.2, not 9"):
        requests.control("temperature", 9)
    with pytest.raises(LookupError, match="did you mean temperature"):
        requests.set_controls(temprature=1)
    with pytest.raises(ValueError, match=r"pitch must be 0\.\.127, not 128"):
        requests.play([60, 128])
    with pytest.raises(ValueError, match=r"velocity must be 1\.\.127, not 0"):
        requests.play(60, 0)
    with pytest.raises(ValueError, match=r"duration must be 0\.\.600 s, not nan"):
        requests.play(60, duration=math.nan)
    with pytest.raises(ValueError, match=r"player must be 0\.\.15, not 16"):
        requests.strike(60, player=16)
    with pytest.raises(ValueError, match=r"pedal must be 0\.\.127, not -1"):
        requests.pedal(-1)


@given(
    st.lists(st.integers(0, 127), max_size=8),
    st.integers(1, 127),
    st.floats(0, 600),
    st.integers(0, 15),
)
def test_all_that_may_be_played_is_taken(pitches, velocity, duration, player) -> None:
    said = [
        *requests.play(pitches, velocity, duration, player),
        *requests.strike(pitches, velocity),
        *requests.let_go(pitches, player),
        *requests.pedal(velocity, player),
    ]
    assert len(said) == 3 * len(pitches) + 1
    for address, *arguments in said:
        find(address)[0].check(arguments)


def test_a_refusal_names_the_thing_and_what_cannot_be_read_is_said() -> None:
    with pytest.raises(Refused, match="/perf/seed: must be 0") as caught:
        requests.seed(1).value("/perf/fail", ("/perf/seed", 3, "must be 0"))
    assert (caught.value.address, caught.value.code) == ("/perf/seed", 3)
    with pytest.raises(ValueError, match="cannot be read"):
        requests.status().value("/perf/status.reply", (1, 2))


def test_a_status_of_an_older_or_a_newer_engine_is_read() -> None:
    old = (1, 2, 4, 0.5, 1.5, 0, 0, 0.25, "general", 12.0)
    before, now = requests.status(), (1, 0.5, 7, 30.0, 3)
    assert before.value("/perf/status.reply", old).skipped == 0
    status = before.value("/perf/status.reply", (*old, *now))
    assert (status.overloaded, status.pace_s, status.skipped) == (True, 0.5, 7)
    assert (status.behind_ms, status.unheard) == (30.0, 3)
    assert before.value("/perf/status.reply", (*old, *now, "more", 1)) == status


def test_a_ping_tells_the_wall_time_that_it_is_given() -> None:
    assert dialogue.ping(1_700_000_000.25).arguments[1:] == (1_700_000_000, 250_000)
    assert dialogue.wall_time(1.9999999) == (2, 0)


def test_a_ping_takes_its_own_pong_only() -> None:
    first, second = dialogue.ping(1.7e9), dialogue.ping(1.7e9)
    assert first.answered_by("/perf/pong", (first.token, 1, 2))
    assert not first.answered_by("/perf/pong", (second.token, 1, 2))


def test_numbers_are_as_they_were_said() -> None:
    single = 0.8999999761581421
    assert requests.control("temperature").value("/perf/param/temperature", (single,)) == 0.9
    assert requests.get_controls().value("/perf/get", ("share", single)) == {"share": 0.9}
