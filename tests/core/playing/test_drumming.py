"""A voice in the mode drums, beside players and other voices."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perf_engine.core.beat.transport import Run, SetTempo
from perf_engine.core.controls import Settings
from perf_engine.core.drums.kit import KEYS, PEDAL_HAT
from perf_engine.core.harmony.guide import GiveChord
from perf_engine.core.messages import (
    Flush,
    NoteOff,
    NoteOn,
    Panic,
    Reset,
    Seed,
    SetControls,
    SetMode,
    Start,
    Stop,
)
from perf_engine.core.playing.ensemble import VoicePlan
from perf_engine.core.playing.performer import Performer
from perf_engine.engine.helpers.model_files import load_model
from perf_engine.engine.session.snapshot import modes_of, restored, snapshot_of
from perf_engine.protocol.notes import Release, Strike

from .performances import play, unreleased

PERIOD = 0.5


def player(seconds, since=0.0):
    """Even eighths, with accents on beats."""
    found = []
    for step in range(int(2 * seconds / PERIOD)):
        at, pitch = since + 0.5 * step * PERIOD, 60 + (0, 2, 4, 5, 7)[step % 5]
        loud = 96 if step % 8 == 0 else 84 if step % 2 == 0 else 60
        found.append((at, NoteOn(0, pitch, loud, "a")))
        found.append((at + 0.2, NoteOff(0, pitch, "a")))
    return found


def drummer(weights, seed=1, **controls):
    return Performer(
        weights, mode="drums", seed=seed, settings=Settings.defaults().changed(controls)
    )


def strikes(said, voice=0):
    return [m for m in said if isinstance(m, Strike) and m.voice == voice]


@pytest.mark.parametrize("step", [None, 0.003, 0.1])
def test_it_drums_in_time_and_stops_with_the_player(weights, step):
    said = play(drummer(weights), player(16.0), 24.0, step)
    found = strikes(said)
    assert len(found) > 60
    assert {m.pitch for m in found} <= {*KEYS, PEDAL_HAT}
    late = [m.due / PERIOD * 4 for m in found if m.due > 6.0]
    assert np.mean([abs(x - round(x)) * PERIOD / 4 < 0.025 for x in late]) > 0.9
    assert found[-1].due < 16.0 + 4 * PERIOD
    assert unreleased(said) == ([], 0)
    if step is not None:
        assert found == strikes(play(drummer(weights), player(16.0), 24.0))


def test_the_same_seed_drums_the_same_and_another_otherwise(weights):
    one, again, other = (
        strikes(play(drummer(weights, seed), player(12.0), 16.0)) for seed in (1, 1, 2)
    )
    assert one == again != other
    seeded = [(0.0, Seed(2)), *player(12.0)]
    assert strikes(play(drummer(weights, 1), seeded, 16.0)) == other


def test_nobody_is_drummed_for_alone_nor_without_a_beat(weights):
    assert not strikes(play(drummer(weights), [(0.0, Start())], 10.0))
    random, at, free = np.random.default_rng(3), 0.0, []
    for _ in range(60):
        at += float(np.exp(random.normal(np.log(0.4), 0.6)))
        free.append((at, NoteOn(0, 60 + int(random.integers(12)), 70, "a", 0.1)))
    assert not strikes(play(drummer(weights), free, at + 1.0))


def test_at_together_0_it_does_not_drum(weights):
    assert not strikes(play(drummer(weights, together=0.0), player(12.0), 14.0))


def test_velocity_controls_act_on_it(weights):
    loud = [m.velocity for m in strikes(play(drummer(weights), player(14.0), 16.0))]
    soft = drummer(weights, velocity_scale=0.5, velocity_high=60)
    softly = [m.velocity for m in strikes(play(soft, player(14.0), 16.0))]
    assert len(loud) == len(softly)
    assert np.mean(softly) < 0.6 * np.mean(loud)
    assert max(softly) <= 60


@pytest.mark.parametrize("command", [Stop(), Panic(), SetControls((("mute", 1),)), Reset()])
def test_it_can_be_silenced_at_once(weights, command):
    performer = drummer(weights)
    said = play(performer, [*player(12.0), (12.05, command)], 12.05)
    flushed = max(i for i, m in enumerate(said) if isinstance(m, Flush))
    assert strikes(said[:flushed])
    assert not strikes(said[flushed:])
    assert performer.sounding() == []
    assert not strikes(play(performer, [], 14.0))


def test_after_a_panic_it_drums_again_with_the_player(weights):
    performer = drummer(weights)
    messages = [*player(12.0), (12.05, Panic()), *player(8.0, 12.5)]
    assert strikes(play(performer, messages, 20.0))[-1].due > 19.0


def test_to_a_clock_it_drums_from_the_first_bar_that_begins(weights):
    clock = [(0.0, SetTempo(150.0)), (0.0, Run(True)), (0.4, NoteOn(0, 60, 80, "a"))]
    found = strikes(play(drummer(weights), clock, 4.0))
    assert found[0].due == pytest.approx(4 * 0.4, abs=0.03)


def test_its_strikes_are_heard_by_no_network_and_not_as_a_beat_or_a_chord(weights):
    plans = [VoicePlan("listen"), VoicePlan("drums", 1)]
    beside = Performer(weights, voices=plans)
    alone = Performer(weights, mode="listen")
    assert strikes(play(beside, player(12.0), 13.0), 1)
    play(alone, player(12.0), 13.0)
    assert beside.remembered(0) == alone.remembered(0)
    assert beside.pulse(13.0) == alone.pulse(13.0)
    assert beside.harmony(13.0) == alone.harmony(13.0)


def test_a_machine_that_plays_on_alone_is_no_player_to_it(weights):
    plans = [VoicePlan("duet", 1), VoicePlan("drums", 1)]
    said = play(Performer(weights, voices=plans), player(12.0), 18.0)
    assert strikes(said, 1)[-1].due < 12.0 + 4 * PERIOD
    assert unreleased(said)[0] == [] or all(voice == 0 for voice, _ in unreleased(said)[0])


def test_players_keys_are_no_drums(weights):
    """A player who holds the key of the kick does not silence it."""
    held = [(0.0, NoteOn(1, 36, 80, "b")), *player(14.0)]
    assert any(m.pitch == 36 for m in strikes(play(drummer(weights), held, 15.0)))


def test_a_change_to_another_mode_ends_it_and_back_it_begins_again(weights):
    performer = drummer(weights)
    messages = [*player(10.0), (10.01, SetMode("listen")), *player(8.0, 10.1)]
    messages += [(18.01, SetMode("drums")), *player(8.0, 18.1)]
    due = [m.due for m in strikes(play(performer, messages, 26.0))]
    assert not [at for at in due if 10.1 < at < 18.0]
    assert [at for at in due if at > 19.0]


def test_a_snapshot_goes_on_with_the_same_strikes(weights):
    performer, messages = drummer(weights), player(16.0)
    before = [m for m in messages if m[0] < 10.0]
    play(performer, before, 10.0)
    other = restored(snapshot_of(performer), weights)
    later = [m for m in messages if m[0] >= 10.0]
    assert play(performer, later, 18.0) == play(other, later, 18.0)


def test_a_snapshot_tells_who_drums(weights):
    plans = [VoicePlan("duet"), VoicePlan("drums", 1)]
    assert modes_of(snapshot_of(Performer(weights, voices=plans))) == ["duet", "drums"]
    assert modes_of({"values": []}) == []


def test_what_is_late_under_overload_is_not_made_up_for(weights):
    performer = drummer(weights)
    play(performer, player(12.0), 12.0)
    assert performer.due() < 12.3
    assert performer.late(12.6)
    performer.drop(12.6)
    assert not performer.late(12.6)
    assert all(m.due >= 12.6 for m in strikes(play(performer, [], 14.0)))


# a player who drums


def kit(seconds):
    """A player of drums: kick, snare and hi-hat."""
    found = []
    for step in range(int(2 * seconds / PERIOD)):
        at = 0.5 * step * PERIOD
        found.append((at, NoteOn(0, 42, 60, "a", 0.1)))
        if step % 4 == 2:
            found.append((at, NoteOn(0, 38, 100, "a", 0.1)))
        elif step % 4 == 0:
            found.append((at, NoteOn(0, 36, 100, "a", 0.1)))
    return found


def test_who_drums_is_accompanied_in_time_and_in_the_chords_that_are_given():
    weights, _ = load_model("general")
    performer = Performer(
        weights, mode="accompany", settings=Settings.defaults().changed({"drum_players": "0"})
    )
    said = play(performer, [(0.0, GiveChord("F")), *kit(20.0)], 20.0)
    found = [m for m in strikes(said) if m.due > 8.0]
    assert len(found) > 10
    assert np.mean([m.pitch % 12 in (5, 9, 0) for m in found]) > 0.85
    eighth = [np.cos(4.0 * np.pi * m.due / PERIOD) for m in found]
    assert np.mean(eighth) > 0.8


def test_no_network_hears_who_drums_but_the_machine_wakes(weights):
    performer = Performer(
        weights, mode="duet", settings=Settings.defaults().changed({"drum_players": "0"})
    )
    said = play(performer, kit(12.0), 12.0)
    assert strikes(said)
    assert all(event.own for event in performer.remembered())


def test_other_players_are_heard_as_before(weights):
    performer = Performer(
        weights, mode="listen", settings=Settings.defaults().changed({"drum_players": "1"})
    )
    play(performer, player(2.0), 3.0)
    assert len([e for e in performer.remembered() if e.velocity]) == 8


def test_a_key_that_was_struck_as_a_pitch_is_released_as_one(weights):
    performer = Performer(weights, mode="listen")
    drums = SetControls((("drum_players", "0"),))
    play(performer, [(0.0, NoteOn(0, 60, 80, "a")), (0.5, drums), (1.0, NoteOff(0, 60, "a"))], 2.0)
    assert performer.remembered()[-1].velocity == 0
    assert performer.held() == []


@given(
    st.lists(
        st.tuples(
            st.floats(0.0, 20.0),
            st.sampled_from(
                [
                    Stop(),
                    Start(),
                    Panic(),
                    Reset(),
                    SetMode("drums"),
                    SetMode("duet"),
                    Run(True),
                    Run(False),
                    SetTempo(93.0),
                    SetControls((("density", 2.0),)),
                    SetControls((("lead", 120.0),)),
                ]
            ),
        ),
        max_size=8,
    )
)
@settings(max_examples=20, deadline=None)
def test_whatever_comes_no_note_is_left_sounding(weights, commands):
    performer = drummer(weights)
    messages = sorted([*player(20.0), *commands], key=lambda one: one[0])
    said = play(performer, [*messages, (21.0, Stop())], 22.0)
    assert performer.sounding() == []
    sounding = {}
    for message in said:
        if isinstance(message, Strike | Release):
            sounding[message.pitch] = isinstance(message, Strike)
    assert not any(sounding.values())


PADS = st.tuples(st.floats(0.0, 20.0), st.integers(30, 64), st.floats(0.01, 2.0))


@given(st.lists(PADS, max_size=30))
@settings(max_examples=15, deadline=None)
def test_pads_that_are_held_leave_no_note_of_the_machine_sounding(weights, pads):
    wanted = Settings.defaults().changed({"drum_players": 1, "rest_after": 0.0})
    performer = Performer(weights, mode="duet", seed=4, settings=wanted)
    messages = []
    for at, key, held in pads:
        messages += [(at, NoteOn(0, key, 90, "a")), (at + held, NoteOff(0, key, "a"))]
    messages.append((0.5, NoteOn(1, 60, 80, "b")))
    messages.append((22.0, NoteOff(1, 60, "b")))
    messages.sort(key=lambda one: one[0])
    sounding = set()
    for message in play(performer, messages, 40.0):
        if isinstance(message, Strike):
            sounding.add(message.pitch)
        elif isinstance(message, Release):
            sounding.discard(message.pitch)
    held = {pitch for _, pitch in performer.sounding()}
    down = {c % 129 for voice in performer._voices for c in voice.speaker.hands.held}
    assert sounding <= held | down
    assert held <= down
