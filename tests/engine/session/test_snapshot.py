"""A performer as plain values and back: it plays on as the other does."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from perf_engine.core.memory.history import PlayedEvent
from perf_engine.core.memory.imitation import MOST
from perf_engine.core.messages import NoteOn, SetControls, Start, Stop
from perf_engine.core.playing.performer import Performer
from perf_engine.core.turns.modes import MODES
from perf_engine.engine.session.snapshot import FORMAT, restored, snapshot_of
from tests.support.rehearsed import OTHER, WEIGHTS, Rehearsal
from tests.support.styled_model import styled


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
    while played.recorded.preparing:
        played.go(5.0)
    performer = played.performer
    values = json.loads(json.dumps(snapshot_of(performer), allow_nan=False))
    again = restored(values, performer.weights)
    assert snapshot_of(again) == values
    assert onward(again, played.now) == onward(performer, played.now)
    assert snapshot_of(again) == snapshot_of(performer)
    assert snapshot_of(again) != values


def test_what_is_shared_is_shared_again() -> None:
    played = Rehearsal(1)
    played.go(3.0)
    again = restored(snapshot_of(played.performer), WEIGHTS)
    voice = again._voices[0]
    assert voice.memory._mind is voice.improviser
    assert again.weights is WEIGHTS
    assert voice.improviser.vocabulary is WEIGHTS.vocabulary


def test_what_cannot_be_kept_is_named_with_its_place() -> None:
    performer = Performer(WEIGHTS)
    performer._ensemble.said = [print]
    place = r"performer\.ensemble\.said\[\] cannot be kept: .* is no declared kind"
    with pytest.raises(TypeError, match=place):
        snapshot_of(performer)


def test_an_attribute_that_is_not_declared_is_named_with_its_place() -> None:
    performer = Performer(WEIGHTS)
    performer._voices[0].improviser.secret = 1
    place = r"performer\.voices\[\]\.speaker\.mind cannot be kept: .* declared of its secret"
    with pytest.raises(TypeError, match=place):
        snapshot_of(performer)


def test_a_stream_that_has_learnt_to_hold_more_is_not_kept_in_part() -> None:
    performer = Performer(WEIGHTS)
    performer._voices[0].improviser.stream.frozen = True
    with pytest.raises(TypeError, match="nothing is declared of its frozen"):
        snapshot_of(performer)


def test_a_model_of_another_width_is_refused() -> None:
    with pytest.raises(ValueError, match="hidden state must be"):
        restored(snapshot_of(Performer(WEIGHTS)), OTHER)


@pytest.mark.parametrize(
    "values",
    [
        3,
        [],
        {},
        {"again": 5},
        {"os.system": ["true"]},
        {"performer": 3},
        {"performer": []},
        {"performer": {"now": 1}},
        {"performer": {"__class__": 1}},
        {"performer": {"_now": 1}},
        {"performer.Performer": {}},
        {"..live.scribe.Scribe": {}},
        {"weights": {}},
        {"other_voice": [0, 60]},
        {"other_voice": [0, 60, 1, 2]},
        {"other_voice": {}},
        {"limits": ["x"]},
        {"voice": {}},
        {"again": 0, "more": 1},
        {"array": "O", "shape": [1], "bytes": "00" * 8},
        {"random": {"bit_generator": "MT19937"}},
        {"stream": "00", "time": 0.0, "held": []},
        {"imitation": 3},
        {"packed": "?"},
        {"imitation": {"phrases": [10**12, {"packed": ""}, {"frozenset": []}, []]}},
        {"imitation": {"phrases": [9, {"packed": "AAAA"}, {"frozenset": []}, []]}},
        {"nothing": {}},
        {"deque": 3, "most": "x"},
        {"table": "nothing", "rows": [[1]], "most": 1},
    ],
)
def test_what_is_no_portrait_is_refused_and_runs_nothing(values: object) -> None:
    with pytest.raises(ValueError, match=r"snapshot|hidden state|must|buffer|state|base64"):
        restored({"format": FORMAT, "values": values}, WEIGHTS)


@pytest.mark.parametrize("values", [None, 3, [], "x", {"format": FORMAT}])
def test_what_is_no_snapshot_at_all_is_refused(values: object) -> None:
    with pytest.raises(ValueError, match="the snapshot is broken"):
        restored(values, WEIGHTS)


@pytest.mark.parametrize("values", [{"performer.Performer": {}}, {"format": 1}, {"format": 3}])
def test_a_snapshot_of_another_format_is_refused_in_a_sentence(values: object) -> None:
    with pytest.raises(ValueError, match=r"of format \d, and only format 2 can be read here"):
        restored(values, WEIGHTS)


def test_a_kind_that_is_not_known_is_named() -> None:
    with pytest.raises(ValueError, match="holds a 'ghost', which is no kind that is known here"):
        restored({"format": FORMAT, "values": {"ghost": {}}}, WEIGHTS)


def test_an_object_of_another_version_is_refused_by_what_it_lacks_or_has_too_much() -> None:
    values = snapshot_of(Performer(WEIGHTS))
    performer = values["values"]["performer"]
    more = {"format": FORMAT, "values": {"performer": {**performer, "mood": 1}}}
    with pytest.raises(ValueError, match="the snapshot's performer has 'mood', which is not known"):
        restored(more, WEIGHTS)
    less = {name: value for name, value in performer.items() if name != "dropped"}
    with pytest.raises(ValueError, match="the snapshot's performer has no dropped"):
        restored({"format": FORMAT, "values": {"performer": less}}, WEIGHTS)


def test_what_novelty_has_counted_leads_to_the_same_notes_after_a_snapshot() -> None:
    performer = Performer(WEIGHTS, mode="solo", seed=2)
    wanted = (("novelty", 1.0), ("density", 4.0), ("longest_note", 20.0))
    performer.command(SetControls(wanted), 0.0)
    onward(performer, 0.0)
    counts = performer._voices[0].improviser.harmonies
    assert counts._sum > 0
    assert counts._progression._before > 0
    values = json.loads(json.dumps(snapshot_of(performer)))
    again = restored(values, WEIGHTS)
    assert snapshot_of(again) == values
    assert onward(again, 6.0) == onward(performer, 6.0)
    assert snapshot_of(again) == snapshot_of(performer) != values


def test_a_snapshot_from_before_harmonies_were_counted_is_refused_in_a_sentence() -> None:
    values = json.loads(json.dumps(snapshot_of(Performer(WEIGHTS))))
    (voice,) = values["values"]["performer"]["voices"]
    del voice["voice"]["speaker"]["speaker"]["mind"]["improviser"]["harmonies"]
    with pytest.raises(ValueError, match="the snapshot's improviser has no harmonies"):
        restored(values, WEIGHTS)


def test_a_silent_performer_is_as_short_as_a_page() -> None:
    performer = Performer(WEIGHTS)
    performer.command(Stop(), 0.0)
    assert len(json.dumps(snapshot_of(performer))) < 20_000


def test_a_full_memory_of_phrases_is_some_pages_more_and_the_same_again() -> None:
    played = Rehearsal(3)
    while played.recorded.preparing or played.now < 110.0:
        played.go(5.0)
    short = len(json.dumps(snapshot_of(played.performer)))
    for step in range(MOST + 500):
        deed = PlayedEvent(step % 2, 40 + step * 7 % 50, step % 3 > 0, step % 160, step % 5 > 0)
        played.performer._voices[0].improviser.imitation.learn(deed)
    values = snapshot_of(played.performer)
    assert len(json.dumps(values)) < short + 50_000
    again = restored(values, played.performer.weights)
    assert snapshot_of(again) == values
    assert onward(again, played.now) == onward(played.performer, played.now)
    assert snapshot_of(again) == snapshot_of(played.performer)


def test_a_voice_goes_on_in_its_style() -> None:
    model = styled(WEIGHTS, ("folk", "jazz"))
    performer = Performer(model, mode="solo", seed=3)
    chosen = (("style", "folk"), ("style_2", "jazz"), ("morph", 0.5))
    performer.command(SetControls(chosen), 0.0)
    onward(performer, 0.0)
    values = json.loads(json.dumps(snapshot_of(performer)))
    again = restored(values, model)
    assert again._voices[0].improviser.stream.styled == (1, 2, 0.5)
    assert onward(again, 10.0) == onward(performer, 10.0)
