"""More to play than time: nothing is made up, what is urgent waits for nothing, all play less."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from perf_engine.core.controls import Settings
from perf_engine.core.messages import (
    Command,
    NoteOff,
    NoteOn,
    Panic,
    SetControls,
    SetMode,
    SourceLost,
    Start,
    Stop,
)
from perf_engine.core.model.gru import Weights
from perf_engine.core.model.vocabulary import KEY_COUNT
from perf_engine.core.playing.ensemble import AT_ONCE, MOST_UNHEARD, VoicePlan
from perf_engine.core.playing.performer import Performer
from perf_engine.core.playing.voice import LATE
from perf_engine.core.turns.modes import MODES
from perf_engine.protocol.notes import Flush, Release, Strike


def busy(weights: Weights, voices: int = 8, mode: str = "solo", **controls: float) -> Performer:
    wild = Settings.defaults().changed({"density": 4.0, "tempo_scale": 4.0, **controls})
    plans = [VoicePlan(mode, seed, wild) for seed in range(voices)]
    performer = Performer(weights, voices=plans)
    performer.command(Start(), 0.0)
    return performer


def go(performer: Performer, until: float) -> list[object]:
    said: list[object] = []
    while performer.due() <= until:
        said += performer.advance(max(performer.due(), performer._now))
    return said


URGENT = (
    Panic(),
    Stop(),
    Stop(3),
    SetMode("duet"),
    SetMode("listen", 2),
    SetControls((("mute", 1),)),
)


@pytest.mark.parametrize("command", URGENT)
def test_what_is_urgent_decides_nothing_of_what_was_due(weights: Weights, command: Command) -> None:
    performer = busy(weights)
    go(performer, 2.0)
    before = performer.decisions
    performer.hurry()
    performer.command(command, 30.0)
    assert performer.decisions == before
    said = performer.advance(-1.0)
    assert not any(isinstance(item, Strike) for item in said)
    if getattr(command, "voice", None) is None:
        assert performer.sounding() == []
        assert {s.voice for s in said if isinstance(s, Flush)} == set(range(8))
    performer.command(Start(), 31.0)  # only the next message was in a hurry
    performer.command(SetMode("solo"), 31.0)
    assert performer.decisions > before


def test_a_lost_source_in_a_hurry_decides_nothing(weights: Weights) -> None:
    performer = busy(weights)
    performer.hear(NoteOn(0, 60, 80, "a"), 1.0)
    before = performer.decisions
    performer.hurry()
    performer.hear(SourceLost("a"), 30.0)
    assert performer.decisions == before
    assert performer.held() == []


def test_a_refused_command_leaves_no_hurry_behind(weights: Weights) -> None:
    performer = busy(weights)
    go(performer, 2.0)
    before = performer.decisions
    performer.hurry()
    with pytest.raises(ValueError, match="mode must be"):
        performer.command(SetMode("dance"), 30.0)
    performer.command(Stop(), 4.0)
    assert performer.decisions > before


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mode=st.sampled_from(MODES), slept=st.floats(0.2, 20.0), voices=st.integers(1, 9))
def test_what_is_more_than_a_moment_late_is_never_struck(
    weights: Weights, mode: str, slept: float, voices: int
) -> None:
    performer = busy(weights, voices, mode, motion=2, canon_delay=0.1)
    for i in range(8):
        performer.hear(NoteOn(0, 55 + i, 80, "a", 0.5), 0.1 * i)
    said, now = go(performer, 1.0), 1.0 + slept
    struck = sum(isinstance(item, Strike) for item in said)
    after: list[object] = []
    while performer.due() <= now:
        if performer.late(now):
            performer.drop(now)
            assert not performer.late(now)
        after += performer.advance(now)
    after += go(performer, now + 0.5)
    assert all(s.due >= now - LATE for s in after if isinstance(s, Strike))
    if mode == "solo":
        assert struck
        assert any(isinstance(item, Strike) for item in go(performer, now + 20.0))


def test_how_many_strikes_were_not_made_up_is_counted(weights: Weights) -> None:
    performer = busy(weights)
    go(performer, 2.0)
    while not any(
        v.speaker.thought and v.speaker.thought.mine and v.speaker.thought.velocity
        for v in performer._voices
    ):
        performer.advance(performer.due())
    assert performer.dropped == 0
    performer.drop(30.0)
    assert performer.dropped >= 1
    assert performer.due() <= 30.0  # it thinks anew


def test_by_a_pace_all_voices_play_less_and_alike(weights: Weights) -> None:
    performer = busy(weights)
    freely = Counter(s.voice for s in go(performer, 30.0) if isinstance(s, Strike))
    performer.pace(0.5, 30.0)
    made = performer.decisions
    paced = Counter(s.voice for s in go(performer, 630.0) if isinstance(s, Strike))
    assert set(paced) == set(range(8))
    assert max(paced.values()) <= 600.0 / 0.5 + 1
    assert min(paced.values()) > 0.5 * max(paced.values())
    assert paced.total() / 600.0 < freely.total() / 30.0
    assert performer.decisions - made < 8 * 600.0 / 0.5 * 4  # a thought, a key, who hears it
    performer.pace(0.0, 630.0)
    again = Counter(s.voice for s in go(performer, 660.0) if isinstance(s, Strike))
    assert again.total() / 30.0 > paced.total() / 600.0
    with pytest.raises(ValueError, match="pace must be 0 s or more, not -1"):
        performer.pace(-1.0, 660.0)


def test_the_thoughts_of_paced_voices_are_spread_over_time(weights: Weights) -> None:
    performer = busy(weights, 4)
    go(performer, 1.0)
    performer.pace(0.4, 1.0)
    performer.hear(NoteOn(0, 60, 80), 1.0)  # so that each voice has to think anew
    while performer._ensemble.unheard:
        performer.advance(1.0)
    schedules = [v.schedule for v in performer._voices]
    thinking = sorted(one.at for one in schedules if one.after is not None)
    assert len(thinking) == 4
    assert all(later - sooner > 0.05 for sooner, later in pairwise(thinking))


def test_many_voices_hear_an_event_a_few_at_a_time(weights: Weights) -> None:
    performer = Performer(weights, voices=[VoicePlan("listen")] * 16)
    performer.hear(NoteOn(0, 60, 80), 1.0)
    heard = [v.improviser.held(0, 60) for v in performer._voices]
    assert heard == [True] * AT_ONCE + [False] * (16 - AT_ONCE)
    assert performer.due() <= 1.0
    for waiting in (12, 12, 8, 4, 0):  # first all is said; nobody thinks before the end
        assert len(performer._ensemble.unheard) == waiting
        performer.advance(1.0)
    go(performer, 1.0)
    first, *others = (v.improviser.stream for v in performer._voices)
    assert all((other.hidden == first.hidden).all() for other in others)
    assert all(stream.known for stream in (first, *others))


def test_what_is_heard_before_the_next_message_is_heard_by_all(weights: Weights) -> None:
    performer = Performer(weights, voices=[VoicePlan("listen")] * 16)
    for i in range(40):
        performer.hear(NoteOn(0, 40 + i, 80), 1.0 + 0.001 * i)
    go(performer, 2.0)
    counts = {len(v.improviser.recollection.events()) for v in performer._voices}
    assert counts == {40}


def test_very_much_at_once_is_known_by_all_though_no_network_steps_for_it(weights: Weights) -> None:
    performer = Performer(weights, voices=[VoicePlan("listen")] * 16)
    for key in range(100):
        performer.hear(NoteOn(0, key, 80, "a"), 1.0)
    performer.hear(SourceLost("a"), 2.0)
    assert len(performer._ensemble.unheard) <= MOST_UNHEARD
    go(performer, 2.0)
    assert all(not v.improviser.stream.held for v in performer._voices)
    assert all(not v.pressed.keys for v in performer._voices)


def test_a_panic_steps_no_network_before_all_is_said(weights: Weights) -> None:
    performer = busy(weights, 16, polyphony=32, longest_note=60.0)
    performer.hear(NoteOn(0, 60, 80, "a"), 3.0)
    go(performer, 9.0)
    assert len(performer.sounding()) > 4
    sounding = set(performer.sounding())
    hidden = [v.improviser.stream.hidden.copy() for v in performer._voices]
    performer.hurry()
    performer.command(Panic(), 9.0)
    said = performer.advance(9.0)
    assert {(s.voice, s.pitch) for s in said if isinstance(s, Release)} >= sounding
    assert not any(isinstance(item, Strike) for item in said)
    for voice, before in zip(performer._voices, hidden, strict=True):
        assert (voice.improviser.stream.hidden == before).all()
        assert not voice.improviser.stream.held
        assert not voice.pressed.keys
    assert 0 < len(performer._ensemble.unheard) <= MOST_UNHEARD
    performer.hurry()
    performer.command(Panic(), 9.0)  # again, before all have heard of the first
    assert not performer._ensemble.unheard
    assert not any(isinstance(item, Strike) for item in go(performer, 20.0))
    performer.command(Start(), 21.0)
    assert any(isinstance(item, Strike) for item in go(performer, 40.0))


def test_after_a_panic_every_mind_is_told_what_was_let_go(weights: Weights) -> None:
    performer = busy(weights, 2, longest_note=60.0)
    performer.hear(NoteOn(0, 60, 80, "a"), 3.0)
    go(performer, 6.0)
    held = [set(v.improviser.stream.held) for v in performer._voices]
    assert held[0] == held[1]
    performer.command(Panic(), 6.0)
    go(performer, 6.0)
    for voice in performer._voices:
        last = voice.improviser.recollection.events()[-len(held[0]) :]
        assert {e.part * KEY_COUNT + e.key for e in last if not e.velocity} == held[0]
        assert not voice.improviser.stream.held


def test_releases_after_a_stop_come_to_mind_a_few_at_a_time(weights: Weights) -> None:
    performer = busy(weights, 1, polyphony=32, longest_note=60.0, governor=0)
    go(performer, 30.0)
    mind = performer._voices[0].improviser
    held, before = len(mind.stream.held), len(mind.recollection.events())
    assert held > AT_ONCE
    performer.command(Stop(), 30.0)
    assert not mind.stream.held
    go(performer, 30.0)
    assert [e.velocity for e in mind.recollection.events()[-held:]] == [0] * held
    assert len(mind.recollection.events()) == min(512, before + held)
    performer.hear(NoteOff(0, 60), 31.0)
