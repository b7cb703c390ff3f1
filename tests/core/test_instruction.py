"""A command is checked for a voice before anything changes, and then does what its name says."""

from __future__ import annotations

import pytest

from perf_engine.core.beats import BeatClock
from perf_engine.core.controls import Settings
from perf_engine.core.gru import Weights
from perf_engine.core.instruction import check_instruction, instruct
from perf_engine.core.messages import (
    Prime,
    PrimeNote,
    Recall,
    Reset,
    Seed,
    SetMode,
    Start,
    Stop,
)
from perf_engine.core.saved_state import HIDDEN, SavedState
from perf_engine.core.turns import Parts
from perf_engine.core.voice import Voice


@pytest.fixture
def voice(weights: Weights) -> Voice:
    return Voice(0, weights, Settings.defaults(), "duet", 1, Parts(0, 0), BeatClock())


@pytest.mark.parametrize(("command", "sentence"), [
    (SetMode("dance"), "mode must be one of"),
    (Prime([PrimeNote(0.0, 60, 80, 1.0, "kazoo")]), "kazoo"),
    (Recall(SavedState("a", "m", "x", b"\0\0\0\0")), "the state a is of the model m"),
])  # fmt: skip
def test_what_a_voice_cannot_do_is_refused(voice: Voice, command, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        check_instruction(voice, command)


def test_a_voice_does_as_it_is_told(voice: Voice) -> None:
    state = SavedState("a", "", "", bytes(HIDDEN.itemsize * 32))
    for command in (SetMode("solo"), Stop(), Start(), Seed(3), Recall(state)):
        check_instruction(voice, command)
        instruct(voice, command, 1.0)
    assert (voice.mode, voice.stopped, voice.awake) == ("solo", False, True)
    assert not voice.improviser.stream.hidden.any()
    instruct(voice, Prime([PrimeNote(0.0, 60, 80, 1.0)]), 2.0)
    assert voice.memory.busy
    instruct(voice, Reset(), 3.0)
    assert not voice.memory.busy
    assert voice.improviser.stream.hidden.any()


def test_the_same_seed_begins_the_same_numbers(voice: Voice) -> None:
    instruct(voice, Seed(8), 0.0)
    first = voice.improviser.random.random(3).tolist()
    instruct(voice, Seed(8), 0.0)
    assert voice.improviser.random.random(3).tolist() == first
