"""A prime is fed event by event, and leaves what is really held alone; a state that is recalled is
back at once, with what sounds untouched, and its phrases soon after.
"""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perf_engine.core.memory.priming import A_STEP, EVERY, Memory, Relearning, kept, recall
from perf_engine.core.memory.recent_events import Remembered
from perf_engine.core.memory.saved_state import ForeignState, blended
from perf_engine.core.messages import (
    NoteOff,
    NoteOn,
    Panic,
    Prime,
    PrimeNote,
    Recall,
    Reset,
    SetControls,
    SetMode,
)
from perf_engine.core.model.gru import Weights
from perf_engine.core.playing.improviser import Improviser
from perf_engine.core.playing.performer import Performer
from perf_engine.protocol.notes import Release, Strike
from tests.core.memory.improvisers import lived

EVENTS = st.lists(
    st.builds(
        Remembered, st.floats(0, 2), st.just(0), st.integers(20, 24), st.sampled_from([0, 80])
    )
)


def relearn(relearning: Relearning | None, mind: Improviser) -> int:
    steps = 0
    while relearning is not None:
        steps += 1
        if relearning.step(mind, relearning.due):
            break
    return steps


def go(performer: Performer, seconds: float) -> list[object]:
    said: list[object] = []
    until = performer._now + seconds
    while performer.due() <= until:
        said += performer.advance(max(performer.due(), performer._now))
    performer.advance(until)
    performer._now = max(performer._now, until)
    return said


def play(weights: Weights, mode: str = "duet", seed: int = 3) -> Performer:
    performer = Performer(weights, mode=mode, seed=seed)
    for i in range(12):
        performer.hear(NoteOn(0, 60 + i % 5, 80), 0.2 * i)
        go(performer, 0.1)
        performer.hear(NoteOff(0, 60 + i % 5), 0.2 * i + 0.1)
        go(performer, 0.1)
    return performer


def test_what_is_recalled_is_what_was_kept(weights: Weights) -> None:
    mind = lived(weights)
    state = kept(mind, "a")
    expected = mind.imitation.snapshot()
    hidden, events = mind.stream.hidden.copy(), mind.recollection.events()
    other = lived(weights, 90, seed=2)
    held, now = dict(other.stream.held), other.stream.time
    relearn(recall(other, state, 0.0), other)
    np.testing.assert_array_equal(other.stream.hidden, hidden)
    assert other.recollection.events() == events
    assert (other.stream.held, other.stream.time) == (held, now)
    found = other.imitation.snapshot()
    assert (found.deeds, found.trust) == (expected.deeds, expected.trust)
    assert found.held == frozenset(held)


def test_what_happens_meanwhile_is_learnt_after_what_was_before(weights: Weights) -> None:
    mind = lived(weights, 100)
    state = kept(mind, "a")
    relearning = recall(mind, state, 0.0)
    assert relearning is not None
    assert not relearning.step(mind, 0.0)
    assert relearning.due == EVERY
    mind.feed(0, 99, 80, 20.0)
    before = kept(mind, "b", relearning)
    relearn(relearning, mind)
    deeds = mind.imitation.deeds()
    assert deeds[-1].key == 99
    assert len(deeds) * 4 == len(state.memories.deeds) + 4
    assert before.memories.deeds == mind.imitation.snapshot().deeds


def test_relearning_is_done_a_few_events_at_a_time(weights: Weights) -> None:
    mind = lived(weights, 600)
    relearning = recall(mind, kept(mind, "a"), 0.0)
    assert relearning is not None
    assert relearn(relearning, mind) == math.ceil(len(relearning.deeds) / 4 / A_STEP)


def test_a_mind_that_lived_little_is_kept_too(weights: Weights) -> None:
    mind, other = Improviser(weights), lived(weights)
    assert recall(other, kept(mind, "empty"), 0.0) is None
    np.testing.assert_array_equal(other.stream.hidden, weights.tensors["start"])
    assert other.imitation.deeds() == ()


def test_a_morph_leaves_the_memories(weights: Weights) -> None:
    one, other = kept(lived(weights, seed=4), "one"), kept(lived(weights, seed=5), "other")
    mind = lived(weights)
    events, phrases = mind.recollection.events(), mind.imitation.snapshot()
    assert recall(mind, blended(one, other, 0.5), 0.0) is None
    assert (mind.recollection.events(), mind.imitation.snapshot()) == (events, phrases)
    middle = (one.vector() + other.vector()) / 2
    np.testing.assert_allclose(mind.stream.hidden, middle, atol=1e-6)


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(st.floats(0.0, 1.0), st.integers(40, 80), st.integers(0, 127)),
        min_size=1,
        max_size=30,
    )
)
def test_a_mind_that_is_morphed_between_events_stays_finite_and_bounded(
    moves: list[tuple[float, int, int]],
) -> None:
    weights = _weights()
    one, other = kept(lived(weights, seed=4), "one"), kept(lived(weights, seed=5), "other")
    mind = lived(weights)
    bound = max(1.0, float(np.abs(weights.tensors["start"]).max()))
    for i, (amount, key, velocity) in enumerate(moves):
        recall(mind, blended(one, other, amount), 0.0)
        mind.feed(0, key, velocity, 10.0 + i)
        assert np.abs(mind.stream.hidden).max() <= bound * 1.0001
        assert np.isfinite(mind.stream.part_logits()).all()


