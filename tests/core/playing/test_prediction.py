"""A prediction keeps what its fields promise, whoever plays and whatever is held."""

import math

from hypothesis import given, settings
from hypothesis import strategies as st

from perf_engine.core.model.sizes import held_code
from perf_engine.core.playing.improviser import Improviser, Taste
from perf_engine.core.turns.modes import turn

MACHINE, OTHERS = 0, 1  # parts


@settings(max_examples=25)
@given(
    st.sampled_from(("solo", "duet", "listen")),
    st.integers(0, 2**31),
    st.floats(0.0, 1e6),
    st.booleans(),
)
def test_a_prediction_is_an_event_that_can_happen_next(weights, mode, seed, began, full):
    mind, now = Improviser(weights, seed=seed), began
    playing = turn(mode, MACHINE, OTHERS, going=False)
    mind.feed(OTHERS, 60, 80, began)
    for _ in range(25):
        mine = {code for code in mind.stream.held if code < held_code(OTHERS, 0)}
        thought = mind.foresee(playing, Taste(), now, mine, math.inf if full else -math.inf)
        if thought is None:
            break
        held = mind.held(thought.part, thought.key)
        assert thought.onset >= now
        assert 0.0 <= thought.probability <= 1.0
        assert 0 <= thought.key <= 128
        assert 0 <= thought.velocity <= 127
        if thought.mine:
            assert thought.part in playing.mine
            assert (thought.velocity == 0) == held  # a key that is held is released, or stays
        else:
            assert thought.velocity == 0  # nobody knows how loud another will be
        now = thought.onset
        strikes = thought.velocity or (0 if held else 80)  # others do as predicted
        mind.feed(thought.part, thought.key, strikes, now)
