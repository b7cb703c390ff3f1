"""A phrase ends by the player's own pace."""

import math

from hypothesis import given
from hypothesis import strategies as st

from perf_engine.core.turns.phrase_end import FERMATA, LONGEST_GAP, SHORTEST_GAP, Phrase


def played(times, length=0.05):
    phrase = Phrase()
    for at in times:
        phrase.strike(at)
        phrase.release(at + length)
    return phrase


@given(st.lists(st.floats(0.0, 10.0), min_size=1, max_size=40))
def test_the_silence_that_ends_it_is_a_third_to_one_and_a_half_seconds(gaps):
    now, times = 0.0, []
    for gap in gaps:
        now += gap
        times.append(now)
    phrase = played(times)
    assert SHORTEST_GAP <= phrase.gap <= LONGEST_GAP
    assert phrase.end(holding=False) == phrase.moved + phrase.gap
    assert phrase.length == phrase.moved - times[0]


def test_who_plays_fast_is_answered_sooner_than_who_plays_slowly():
    fast, middle, slow = (played([i * step for i in range(12)]) for step in (0.08, 0.25, 1.2))
    assert fast.gap == SHORTEST_GAP
    assert 0.5 < middle.gap < 0.7
    assert slow.gap == LONGEST_GAP


def test_chords_and_pauses_are_no_pace():
    rolled = played([i * 0.4 + j * 0.01 for i in range(6) for j in range(4)])
    plain = played([i * 0.4 for i in range(6)])
    assert abs(rolled.gap - plain.gap) < 0.1
    before = plain.gap
    plain.strike(60.0)
    assert plain.gap == before


def test_a_key_that_is_held_keeps_the_phrase_open_but_not_for_ever():
    phrase = Phrase()
    phrase.strike(5.0)
    assert phrase.end(holding=True) == 5.0 + FERMATA
    phrase.release(5.5)
    assert phrase.end(holding=False) == 5.5 + LONGEST_GAP


def test_an_empty_phrase_never_ends_and_the_pace_outlives_it():
    phrase = played([0.0, 0.1, 0.2])
    phrase.close()
    assert phrase.empty
    assert phrase.length == 0.0
    assert phrase.end(holding=False) == math.inf
    phrase.release(1.0)
    assert phrase.empty
    phrase.strike(2.0)
    assert phrase.gap == SHORTEST_GAP
    assert phrase.began == 2.0
