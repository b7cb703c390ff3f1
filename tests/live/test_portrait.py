"""A performer as plain values and back: it plays on as the other does."""

from __future__ import annotations

import json
from collections import deque

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rehearsed import OTHER, WEIGHTS, Rehearsal

from perf_engine.core.imitation import MOST
from perf_engine.core.messages import NoteOn, Start, Stop
from perf_engine.core.past import Deed
from perf_engine.core.performer import Performer
from perf_engine.core.turns import MODES
from perf_engine.live.portrait import portrait, restored


def onward(performer: Performer, now: float) -> list[object]:
    said: list[object] = []
    performer.command(Start(), now)
    for step in range(300):
        if step % 40 == 0:
            performer.hear(NoteOn(0, 60 + step % 7, 90, "c", 0.2), now + step * 0.02)
        said += performer.advance(now + step * 0.02)
    return said


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 10**6), mode=st.sampled_from(MODES), seconds=st.floats(0.1, 20.0))
def test_who_was_restored_plays_on_as_the_other(seed: int, mode: str, seconds: float) -> None:
    played = Rehearsal(seed, mode)
    played.go(seconds)
    while played.witness.preparing:
        played.go(5.0)
    performer = played.performer
    values = json.loads(json.dumps(portrait(performer), allow_nan=False))
    again = restored(values, performer.weights)
    assert portrait(again) == values
    assert onward(again, played.now) == onward(performer, played.now)
    assert portrait(again) == portrait(performer)
    assert portrait(again) != values


def test_what_is_shared_is_shared_again() -> None:
    played = Rehearsal(1)
    played.go(3.0)
    again = restored(portrait(played.performer), WEIGHTS)
    voice = again._voices[0]
    assert voice.memory._mind is voice.improviser
    assert again.weights is WEIGHTS
    assert voice.improviser.vocabulary is WEIGHTS.vocabulary


def test_what_cannot_be_kept_is_named_with_its_place() -> None:
    performer = Performer(WEIGHTS)
    performer._voices[0].improviser.secret = deque([print])  # type: ignore[attr-defined]
    with pytest.raises(TypeError, match=r"performer\._voices\[\]\.speaker\.mind\.secret"):
        portrait(performer)


def test_a_stream_that_has_learnt_to_hold_more_is_not_kept_in_part() -> None:
    performer = Performer(WEIGHTS)
    performer._voices[0].improviser.stream.frozen = True  # type: ignore[attr-defined]
    with pytest.raises(TypeError, match="nothing is known of its frozen"):
        portrait(performer)


def test_a_model_of_another_width_is_refused() -> None:
    with pytest.raises(ValueError, match="hidden state must be"):
        restored(portrait(Performer(WEIGHTS)), OTHER)


@pytest.mark.parametrize("values", [
    None, 3, [], {}, {"again": 5}, {"os.system": ["true"]}, {"performer.Performer": 3},
    {"performer.Command": {}}, {"performer.math": {}}, {"performer.Performer.hear": {}},
    {"performer.Performer": {"__class__": 1}}, {"..live.scribe.Scribe": {}}, {"gru.Weights": {}},
    {"messages.NoteOn": [0, 60]}, {"messages.NoteOn": [0, 200, 1, "", None]},
    {"array": "O", "shape": [1], "bytes": "00" * 8}, {"random": {"bit_generator": "MT19937"}},
    {"stream": "00", "time": 0.0, "held": []}, {"imitation": 3}, {"packed": "?"},
    {"imitation": {"imitation.Remembrance": [10**12, {"packed": ""}, {"frozenset": []}, []]}},
    {"imitation": {"imitation.Remembrance": [9, {"packed": "AAAA"}, {"frozenset": []}, []]}},
    {"nowhere.Nothing": {}}, {"deque": 3, "most": "x"},
])  # fmt: skip
def test_what_is_no_portrait_is_refused_and_runs_nothing(values: object) -> None:
    with pytest.raises(ValueError, match=r"snapshot|hidden state|must|buffer|state|base64"):
        restored(values, WEIGHTS)


def test_a_silent_performer_is_as_short_as_a_page() -> None:
    performer = Performer(WEIGHTS)
    performer.command(Stop(), 0.0)
    assert len(json.dumps(portrait(performer))) < 20_000


def test_a_full_memory_of_phrases_is_some_pages_more_and_the_same_again() -> None:
    played = Rehearsal(3)
    while played.witness.preparing or played.now < 110.0:
        played.go(5.0)
    short = len(json.dumps(portrait(played.performer)))
    for step in range(MOST + 500):
        deed = Deed(step % 2, 40 + step * 7 % 50, step % 3 > 0, step % 160, step % 5 > 0)
        played.performer._voices[0].improviser.imitation.learn(deed)
    values = portrait(played.performer)
    assert len(json.dumps(values)) < short + 50_000
    again = restored(values, played.performer.weights)
    assert portrait(again) == values
    assert onward(again, played.now) == onward(played.performer, played.now)
    assert portrait(again) == portrait(played.performer)
