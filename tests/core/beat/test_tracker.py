"""The beat that is heard in strikes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import astuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.players import rubato, steady, swung, syncopated, waltz
from perf_engine.core.beat.tracker import BeatTracker

Strike = tuple[float, int, int]

STRIKES = st.lists(
    st.tuples(st.floats(0.0, 5.0), st.integers(0, 127), st.integers(1, 127), st.floats(0.0, 1.0)),
    max_size=40,
)


def heard(strikes: Sequence[Strike], tracker: BeatTracker | None = None) -> BeatTracker:
    tracker = tracker or BeatTracker()
    for strike in strikes:
        tracker.strike(*strike)
    return tracker


def clicks(tempo: float, count: int = 40, begins: float = 1.0) -> list[Strike]:
    return [(begins + beat * 60.0 / tempo, 60, 80) for beat in range(count)]


def away(beat: float) -> float:
    """The distance from the nearest whole beat, in beats."""
    return abs(beat - round(beat))


def test_nothing_heard_is_no_confidence_in_the_usual_tempo():
    pulse = BeatTracker().at(3.0)
    assert (pulse.confidence, pulse.tempo) == (0.0, 120.0)
    assert (pulse.bar, pulse.division, pulse.swing) == (4, 2, 1.0)


@given(tempo=st.floats(60.0, 180.0))
@settings(max_examples=40, deadline=None)
def test_a_steady_click_is_found_in_any_usual_tempo(tempo):
    tracker = heard(clicks(tempo))
    last = 1.0 + 39 * 60.0 / tempo
    assert tracker.tempo == pytest.approx(tempo, rel=0.02)
    assert away(tracker.beat_at(last)) < 0.05
    assert tracker.confidence(last) > 0.6


def test_the_next_beat_is_foretold():
    tracker = heard(clicks(100.0))
    last = 1.0 + 39 * 0.6
    following = tracker.time_of(round(tracker.beat_at(last)) + 1)
    assert following == pytest.approx(last + 0.6, abs=0.02)


def test_beats_go_on_through_a_rest_and_are_less_and_less_sure():
    tracker = heard(clicks(100.0))
    last = 1.0 + 39 * 0.6
    sure = [tracker.confidence(last + 0.6 * beats) for beats in (0, 8, 16, 32)]
    assert sure == sorted(sure, reverse=True)
    assert sure[1] > 0.5 > sure[3]
    assert away(tracker.beat_at(last + 4.8)) < 0.15
    heard(clicks(100.0, 4, last + 9 * 0.6), tracker)
    assert away(tracker.beat_at(last + 12 * 0.6)) < 0.08


@pytest.mark.parametrize("factor", [0.8, 1.2])
def test_another_tempo_is_followed_within_four_beats(factor):
    tracker = heard(clicks(110.0))
    last = 1.0 + 39 * 60.0 / 110.0
    period = 60.0 / (110.0 * factor)
    heard(clicks(110.0 * factor, 5, last + period), tracker)
    assert tracker.tempo == pytest.approx(110.0 * factor, rel=0.05)
    assert away(tracker.beat_at(last + 5 * period)) < 0.12


def test_free_playing_is_not_believed():
    found = []
    for seed in range(5):
        played = rubato(np.random.default_rng(seed))
        found.append(heard(played.strikes).confidence(played.strikes[-1][0]))
    assert max(found) < 0.2


def test_most_who_strike_more_off_the_beat_than_on_it_are_followed():
    followed = 0
    for seed in range(12):
        played = syncopated(np.random.default_rng(seed))
        tracker, last = heard(played.strikes), played.strikes[-1][0]
        beats = [at for at in played.beats if last - 6.0 < at < last]
        near = max(away(tracker.beat_at(at)) for at in beats) < 0.15
        tempo = 60.0 / (played.beats[1] - played.beats[0])
        followed += near and tracker.tempo == pytest.approx(tempo, rel=0.05)
    assert followed >= 8


def test_swing_is_told_from_straight_eighths():
    ratios = {}
    for play in (steady, swung):
        played = play(np.random.default_rng(4))
        ratios[play] = heard(played.strikes).at(played.strikes[-1][0]).swing
    assert ratios[swung] == pytest.approx(1.9, abs=0.3)
    assert ratios[steady] == pytest.approx(1.0, abs=0.3)


def test_triplets_are_a_division_in_three():
    period = 60.0 / 90.0
    strikes = [
        (beat * period + third * period / 3.0, 60, 90 if third == 0 else 60)
        for beat in range(32)
        for third in range(3)
    ]
    pulse = heard(strikes).at(strikes[-1][0])
    assert pulse.tempo == pytest.approx(90.0, rel=0.03)
    assert pulse.division == 3


def test_a_waltz_has_three_beats_and_begins_on_its_bass():
    played = waltz(np.random.default_rng(1))
    tracker = heard(played.strikes)
    pulse = tracker.at(played.beats[90])
    assert pulse.bar == 3
    assert round(pulse.bar_beat) % 3 == 0


def test_strikes_of_little_weight_change_little():
    tracker, other = heard(clicks(100.0)), heard(clicks(100.0))
    last = 1.0 + 39 * 0.6
    for strike in clicks(130.0, 12, last + 0.3):
        tracker.strike(*strike, weight=0.05)
        other.strike(*strike)
    assert tracker.tempo == pytest.approx(100.0, rel=0.02)
    assert other.tempo != pytest.approx(100.0, rel=0.02)


def test_a_time_that_is_not_finite_is_refused():
    with pytest.raises(ValueError, match="finite"):
        BeatTracker().strike(math.nan, 60, 80)


@given(shift=st.floats(0.0, 1e5), seed=st.integers(0, 3))
@settings(max_examples=15, deadline=None)
def test_a_shift_of_all_times_shifts_the_beats(shift, seed):
    strikes = steady(np.random.default_rng(seed)).strikes[:60]
    plain = heard(strikes)
    shifted = heard([(at + shift, pitch, velocity) for at, pitch, velocity in strikes])
    assert shifted.tempo == pytest.approx(plain.tempo, rel=1e-3)
    assert shifted.time_of(20.0) - shift == pytest.approx(plain.time_of(20.0), abs=0.01)


@given(by=st.integers(-30, 30), seed=st.integers(0, 3))
@settings(max_examples=15, deadline=None)
def test_transposition_changes_nothing(by, seed):
    strikes = steady(np.random.default_rng(seed)).strikes[:60]
    moved = heard([(at, pitch + by, velocity) for at, pitch, velocity in strikes])
    last = strikes[-1][0]
    plain = heard(strikes)
    assert astuple(moved.at(last)) == pytest.approx(astuple(plain.at(last)), abs=1e-4)


@given(STRIKES)
@settings(max_examples=60, deadline=None)
def test_whatever_is_struck_gives_a_beat_and_a_confidence(strikes):
    tracker, now, beat = BeatTracker(), 0.0, -math.inf
    for wait, pitch, velocity, weight in strikes:
        now += wait
        tracker.strike(now, pitch, velocity, weight)
        pulse = tracker.at(now)
        assert 0.0 <= pulse.confidence <= 1.0
        assert 39.0 <= pulse.tempo <= 221.0
        assert math.isfinite(pulse.beat)
        assert pulse.bar in (3, 4)
        assert pulse.division in (2, 3)
        assert 0.5 < pulse.swing < 4.0
        assert pulse.beat > beat - 0.51
        beat = pulse.beat


def test_the_same_strikes_give_the_same_beat():
    strikes = swung(np.random.default_rng(2)).strikes
    last = strikes[-1][0]
    assert heard(strikes).at(last) == heard(strikes).at(last)
