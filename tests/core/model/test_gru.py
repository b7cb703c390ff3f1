"""The streaming step (its equality with the trained model is tested in training/test_export)."""

import numpy as np
import pytest

from perf_engine.core.model.gru import (
    LINE,
    PAGE,
    State,
    StreamingGRU,
    Weights,
    side_by_side,
    tensor_shapes,
)
from perf_engine.core.model.vocabulary import Event


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


def test_weights_laid_out_are_the_tensors_they_were_made_of(weights):
    random = np.random.default_rng(3)
    tensors = {
        name: random.standard_normal(shape).astype(np.float32)
        for name, shape in tensor_shapes(weights.sizes, weights.vocabulary).items()
    }
    made = Weights(tensors, weights.sizes, weights.vocabulary).tensors
    assert made.keys() == tensors.keys()
    assert all(np.array_equal(made[name], tensors[name]) for name in tensors)


def test_what_is_made_in_a_pause_is_what_would_have_been_made(weights):
    idle, busy = StreamingGRU(weights), StreamingGRU(weights)
    for i in range(20):
        event = Event(0, 3 + i, 40 + i % 5, (i // 5 + 1) % 2 * 9)
        idle.feed(event, float(i))
        busy.feed(event, float(i))
        assert not idle.prepare()  # nobody has said yet whose products they are
        idle.multiply()
        busy.multiply()
        assert idle.prepare()
        assert not idle.prepare()
        assert (idle.key_logits(0, 9) == busy.key_logits(0, 9)).all()
    assert (idle.hidden == busy.hidden).all()
    assert (idle.products() == busy.products()).all()


def test_arrays_lie_side_by_side_from_where_a_large_page_begins():
    found = side_by_side({"a": (3, 5), "b": (7,), "c": (0, 2)})
    assert {name: array.shape for name, array in found.items()} == {
        "a": (3, 5),
        "b": (7,),
        "c": (0, 2),
    }
    assert found["a"].ctypes.data % PAGE == 0
    assert found["b"].ctypes.data - found["a"].ctypes.data == LINE
    for number, array in enumerate(found.values()):
        array[...] = number
    assert (found["a"] == 0).all()
    assert (found["b"] == 1).all()
