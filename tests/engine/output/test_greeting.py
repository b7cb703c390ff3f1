"""The lines that a newcomer needs come last, in one order, whenever their processes say them."""

from __future__ import annotations

import pytest

from perf_engine.engine.output.greeting import HEARD, PAGE, PATIENCE, Greeting

SOUND = "You hear yourself and the machine: the built-in sound."
ADDRESS = "Page and OSCQuery: http://127.0.0.1:9472/, for this computer only."


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def greeting(said: list[str]) -> Greeting:
    return Greeting(said.append, (HEARD, PAGE))


def test_they_come_after_all_others_the_sound_first(greeting: Greeting, said: list[str]) -> None:
    greeting.page(ADDRESS)
    greeting.heard(SOUND)
    assert said == []
    greeting.begin(1.0, apart=True)
    assert said == ["", SOUND, ADDRESS]
    assert greeting.due() == float("inf")
    assert greeting.fileno() == -1


def test_of_what_is_heard_only_the_last_is_said_and_later_each(
    greeting: Greeting, said: list[str]
) -> None:
    greeting.begin(1.0, apart=False)
    greeting.heard(SOUND)
    greeting.heard("You hear yourself and the machine: Qsynth.")
    greeting.page(ADDRESS)
    assert said == ["You hear yourself and the machine: Qsynth.", ADDRESS]
    greeting.heard(SOUND)
    assert said[2:] == [SOUND]


def test_a_process_that_says_nothing_is_not_waited_for(greeting: Greeting, said: list[str]) -> None:
    greeting.begin(1.0, apart=True)
    said.append("MIDI: none.")
    greeting.heard(SOUND)
    greeting.turn(0.9 + PATIENCE)
    assert said == ["MIDI: none."]
    assert greeting.due() == 1.0 + PATIENCE
    greeting.turn(1.0 + PATIENCE)
    assert said == ["MIDI: none.", "", SOUND]
    greeting.page(ADDRESS)
    assert said[3:] == [ADDRESS]


def test_other_words_of_the_page_wait_for_nothing(greeting: Greeting, said: list[str]) -> None:
    greeting.page("The page complains.")
    assert said == ["The page complains."]


def test_where_nothing_is_awaited_nothing_is_said(said: list[str]) -> None:
    greeting = Greeting(said.append, ())
    greeting.begin(1.0, apart=True)
    assert said == []
    greeting.heard(SOUND)
    assert said == [SOUND]
