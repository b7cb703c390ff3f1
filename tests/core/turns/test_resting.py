"""A machine that plays beside people rests when they have gone."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.core.controls import Settings
from perf_engine.core.messages import NoteOn, Prime, PrimeNote, SetControls, SetMode, Start
from perf_engine.core.playing.ensemble import VoicePlan, reached
from perf_engine.core.playing.held_keys import Holds
from perf_engine.core.playing.performer import Performer
from perf_engine.core.turns.modes import MODE_TABLE, MODES
from perf_engine.core.turns.resting import Rest
from perf_engine.protocol.notes import Strike, TurnPassed
from tests.core.playing.performances import play, scale, unreleased

RESTING = ("duet", "accompany")
SOON = Settings.defaults().changed({"rest_after": 5.0, "density": 4.0, "tempo_scale": 4.0})
PHRASE_ENDS = 4.0


def struck(said, voice=0):
    return [m.due for m in said if isinstance(m, Strike) and m.voice == voice]


def turns(said, voice=0):
    return [(m.phase, m.due) for m in said if isinstance(m, TurnPassed) and m.voice == voice]


def test_modes_that_play_alone_on_purpose_never_rest():
    assert tuple(mode for mode in MODES if MODE_TABLE[mode].rests) == RESTING


@pytest.mark.parametrize("mode", RESTING)
def test_it_rests_after_the_players_silence_and_a_note_wakes_it(weights, mode):
    performer = Performer(weights, mode=mode, settings=SOON)
    again = [(30.0 + at, note) for at, note in scale(4.0)]
    said = play(performer, [*scale(PHRASE_ENDS), *again], 38.0)
    (rest, at), (call, back), *more = turns(said)
    assert (rest, call, back, more) == ("rest", "call", 30.0, [])
    assert at == pytest.approx(PHRASE_ENDS - 0.05 + 5.0)
    assert any(PHRASE_ENDS < due < at for due in struck(said))  # it has played on alone
    assert not any(at <= due < 30.0 for due in struck(said))
    assert any(due > 30.0 for due in struck(said))
    assert unreleased(m for m in said if getattr(m, "due", 0.0) < 29.0)[0] == []


@pytest.mark.parametrize(
    ("mode", "controls"),
    [("duet", {"rest_after": 0.0}), ("solo", {}), ("takeover", {}), ("duet", {"hears_players": 0})],
)
def test_what_shall_go_on_goes_on(weights, mode, controls):
    settings = SOON.changed(controls)
    performer = Performer(weights, mode=mode, settings=settings)
    prime = Prime(tuple(PrimeNote(0.3 * n, 60 + n, 80, 0.2) for n in range(5)))
    said = play(performer, [(0.0, prime), *scale(2.0)], 60.0)
    assert not turns(said)
    assert max(struck(said)) > 50.0


def test_while_a_key_is_held_nobody_is_silent(weights):
    performer = Performer(weights, mode="duet", settings=SOON)
    said = play(
        performer, [(0.0, NoteOn(0, 60, 80, "a", 25.0)), (0.1, NoteOn(0, 64, 80, "a", 1.0))], 40.0
    )
    assert [phase for phase, _ in turns(said)] == ["rest"]
    assert turns(said)[0][1] == pytest.approx(30.0)


def test_a_prime_a_start_and_a_mode_let_it_play_on_for_as_long_again(weights):
    performer = Performer(weights, mode="duet", settings=SOON)
    prime = Prime(tuple(PrimeNote(0.3 * n, 60 + n, 80, 0.2) for n in range(5)))
    told = [
        (1.0, prime),
        (20.0, Start()),
        (40.0, SetMode("takeover")),
        (60.0, SetMode("accompany")),
    ]
    said = play(performer, told, 80.0)
    assert [phase for phase, _ in turns(said)] == ["rest", "call", "rest", "call", "rest"]
    assert turns(said)[0][1] == pytest.approx(6.0, abs=0.1)
    assert turns(said)[2][1] == pytest.approx(25.0)
    assert turns(said)[4][1] == pytest.approx(65.0)


def test_turning_the_control_counts_from_then_on(weights):
    performer = Performer(weights, mode="duet", settings=SOON.changed({"rest_after": 0.0}))
    said = play(performer, [*scale(2.0), (30.0, SetControls((("rest_after", 3.0),)))], 40.0)
    assert turns(said) == [("rest", pytest.approx(33.0))]


def test_voices_that_hear_each_other_rest_together_and_wake_together(weights):
    plans = [VoicePlan("duet", 1, SOON), VoicePlan("duet", 2, SOON)]
    performer = Performer(weights, voices=plans)
    again = [(30.0 + at, note) for at, note in scale(4.0)]
    said = play(performer, [*scale(PHRASE_ENDS), *again], 38.0)
    for voice in (0, 1):
        assert [phase for phase, _ in turns(said, voice)] == ["rest", "call"]
        assert not any(10.0 < due < 30.0 for due in struck(said, voice))
        assert any(due > 30.0 for due in struck(said, voice))


def test_beside_a_voice_that_plays_alone_on_purpose_it_goes_on(weights):
    plans = [VoicePlan("solo", 1, SOON), VoicePlan("duet", 2, SOON)]
    performer = Performer(weights, voices=plans)
    said = play(performer, [*scale(2.0), (40.0, SetMode("duet", 0))], 60.0)
    assert max(struck(said, 1)) > 30.0
    assert [phase for phase, _ in turns(said, 1)] == ["rest"]
    assert turns(said, 1)[0][1] == pytest.approx(40.0, abs=0.1)  # nobody has played for long


def test_a_voice_that_hears_the_players_through_another_rests_with_it(weights):
    deaf = SOON.changed({"hears_players": 0})
    performer = Performer(weights, voices=[VoicePlan("duet", 1, SOON), VoicePlan("duet", 2, deaf)])
    said = play(performer, scale(2.0), 30.0)
    assert [phase for phase, _ in turns(said, 0)] == ["rest"]
    assert [phase for phase, _ in turns(said, 1)] == ["rest"]


def test_who_is_reached_is_found_through_others():
    assert reached([0], [[], [0], [1], [3], []]) == {0, 1, 2}
    assert reached([], [[1], [0]]) == set()


def test_a_voice_that_hears_another_player_is_not_left_by_all(weights):
    plans = [VoicePlan("duet", 1, SOON), VoicePlan("duet", 2, SOON.changed({"hears_players": 2}))]
    performer = Performer(weights, voices=plans)
    said = play(performer, scale(20.0), 20.0)  # player 0 plays; voice 1 hears only player 1
    assert not turns(said, 0)
    assert not turns(said, 1)


@given(st.lists(st.floats(0.0, 100.0), min_size=1), st.floats(0.1, 600.0))
def test_silence_counts_from_the_last_that_was_done(times, after):
    settings = Settings.defaults().changed({"rest_after": after})
    holds = Holds()
    rest = Rest(holds)
    for now in times:
        rest.end(now)
    assert rest.due(settings) == max(times) + after
    holds.last = 200.0
    assert rest.due(settings) == 200.0 + after
    holds.take(NoteOn(0, 60, 80, "a"), 201.0)
    assert rest.due(settings) == math.inf
    rest.led = True
    assert rest.due(settings) == math.inf
    rest.begin()
    assert rest.end(0.0)
    assert not rest.resting
