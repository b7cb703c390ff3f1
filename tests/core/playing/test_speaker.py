"""The part of a voice that plays, without anybody who tells it when."""

import math

import pytest

from perf_engine.core.beat.beats import BeatClock
from perf_engine.core.beat.felt_beat import FeltBeat
from perf_engine.core.controls import Settings
from perf_engine.core.model.sizes import held_code
from perf_engine.core.playing.follower import Move
from perf_engine.core.playing.hands import Outcome
from perf_engine.core.playing.prediction import Thought
from perf_engine.core.playing.speaker import BEGIN_WITHIN, Speaker
from perf_engine.core.turns.answer import Answer
from perf_engine.core.turns.modes import Turn
from perf_engine.protocol.notes import Flush, Foreseen, Release, Strike

ALONE = Turn(frozenset((0,)), owes=True)
SETTINGS = Settings.defaults()


def speaks(weights, seed, settings=SETTINGS, clock=None):
    return Speaker(0, weights, settings, seed, FeltBeat(clock or BeatClock()))


@pytest.fixture
def done():
    return Outcome()


def strike(key, onset):
    return Thought(True, 0, key, 80, onset, 0.5)


def release(key, onset):
    return Thought(True, 0, key, 0, onset, 0.5)


def test_what_owes_sound_foresees_it_soon(weights, done):
    speaker = speaks(weights, 1)
    speaker.begin(5.0)
    speaker.foresee(ALONE, SETTINGS, 5.0, done)
    assert speaker.thought is not None
    assert 5.0 <= speaker.thought.onset <= 5.0 + BEGIN_WITHIN


def test_an_answer_begins_when_it_is_said_to(weights, done):
    for seed in range(20):
        speaker = speaks(weights, seed)
        speaker.heard(0, 60, 80, 1.0, done)
        speaker.begin(8.0, Answer(8.0, 13.0))
        speaker.foresee(ALONE, SETTINGS, 8.0, done)
        assert speaker.thought is not None
        assert (speaker.thought.onset, speaker.thought.velocity > 0) == (8.0, True)


def test_the_last_sound_of_an_answer_is_held_until_its_end(weights, done):
    speaker = speaks(weights, 1)
    speaker.begin(0.0, Answer(0.0, 5.0))
    for key in (60, 64):
        speaker.play(strike(key, 4.0), SETTINGS, done)
    assert speaker.play(release(60, 4.8), SETTINGS, done) == 4.8
    assert speaker.play(release(64, 4.8), SETTINGS, done) is None
    assert speaker.longest_ends(SETTINGS.changed({"longest_note": 0.9})) == math.inf
    done.said.clear()
    speaker.end(5.0, done)
    assert done.said == [Release(0, 64, 5.0)]
    assert speaker.answer is None


def test_a_player_takes_over_the_key_that_both_strike_where_they_share(weights):
    for shared, released in ((True, [60]), (False, [])):
        speaker, done = speaks(weights, 1), Outcome()
        speaker.play(strike(60, 1.0), SETTINGS, done)
        speaker.heard(0, 60, 90, 2.0, done, shared=shared)
        assert [m.pitch for m in done.said if isinstance(m, Release)] == released
        assert (held_code(0, 60) in speaker.hands.held) is not shared


def test_a_release_of_a_key_that_the_machine_holds_is_not_the_players(weights, done):
    speaker = speaks(weights, 1)
    speaker.play(strike(60, 1.0), SETTINGS, done)
    speaker.heard(0, 60, 0, 2.0, done)
    assert speaker.mind.held(0, 60)


def test_too_many_at_once_come_a_little_later(weights, done):
    speaker, found = speaks(weights, 1), []
    for i in range(40):
        found.append(speaker.play(strike(30 + i, 1.0), SETTINGS, done))
    assert found[0] == 1.0
    assert found[-1] == pytest.approx(1.011)


def test_silence_ends_everything_at_once_and_watching_changes_nothing(weights):
    said = []
    for watched in (False, True):
        speaker, done = speaks(weights, 3), Outcome()
        speaker.watched = watched
        speaker.begin(0.0)
        for _ in range(10):
            speaker.foresee(ALONE, SETTINGS, max(0.0, speaker.mind.now), done)
            assert speaker.thought is not None
            speaker.play(speaker.thought, SETTINGS, done)
        speaker.silence(100.0, done)
        assert speaker.hands.held == {}
        assert speaker.thought is None
        assert any(isinstance(m, Foreseen) for m in done.said) is watched
        said.append([m for m in done.said if isinstance(m, Strike | Release | Flush)])
    assert said[0] == said[1]
    assert sum(isinstance(m, Flush) for m in said[0]) == 1


