"""What a voice hears: players in their part, other voices in theirs, each its own keys."""

from __future__ import annotations

import pytest

from perf_engine.core.beats import BeatClock
from perf_engine.core.controls import Settings
from perf_engine.core.gru import Weights
from perf_engine.core.pressed import Other
from perf_engine.core.turns import Parts
from perf_engine.core.voice import Voice


def voice(weights: Weights, mode: str = "listen", **controls: float) -> Voice:
    settings = Settings.defaults().changed(controls)
    return Voice(0, weights, settings, mode, 1, Parts(0, 0), BeatClock())


def test_a_voice_is_heard_in_the_part_it_plays_in(weights: Weights) -> None:
    listener = voice(weights)
    listener.hear(60, 80, 0.0)
    listener.hear(40, 80, 0.1, Other(3, 3, bound=False))
    assert listener.improviser.held(0, 60)
    assert listener.improviser.held(3, 40)
    assert not any(event.own for event in listener.improviser.recollection.events())


def test_a_key_is_let_go_by_whoever_holds_it(weights: Weights) -> None:
    listener = voice(weights)
    listener.hear(60, 80, 0.0, Other(1, 0, bound=False))
    listener.hear(60, 0, 0.1)  # a player's release of a key that a voice holds
    listener.hear(60, 0, 0.2, Other(2, 0, bound=False))
    assert listener.improviser.held(0, 60)
    listener.hear(60, 0, 0.3, Other(1, 0, bound=False))
    assert not listener.improviser.held(0, 60)


def test_what_a_voice_strikes_wakes_and_what_it_releases_does_not(weights: Weights) -> None:
    listener = voice(weights, "duet")
    listener.hear(60, 0, 0.0, Other(1, 0, bound=False))
    assert not listener.awake
    listener.hear(60, 80, 0.1, Other(1, 0, bound=False))
    assert listener.awake
    listener.awake = False
    listener.hear(60, 0, 0.2, Other(1, 0, bound=False))
    assert not listener.awake


@pytest.mark.parametrize("bound", [False, True])
def test_a_voice_that_follows_is_not_followed(weights: Weights, bound: bool) -> None:
    listener = voice(weights, "follow")
    listener.hear(60, 80, 0.0, Other(1, 0, bound))
    assert (listener.speaker.hands.keys == 0) is bound


def test_another_voice_ends_the_turn_of_one_that_takes_over(weights: Weights) -> None:
    listener = voice(weights, "takeover", patience=0.5)
    listener.hear(60, 80, 0.0)
    listener.hear(60, 0, 0.1)
    now = 0.1
    while not listener._taking.answering:
        now = max(now, listener.decision())
        listener.decide(now)
    listener.hear(62, 80, now + 0.1, Other(1, 0, bound=False))
    assert not listener._taking.answering
    assert listener.speaker.hands.held == {}


def test_what_it_plays_beside_others_hangs_on_mode_and_silence(weights: Weights) -> None:
    assert voice(weights, "duet").played == (0,)
    assert voice(weights, "listen").played == ()
    assert voice(weights, "duet", mute=1).played == ()
    assert len(voice(weights, "accompany").played) == 2
    assert voice(weights, "accompany").heard_as == 1
