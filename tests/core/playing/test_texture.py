"""What is struck in each texture, and in the chords that are given, beside a steady player."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest

from perf_engine.core.beat.transport import Run, SetTempo
from perf_engine.core.controls import Settings
from perf_engine.core.harmony.chart import read_chart
from perf_engine.core.harmony.guide import GiveChart, GiveChord
from perf_engine.core.messages import NoteOff, NoteOn, Panic, Start
from perf_engine.core.playing.performer import Performer
from perf_engine.core.steering.texture import TEXTURES
from perf_engine.engine.helpers.model_files import load_model
from perf_engine.protocol.notes import Release, Strike
from tests.core.playing.test_in_time import near, play, player

SECONDS = 30.0


@pytest.fixture(scope="module")
def weights():
    return load_model("general")[0]


def concert(weights, texture="auto", mode="accompany", before=(), plan=None, **controls):
    """What a machine says beside a player, and what it strikes."""
    settings = Settings.defaults().changed({"texture": texture, **controls})
    performer = Performer(weights, mode=mode, seed=6, settings=settings)
    plan = player(SECONDS) if plan is None else plan
    return play(performer, [*((0.0, one) for one in before), *plan], SECONDS)


def said_by(performer, plan, seconds):
    """All that a performer says to a plan, one message after another."""
    waiting, now = list(plan), 0.0
    performer.command(Start(), 0.0)
    while now < seconds:
        now = max(now, min(performer.due(), waiting[0][0] if waiting else seconds))
        while waiting and waiting[0][0] <= now:
            at, message = waiting.pop(0)
            performer.hear(message, at)
        yield from performer.advance(now)


def chords(strikes):
    """The pitches that are struck together, by time."""
    found = defaultdict(list)
    last = -1.0
    for strike in strikes:
        if strike.due - last > 0.03:
            last = strike.due
        found[last].append(strike.pitch)
    return found


def sizes(strikes):
    return [len(pitches) for due, pitches in chords(strikes).items() if due > 4.0]


def test_block_chords_fall_together_on_the_beat_with_no_pitch_class_twice(weights):
    strikes = concert(weights, "block")
    assert np.mean([size >= 3 for size in sizes(strikes)]) > 0.8
    assert near(strikes) > 0.7
    different = [len({pitch % 12 for pitch in p}) >= 3 for p in chords(strikes).values()]
    assert np.mean(different) > 0.7


def test_an_accompaniment_plays_block_chords_by_itself_and_a_duet_does_not(weights):
    assert np.mean(sizes(concert(weights))) > 2.5
    assert np.mean(sizes(concert(weights, mode="duet"))) < 2.0


@pytest.mark.parametrize("texture", ["broken", "walking"])
def test_who_breaks_chords_or_walks_strikes_one_key_at_a_time_at_least_each_beat(weights, texture):
    strikes = concert(weights, texture)
    assert max(sizes(strikes)) == 1
    apart = np.diff([strike.due for strike in strikes if strike.due > 8.0])
    assert np.quantile(apart, 0.95) < 1.1
    assert near(strikes) > 0.8


def test_a_walking_bass_is_low_and_on_beats(weights):
    strikes = [strike for strike in concert(weights, "walking") if strike.due > 8.0]
    assert max(strike.pitch for strike in strikes) <= 55
    assert near(strikes, period=1.0) > 0.8  # eighths of this are the beats


@pytest.mark.parametrize("mode", ["accompany", "duet", "solo"])
@pytest.mark.parametrize("texture", ["auto", "walking"])
def test_what_is_struck_lies_in_the_chords_that_are_given(weights, mode, texture):
    chart = read_chart("| Dm7 | G7 | Cmaj7 | A7b9 |")
    clock = (SetTempo(120.0), Run(True), GiveChart(chart.text))
    strikes = concert(weights, texture, mode, clock)
    inside = [strike.pitch % 12 in chart.at(strike.due * 2.0 + 0.1).classes for strike in strikes]
    assert len(inside) > 10
    assert np.mean(inside) > 0.85


def test_a_chord_that_is_given_steers_from_the_next_strike_on(weights):
    plan = sorted([*player(SECONDS), (15.0, GiveChord("Ebm"))], key=lambda one: one[0])
    strikes = concert(weights, plan=plan)
    inside = [(strike.pitch % 12 in (3, 6, 10)) for strike in strikes if strike.due > 15.1]
    assert np.mean(inside) > 0.85
    before = [(strike.pitch % 12 in (3, 6, 10)) for strike in strikes if 5.0 < strike.due < 15.0]
    assert np.mean(before) < 0.2


@pytest.mark.parametrize("texture", TEXTURES)
def test_without_harmony_a_chord_is_not_minded(weights, texture):
    free = concert(weights, texture, harmony=0.0)
    given = concert(weights, texture, before=(GiveChord("Ebm"),), harmony=0.0)
    assert free == given


@pytest.mark.parametrize("mode", ["accompany", "duet", "solo", "takeover", "call_response"])
@pytest.mark.parametrize("texture", TEXTURES)
@pytest.mark.parametrize("polyphony", [1, 2, 3])
def test_no_texture_holds_more_keys_than_it_may_or_strikes_one_twice(
    weights, mode, texture, polyphony
):
    settings = Settings.defaults().changed(
        {"texture": texture, "polyphony": polyphony, "instrument": "own", "transpose": -12}
    )
    performer = Performer(weights, mode=mode, seed=3, settings=settings)
    last, held = {}, set()
    for said in said_by(performer, player(10.0), 14.0):
        if isinstance(said, Strike):
            assert said.pitch not in held
            assert said.due - last.get(said.pitch, -1.0) > 0.02
            last[said.pitch] = said.due
            held.add(said.pitch)
        elif isinstance(said, Release):
            held.discard(said.pitch)
        assert len(held) <= polyphony
    assert last or mode in ("takeover", "call_response")


def test_a_panic_ends_what_players_hold_for_the_chord_too(weights):
    performer = Performer(weights, mode="listen", seed=1)
    for pitch in (48, 61, 65, 68):
        performer.hear(NoteOn(0, pitch, 80, "a"), 1.0)
    performer.command(Panic(), 2.0)
    for pitch in (48, 61, 65, 68):
        performer.hear(NoteOff(0, pitch, "a"), 2.5)
    for beat in range(8):
        for pitch in (48, 64, 67, 72):
            performer.hear(NoteOn(0, pitch, 80, "a"), 3.0 + beat)
            performer.hear(NoteOff(0, pitch, "a"), 3.8 + beat)
    assert performer.harmony(11.0).chord == "C"


def test_a_walking_bass_is_as_low_when_it_is_transposed(weights):
    pitches = [strike.pitch for strike in concert(weights, "walking", transpose=12)]
    assert max(pitches) <= 55


def test_a_chord_is_not_held_for_long_after_the_player_has_gone(weights):
    settings = Settings.defaults().changed({"texture": "block"})
    performer = Performer(weights, mode="accompany", seed=2, settings=settings)
    since, longest = {}, 0.0
    for said in said_by(performer, player(8.0), 60.0):
        if isinstance(said, Strike):
            since[said.pitch] = said.due
        elif isinstance(said, Release) and said.pitch in since:
            longest = max(longest, said.due - max(8.0, since.pop(said.pitch)))
    assert since == {}
    assert 0.0 < longest < 4.5


def test_the_chord_of_the_player_is_heard_and_played(weights):
    strikes = concert(weights, "block")
    white = [strike.pitch % 12 in (0, 2, 4, 5, 7, 9, 11) for strike in strikes if strike.due > 5.0]
    assert np.mean(white) > 0.9  # the melody is in C major


def test_a_chord_is_released_before_the_next_is_struck(weights):
    settings = Settings.defaults().changed({"texture": "block"})
    performer = Performer(weights, mode="accompany", seed=1, settings=settings)
    held, most = set(), 0
    for said in said_by(performer, player(SECONDS), SECONDS):
        if isinstance(said, Strike):
            assert said.pitch not in held
            held.add(said.pitch)
        elif isinstance(said, Release):
            held.discard(said.pitch)
        most = max(most, len(held))
    assert 3 <= most <= 8
