"""Strikes go to the beat, and never into the past."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.core.beat.beats import BeatClock
from perf_engine.core.controls import Settings
from perf_engine.core.playing.prediction import Thought
from perf_engine.core.steering.groove import (
    CORRECTED,
    HARDLY,
    Groove,
    nearest_step,
    quantised,
    step_from,
)
from perf_engine.protocol.midi import PEDAL

tempos = st.floats(40.0, 240.0)
steps = st.integers(1, 12)
swings = st.floats(0.5, 0.75)
beats = st.floats(0.0, 1e4)
STRIKE = Thought(True, 0, 60, 80, 10.07, 0.5)


def running(tempo=120.0, beat=0.0, at=0.0):
    clock = BeatClock()
    clock.adopt(beat, at, tempo)
    return clock


def wanted(**changes):
    return Settings.defaults().changed(changes)


WHOLLY = wanted(quantise=1.0)


def on_the_grid(beat, count, swing):
    pair = beat * count / 2.0
    inside = pair - math.floor(pair)
    return min(inside, abs(inside - swing), 1.0 - inside) * 2.0 / count


@given(beats, steps, swings)
def test_steps_are_on_the_grid_and_none_is_nearer(beat, count, swing):
    near, after = nearest_step(beat, count, swing), step_from(beat, count, swing)
    assert on_the_grid(near, count, swing) < 1e-6
    assert on_the_grid(after, count, swing) < 1e-6
    assert abs(near - beat) <= 0.75 / count + 1e-9
    assert beat <= after <= beat + 1.5 / count + 1e-9
    assert abs(near - beat) <= after - beat


@given(beats, steps)
def test_an_even_grid_is_so_many_steps_a_beat(beat, count):
    step = nearest_step(beat, count, 0.5)
    assert step * count == pytest.approx(round(step * count), abs=1e-6)
    assert abs(step - beat) <= 0.5 / count + 1e-9


@given(st.floats(0.0, 1e3), tempos, steps, swings, st.floats(0.0, 1.0))
def test_wholly_drawn_it_is_on_a_step_and_never_in_the_past(onset, tempo, count, swing, room):
    clock, earliest = running(tempo), onset - room
    moved = quantised(onset, clock, 1.0, count, swing, earliest)
    assert moved >= earliest
    off = on_the_grid(clock.beat_at(moved), count, swing) * clock.period
    assert off <= HARDLY + 1e-6
    assert moved - onset <= 1.5 / count * clock.period + 1e-6


@given(st.floats(0.0, 1e3), tempos, st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_the_stronger_the_nearer(onset, tempo, one, other):
    clock = running(tempo)
    step = clock.time_of(nearest_step(clock.beat_at(onset), 4, 0.5))
    weak, strong = (
        abs(quantised(onset, clock, strength, 4, 0.5, -math.inf) - step)
        for strength in sorted((one, other))
    )
    assert strong <= weak + 1e-9


@given(st.floats(0.0, 1e3), st.floats(0.0, 0.99))
def test_partly_drawn_it_waits_for_no_step(onset, strength):
    assert quantised(onset, running(), strength, 4, 0.5, onset) <= onset + 0.0625 + 1e-9


def test_where_the_clock_stands_or_nobody_asks_nothing_is_moved():
    assert Groove(BeatClock()).plan(STRIKE, 10.0, WHOLLY) is STRIKE
    assert Groove(running()).plan(STRIKE, 10.0, wanted()) is STRIKE
    assert Groove(running()).plan(None, 10.0, WHOLLY) is None


def test_only_strikes_of_its_own_are_moved():
    found = Groove(running())
    assert found.plan(STRIKE, 10.0, WHOLLY) == replace(STRIKE, onset=10.125)
    for other in (
        replace(STRIKE, velocity=0),
        replace(STRIKE, mine=False),
        replace(STRIKE, key=PEDAL),
    ):
        assert found.plan(other, 10.0, WHOLLY) is other


def test_a_chord_stays_together_though_a_key_is_let_go_within_it():
    found = Groove(running())
    let_go = Thought(True, 0, 50, 0, 10.003, 0.5)
    assert found.plan(let_go, 10.0, WHOLLY, held_since=9.0).onset == 10.0
    assert found.plan(let_go, 10.0, WHOLLY, held_since=10.0) is let_go
    assert found.plan(replace(let_go, onset=10.2), 10.0, WHOLLY, held_since=9.0).onset == 10.2
    assert found.plan(replace(let_go, onset=10.06), 10.05, WHOLLY, held_since=9.0).onset == 10.06
    assert found.plan(replace(STRIKE, onset=10.02), 10.0, WHOLLY).onset == 10.0


def test_what_is_in_mind_follows_the_clock_until_it_is_committed():
    clock = running()
    found = Groove(clock)
    thought = found.plan(STRIKE, 10.0, WHOLLY)
    clock.adopt(20.25, 10.13, 120.0)
    assert found.keep_time(thought, 10.01, WHOLLY).onset == 10.13
    clock.adopt(20.25, 10.13, 60.0)
    late = found.keep_time(replace(STRIKE, onset=10.13), 10.01, WHOLLY)
    assert late.onset == 10.13
    clock.stop(10.05)
    assert found.keep_time(late, 10.05, WHOLLY) == STRIKE


@given(st.floats(0.0, 0.5))
def test_a_correction_draws_nothing_into_the_past(shift):
    clock = running()
    found = Groove(clock)
    thought = found.plan(STRIKE, 10.06, WHOLLY)
    clock.adopt(20.0, 10.0 + shift, 120.0)
    moved = found.keep_time(thought, 10.03, WHOLLY).onset
    assert moved >= 10.06 - CORRECTED
