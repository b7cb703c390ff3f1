"""Half hours of MIDI clock in simulated time, as cables and computers deliver it."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perf_engine.core.ticks import A_BEAT, Ticks

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
