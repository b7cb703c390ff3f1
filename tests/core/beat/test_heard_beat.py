"""What strikes say of the beat: learnt from one after another, or by a copy beforehand."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.core.beat.beats import BeatClock
from perf_engine.core.beat.heard_beat import BeatStrike, HeardBeat


def strikes():
    gaps = st.lists(st.sampled_from((0.0, 0.01, 0.1, 0.25, 0.5, 2.0)), min_size=2, max_size=40)
    return st.tuples(gaps, st.lists(st.booleans(), min_size=40, max_size=40))


def after(heard: HeardBeat, gaps, own, clock: BeatClock) -> HeardBeat:
    now = 0.0
    for gap, mine in zip(gaps, own, strict=False):
        now += gap
        heard.take(BeatStrike(now, 60, 80, 0.3 if mine else 1.0, mine), clock)
    return heard


def assert_equal(one: HeardBeat, other: HeardBeat) -> None:
    assert (one.sure, one.led) == (other.sure, other.led)
    assert one.tracker.at(50.0) == other.tracker.at(50.0)
    assert np.array_equal(one.expectation.density(0.5), other.expectation.density(0.5))


@given(strikes(), st.booleans())
def test_a_copy_learns_by_itself_and_the_same(played, clocked):
    gaps, own = played
    clock = BeatClock()
    if clocked:
        clock.run(0.0)
    heard = after(HeardBeat(), gaps, own, clock)
    kept = after(HeardBeat(), gaps, own, clock)
    copied = heard.copy()
    strike = BeatStrike(sum(gaps) + 0.37, 64, 100)
    copied.take(strike, clock)
    assert_equal(heard, kept)  # the first has not learnt from what its copy takes
    heard.take(strike, clock)
    assert_equal(heard, copied)


def test_only_players_make_it_sure():
    heard = HeardBeat()
    assert (heard.sure, heard.led) == (0.0, -math.inf)
    after(heard, [0.5] * 40, [True] * 40, BeatClock())
    assert (heard.sure, heard.led) == (0.0, -math.inf)
    played = after(HeardBeat(), [0.5] * 40, [False] * 40, BeatClock())
    assert played.sure > 0.5
    assert played.led == 20.0
