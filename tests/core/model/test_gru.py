"""The streaming step (its equality with the trained model is tested in training/test_export)."""

import numpy as np
import pytest

from perf_engine.core.model.gru import (
    LINE,
    PAGE,
    PLAIN,
    STYLE_CONTEXT,
    STYLE_INPUT,
    State,
    StreamingGRU,
    Styled,
    Weights,
    side_by_side,
    tensor_shapes,
)
from perf_engine.core.model.told import Told
from perf_engine.core.model.vocabulary import Event
from perf_engine.core.steering.limits import Limits
from tests.support import styled_model


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


TOLD = Told(("folk", "jazz"))


@pytest.fixture
def styled(weights):
    return styled_model.styled(weights, TOLD.styles)


def heard(weights, style):
    stream = StreamingGRU(weights)
    stream.play_in(style)
    for i in range(20):
        stream.feed(Event(0, 3 + i, 40 + i % 5, (i // 5 + 1) % 2 * 9), float(i))
    return np.concatenate([stream.hidden, stream.part_logits(), stream.key_logits(0, 9)])


def test_in_no_style_a_model_with_styles_plays_as_one_without(weights, styled):
    for style in (PLAIN, Styled(0, 0, 0.5), Styled(1, 0, 1.0), Styled(0, 2, 0.0)):
        assert np.array_equal(heard(styled, style), heard(weights, PLAIN))
    assert not np.allclose(heard(styled, Styled(1)), heard(weights, PLAIN))


def test_a_mixture_of_styles_lies_between_them_as_a_style_of_the_mean_rows(styled):
    assert np.array_equal(heard(styled, Styled(1, 2, 0.0)), heard(styled, Styled(1)))
    assert np.array_equal(heard(styled, Styled(1, 2, 1.0)), heard(styled, Styled(2)))
    assert np.allclose(heard(styled, Styled(2, 2, 0.3)), heard(styled, Styled(2)), atol=1e-5)
    mean = {
        name: styled.tensors[name].mean(axis=0, keepdims=True)
        for name in (STYLE_INPUT, STYLE_CONTEXT)
    }
    one = Weights(
        {**styled.tensors, **mean}, styled.sizes, styled.vocabulary, Told(("folk and jazz",))
    )
    assert np.allclose(heard(styled, Styled(1, 2, 0.5)), heard(one, Styled(1)), atol=1e-5)


def test_a_change_of_style_counts_for_the_next_prediction_at_once(styled):
    stream = StreamingGRU(styled)
    stream.feed(Event(0, 3, 60, 9), 1.0)
    before = stream.dt_logits(0).copy()
    stream.play_in(Styled(2))
    assert not np.allclose(stream.dt_logits(0), before)
    stream.play_in(PLAIN)
    assert np.array_equal(stream.dt_logits(0), before)


def test_styles_are_among_the_tensors_and_broken_ones_are_refused(styled):
    shapes = tensor_shapes(styled.sizes, styled.vocabulary, TOLD)
    assert {name: tensor.shape for name, tensor in styled.tensors.items()} == shapes
    again = Weights.laid_out(styled.layout(), styled.sizes, styled.vocabulary, TOLD)
    assert np.array_equal(heard(again, Styled(2)), heard(styled, Styled(2)))
    for name in (STYLE_INPUT, STYLE_CONTEXT):
        missing = {n: t for n, t in styled.tensors.items() if n != name}
        with pytest.raises(ValueError, match=f"the model lacks the tensor {name}"):
            Weights(missing, styled.sizes, styled.vocabulary, TOLD)
        short = {**styled.tensors, name: styled.tensors[name][:1]}
        with pytest.raises(ValueError, match=rf"tensor {name} must be \(2, "):
            Weights(short, styled.sizes, styled.vocabulary, TOLD)
        wild = {**styled.tensors, name: np.full_like(styled.tensors[name], np.inf)}
        with pytest.raises(ValueError, match=f"tensor {name} holds a value that is not finite"):
            Weights(wild, styled.sizes, styled.vocabulary, TOLD)


def test_limits_are_those_of_the_style(styled):
    assert styled.limits_in(Styled(2)) == styled.limits == Limits()
    styled.style_limits = (Limits(thinnest=1.0, fullest=2), Limits(thinnest=2.0, fullest=5))
    assert styled.limits_in(PLAIN) == Limits()
    assert styled.limits_in(Styled(1)) == styled.style_limits[0]
    between = styled.limits_in(Styled(1, 2, 0.5))
    assert (between.thinnest, between.fullest) == (1.5, 4)
