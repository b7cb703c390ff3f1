"""Bars that are drawn."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perf_engine.core.drums.kit import (
    COUNT,
    CRASH,
    HAT,
    HIGH_TOM,
    KICK,
    LOW_TOM,
    OPEN_HAT,
    RIDE,
    SNARE,
)
from perf_engine.core.drums.patterns import Patterns, Style, in_two_hands
from perf_engine.core.drums.recurrence import STRAIGHT, TRIPLE

USUAL = Style()


def bar(patterns, random, style=USUAL):
    return [patterns.strikes(p, style, random) for p in range(patterns.beats * patterns.steps)]


def bars(count, seed=1, style=USUAL, number=STRAIGHT, beats=4, tempo=110.0):
    patterns, random, found = Patterns(), np.random.default_rng(seed), []
    for _ in range(count):
        patterns.begin(number, beats, tempo, random)
        found.append(bar(patterns, random, style))
    return found


def struck(one):
    return [[strike.instrument for strike in place] for place in one]


def count(found):
    return sum(len(place) for one in found for place in one)


def test_the_same_numbers_give_the_same_bars_and_others_give_others():
    assert bars(8, 3) == bars(8, 3)
    assert bars(8, 3) != bars(8, 4)


def test_bars_resemble_one_another_and_are_no_loop():
    found = [
        {(place, one) for place, some in enumerate(struck(one_bar)) for one in some}
        for one_bar in bars(60)
    ]
    same = [len(a & b) / len(a | b) for a, b in pairwise(found) if a | b]
    others = [len(a & b) / len(a | b) for a, b in zip(found, found[30:], strict=False) if a | b]
    assert np.mean(same) > np.mean(others)
    assert 0.3 < np.mean(same) < 0.95
    assert len({tuple(sorted(one)) for one in found}) > 20


def test_density_gives_more_strikes_and_less():
    counts = [count(bars(40, 2, Style(density=density))) for density in (0.4, 1.0, 2.5)]
    assert counts == sorted(counts)
    assert counts[0] < 0.7 * counts[1]
    assert counts[2] > 1.3 * counts[1]


def test_at_a_low_temperature_bars_vary_less():
    def variety(temperature):
        found = [struck(one) for one in bars(40, 2, Style(temperature=temperature))]
        return len({repr(one) for one in found})

    assert variety(0.15) < variety(1.0)


def test_loudness_and_its_spread_are_obeyed():
    def loud(style):
        return np.array([s.velocity for one in bars(20, 2, style) for place in one for s in place])

    assert loud(Style(loudness=0.5)).mean() == pytest.approx(0.5 * loud(USUAL).mean(), rel=0.1)
    assert loud(Style(spread=0.0)).std() < loud(USUAL).std()


def test_the_kick_goes_with_the_accents_of_players():
    def kicks(accent):
        found = bars(60, 2, Style(accent=accent))
        return sum(KICK in place for one in found for place in struck(one))

    assert kicks(1.0) > 1.1 * kicks(-1.0)


def test_a_fill_has_toms_and_ends_with_the_bar_and_then_comes_a_crash():
    random, toms, crashes = np.random.default_rng(5), 0, 0
    patterns = Patterns()
    patterns.begin(STRAIGHT, 4, 110.0, random)
    for _ in range(40):
        patterns.fill(random)
        assert patterns.filling
        toms += any(
            LOW_TOM <= one <= HIGH_TOM for place in struck(bar(patterns, random)) for one in place
        )
        patterns.begin(STRAIGHT, 4, 110.0, random)
        assert not patterns.filling
        crashes += CRASH in struck(bar(patterns, random))[0]
        patterns.begin(STRAIGHT, 4, 110.0, random)
        bar(patterns, random)
    assert toms == 40
    assert crashes > 15


def test_two_hands_strike_at_most_two_drums_and_the_feet_more():
    everything, odds = np.ones(COUNT, bool), np.arange(COUNT, 0, -1.0)
    assert np.flatnonzero(in_two_hands(everything, odds)).tolist() == [KICK, SNARE, HAT, OPEN_HAT]
    few = np.zeros(COUNT, bool)
    few[[KICK, SNARE, RIDE, HAT]] = True
    assert in_two_hands(few, odds).tolist() == few.tolist()
    few[CRASH] = True
    assert np.flatnonzero(in_two_hands(few, -odds)).tolist() == [KICK, HAT, CRASH, RIDE]


@given(
    st.sampled_from([STRAIGHT, TRIPLE]),
    st.sampled_from([3, 4]),
    st.floats(20.0, 400.0),
    st.integers(0, 1000),
    st.floats(0.05, 8.0),
)
@settings(max_examples=50)
def test_every_bar_can_be_played(number, beats, tempo, seed, density):
    for one in bars(3, seed, Style(density=density), number, beats, tempo):
        for place in one:
            for strike in place:
                assert 0 <= strike.instrument < COUNT
                assert 0.0 < strike.velocity <= 127.0
                assert abs(strike.late) < 0.2


def test_a_place_takes_the_same_count_of_random_numbers_whatever_is_struck():
    patterns, random = Patterns(), np.random.default_rng(5)
    patterns.begin(STRAIGHT, 4, 110.0, random)
    other = np.random.default_rng(5)
    other.random(2), other.standard_normal(COUNT)
    for place in range(16):
        patterns.strikes(place, Style(density=0.1 if place % 2 else 5.0), random)
        other.random(COUNT), other.standard_normal((2, COUNT))
    assert random.random() == other.random()


def test_in_three_the_snare_comes_after_the_first_beat():
    found = bars(60, 2, beats=3)
    assert all(len(one) == 12 for one in found)
    snares = np.array([[SNARE in place for place in struck(one)] for one in found]).mean(axis=0)
    assert snares[4] > snares[0]
    assert snares[8] > snares[0]


def test_after_a_pause_nothing_is_compared_with():
    patterns, random = Patterns(), np.random.default_rng(5)
    patterns.begin(STRAIGHT, 4, 110.0, random)
    patterns.fill(random)
    patterns.end()
    assert not patterns.filling
