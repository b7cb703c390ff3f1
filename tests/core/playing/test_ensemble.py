"""Several voices: who hears whom, none alike, none left hanging, all the same again."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from perf_engine.core.controls import Settings
from perf_engine.core.messages import (
    NoteOff,
    NoteOn,
    Panic,
    Prime,
    PrimeNote,
    Recall,
    Reset,
    Seed,
    SetControls,
    SetMode,
    Start,
    Stop,
)
from perf_engine.core.model.gru import Weights
from perf_engine.core.playing.ensemble import MOST_VOICES, VoicePlan
from perf_engine.core.playing.hands import Outcome
from perf_engine.core.playing.performer import Performer
from perf_engine.core.playing.prediction import Thought
from perf_engine.core.playing.voice import Voice
from perf_engine.core.turns.modes import MODES
from perf_engine.protocol.midi import PEDAL
from perf_engine.protocol.notes import ControlChange, Flush, Release, Strike


def ensemble(weights: Weights, *plans: VoicePlan) -> Performer:
    performer = Performer(weights, voices=plans)
    performer.command(Start(), 0.0)
    return performer


def strike(performer: Performer, voice: Voice, key: int, velocity: int, at: float) -> None:
    """A voice strikes a key by itself, and the others hear it."""
    done = Outcome()
    voice.speaker.strike(0, key, velocity, at, voice.settings, done)
    performer._ensemble.deliver(voice, done)


def controls(**values: float | str) -> Settings:
    return Settings.defaults().changed(values)


def go(performer: Performer, until: float) -> list[object]:
    said: list[object] = []
    while performer.due() <= until:
        said += performer.advance(max(performer.due(), performer._now))
    return said


def strikes(said: list[object], voice: int | None = None) -> list[Strike]:
    return [s for s in said if isinstance(s, Strike) and voice in (None, s.voice)]


def hanging(said: list[object]) -> set[tuple[int, int]]:
    """What was struck and not released in the end, by the due times."""
    events = sorted((s for s in said if isinstance(s, Strike | Release)), key=lambda s: s.due)
    sounding: set[tuple[int, int]] = set()
    for one in events:
        (sounding.add if isinstance(one, Strike) else sounding.discard)((one.voice, one.pitch))
    return sounding


def concert(performer: Performer, seconds: float = 20.0) -> list[object]:
    said: list[object] = []
    for i in range(int(seconds / 0.5)):
        performer.hear(NoteOn(i % 3, 55 + i % 12, 80), 0.5 * i)
        said += go(performer, 0.5 * i + 0.3)
        performer.hear(NoteOff(i % 3, 55 + i % 12), 0.5 * i + 0.3)
        said += go(performer, 0.5 * i + 0.5)
    return said


def test_voices_are_one_to_sixteen(weights: Weights) -> None:
    with pytest.raises(ValueError, match=r"voices must be 1\.\.16, not 17"):
        ensemble(weights, *[VoicePlan()] * (MOST_VOICES + 1))
    with pytest.raises(ValueError, match="kazoo"):
        ensemble(weights, VoicePlan(part="kazoo"))
    with pytest.raises(ValueError, match="mode must be"):
        ensemble(weights, VoicePlan(mode="dance"))
    assert ensemble(weights, *[VoicePlan()] * MOST_VOICES).voices == MOST_VOICES


def test_one_voice_by_a_plan_is_the_voice_there_always_was(weights: Weights) -> None:
    plan = VoicePlan("duet", 5, controls(share=0.8))
    alone = Performer(weights, seed=5, settings=controls(share=0.8))
    alone.command(Start(), 0.0)
    assert concert(ensemble(weights, plan)) == concert(alone)


def test_voices_with_one_seed_do_not_play_the_same(weights: Weights) -> None:
    said = concert(ensemble(weights, *[VoicePlan("solo", 3)] * 3), 60.0)
    lines = [[(s.pitch, s.due) for s in strikes(said, voice)] for voice in range(3)]
    assert all(len(line) > 1 for line in lines)
    assert not set(lines[0]) & set(lines[1])
    assert not set(lines[1]) & set(lines[2])


def test_the_same_messages_give_the_same_music(weights: Weights) -> None:
    plans = [VoicePlan(mode, 3) for mode in ("duet", "solo", "takeover", "accompany")] * 3
    assert concert(ensemble(weights, *plans)) == concert(ensemble(weights, *plans))


def test_voices_that_hear_the_same_are_in_one_state(weights: Weights) -> None:
    performer = ensemble(weights, *[VoicePlan()] * 4)
    concert(performer, 10.0)
    streams = [voice.improviser.stream for voice in performer._voices]
    assert all((s.hidden == streams[0].hidden).all() for s in streams)
    assert all(s.held.keys() == streams[0].held.keys() for s in streams)


def test_a_voice_hears_the_chosen_players_only(weights: Weights) -> None:
    performer = ensemble(
        weights, VoicePlan("listen", settings=controls(hears_players="1")), VoicePlan("listen")
    )
    chosen, all_of_them = (voice.improviser for voice in performer._voices)
    performer.hear(NoteOn(0, 60, 80), 0.0)
    assert not chosen.held(0, 60)
    assert all_of_them.held(0, 60)
    performer.hear(NoteOn(1, 64, 80), 1.0)
    assert chosen.held(0, 64)
    performer.command(SetControls((("hears_players", "0"),), 0), 2.0)
    performer.hear(NoteOff(1, 64), 3.0)  # what it heard struck, it hears released
    assert not chosen.held(0, 64)
    performer.hear(NoteOff(0, 60), 4.0)
    assert not chosen.stream.held


def test_a_voice_hears_the_chosen_voices_only(weights: Weights) -> None:
    performer = ensemble(
        weights,
        VoicePlan("solo", 1),
        VoicePlan("listen"),
        VoicePlan("listen", settings=controls(hears_voices="none")),
    )
    go(performer, 20.0)
    _, hears, deaf = (voice.improviser.recollection.events() for voice in performer._voices)
    assert len(hears) > 5
    assert not any(event.own for event in hears)
    assert deaf == ()


def test_two_machines_play_a_duet_that_one_note_begins(weights: Weights) -> None:
    performer = ensemble(
        weights,
        VoicePlan("duet", 1, controls(hears_players="0", hears_voices="1", rest_after=0.0)),
        VoicePlan(
            "duet",
            2,
            controls(hears_players="none", hears_voices="0", transpose=12, rest_after=0.0),
        ),
    )
    assert strikes(go(performer, 10.0)) == []
    performer.hear(NoteOn(0, 60, 80, duration=0.5), 10.0)
    said = go(performer, 240.0)
    assert len(strikes(said, 0)) > 2
    assert len(strikes(said, 1)) > 2
    one, other = (voice.improviser for voice in performer._voices)
    assert one.stream.held.keys() == other.stream.held.keys()
    assert {e.own for e in one.recollection.events()} == {True, False}
    assert (one.recollection.events()[-1].own) != (other.recollection.events()[-1].own)


def test_machines_take_turns(weights: Weights) -> None:
    quick = controls(patience=0.5, hears_voices="all")
    performer = ensemble(
        weights, VoicePlan("call_response", 1, quick), VoicePlan("call_response", 2, quick)
    )
    performer.hear(NoteOn(0, 60, 80, duration=0.3), 0.0)
    performer.hear(NoteOn(0, 64, 80, duration=0.3), 0.4)
    said = go(performer, 90.0)
    performer.command(Panic(), 90.0)
    said += go(performer, 95.0)
    assert strikes(said, 0)
    assert strikes(said, 1)
    assert hanging(said) == set()


def test_voices_that_follow_each_other_do_not_run_away(weights: Weights) -> None:
    performer = ensemble(weights, *[VoicePlan("follow")] * 3)
    performer.hear(NoteOn(0, 60, 80), 0.0)
    said = go(performer, 0.1)
    assert [(s.voice, s.pitch) for s in strikes(said)] == [(0, 72), (1, 72), (2, 72)]
    performer.hear(NoteOff(0, 60), 0.2)
    assert hanging(said + go(performer, 5.0)) == set()


def test_a_voice_follows_another_that_plays(weights: Weights) -> None:
    performer = ensemble(weights, VoicePlan("solo", 1), VoicePlan("follow"))
    said = go(performer, 30.0)
    first = [(s.pitch + 12, s.due) for s in strikes(said, 0)]
    second = [(s.pitch, s.due) for s in strikes(said, 1)]
    assert len(second) > 3
    for pitch, due in second:
        assert any(due == at and (pitch - wanted) % 12 == 0 for wanted, at in first)


@pytest.mark.parametrize("count", [2, 5, 16])
def test_a_panic_silences_every_voice_and_none_wakes_another(weights: Weights, count: int) -> None:
    plans = [VoicePlan(MODES[i % len(MODES)], i) for i in range(count)]
    performer = ensemble(weights, *plans)
    said = concert(performer, 15.0)
    performer.command(Panic(), 15.0)
    ended = go(performer, 15.0)
    assert {m.voice for m in ended if isinstance(m, Flush)} == set(range(count))
    assert {m.voice for m in ended if isinstance(m, ControlChange) and m.number == 120} == set(
        range(count)
    )
    assert performer.sounding() == []
    assert not any(voice.awake for voice in performer._voices)
    assert strikes(go(performer, 60.0)) == []
    assert hanging(said + ended) == set()


def test_each_voice_is_stopped_and_started_by_itself(weights: Weights) -> None:
    performer = ensemble(weights, VoicePlan("solo", 1), VoicePlan("solo", 2))
    assert strikes(go(performer, 20.0), 1)
    performer.command(Stop(1), 20.0)
    said = go(performer, 60.0)
    assert not [s for s in strikes(said, 1) if s.due > 20.0]
    assert strikes(said, 0)
    performer.command(Start(1), 60.0)
    assert strikes(go(performer, 100.0), 1)


def test_controls_modes_and_seeds_are_each_voices_own(weights: Weights) -> None:
    performer = ensemble(weights, VoicePlan(), VoicePlan())
    performer.command(SetControls((("temperature", 0.5),), 1), 0.0)
    performer.command(SetMode("solo", 0), 0.0)
    assert (performer.get("temperature", 0), performer.get("temperature", 1)) == (1.0, 0.5)
    assert (performer.mode(0), performer.mode(1)) == ("solo", "duet")
    with pytest.raises(LookupError, match=r"voice must be 0\.\.1, not 2"):
        performer.command(Stop(2), 0.0)
    performer.command(SetMode("listen"), 0.0)
    go(performer, 0.0)
    before = performer._voices[0].improviser.random.bit_generator.state
    performer.command(Seed(9, 1), 0.0)
    assert performer._voices[0].improviser.random.bit_generator.state == before
    performer.command(Seed(9), 0.0)
    numbers = [voice.improviser.random.random() for voice in performer._voices]
    assert numbers[0] != numbers[1]


def test_who_plays_the_same_part_shares_what_is_the_machines(weights: Weights) -> None:
    alone = [VoicePlan("solo", 1)]
    counts = []
    for plans in (alone, alone * 4):
        performer = ensemble(weights, *(replace(p, settings=controls(governor=0)) for p in plans))
        counts.append(len(strikes(go(performer, 120.0))))
    assert counts[1] < 2.5 * counts[0]
    performer.command(SetControls((("mute", 1),), 3), 120.0)
    assert performer._voices[0].company == (0, 0)
    performer.command(SetMode("listen", 2), 120.0)
    assert performer._voices[0].company == (0,)


def test_only_the_first_that_plays_alone_owes_sound(weights: Weights) -> None:
    performer = ensemble(weights, *[VoicePlan("solo", i) for i in range(3)])
    assert [voice.excused for voice in performer._voices] == [False, True, True]
    performer.command(Stop(0), 1.0)
    assert [voice.excused for voice in performer._voices] == [False, False, True]
    performer.command(SetControls((("hears_voices", "none"),), 2), 1.0)
    assert not performer._voices[2].excused


def test_a_release_that_one_expects_is_done_by_who_holds_the_key(weights: Weights) -> None:
    performer = ensemble(weights, VoicePlan("solo", 1), VoicePlan("solo", 2))
    first, second = performer._voices
    go(performer, 0.0)
    strike(performer, second, 60, 80, 0.1)
    expected = Outcome(handed_over=[(1, Thought(False, 0, 60, 0, 0.5, 0.3))])
    performer._ensemble.deliver(first, expected)
    assert (1, 60) not in performer.sounding()
    assert Release(1, 60, 0.5) in performer._ensemble.said
    late = Outcome(handed_over=[(1, Thought(False, 0, 60, 0, 0.6, 0.3))])
    performer._ensemble.deliver(first, late)  # it holds it no more
    assert performer._ensemble.said.count(Release(1, 60, 0.6)) == 0


def test_what_another_voice_holds_is_its_own_to_release(weights: Weights) -> None:
    performer = ensemble(weights, VoicePlan("listen"), VoicePlan("listen"))
    first, second = performer._voices
    performer._ensemble.begin()
    strike(performer, second, 60, 80, 0.0)
    assert first.improviser.held(0, 60)
    performer.hear(NoteOff(0, 60), 0.5)  # nobody's
    performer.hear(NoteOn(0, 60, 80), 1.0)  # the player takes the key
    go(performer, 1.0)
    assert performer.sounding() == []
    assert first.improviser.held(0, 60)
    performer.hear(NoteOff(0, 60), 2.0)
    assert not first.improviser.held(0, 60)


def test_primes_resets_and_recalls_reach_every_voice(weights: Weights) -> None:
    performer = ensemble(weights, *[VoicePlan("listen")] * 3)
    performer.command(Prime([PrimeNote(0.1 * i, 60 + i, 80, 0.1) for i in range(8)]), 0.0)
    go(performer, 5.0)
    state = performer.kept("a", 2)
    performer.command(Reset(), 6.0)
    start = weights.tensors["start"]
    assert all((v.improviser.stream.hidden == start).all() for v in performer._voices)
    performer.command(Recall(state, 1), 7.0)
    hidden = [performer.kept("b", voice).hidden for voice in range(3)]
    assert hidden[1] == state.hidden
    assert hidden[0] == hidden[2] != state.hidden


def test_only_a_reset_that_says_so_forgets_what_novelty_has_counted(weights: Weights) -> None:
    new = Settings.defaults().changed({"novelty": 1.0, "density": 2.0, "longest_note": 20.0})
    performer = ensemble(weights, VoicePlan("solo", settings=new), VoicePlan("solo", 2, new))
    performer.command(Start(), 0.0)
    go(performer, 20.0)
    minds = [voice.improviser for voice in performer._voices]
    before = [(mind.phrases._sum, mind.harmonies._sum) for mind in minds]
    assert all(phrases and harmonies for phrases, harmonies in before)
    performer.command(Reset(0, counts=False), 21.0)
    performer.forget(21.0)  # as the engine does when the hidden state is broken
    assert [(mind.phrases._sum, mind.harmonies._sum) for mind in minds] == before
    assert [mind.phrases.against(1.0) for mind in minds] == [None, None]
    assert [mind.harmonies.against(1.0, (60, 64)) for mind in minds] == [None, None]
    performer.command(Reset(0), 21.0)
    assert [(mind.phrases._sum, mind.harmonies._sum) for mind in minds] == [(0, 0), before[1]]


def test_only_novelty_costs_the_counting_of_what_is_played(weights: Weights) -> None:
    performer = ensemble(weights, VoicePlan("solo"))
    performer.command(Start(), 0.0)
    go(performer, 10.0)
    mind = performer._voices[0].improviser
    assert (mind.phrases._sum, mind.harmonies._sum) == (0, 0)
    assert (mind.harmonies._progression._before, mind.harmonies._progression._present) == (0, 0)


def test_every_voice_stays_finite_through_a_storm(weights: Weights) -> None:
    performer = ensemble(weights, *[VoicePlan(mode, i) for i, mode in enumerate(MODES * 2)])
    random = np.random.default_rng(1)
    said, now = [], 0.0
    for _ in range(150):
        now += float(random.exponential(0.2))
        voice = int(random.integers(14))
        command = [
            SetMode(str(random.choice(MODES)), voice),
            Stop(voice),
            Start(voice),
            Panic(),
            SetControls((("hears_voices", int(random.integers(65536))),), voice),
            SetControls((("hears_players", int(random.integers(65536))),), voice),
            SetControls((("lead", float(random.integers(200))),), voice),
            Reset(voice),
        ][int(random.integers(8))]
        performer.command(command, now)
        performer.hear(
            NoteOn(int(random.integers(3)), int(random.integers(50, 70)), 80, "a", 0.3), now
        )
        said += go(performer, now)
    assert performer.finite()
    performer.command(Panic(), now + 1.0)
    said += go(performer, now + 30.0)
    assert performer.sounding() == []
    assert hanging(said) == set()


def test_a_pedal_stays_down_though_a_voice_that_follows_puts_its_own_down(weights: Weights) -> None:
    performer = ensemble(weights, VoicePlan("solo", 1), VoicePlan("duet", 2), VoicePlan("follow"))
    performer.hear(NoteOn(0, 60, 80), 0.0)
    first = performer._voices[0]
    performer._ensemble.said.clear()
    strike(performer, first, PEDAL, 127, 0.1)
    for _ in range(8):
        performer._ensemble.hear_more()
    pedals = [s for s in performer._ensemble.said if isinstance(s, ControlChange)]
    assert (0, 127) in [(s.voice, s.value) for s in pedals]
    assert (2, 127) in [(s.voice, s.value) for s in pedals]
    assert all(s.value for s in pedals), "nobody's pedal goes up because another's goes down"
