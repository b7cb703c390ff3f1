"""A storm of notes through the whole instrument: it still answers, finite, with nothing held."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from perf_engine.core.gru import Weights, tensor_shapes
from perf_engine.core.messages import NoteOn, Panic, Strike
from perf_engine.core.performer import Performer
from perf_engine.core.sizes import Sizes
from perf_engine.core.vocabulary import Vocabulary


def random_weights() -> Weights:
    sizes, vocabulary, random = Sizes(16, 8, 8, 8), Vocabulary(), np.random.default_rng(1)
    shapes = tensor_shapes(sizes, vocabulary)
    tensors = {n: random.standard_normal(s).astype(np.float32) for n, s in shapes.items()}
    return Weights(tensors, sizes, vocabulary)


WEIGHTS = random_weights()


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 127), st.integers(1, 127), st.floats(0, 0.2)),
                min_size=1, max_size=60))
def test_after_a_storm_of_notes_and_a_panic_it_answers_again(notes):
    performer, now = Performer(WEIGHTS, mode="takeover", seed=1), 0.0
    for pitch, velocity, gap in notes:
        now += gap
        performer.hear(NoteOn(0, pitch, velocity), now)
        performer.advance(now)
    performer.command(Panic(), now)
    performer.advance(now)
    assert performer.sounding() == []
    assert performer.held() == []
    assert performer.finite()
    performer.hear(NoteOn(0, 60, 80), now + 1.0)
    said = []
    for i in range(4000):
        said += performer.advance(now + 1.0 + i * 0.01)
        if any(isinstance(m, Strike) for m in said):
            break
    assert any(isinstance(m, Strike) for m in said)
