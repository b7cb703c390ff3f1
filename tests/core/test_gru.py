"""The streaming step (its equality with the trained model is tested in training/test_export)."""

import numpy as np
import pytest

from perf_engine.core.gru import State, StreamingGRU, Weights
from perf_engine.core.vocabulary import Event


def test_a_snapshot_brings_everything_back(weights):
    stream = StreamingGRU(weights)
    stream.feed(Event(0, 3, 60, 9), 1.0)
    state = stream.snapshot()
    expected = stream.key_logits(0, 4).copy()
    stream.feed(Event(0, 20, 60, 0), 2.0)
    stream.restore(state)
    assert np.array_equal(stream.key_logits(0, 4), expected)
    assert dict(stream.held) == {60: 1.0}


def test_the_hidden_state_stays_finite_over_a_long_time(weights):
    stream, random = StreamingGRU(weights), np.random.default_rng(0)
    for i in range(2000):
        key = int(random.integers(129))
        velocity = 0 if key in stream.held else int(random.integers(1, 33))
        stream.feed(Event(0, int(random.integers(160)), key, velocity), float(i))
    assert np.abs(stream.hidden).max() <= 1.0


def test_broken_states_and_tensors_are_refused(weights):
    stream = StreamingGRU(weights)
    broken = np.full(32, np.nan, np.float32)
    with pytest.raises(ValueError, match="finite"):
        stream.restore(State(broken, 0.0, {}))
    with pytest.raises(ValueError, match=r"hidden state must be \(32,\)"):
        stream.restore(State(broken[:3], 0.0, {}))
    tensors = dict(weights.tensors)
    tensors["start"] = broken
    with pytest.raises(ValueError, match="start holds a value that is not finite"):
        Weights(tensors, weights.sizes, weights.vocabulary)
    del tensors["start"]
    with pytest.raises(ValueError, match="lacks the tensor start"):
        Weights(tensors, weights.sizes, weights.vocabulary)