def ticking(tempo=60.0):
    clock = BeatClock()
    clock.adopt(0.0, 0.0, tempo)
    return clock


def test_what_is_foreseen_is_on_the_beat_and_is_followed_when_the_clock_is_told_something(
    weights, done
):
    chosen, clock = SETTINGS.changed({"quantise": 1.0, "grid": 1}), ticking()
    speaker = speaks(weights, 1, chosen, clock)
    for seed in range(5):
        speaker.mind.seed(seed)
        speaker.begin(5.0)
        speaker.foresee(ALONE, chosen, 5.0, done)
        assert speaker.thought is not None
        assert speaker.thought.onset == pytest.approx(round(speaker.thought.onset))
    done.said.clear()
    speaker.watched = True
    speaker.keep_time(chosen, 5.0, done)
    assert done.said == [], "nothing has changed"
    clock.locate(4.5, 5.0)
    speaker.keep_time(chosen, 5.0, done)
    assert speaker.thought.onset % 1.0 == pytest.approx(0.5)
    assert [m.due for m in done.said if isinstance(m, Foreseen)] == [speaker.thought.onset]


def test_on_the_beat_an_answer_begins_within_a_step_and_stays_inside_its_time(weights):
    chosen = SETTINGS.changed({"quantise": 1.0, "grid": 4})
    for seed in range(20):
        speaker, now, done = speaks(weights, seed, chosen, ticking()), 8.1, Outcome()
        speaker.heard(0, 60, 80, 1.0, done)
        speaker.begin(8.0, Answer(8.1, 10.1))
        while True:
            speaker.foresee(ALONE, chosen, now, done)
            if speaker.thought is None:
                break
            now = speaker.play(speaker.thought, chosen, done)
            if now is None:
                break
        struck = [m.due for m in done.said if isinstance(m, Strike)]
        assert struck[0] == pytest.approx(8.25)
        assert all(due < 10.1 for due in struck)


def test_what_an_answer_has_no_room_for_when_the_clock_moves_on_is_let_be(weights, done):
    chosen, clock = SETTINGS.changed({"quantise": 1.0, "grid": 1}), ticking()
    speaker = speaks(weights, 1, chosen, clock)
    speaker.begin(8.0, Answer(8.0, 8.5))
    speaker.foresee(ALONE, chosen, 8.0, done)
    assert speaker.thought is not None
    clock.locate(7.6, 8.0)  # the next beat comes in 0.4 s, which is too late to strike
    clock.set_tempo(30.0, 8.0)
    speaker.keep_time(chosen, 8.1, done)
    assert speaker.thought is None


def test_what_sounds_is_touched_and_transposed_and_the_mind_hears_what_was_meant(weights, done):
    chosen = SETTINGS.changed({"velocity_scale": 0.5, "transpose": 3, "quantise": 1.0})
    speaker = speaks(weights, 1, chosen, ticking())
    speaker.move(0, Move(1.1, 1, 60, 80), chosen, done)  # a bound line stays with its player
    speaker.play(strike(64, 1.2), chosen, done)
    assert done.said == [Strike(0, 63, 40, 1.1), Strike(0, 67, 40, 1.2)]
    assert [event.velocity for event in speaker.mind.recollection.events()] == [80, 80]


def test_what_is_turned_counts_from_then_on(weights, done):
    speaker = speaks(weights, 1)
    chosen = SETTINGS.changed({"velocity_low": 90, "freeze": 1})
    speaker.turn(SETTINGS, chosen, 0.0)
    hidden = speaker.mind.stream.hidden.copy()
    speaker.play(strike(60, 1.0), chosen, done)
    assert done.said == [Strike(0, 60, 90, 1.0)]
    assert (speaker.mind.stream.hidden == hidden).all()


def test_a_key_that_is_held_for_too_long_comes_before_what_is_in_mind(weights, done):
    chosen = SETTINGS.changed({"longest_note": 2.0})
    speaker = speaks(weights, 1, chosen)
    speaker.play(strike(60, 1.0), chosen, done)
    speaker.thought = strike(64, 2.9)
    assert speaker.next(chosen, 2.8, 0.1) == speaker.thought
    assert speaker.next(chosen, 2.9, 0.1) == Thought(True, 0, 60, 0, 3.0, 0.0)
