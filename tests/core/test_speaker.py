"""What a voice says of its own, without anybody who tells it when."""

import math

import pytest

from perf_engine.core.answer import Answer
from perf_engine.core.controls import Settings
from perf_engine.core.improviser import Thought
from perf_engine.core.messages import Flush, Foreseen, Release, Strike
from perf_engine.core.sizes import held_code
from perf_engine.core.speaker import BEGIN_WITHIN, Speaker
from perf_engine.core.turns import Turn

ALONE = Turn(frozenset((0,)), owes=True)
SETTINGS = Settings.defaults()


def strike(key, onset):
    return Thought(True, 0, key, 80, onset, 0.5)


def release(key, onset):
    return Thought(True, 0, key, 0, onset, 0.5)


def test_what_owes_sound_foresees_it_soon(weights):
    speaker = Speaker(0, weights, 1)
    speaker.begin(5.0)
    speaker.foresee(ALONE, SETTINGS, 5.0)
    assert speaker.thought is not None
    assert 5.0 <= speaker.thought.onset <= 5.0 + BEGIN_WITHIN


def test_an_answer_begins_when_it_is_said_to(weights):
    for seed in range(20):
        speaker = Speaker(0, weights, seed)
        speaker.heard(0, 60, 80, 1.0)
        speaker.begin(8.0, Answer(8.0, 13.0))
        speaker.foresee(ALONE, SETTINGS, 8.0)
        assert speaker.thought is not None
        assert (speaker.thought.onset, speaker.thought.velocity > 0) == (8.0, True)


def test_the_last_sound_of_an_answer_is_held_until_its_end(weights):
    speaker = Speaker(0, weights, 1)
    speaker.begin(0.0, Answer(0.0, 5.0))
    for key in (60, 64):
        speaker.play(strike(key, 4.0), SETTINGS)
    assert speaker.play(release(60, 4.8), SETTINGS) == 4.8
    assert speaker.play(release(64, 4.8), SETTINGS) is None
    assert speaker.longest_ends(SETTINGS.changed({"longest_note": 0.9})) == math.inf
    speaker.said.clear()
    speaker.end(5.0)
    assert speaker.said == [Release(0, 64, 5.0)]
    assert speaker.answer is None


def test_a_player_takes_over_the_key_that_both_strike_where_they_share(weights):
    for shared, released in ((True, [60]), (False, [])):
        speaker = Speaker(0, weights, 1)
        speaker.play(strike(60, 1.0), SETTINGS)
        speaker.heard(0, 60, 90, 2.0, shared=shared)
        assert [m.pitch for m in speaker.said if isinstance(m, Release)] == released
        assert (held_code(0, 60) in speaker.hands.held) is not shared


def test_a_release_of_a_key_that_the_machine_holds_is_not_the_players(weights):
    speaker = Speaker(0, weights, 1)
    speaker.play(strike(60, 1.0), SETTINGS)
    speaker.heard(0, 60, 0, 2.0)
    assert speaker.mind.held(0, 60)


def test_too_many_at_once_come_a_little_later(weights):
    speaker, found = Speaker(0, weights, 1), []
    for i in range(40):
        found.append(speaker.play(strike(30 + i, 1.0), SETTINGS))
    assert found[0] == 1.0
    assert found[-1] == pytest.approx(1.011)


def test_silence_ends_everything_at_once_and_watching_changes_nothing(weights):
    said = []
    for watched in (False, True):
        speaker = Speaker(0, weights, 3)
        speaker.watched = watched
        speaker.begin(0.0)
        for _ in range(10):
            speaker.foresee(ALONE, SETTINGS, max(0.0, speaker.mind.now))
            assert speaker.thought is not None
            speaker.play(speaker.thought, SETTINGS)
        speaker.silence(100.0)
        assert speaker.hands.held == {}
        assert speaker.thought is None
        assert any(isinstance(m, Foreseen) for m in speaker.said) is watched
        said.append([m for m in speaker.said if isinstance(m, Strike | Release | Flush)])
    assert said[0] == said[1]
    assert sum(isinstance(m, Flush) for m in said[0]) == 1
