"""Holds: by player, source and pitch."""

import math

from perf_engine.core.messages import NoteOff, NoteOn, Pedal
from perf_engine.core.playing.held_keys import SILENT_SOURCE, Holds


def test_a_pitch_is_held_until_the_last_source_lets_go():
    holds = Holds()
    holds.strike(NoteOn(0, 60, 80, "a"), 0.0)
    holds.strike(NoteOn(0, 60, 80, "b"), 0.1)
    assert not holds.release(NoteOff(0, 60, "a"), 0.2)
    assert holds.release(NoteOff(0, 60, "b"), 0.3)
    assert holds.next_end() == (math.inf, None)


def test_a_silent_source_lets_go_and_a_sign_of_life_holds_on():
    holds = Holds()
    holds.strike(NoteOn(0, 60, 80, "a"), 0.0)
    holds.alive("a", 10.0)
    assert holds.next_end() == (10.0 + SILENT_SOURCE, (0, "a", 60))


def test_the_pedal_goes_down_and_up_once():
    holds = Holds()
    values = [30, 64, 90, 127, 20, 0]
    assert [holds.pedal(Pedal(0, v, "a"), 0.0, 128) for v in values] == [
        None,
        True,
        None,
        None,
        False,
        None,
    ]


def test_a_key_that_one_source_strikes_twice_is_one_hold():
    holds = Holds()
    for now in (0.0, 0.5):
        holds.strike(NoteOn(0, 60, 80, "a"), now)
    assert holds.pitches() == {60}
    assert holds.release(NoteOff(0, 60, "a"), 1.0)
    assert not holds.held(60)
    assert holds.pitches() == set()
    assert not holds.release(NoteOff(0, 60, "a"), 2.0)


def test_after_all_is_forgotten_nothing_is_held():
    holds = Holds()
    holds.strike(NoteOn(0, 60, 80, "a"), 0.0)
    holds.pedal(Pedal(0, 127, "a"), 0.0, 128)
    holds.clear()
    assert (holds.all(), holds.pitches(), holds.held(128)) == ([], set(), False)
