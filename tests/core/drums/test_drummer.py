"""The drummer beside players, on beats that are given."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.core.beat.felt_beat import Bars
from perf_engine.core.controls import Settings
from perf_engine.core.drums.drummer import EARLY, LATEST, MOST_HEARD, Drummer, swung
from perf_engine.core.drums.kit import KEYS, PEDAL_HAT

DEFAULTS = Settings.defaults()
PERIOD = 0.5


def bars(pull=1.0, period=PERIOD, bar=4, first=0, triple=False, swing=1.0):
    return Bars(0.0, 0.0, period, bar, first, triple, swing, pull)


def played(
    seconds, line=None, until=None, settings=DEFAULTS, seed=1, every=PERIOD, loud=72, drummer=None
):
    """Strikes beside a player who strikes every so many seconds, until a time."""
    drummer, random = drummer or Drummer(), np.random.default_rng(seed)
    line, until, found, at = line or bars(), seconds if until is None else until, [], 0.0
    while True:
        while at < until and at <= drummer.soon:
            drummer.hear(60, loud, at)
            drummer.hear(60, 0, at + 0.05)
            drummer.plan(line, at, settings, random)
            at += every
        if drummer.next > seconds:
            return found
        now = drummer.next
        drummer.ends_until(now)
        if drummer.soon <= now:
            found += drummer.play(line, settings, random)


def places(found, steps=4, period=PERIOD):
    return np.array([hit.onset / period * steps for hit in found])


def test_it_begins_on_the_first_beat_of_a_bar_and_strikes_on_sixteenths():
    found = played(20.0, bars(first=2))
    assert abs(found[0].onset - 2 * PERIOD) <= LATEST
    away = places(found) - np.round(places(found))
    assert np.abs(away).max() <= LATEST / PERIOD * 4 + 1e-9
    assert 4.0 < len(found) / 10.0 < 40.0  # a bar
    assert {hit.key for hit in found} <= {*KEYS, PEDAL_HAT}


def test_it_waits_for_a_beat_that_is_sure_and_goes_on_with_one_that_is_less_sure():
    assert not played(10.0, bars(pull=0.25))
    drummer = Drummer()
    before = played(10.0, bars(), drummer=drummer)
    assert before
    drummer.plan(bars(pull=0.25), 10.0, DEFAULTS, np.random.default_rng(1))
    assert drummer.due < 11.0
    drummer.plan(None, 10.1, DEFAULTS, np.random.default_rng(1))
    assert drummer.due == math.inf


def test_an_unsure_beat_is_played_to_lightly():
    sure, unsure = played(40.0), played(40.0, bars(pull=0.35))
    assert len(unsure) < 0.9 * len(sure)
    assert np.mean([h.velocity for h in unsure]) < 0.8 * np.mean([h.velocity for h in sure])


@pytest.mark.parametrize("bar", [3, 4])
def test_it_is_silent_within_a_bar_of_the_end_of_a_player(bar):
    for until in np.arange(12.0, 14.0, 0.13):
        found = played(30.0, bars(bar=bar), until=until)
        assert found[-1].onset < until + bar * PERIOD
        assert found[-1].onset > until - PERIOD


def test_it_goes_on_while_keys_are_held_for_some_bars():
    drummer, random, line = Drummer(), np.random.default_rng(1), bars()
    played(10.0, drummer=drummer)
    drummer.hear(60, 72, 10.0)  # and is not released
    drummer.plan(line, 10.0, DEFAULTS, random)
    found = []
    while drummer.next < 60.0:
        drummer.ends_until(drummer.next)
        if drummer.soon <= drummer.next:
            found += drummer.play(line, DEFAULTS, random)
    assert 16.0 < found[-1].onset < 20.0


def test_it_plays_again_when_the_player_does():
    drummer = Drummer()
    played(20.0, until=10.0, drummer=drummer)
    assert drummer.due == math.inf
    random = np.random.default_rng(1)
    drummer.hear(60, 72, 21.3)
    drummer.plan(bars(), 21.3, DEFAULTS, random)
    assert drummer.due == pytest.approx(22.0)


def fills(seconds, until, seed=1):
    """The bars in which a fill is played."""
    drummer, random, line, found, at = Drummer(), np.random.default_rng(seed), bars(), set(), 0.0
    while True:
        while at < until and at <= drummer.soon:
            drummer.hear(60, 72, at)
            drummer.hear(60, 0, at + 0.05)
            drummer.plan(line, at, DEFAULTS, random)
            at += PERIOD
        if drummer.next > seconds:
            return found
        now, due = drummer.next, drummer.due
        drummer.ends_until(now)
        if drummer.soon <= now and drummer.play(line, DEFAULTS, random):
            found |= {int(due // (4 * PERIOD))} if drummer._patterns.filling else set()


def test_phrases_of_four_or_eight_bars_end_with_fills():
    found = fills(128.0, 128.0)
    assert 8 <= len(found) <= 16  # of 64 bars
    assert set(np.diff(sorted(found)).tolist()) <= {4, 8}


def test_a_pause_of_the_player_is_filled():
    filled = [5 in fills(16.0, 10.2, seed) for seed in range(10)]
    assert sum(filled) >= 5


def test_a_loud_player_is_accompanied_loudly_and_a_soft_one_softly():
    loud, soft = (np.mean([h.velocity for h in played(40.0, loud=v)]) for v in (110, 40))
    assert loud > 1.2 * soft


def test_a_busy_player_gets_more_strikes():
    assert len(played(60.0, every=0.125)) > len(played(60.0, every=1.0))


def test_triplets_are_played_to_one_who_swings():
    found = played(40.0, bars(swing=2.0))
    away = np.abs(places(found, 3) - np.round(places(found, 3)))
    assert away.max() <= LATEST / PERIOD * 3 + 1e-9
    assert (np.round(places(found, 3)) % 3 == 2).any()


def test_density_scales_the_count_of_strikes():
    few, many = (
        len(played(40.0, settings=DEFAULTS.changed({"density": density}))) for density in (0.4, 2.0)
    )
    assert few < 0.6 * many


def test_when_the_bar_begins_elsewhere_it_does_so_too():
    drummer, random = Drummer(), np.random.default_rng(1)
    played(12.0, drummer=drummer)
    line = bars(first=1)
    found = []
    for beat in range(24, 60):
        drummer.hear(60, 72, beat * PERIOD)
        while drummer.soon < (beat + 1) * PERIOD:
            found += drummer.play(line, DEFAULTS, random)
    assert (drummer._first - 1) % 4 == 0
    apart = np.diff([hit.onset for hit in found])
    assert apart.max() < 4 * PERIOD  # it does not pause for it


def test_when_beats_are_counted_otherwise_it_goes_on_at_once():
    drummer, random = Drummer(), np.random.default_rng(1)
    played(12.0, drummer=drummer)
    other = Bars(12.0, 1000.3, PERIOD, 4, 2, False, 1.0, 1.0)
    drummer.plan(other, 12.0, DEFAULTS, random)
    assert 12.0 <= drummer.due < 12.5


@given(st.floats(0.0, 0.99), st.sampled_from([2, 4]), st.floats(0.5, 0.75))
def test_swing_delays_and_keeps_the_order(share, grid, swing):
    settings = DEFAULTS.changed({"grid": grid, "swing": swing})
    here = swung(share, settings)
    assert share - 1e-9 <= here <= 1.0 + 1e-9
    assert here <= swung(min(share + 0.01, 1.0), settings)


def test_the_second_of_two_steps_is_late_by_the_control_swing():
    settings = DEFAULTS.changed({"grid": 2, "swing": 2 / 3})
    assert swung(0.5, settings) == pytest.approx(2 / 3)
    assert swung(0.0, settings) == 0.0
    assert swung(0.25, DEFAULTS.changed({"grid": 4, "swing": 0.6})) == pytest.approx(0.3)
    assert swung(0.25, DEFAULTS.changed({"grid": 3, "swing": 0.6})) == 0.25


def test_every_strike_is_released_soon_and_in_order():
    drummer, random, line = Drummer(), np.random.default_rng(1), bars()
    drummer.hear(60, 72, 0.0)
    drummer.plan(line, 0.0, DEFAULTS, random)
    struck, ended = [], []
    while drummer.next < 10.0:
        drummer.hear(60, 72, drummer.next)
        ended += drummer.ends_until(drummer.next)
        if drummer.soon <= drummer.next:
            struck += drummer.play(line, DEFAULTS, random)
    ended += drummer.ends_until(math.inf)
    assert len(struck) == len(ended)
    assert sorted(hit.key for hit in struck) == sorted(key for key, _ in ended)
    assert [end for _, end in ended] == sorted(end for _, end in ended)


def test_strikes_are_decided_early_enough_for_those_that_come_before_their_place():
    assert EARLY > LATEST


def test_it_remembers_only_so_many_strikes_of_players():
    drummer = Drummer()
    for n in range(3 * MOST_HEARD):
        drummer.hear(60 + n % 12, 72, 0.1 * n)
    assert len(drummer._heard) == MOST_HEARD


def test_silence_forgets_what_was_to_come():
    drummer = Drummer()
    played(12.0, drummer=drummer)
    drummer.silence()
    assert drummer.next == math.inf
