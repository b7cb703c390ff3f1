"""The performer plays to the beat of a player, and the same whenever it had time to listen."""

from __future__ import annotations

from contextlib import nullcontext, suppress

import numpy as np
import pytest

from perf_engine.core.beat.transport import Listen, Run, SetTempo
from perf_engine.core.controls import Settings
from perf_engine.core.messages import NoteOff, NoteOn, Reset, Start
from perf_engine.core.playing.ensemble import VoicePlan
from perf_engine.core.playing.performer import Performer
from perf_engine.engine.helpers.model_files import load_model
from perf_engine.protocol.notes import Strike

PERIOD = 0.5
MELODY = (60, 62, 64, 65, 67, 65, 64, 62)


@pytest.fixture(scope="module")
def weights():
    return load_model("general")[0]


def player(seconds, period=PERIOD):
    """A melody of eighths: what is done, and when."""
    found = []
    for step in range(int(2 * seconds / period)):
        at, pitch = 0.5 * step * period, MELODY[step % len(MELODY)]
        loud = 90 if step % 2 == 0 else 66
        found.append((at, NoteOn(0, pitch, loud, "a")))
        found.append((at + 0.4 * period, NoteOff(0, pitch, "a")))
    return sorted(found, key=lambda one: one[0])


def play(performer, plan, seconds, pauses=True, asks=False):
    """Strikes of the machine, played to a plan; with `pauses` it prepares whenever it may.

    If somebody `asks`, the beat and the chord are told at each message, and refusals are ignored.
    """
    waiting, strikes, now = list(plan), [], 0.0
    performer.command(Start(), 0.0)
    while True:
        due = min(performer.due(), waiting[0][0] if waiting else np.inf)
        now = max(now, due)
        if now >= seconds:
            return strikes
        while waiting and waiting[0][0] <= now:
            at, message = waiting.pop(0)
            if isinstance(message, NoteOn | NoteOff):
                performer.hear(message, at)
            else:
                with suppress(ValueError) if asks else nullcontext():
                    performer.command(message, at)
            if asks:
                performer.pulse(at)
                performer.harmony(at)
            while pauses and performer.rest():
                pass
        strikes += [said for said in performer.advance(now) if isinstance(said, Strike)]
        while pauses and performer.rest():
            pass


def near(strikes, since=8.0, period=PERIOD):
    """The share of strikes within 30 ms of an eighth, from some second on."""
    places = [strike.due / period * 2.0 for strike in strikes if strike.due > since]
    return np.mean([abs(place - round(place)) * period / 2.0 < 0.03 for place in places])


@pytest.mark.parametrize("mode", ["duet", "accompany"])
def test_beside_a_steady_player_strikes_fall_on_the_beat(weights, mode):
    period = 0.56  # which divides none of the machine's own times
    plan = player(40.0, period)
    shares = []
    for together in (0.0, 1.0):
        settings = Settings.defaults().changed({"together": together})
        performer = Performer(weights, mode=mode, seed=2, settings=settings)
        shares.append(near(play(performer, plan, 40.0), period=period))
    assert shares[1] > max(0.8, shares[0] + 0.05)


def test_when_the_player_stops_the_machine_keeps_the_tempo(weights):
    settings = Settings.defaults().changed({"rest_after": 0.0})
    performer = Performer(weights, mode="duet", seed=3, settings=settings)
    strikes = play(performer, player(20.0), 60.0)
    assert sum(strike.due > 25.0 for strike in strikes) > 20
    assert near(strikes, 25.0) > 0.7
    assert performer.pulse(60.0).tempo == pytest.approx(120.0, rel=0.02)


@pytest.mark.parametrize("seed", range(3))
def test_whenever_it_had_time_to_listen_it_plays_the_same(weights, seed):
    plan = [
        *player(6.0),
        (6.01, SetTempo(97.0)),
        (6.02, Run(True)),
        (9.0, Listen(False)),
        (9.5, Run(False)),
        (10.0, Listen(True)),
        (13.0, Reset()),
        *((at + 6.05, message) for at, message in player(12.0)),
    ]
    plan.sort(key=lambda one: one[0])
    with_pauses, without = (
        play(Performer(weights, mode="accompany", seed=seed), plan, 18.0, pauses)
        for pauses in (True, False)
    )
    assert with_pauses == without
    assert with_pauses


def test_with_a_clock_that_runs_strikes_fall_on_its_beat(weights):
    performer = Performer(weights, mode="solo", seed=4)
    strikes = play(performer, [(0.0, SetTempo(100.0)), (0.0, Run(True))], 30.0)
    assert near(strikes, 1.0, 0.6) > 0.7


def test_the_last_key_of_an_accompaniment_is_held_until_the_next_strike(weights):
    settings = Settings.defaults()
    performer = Performer(weights, mode="accompany", seed=5, settings=settings)
    plan, silent, now = player(30.0), 0, 0.0
    waiting = list(plan)
    performer.command(Start(), 0.0)
    while now < 30.0:
        now += 0.05
        while waiting and waiting[0][0] <= now:
            performer.hear(waiting[0][1], waiting.pop(0)[0])
        while performer.due() <= now:
            performer.advance(now)
        silent += now > 8.0 and not performer.sounding()
    assert silent * 0.05 < 1.5  # seconds of 22


def held_at_last(seconds):
    """A melody of which the last key stays held."""
    return player(seconds, 0.5)[:-1]


@pytest.mark.parametrize("mode", ["duet", "accompany", "takeover", "call_response"])
@pytest.mark.parametrize("voices", [1, 2])
@pytest.mark.parametrize("pace", [0.0, 0.05])
def test_what_is_heard_in_pauses_or_asked_for_changes_no_note(weights, mode, voices, pace):
    def played(pauses, asks):
        plans = [VoicePlan(mode, 1), VoicePlan("solo", 1)][:voices]
        performer = Performer(weights, seed=5, voices=plans)
        performer.pace(pace, 0.0)
        plan = list(held_at_last(12.0))
        if asks:
            refused = [(0.7 * n, SetTempo(9999.0)) for n in range(1, 27)]
            plan = sorted((*plan, *refused), key=lambda one: one[0])
        return play(performer, plan, 20.0, pauses, asks)

    plain = played(False, False)
    assert plain
    assert played(True, False) == plain
    assert played(False, True) == plain
