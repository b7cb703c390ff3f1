"""States of mind under names: what they are made of, and what lies between two."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.core.memory.history import PACKED, PlayedEvent
from perf_engine.core.memory.priming import kept
from perf_engine.core.memory.recent_events import Remembered
from perf_engine.core.memory.saved_state import (
    EVENT,
    HIDDEN,
    ForeignState,
    Memories,
    SavedState,
    blended,
    check_fits,
    check_name,
    packed_events,
)
from perf_engine.core.model.gru import Weights
from perf_engine.core.model.model_file import Origin
from perf_engine.core.model.vocabulary import MOST_BINS
from tests.core.memory.improvisers import lived

units = st.floats(-1.0, 1.0, width=32)
pairs_of_vectors = st.lists(st.tuples(units, units), min_size=1, max_size=40)


def state(hidden: list[float], digest: str = "", name: str = "one") -> SavedState:
    return SavedState(name, "m", digest, np.array(hidden, HIDDEN).tobytes())


@given(pairs_of_vectors, st.floats(0.0, 1.0))
def test_what_lies_between_two_states_is_bounded_by_them(
    pairs: list[tuple[float, float]], amount: float
) -> None:
    one, other = (state([pair[i] for pair in pairs]) for i in (0, 1))
    between = blended(one, other, amount).vector()
    assert np.isfinite(between).all()
    assert (np.minimum(one.vector(), other.vector()) <= between).all()
    assert (between <= np.maximum(one.vector(), other.vector())).all()


@given(pairs_of_vectors)
def test_the_ends_of_a_morph_are_the_two_states(pairs: list[tuple[float, float]]) -> None:
    one, other = (state([pair[i] for pair in pairs]) for i in (0, 1))
    assert (blended(one, other, 0.0).vector() == one.vector()).all()
    np.testing.assert_allclose(blended(one, other, 1.0).vector(), other.vector(), atol=1e-6)


def test_a_morph_has_no_memories_and_an_amount_of_its_range(weights: Weights) -> None:
    one, other = kept(lived(weights), "one"), kept(lived(weights, seed=2), "other")
    assert blended(one, other, 0.5).memories is None
    for amount in (-0.1, 1.1, float("nan")):
        with pytest.raises(ValueError, match=r"amount must be 0\.\.1"):
            blended(one, other, amount)


def test_states_of_two_models_have_nothing_between_them() -> None:
    with pytest.raises(ForeignState, match="the states one and other belong to two models"):
        blended(state([0.0]), state([0.0], "x", "other"), 0.5)
    with pytest.raises(ForeignState):
        blended(state([0.0]), state([0.0, 0.0]), 0.5)


@pytest.mark.parametrize("name", ["", ".hidden", "a/b", "../a", "a" * 41, "a\n", "ä", "a\0"])
def test_a_name_that_no_file_should_have_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="a state's name must be"):
        check_name(name)


def test_a_name_may_be_words_and_numbers() -> None:
    assert check_name("Storm 2, no".replace(",", "")) == "Storm 2 no"
    assert check_name("a" * 40)


@pytest.mark.parametrize(
    "hidden",
    [
        b"",
        b"123",
        np.full(3, np.nan, HIDDEN).tobytes(),
        np.full(2, np.inf, HIDDEN).tobytes(),
        bytes(4 * 8193),
    ],
)
def test_a_hidden_state_is_numbers(hidden: bytes) -> None:
    with pytest.raises(ValueError, match="hidden must be"):
        SavedState("a", "m", "", hidden)


def row(**changes: float) -> bytes:
    values = {"dt": 0.1, "part": 0, "key": 60, "velocity": 80, "own": 0} | changes
    return np.array([tuple(values.values())], EVENT).tobytes()


@pytest.mark.parametrize(
    "changes",
    [
        {"events": b"1"},
        {"events": row() * 513},
        {"deeds": b"123"},
        {"deeds": bytes(4 * 4097)},
        {"events": row(dt=-1.0)},
        {"events": row(dt=float("nan"))},
        {"events": row(key=129)},
        {"events": row(velocity=128)},
        {"trust": ()},
        {"trust": ((), (), (), (), ())},
    ],
)
def test_memories_are_checked(weights: Weights, changes: dict[str, object]) -> None:
    memories = kept(lived(weights), "a").memories
    assert memories is not None
    with pytest.raises(ValueError, match="must"):
        replace(memories, **changes)


@pytest.mark.parametrize("pair", [(1.0, 0.0), (-1.0, 1.0), (float("inf"), 1.0), (1.0,)])
def test_trust_is_counts(weights: Weights, pair: tuple[float, ...]) -> None:
    memories = kept(lived(weights), "a").memories
    assert memories is not None
    trust = ((pair, *memories.trust[0][1:]), *memories.trust[1:])
    with pytest.raises(ValueError, match=r"must be|inhomogeneous"):
        replace(memories, trust=trust)


def test_events_are_packed_and_found_again() -> None:
    events = (Remembered(0.25, 1, 60, 80, True), Remembered(1 / 3, 0, 128, 0, False))
    trust = Memories(b"", b"", kept_trust()).trust
    assert Memories(packed_events(events), b"", trust).remembered() == events
    assert Memories(packed_events(()), b"", trust).remembered() == ()


def kept_trust() -> tuple[tuple[tuple[float, float], ...], ...]:
    from perf_engine.core.memory.imitation import LENGTHS

    return tuple(((0.5, 1.0),) * length for length in LENGTHS)


def test_what_fits_is_of_this_model_and_as_large(weights: Weights) -> None:
    good = kept(lived(weights), "good")
    check_fits(good, weights)
    with pytest.raises(ForeignState, match="the state good is of the model other, not of the one"):
        check_fits(replace(good, model="other", digest="x"), weights)
    with pytest.raises(ForeignState, match="must have 32 units, not 31"):
        check_fits(replace(good, hidden=good.hidden[4:]), weights)
    huge = np.full(32, 1e6, HIDDEN).tobytes()
    with pytest.raises(ForeignState, match="is broken: a value is above"):
        check_fits(replace(good, hidden=huge), weights)


def test_another_model_of_the_same_name_is_another(weights: Weights) -> None:
    named = Weights(weights.tensors, weights.sizes, weights.vocabulary)
    named.origin = Origin("m", "", "here")
    with pytest.raises(ForeignState, match="is of another model, not of m that plays"):
        check_fits(state([0.0] * 32, "there"), named)


@pytest.mark.parametrize(
    "changes",
    [
        {"events": row(part=9)},
        {"deeds": np.array([PlayedEvent(9, 60, True, 3, True).packed], PACKED).tobytes()},
        {
            "deeds": np.array(
                [PlayedEvent(0, 60, True, MOST_BINS - 1, True).packed], PACKED
            ).tobytes()
        },
    ],
)
def test_what_the_model_has_no_word_for_does_not_fit(
    weights: Weights, changes: dict[str, bytes]
) -> None:
    good = kept(lived(weights), "good")
    assert good.memories is not None
    with pytest.raises(ForeignState, match="unknown parts or times"):
        check_fits(replace(good, memories=replace(good.memories, **changes)), weights)


@given(
    st.integers(0, 63),
    st.integers(0, 128),
    st.booleans(),
    st.integers(0, MOST_BINS - 1),
    st.booleans(),
)
def test_the_words_of_packed_events_are_those_that_were_packed(
    part: int, key: int, strike: bool, dt: int, own: bool
) -> None:
    numbers = np.array([PlayedEvent(part, key, strike, dt, own).packed], PACKED)
    parts, times = PlayedEvent.words(numbers)
    assert (parts[0], times[0]) == (part, dt)
