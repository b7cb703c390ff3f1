"""MIDI clock as cables and computers deliver it, half hours in simulated time."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perf_engine.clients.midi.ticks import A_BEAT, Ticks, line_through

SHORTEST, LONGEST = 60.0 / 400.0 / 24.0, 60.0 / 20.0 / 24.0


@given(st.floats(SHORTEST * 1.01, LONGEST * 0.99), st.integers(7, 48), st.floats(-1e4, 1e4))
def test_even_ticks_are_their_own_line(tick, count, begin):
    line = line_through([begin + tick * place for place in range(count)], SHORTEST, LONGEST)
    assert line.tick == pytest.approx(tick, rel=1e-4)
    assert line.last == pytest.approx(begin + tick * (count - 1), abs=1e-3 * tick)
    assert line.lost == 0
    assert line.settled == (count >= 8)


@given(st.integers(8, 20), st.integers(1, 10), st.integers(0, 2**32))
def test_what_was_lost_is_told_by_what_follows_and_by_no_one_tick(first, many, seed):
    noise = random.Random(seed)
    places = [*range(first), *range(first + many, first + many + 12)]
    times = [0.02 * place + noise.uniform(-0.001, 0.001) for place in places]
    assert line_through(times, SHORTEST, LONGEST).lost == many
    young = line_through(times[: first + 1], SHORTEST, LONGEST)
    assert young.lost == 0
    assert not young.settled, "the latest is late, or some were lost before it"


def test_ticks_in_a_bunch_are_late_and_none_was_lost():
    times = [0.02 * place for place in range(8)] + [0.5 + 1e-4 * place for place in range(17)]
    line = line_through(times, SHORTEST, LONGEST)
    assert line.lost == 0
    assert not line.settled
    assert line.last == pytest.approx(0.02 * 24, abs=0.02), "within a tick, until they are on time"


@pytest.mark.parametrize("times", [[], [0.0] * 6, [0.0] * 20, [float(n) for n in range(20)]])
def test_what_is_no_clock_is_no_line(times):
    assert line_through(times, SHORTEST, LONGEST) is None


HALF_AN_HOUR = 1800.0
LOCKED = 3.0  # seconds from the first tick, after which the phase is to hold
JITTER = 0.002  # seconds, to either side


def played(tempos, seconds, seed, lost=0.0, dropouts=()):
    """Phase errors in seconds at every tick, lost ones too, after the clock has locked.

    The tempos last equally long; `dropouts`: (from, until) in seconds without any tick.
    """
    noise, ticks, errors = random.Random(seed), Ticks(), []
    ticks.start()
    now, count = 0.0, 0
    while now < seconds:
        tempo = tempos[int(now / seconds * len(tempos))]
        gone = noise.random() < lost or any(a <= now < b for a, b in dropouts)
        if count == 0 or not gone:
            ticks.tick(now + noise.uniform(-JITTER, JITTER))
        if now > LOCKED:
            errors.append((ticks.clock.beat_at(now) - count / A_BEAT) * 60.0 / tempo)
        count += 1
        now += 60.0 / tempo / A_BEAT
    return sorted(map(abs, errors)), ticks


@pytest.mark.parametrize("tempo", [60.0, 97.0, 120.0, 180.0])
def test_for_half_an_hour_the_phase_holds_within_a_millisecond_at_p99(tempo):
    dropouts = [(minute * 60.0 + 30.0, minute * 60.0 + 30.5 + minute / 8) for minute in range(29)]
    errors, ticks = played([tempo], HALF_AN_HOUR, 1, lost=0.01, dropouts=dropouts)
    assert errors[int(0.99 * len(errors))] < 0.001
    assert errors[-1] < 0.005
    assert ticks.clock.tempo == pytest.approx(tempo, rel=0.001)


def test_changes_of_tempo_are_followed_within_a_beat_or_two_and_no_tick_is_miscounted():
    tempos = [60, 120, 90, 180, 133, 100, 150, 80, 110, 175, 178, 172, 60]
    errors, ticks = played(tempos, HALF_AN_HOUR, 2)
    assert errors[int(0.99 * len(errors))] < 0.001
    assert ticks.clock.tempo == pytest.approx(60.0, rel=0.001)


@settings(max_examples=25)
@given(st.floats(60.0, 180.0), st.integers(0, 2**32), st.floats(0.0, 0.02), st.floats(0.02, 4.0))
def test_whatever_is_lost_it_is_on_the_beat_again(tempo, seed, lost, dropout):
    errors, ticks = played([tempo], 60.0, seed, lost, [(20.0, 20.0 + dropout)])
    assert errors[int(0.99 * len(errors))] < 0.002
    assert ticks.clock.tempo == pytest.approx(tempo, rel=0.005)


@given(st.floats(60.0, 180.0), st.floats(0.05, 0.4))
def test_ticks_that_come_late_in_a_bunch_are_all_counted(tempo, stall):
    ticks, a_tick = Ticks(), 60.0 / tempo / A_BEAT
    ticks.start()
    for count in range(400):
        at = count * a_tick
        if 5.0 <= at < 5.0 + stall:
            at = 5.0 + stall + count * 1e-6
        ticks.tick(at)
    assert ticks.beat == 399 / A_BEAT
    assert abs(ticks.clock.time_of(399 / A_BEAT) - 399 * a_tick) < 0.002


def test_start_stop_continue_and_song_position():
    ticks = Ticks()
    ticks.tick(0.0)
    assert not ticks.clock.running
    ticks.start()
    for count in range(49):
        ticks.tick(1.0 + count / 48)
    assert ticks.beat == 2.0
    assert ticks.clock.beat_at(2.0) == pytest.approx(2.0)
    ticks.stop(2.01)
    ticks.tick(2.02)
    assert ticks.beat == 2.0
    ticks.go_on()
    ticks.tick(3.0)
    assert ticks.clock.beat_at(3.0) == pytest.approx(2.0 + 1 / A_BEAT)
    ticks.stop(3.5)
    ticks.locate(16.0)
    ticks.go_on()
    ticks.tick(4.0)
    assert ticks.beat == 16.0
    assert ticks.clock.beat_at(4.0) == pytest.approx(16.0)
    ticks.start()
    ticks.tick(5.0)
    assert ticks.beat == 0.0


def delivered(tempo, count, jitter=0.0, stalls=(), lost=(), seed=0, apart=0.0005):
    """Ticks as they come: `stalls` are (first, how many), all late until the next one is due.

    The beat by the line and the beat by the count, less the true beat of the last tick.
    """
    noise, ticks, a_tick, before = random.Random(seed), Ticks(), 60.0 / tempo / A_BEAT, -1.0
    ticks.start()
    for place in range(count):
        at = place * a_tick + noise.uniform(-jitter, jitter)
        for first, many in stalls:
            if first <= place < first + many:
                at = (first + many) * a_tick - 0.001 + (place - first) * apart
        before = max(at, before + 1e-5)
        if place not in lost:
            ticks.tick(before)
    beat = (count - 1) / A_BEAT
    return ticks.clock.beat_at(beat * 60.0 / tempo) - beat, ticks.beat - beat


def test_after_any_stall_near_the_start_the_beat_is_exact_again():
    for first in range(1, 14):
        for many in range(1, 14):
            line, counted = delivered(120.0, 24 * 8, 0.001, [(first, many)], seed=first)
            assert counted == 0.0, (first, many)
            assert abs(line) < 0.005, (first, many)


@pytest.mark.parametrize("tempo", [60.0, 90.0, 120.0, 160.0, 200.0, 220.0, 240.0, 300.0])
def test_with_ten_milliseconds_of_jitter_no_tick_is_miscounted(tempo):
    for seed in range(50):
        line, counted = delivered(tempo, 24 * 16, 0.010, seed=seed)
        assert counted == 0.0, seed
        assert abs(line) < 0.02, seed


@pytest.mark.parametrize("tempo", [60.0, 100.0, 140.0, 180.0])
def test_with_ten_milliseconds_of_jitter_a_stall_leaves_the_beat_exact(tempo):
    for seed in range(26):
        stall = (1 + seed % 13, 1 + seed * 5 % 13) if seed % 2 else (40 + seed, 9)
        line, counted = delivered(tempo, 24 * 16, 0.010, [stall], seed=seed)
        assert counted == 0.0, seed
        assert abs(line) < 0.02, seed


@settings(max_examples=150, deadline=None)
@given(
    st.floats(60.0, 200.0),
    st.integers(0, 2**32),
    st.floats(0.0, 0.003),
    st.lists(
        st.tuples(st.integers(0, 15), st.integers(1, 20)),
        max_size=4,
        unique_by=lambda stall: stall[0],
    ),
    st.sampled_from([0.0, 0.0002, 0.001, 0.002]),
)
def test_where_no_tick_was_lost_the_beat_is_exact_after_whatever_stalls(
    tempo, seed, jitter, places, apart
):
    stalls = [(1 + 25 * place, many) for place, many in places]
    line, counted = delivered(tempo, 24 * 24, jitter, stalls, seed=seed, apart=apart)
    assert counted == 0.0
    assert abs(line) < 0.02


@settings(max_examples=100, deadline=None)
@given(st.floats(60.0, 200.0), st.integers(0, 2**32), st.integers(1, 300), st.integers(1, 30))
def test_ticks_that_were_lost_are_told_by_their_time_also_near_the_start(tempo, seed, first, many):
    lost = set(range(first, first + many))
    line, counted = delivered(tempo, 24 * 24, 0.001, lost=lost, seed=seed)
    assert abs(counted) < 1e-9
    assert abs(line) < 0.02


def test_late_ticks_that_come_a_little_faster_than_they_were_sent_are_no_other_tempo():
    for first in range(8, 120, 7):
        for many in range(1, 20, 3):
            line, counted = delivered(120.0, 24 * 24, 0.001, [(first, many)], apart=0.008)
            assert counted == 0.0, (first, many)
            assert abs(line) < 0.02, (first, many)


@given(st.integers(0, 16_383), st.integers(1, 13), st.integers(1, 13))
def test_a_stall_after_continue_leaves_the_song_position_exact(sixteenth, first, many):
    ticks = Ticks()
    ticks.locate(sixteenth / 4)
    ticks.go_on()
    a_tick = 0.5 / A_BEAT
    for place in range(120):
        late = first <= place < first + many
        ticks.tick(((first + many) * a_tick - 0.001 + place * 1e-5) if late else place * a_tick)
    assert ticks.beat == pytest.approx(sixteenth / 4 + 119 / A_BEAT, abs=1e-9)
    assert abs(ticks.clock.beat_at(119 * a_tick) - ticks.beat) < 0.01
    ticks.stop(3.0)
    ticks.go_on()
    for place in range(120):
        ticks.tick(4.0 + place * 0.4 / A_BEAT)
    assert ticks.beat == pytest.approx(sixteenth / 4 + 239 / A_BEAT, abs=1e-9)
    assert abs(ticks.clock.beat_at(4.0 + 119 * 0.4 / A_BEAT) - ticks.beat) < 0.01
