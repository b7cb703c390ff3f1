"""Taking turns, without anything that sounds."""

import math

import pytest

from perf_engine.core.controls import Settings
from perf_engine.core.turns.turn_taking import (
    ANSWER,
    CALL,
    COUNT_IN,
    LONGEST,
    REST,
    SHORTEST,
    TurnTaking,
)
from perf_engine.protocol.notes import TurnPassed

SILENCE = Settings.defaults()
CLOCK = Settings.defaults().changed({"windowed": 1, "count_in": 3.0, "call_length": 5.0})
MODE = "call_response"


def pass_on(taking, settings, holding=False):
    at = taking.due(MODE, settings, holding)
    taking.pass_on(MODE, settings, at)
    return at


def test_by_the_clock_count_in_call_and_answer_follow_each_other_without_drift():
    taking = TurnTaking()
    taking.begin(MODE, CLOCK, 10.0)
    seen = [(taking.phase, taking.since, taking.until)]
    for _ in range(6):
        at = pass_on(taking, CLOCK)
        seen.append((taking.phase, taking.since, taking.until))
        if taking.phase == CALL:
            taking.strike(MODE, CLOCK, at + 1.0)
    assert seen == [
        (COUNT_IN, 10.0, 13.0),
        (CALL, 13.0, 18.0),
        (ANSWER, 18.0, 23.0),
        (COUNT_IN, 23.0, 26.0),
        (CALL, 26.0, 31.0),
        (ANSWER, 31.0, 36.0),
        (COUNT_IN, 36.0, 39.0),
    ]


def test_no_call_no_answer():
    taking = TurnTaking()
    taking.begin(MODE, CLOCK, 0.0)
    taking.strike(MODE, CLOCK, 1.0)  # while it is counted in
    phases = [(pass_on(taking, CLOCK), taking.phase)[1] for _ in range(4)]
    assert phases == [CALL, COUNT_IN, CALL, COUNT_IN]


def test_a_length_that_is_turned_counts_from_the_next_call_on():
    taking, longer = TurnTaking(), CLOCK.changed({"call_length": 9.0})
    taking.begin(MODE, CLOCK, 0.0)
    pass_on(taking, CLOCK)
    taking.strike(MODE, longer, 4.0)
    pass_on(taking, longer)
    assert (taking.phase, taking.since, taking.until) == (ANSWER, 8.0, 13.0)


def test_by_the_clock_a_player_does_not_end_the_answer_and_by_silence_he_does():
    for settings, ended in ((CLOCK, False), (SILENCE, True)):
        taking = TurnTaking()
        taking.begin(MODE, settings, 0.0)
        while taking.phase != ANSWER:
            if taking.phase in (REST, CALL):
                taking.strike(MODE, settings, max(taking.since, 0.0) + 0.5)
                taking.move(max(taking.since, 0.0) + 0.9)
            pass_on(taking, settings)
        assert taking.strike(MODE, settings, taking.since + 0.1) is ended
        assert taking.answering is not ended


def test_by_silence_an_answer_is_as_long_as_the_phrase_within_limits():
    for length, expected in ((0.5, SHORTEST), (6.0, 6.0), (100.0, LONGEST)):
        taking = TurnTaking()
        taking.begin(MODE, SILENCE, 0.0)
        now = 1.0
        while now < 1.0 + length:
            taking.strike(MODE, SILENCE, now)
            now += 0.5
        taking.move(1.0 + length)
        at = pass_on(taking, SILENCE)
        assert taking.answering
        assert taking.until - at == pytest.approx(expected)
        pass_on(taking, SILENCE)
        assert taking.idle
        assert taking.due(MODE, SILENCE, False) == math.inf


def test_takeover_waits_from_whatever_the_players_did_last():
    taking = TurnTaking()
    taking.begin("takeover", SILENCE, 0.0)
    taking.strike("takeover", SILENCE, 1.0)
    taking.move(3.0)
    assert taking.due("takeover", SILENCE, True) == 5.0
    taking.pass_on("takeover", SILENCE, 5.0)
    assert taking.answering
    assert taking.until == math.inf
    assert taking.strike("takeover", SILENCE, 9.0)
    assert not taking.answering


def test_other_modes_have_no_turns_to_take():
    taking = TurnTaking()
    for mode in ("duet", "solo", "listen", "accompany", "follow"):
        taking.begin(mode, CLOCK, 0.0)
        taking.strike(mode, CLOCK, 1.0)
        assert taking.due(mode, CLOCK, False) == math.inf
        assert taking.news(0, mode) == []


def test_what_is_new_is_told_once_and_rest_only_after_something():
    taking = TurnTaking()
    taking.rest(0.0)
    assert taking.news(2, MODE) == []
    taking.begin(MODE, CLOCK, 1.0)
    assert taking.news(2, MODE) == [TurnPassed(2, COUNT_IN, 3.0, 1.0)]
    assert taking.news(2, MODE) == []
    taking.rest(2.0)
    assert taking.news(2, MODE) == [TurnPassed(2, REST, 0.0, 2.0)]
    taking.rest(3.0)
    assert taking.news(2, MODE) == []


def test_a_prime_is_a_call_and_to_forget_forgets_the_pace():
    taking = TurnTaking()
    taking.begin(MODE, SILENCE, 0.0)
    taking.prime(SILENCE, 4.0)
    assert taking.due(MODE, SILENCE, False) == 4.0 + taking.phrase.gap
    for i in range(5):
        taking.strike(MODE, SILENCE, 5.0 + 0.1 * i)
    quick = taking.phrase.gap
    taking.forget(6.0)
    assert taking.phrase.gap > quick
    assert taking.idle