def _weights() -> Weights:
    from perf_engine.core.model.gru import tensor_shapes
    from perf_engine.core.model.sizes import Sizes
    from perf_engine.core.model.vocabulary import Vocabulary

    sizes, words, random = Sizes(16, 8, 8, 8), Vocabulary(), np.random.default_rng(5)
    shapes = tensor_shapes(sizes, words)
    return Weights(
        {n: (0.5 * random.standard_normal(s)).astype(np.float32) for n, s in shapes.items()},
        sizes,
        words,
    )


@pytest.mark.parametrize("mode", ["duet", "solo", "takeover", "call_response", "accompany"])
def test_a_recall_between_two_events_leaves_nothing_hung(weights: Weights, mode: str) -> None:
    performer = play(weights, mode)
    state = performer.kept("a")
    said: list[object] = []
    for i in range(20):
        performer.hear(NoteOn(0, 50 + i, 80), performer._now)
        said += go(performer, 0.15)
        performer.command(Recall(state), performer._now)
        said += go(performer, 0.15)
        performer.hear(NoteOff(0, 50 + i), performer._now)
    performer.command(Panic(), performer._now)
    said += go(performer, 1.0)
    assert performer.sounding() == []
    struck: dict[int, int] = {}
    for item in said:
        if isinstance(item, Strike):
            struck[item.pitch] = 1
        elif isinstance(item, Release):
            struck.pop(item.pitch, None)
    assert struck == {}


def test_a_recall_wakes_a_machine_that_has_heard_nothing(weights: Weights) -> None:
    state = play(weights).kept("a")
    fresh = Performer(weights, seed=1)
    assert [m for m in go(fresh, 8.0) if isinstance(m, Strike)] == []
    fresh.command(Recall(state), 8.0)
    assert [m for m in go(fresh, 30.0) if isinstance(m, Strike)]


def test_a_recalled_machine_plays_the_same_again(weights: Weights) -> None:
    heard = []
    for _ in range(2):
        performer = Performer(weights, seed=9)
        performer.command(Recall(play(weights).kept("a")), 0.0)
        heard.append(go(performer, 20.0))
    assert heard[0] == heard[1]


def test_a_state_of_another_model_is_refused_and_nothing_changes(weights: Weights) -> None:
    performer = play(weights)
    before, other = performer.kept("a"), play(_weights()).kept("b")
    with pytest.raises(ForeignState, match="the state b must have 32 units, not 16"):
        performer.command(Recall(other), performer._now)
    assert performer.kept("a") == before
    with pytest.raises(LookupError, match="voice must be"):
        performer.command(Recall(before, 15), performer._now)


def test_a_recall_ends_a_prime_and_a_reset_forgets_what_is_relearnt(weights: Weights) -> None:
    performer = play(weights)
    state = performer.kept("a")
    performer.command(Prime([PrimeNote(0.1 * i, 60, 80, 0.05) for i in range(50)]), performer._now)
    assert performer.busy
    performer.command(Recall(state), performer._now)
    assert not performer.busy
    performer.command(Reset(), performer._now)
    performer.command(SetMode("listen"), performer._now)
    go(performer, 2.0)
    assert performer.kept("b").memories.deeds == b""


def test_a_frozen_state_may_be_recalled_and_stays(weights: Weights) -> None:
    performer = play(weights)
    state = performer.kept("a")
    performer.command(SetControls((("freeze", 1),)), performer._now)
    performer.command(Recall(state), performer._now)
    performer.hear(NoteOn(0, 70, 90), performer._now)
    go(performer, 3.0)
    assert performer.kept("b").hidden == state.hidden


def fed(memory: Memory, now: float) -> float:
    while memory.busy:
        now = max(now, memory.due)
        memory.step(now)
    return now


def test_one_event_a_millisecond_in_order(weights: Weights) -> None:
    mind = Improviser(weights)
    memory = Memory(mind)
    assert memory.due == math.inf
    memory.take([Remembered(0.5, 0, 60, 80), Remembered(0.5, 0, 64, 80)], 1.0)
    assert memory.due == 1.0
    memory.step(1.0)
    assert mind.held(0, 60)
    assert not mind.held(0, 64)
    assert memory.due == 1.0 + EVERY
    memory.step(memory.due)
    assert mind.held(0, 64)
    assert not memory.busy


@given(EVENTS)
def test_what_somebody_really_holds_stays_held_and_nothing_else_does(
    weights: Weights, events: list[Remembered]
) -> None:
    mind = Improviser(weights)
    mind.feed(0, 22, 80, 0.0)
    memory = Memory(mind)
    memory.take(events, 0.0)
    memory.forget(fed(memory, 0.0))
    assert set(mind.stream.held) == {22}


def test_a_key_that_a_player_took_over_is_not_let_go(weights: Weights) -> None:
    mind = Improviser(weights)
    memory = Memory(mind)
    memory.take([Remembered(0.0, 0, 60, 80)], 0.0)
    memory.step(0.0)
    memory.overridden(60)
    memory.forget(1.0)
    assert mind.held(0, 60)
