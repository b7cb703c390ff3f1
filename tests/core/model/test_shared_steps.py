"""Streams that step together come to the same as each alone."""

from __future__ import annotations

import numpy as np
import pytest

from perf_engine.core.messages import NoteOn, Start
from perf_engine.core.model.gru import StreamingGRU, Weights
from perf_engine.core.model.shared_steps import FEWEST, multiply_together
from perf_engine.core.model.vocabulary import Event
from perf_engine.core.playing.ensemble import VoicePlan
from perf_engine.core.playing.performer import Performer


def streams(weights: Weights, states: list[int]) -> list[StreamingGRU]:
    """Streams that have heard as many different events as these numbers say."""
    made = []
    for number in states:
        stream = StreamingGRU(weights)
        for i in range(number):
            stream.feed(Event(0, 3, 60 + i, 1), 0.1 * i)
        stream.feed(Event(0, 3, 40 + number, 2), 9.0)
        made.append(stream)
    return made


@pytest.mark.parametrize(
    "states",
    [
        [0],
        [0, 0],
        [0, 1],
        [0, 1, 0, 1],
        list(range(FEWEST)),
        list(range(16)),
        [*range(FEWEST), 3, 3, 0],
    ],
)
def test_together_is_as_alone(weights: Weights, states: list[int]) -> None:
    together, alone = streams(weights, states), streams(weights, states)
    multiply_together(together)
    for one, other in zip(together, alone, strict=True):
        assert one.known
        other.multiply()
        np.testing.assert_allclose(one.products(), other.products(), atol=1e-5)
        np.testing.assert_allclose(one.part_logits(), other.part_logits(), atol=1e-5)


def test_those_that_heard_the_same_know_the_very_same(weights: Weights) -> None:
    for states in ([2, 2, 5], [*range(FEWEST), 3]):
        made = streams(weights, states)
        multiply_together(made)
        same = [s for s, number in zip(made, states, strict=True) if number == states[-1]]
        assert all((s.products() == same[0].products()).all() for s in same)


def test_few_states_are_multiplied_as_each_would_be(weights: Weights) -> None:
    states = list(range(FEWEST - 1))
    together, alone = streams(weights, states), streams(weights, states)
    multiply_together(together)
    for one, other in zip(together, alone, strict=True):
        other.multiply()
        assert not one.batched
        assert (one.products() == other.products()).all()


def test_what_is_known_is_let_be(weights: Weights) -> None:
    made = streams(weights, list(range(FEWEST)))
    multiply_together(made)
    before = [stream.products() for stream in made]
    multiply_together(made)
    multiply_together([])
    assert all((s.products() == b).all() for s, b in zip(made, before, strict=True))


def test_many_are_multiplied_one_by_one_where_that_is_asked(weights: Weights) -> None:
    states = list(range(FEWEST + 1))
    together, alone = streams(weights, states), streams(weights, states)
    multiply_together(together, fewest=float("inf"))
    for one, other in zip(together, alone, strict=True):
        other.multiply()
        assert not one.batched
        assert (one.products() == other.products()).all()


@pytest.mark.parametrize("states", [[4, 4, 4], [*range(FEWEST), 4, 4]])
def test_who_goes_on_first_changes_nothing_for_who_has_heard_the_same(
    weights: Weights, states: list[int]
) -> None:
    made, other = streams(weights, states), streams(weights, states)
    multiply_together(made)
    multiply_together(other)
    first, *_, last = made
    first.feed(Event(0, 9, 70, 4), 10.0)
    assert not first.known
    assert (last.products() == other[-1].products()).all()
    assert last.batched == other[-1].batched == (len(set(states)) >= FEWEST)


@pytest.mark.parametrize("voices", [1, 3, 10])
def test_whether_pauses_are_used_changes_no_note(weights: Weights, voices: int) -> None:
    def played(idle: int) -> list[object]:
        plans = [VoicePlan("duet" if number % 2 else "solo", number) for number in range(voices)]
        performer, said = Performer(weights, voices=plans), []
        performer.command(Start(), 0.0)
        for step in range(100):
            now = 0.04 * step
            if step % 5 == 0:
                performer.hear(NoteOn(0, 60 + step % 7, 90, "a", 0.2), now)
            said += performer.advance(now)
            while idle and step % idle == 0 and performer.rest():
                pass
        assert not idle or not performer.rest()
        return said

    assert played(0) == played(1) == played(3)
