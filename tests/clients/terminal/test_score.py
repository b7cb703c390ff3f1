"""What the view knows: keys, levels, turns."""

import pytest

from perf_engine.clients.terminal.score import HARMONY_LASTS, SEEN, Level, Score
from perf_engine.core.messages import NoteOff, NoteOn
from perf_engine.core.playing.performer import Performer
from perf_engine.protocol.notes import Flush, Foreseen, Heard, Release, Strike, TurnPassed
from tests.support.rehearsed import WEIGHTS


def test_both_hands_hold_their_keys_until_they_let_go() -> None:
    score = Score()
    score.take([Heard(0, 60, 90), Heard(1, 60, 80), Strike(0, 64, 70, 10.0)], 10.0)
    assert score.you.pitches(20.0) == {60}
    assert score.machine.pitches(20.0) == {64}
    score.take([Heard(0, 60, 0), Release(0, 64, 20.0)], 20.0)
    assert score.you.pitches(20.0) == set()  # nobody's any more
    assert score.machine.pitches(20.0) == set()


def test_a_key_that_two_players_held_ends_with_the_one_message_that_nobody_holds_it() -> None:
    """The real engine says nothing when the first of them lets go."""
    performer, score = Performer(WEIGHTS, mode="listen"), Score()
    for message in (
        NoteOn(0, 60, 90, "one"),
        NoteOn(1, 60, 80, "other"),
        NoteOn(1, 62, 80, "other"),
        NoteOff(0, 60, "one"),
        NoteOff(1, 60, "other"),
    ):
        performer.hear(message, 1.0)
        score.take([said for said in performer.advance(1.0) if isinstance(said, Heard)], 1.0)
    assert score.you.pitches(20.0) == {62}


def test_a_chord_that_is_not_told_again_is_over() -> None:
    score = Score()
    score.set_harmony("G7", "given", 10.0)
    score.changed = False
    score.set_harmony("G7", "given", 11.0)
    assert not score.changed
    score.advance(11.0 + HARMONY_LASTS)
    assert (score.chord, score.key) == ("G7", "given")
    score.advance(11.1 + HARMONY_LASTS)
    assert score.chord == ""
    assert score.changed
    score.set_harmony("C", "C major", 20.0)
    score.silence()
    assert score.chord == ""


def test_the_shortest_note_is_seen() -> None:
    score = Score()
    score.take([Heard(0, 60, 90), Heard(0, 60, 0)], 10.0)
    assert score.you.pitches(10.0 + SEEN / 2) == {60}
    assert score.moving(10.0)
    assert score.you.pitches(10.0 + 2 * SEEN) == set()
    assert not score.moving(30.0)


def test_what_is_due_later_is_shown_then_unless_it_is_flushed() -> None:
    score = Score()
    score.take([Strike(0, 60, 90, 10.5), Strike(1, 62, 90, 10.6)], 10.0)
    assert score.machine.pitches(10.0) == set()
    assert score.next_due == 10.5
    score.take([Flush(1)], 10.1)
    score.advance(11.0)
    assert score.machine.pitches(11.0) == {60}


def test_a_release_that_waits_comes_with_the_flush() -> None:
    score = Score()
    score.take([Strike(0, 60, 90, 10.0), Release(0, 60, 12.0)], 10.0)
    score.take([Flush(0)], 10.0 + 2 * SEEN)
    assert score.machine.held == set()
    score.advance(13.0)
    assert score.machine.pitches(13.0) == set()


def test_a_prediction_is_shown_until_it_is_due_or_something_is_struck() -> None:
    score = Score()
    thought = Foreseen(0, 67, 80, 12.0, 0.5, 0.1)
    score.take([thought], 10.0)
    assert score.foreseen == thought
    score.take([Strike(0, 60, 90, 10.5)], 10.5)
    assert score.foreseen is None
    score.take([thought], 11.0)
    score.advance(12.5)
    assert score.foreseen is None


def test_a_turn_lasts_until_another_or_another_mode() -> None:
    score = Score()
    score.set_mode("call_response")
    score.take([TurnPassed(0, "count_in", 3.0, 10.0)], 10.0)
    assert (score.phase, score.phase_ends, score.resting) == ("count_in", 13.0, False)
    score.take([TurnPassed(0, "rest", 0.0, 13.0)], 13.0)
    assert score.resting
    score.set_mode("duet")
    assert (score.phase, score.resting) == ("", False)


def test_without_an_engine_nothing_is_held() -> None:
    score = Score()
    score.take([Heard(0, 60, 90), Strike(0, 64, 70, 10.0), Strike(0, 65, 70, 11.0)], 10.0)
    score.silence()
    score.advance(20.0)
    assert not score.you.pitches(20.0) | score.machine.pitches(20.0)


def test_a_level_is_the_loudest_of_late_and_fades() -> None:
    level = Level()
    assert level.now(0.0) == 0.0
    level.strike(127, 10.0)
    level.strike(20, 10.1)
    assert level.now(10.1) == pytest.approx(0.846, abs=0.01)
    assert 0.0 < level.now(11.0) < 0.4
    assert level.now(20.0) == 0.0


def test_of_several_voices_all_must_rest() -> None:
    score = Score()
    score.voices = 2
    score.take([TurnPassed(0, "rest", 0.0, 10.0)], 10.0)
    assert not score.resting
    score.take([TurnPassed(1, "rest", 0.0, 10.0)], 10.0)
    assert score.resting
    score.take([TurnPassed(0, "call", 0.0, 11.0)], 11.0)
    assert not score.resting
