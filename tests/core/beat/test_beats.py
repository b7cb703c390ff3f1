import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.core.beat.beats import FASTEST, SLOWEST, BeatClock

tempos = st.floats(60.0, 180.0)
times = st.floats(-1e4, 1e4)


@given(tempos, times, st.floats(-1e4, 1e4), times)
def test_the_time_of_a_beat_and_the_beat_at_a_time_are_each_others_inverse(tempo, at, beat, when):
    clock = BeatClock()
    clock.adopt(beat, at, tempo)
    assert math.isclose(clock.time_of(clock.beat_at(when)), when, abs_tol=1e-6)
    assert math.isclose(clock.beat_at(clock.time_of(beat + 1)), beat + 1, abs_tol=1e-6)
    assert math.isclose(clock.time_of(beat + 1) - clock.time_of(beat), 60 / tempo, abs_tol=1e-6)


@given(tempos, tempos, times)
def test_a_change_of_tempo_moves_no_beat_at_that_moment(before, after, now):
    clock = BeatClock(before)
    clock.run(now - 1.0)
    beat = clock.beat_at(now)
    clock.set_tempo(after, now)
    assert math.isclose(clock.beat_at(now), beat, abs_tol=1e-9)
    assert math.isclose(clock.tempo, after)


def test_where_it_stands_no_beat_comes():
    clock = BeatClock(90.0)
    assert (clock.beat_at(5.0), clock.time_of(1.0)) == (0.0, math.inf)
    clock.run(10.0)
    clock.run(11.0)
    assert clock.beat_at(12.0) == pytest.approx(3.0)
    clock.stop(12.0)
    assert clock.beat_at(99.0) == pytest.approx(3.0)
    clock.locate(8.0, 99.0)
    clock.run(100.0)
    assert clock.beat_at(100.0) == 8.0


@pytest.mark.parametrize("tempo", [0.0, SLOWEST - 1, FASTEST + 1, math.nan, math.inf])
def test_a_tempo_out_of_range_is_refused_and_changes_nothing(tempo):
    clock = BeatClock(90.0)
    for told in (lambda: clock.set_tempo(tempo, 0.0), lambda: clock.adopt(0.0, 0.0, tempo)):
        with pytest.raises(ValueError, match=r"tempo must be 20\.\.400"):
            told()
    assert (clock.tempo, clock.running) == (90.0, False)


def test_beats_must_be_in_range_and_times_finite():
    clock = BeatClock()
    for told in (
        lambda: clock.locate(math.nan, 0.0),
        lambda: clock.observe(math.inf, 0.0),
        lambda: clock.observe(0.0, math.nan),
        lambda: clock.locate(2e9, 0.0),
    ):
        with pytest.raises(ValueError, match=r"beat must be -1\d+\.\.1|time must be fin"):
            told()
    assert clock.beat_at(0.0) == 0.0


@given(tempos, st.sampled_from([0.25, 1.0, 4.0]), st.integers(0, 2**32))
def test_beats_that_are_counted_by_hand_give_tempo_and_phase(tempo, apart, seed):
    noise, clock, off = random.Random(seed), BeatClock(), list[float]()
    for count in range(60):
        at = 100.0 + count * apart * 60.0 / tempo
        clock.observe(count * apart, at + noise.uniform(-0.005, 0.005))
        off.append((clock.beat_at(at) - count * apart) * 60.0 / tempo)
    assert clock.running
    assert math.isclose(clock.tempo, tempo, rel_tol=0.02)
    settled = off[20:]
    assert math.sqrt(sum(x * x for x in settled) / len(settled)) < 0.004
    # The filter is linear: its weights' absolute values sum to at most 1.65 from the 21st on.
    assert max(map(abs, settled)) <= 1.65 * 0.005


@given(tempos, st.lists(st.floats(0.0, 4.0), min_size=3, max_size=60))
def test_exact_beats_are_followed_exactly_however_they_are_spaced(tempo, gaps):
    clock, beat = BeatClock(tempo), 0.0
    for gap in gaps:
        beat += gap + 0.04
        clock.observe(beat, beat * 60.0 / tempo)
    assert math.isclose(clock.tempo, tempo, rel_tol=1e-6)
    assert math.isclose(clock.beat_at(100.0), 100.0 * tempo / 60.0, rel_tol=1e-6)


def test_one_late_beat_hardly_moves_it():
    noise, clock = random.Random(1), BeatClock()
    for count in range(400):
        clock.observe(count / 24, count / 48 + noise.uniform(-0.001, 0.001))
    clock.observe(400 / 24, 400 / 48 + 0.05)
    assert abs(clock.time_of(401 / 24) - 401 / 48) < 0.001


def test_a_beat_that_jumps_back_is_where_it_is_from_then_on():
    clock = BeatClock()
    for count in range(8):
        clock.observe(float(count), count * 0.5)
    clock.observe(0.0, 4.0)
    assert clock.beat_at(4.0) == 0.0
    assert clock.tempo == pytest.approx(120.0)
