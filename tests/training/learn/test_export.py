"""The streaming step plays what was trained: equal over any sequence, in float32."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("torch")

import torch

from perf_engine.core.model.gru import StreamingGRU, Styled, Weights
from perf_engine.core.model.sizes import Sizes
from perf_engine.core.model.told import Told
from perf_engine.core.model.vocabulary import Event, Vocabulary
from perf_engine.training.learn.batches import Streams, crop_of
from perf_engine.training.learn.export import folded
from perf_engine.training.learn.torch_model import PerformanceModel
from tests.training.learn.random_events import played

VOCABULARY = Vocabulary()
FOUR = ("part", "dt", "key", "velocity")


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**31), length=st.integers(1, 150), hidden=st.sampled_from([16, 64]))
def test_streaming_gives_the_likelihoods_and_states_of_the_training_model(seed, length, hidden):
    rng = np.random.default_rng(seed)
    torch.manual_seed(seed)
    sizes = Sizes(hidden, 24, 20, 28)
    model = PerformanceModel(sizes, VOCABULARY).eval()
    for parameter in model.parameters():
        parameter.data += 0.1 * torch.randn_like(parameter)
    events = played(rng, length)
    crop = crop_of(*events, VOCABULARY)
    assert len(crop) == length
    streams = Streams(lambda n: crop if n == 0 else None, 1, 37, sizes)
    nats, states = [], []
    hidden_state = model.initial(1)
    with torch.no_grad():
        while (segment := streams.segment()) is not None:
            before, _ = model.encode(segment, hidden_state)
            likelihood, hidden_state = model(segment, hidden_state)
            rows = [getattr(likelihood, n)[:, 0] for n in ("part", "dt", "key", "velocity")]
            nats.append(torch.stack(rows, 1)[segment.weight[:, 0] > 0])
            states.append(before[:, 0][segment.weight[:, 0] > 0])
    expected = torch.cat(nats).numpy()
    expected_states = torch.cat(states).numpy()

    stream = StreamingGRU(Weights(folded(model), sizes, VOCABULARY))
    onsets = np.cumsum(events[0], dtype=np.float64)
    for i in range(length):
        event = Event(int(crop.part[i]), int(crop.dt[i]), int(crop.key[i]), int(crop.velocity[i]))
        assert np.abs(stream.hidden - expected_states[i]).max() < 1e-4
        found = [
            _nats(stream.part_logits(), event.part),
            0.0 if i == 0 else _nats(stream.dt_logits(event.part), event.dt),
            _nats(stream.key_logits(event.part, event.dt), event.key),
            _nats(stream.velocity_logits(event.part, event.dt, event.key), event.velocity - 1)
            if event.velocity
            else 0.0,
        ]
        assert np.abs(np.array(found) - expected[i]).max() < 1e-4
        stream.feed(event, float(onsets[i]))


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 2**31), style=st.sampled_from([None, "folk", "jazz"]))
def test_what_is_not_told_is_folded_in_as_a_constant(seed, style):
    """A model that is told style and metre is played as one that is told a style, or nothing."""
    rng = np.random.default_rng(seed)
    torch.manual_seed(seed)
    told = Told(("folk", "jazz"), metre=True)
    model = PerformanceModel(Sizes(16, 24, 20, 28), VOCABULARY, told=told).eval()
    for parameter in model.parameters():
        parameter.data += 0.1 * torch.randn_like(parameter)
    events = played(rng, 60)
    crop = crop_of(*events, VOCABULARY, style=told.style(style or ""))
    segment = Streams(lambda n: crop if n == 0 else None, 1, 60, model.sizes).segment()
    with torch.no_grad():
        expected = model(segment, model.initial(1))[0]
    stream = StreamingGRU(Weights(folded(model, style), model.sizes, VOCABULARY))
    onsets = np.cumsum(events[0], dtype=np.float64)
    for i in range(60):
        part, dt, key, velocity = (int(getattr(crop, n)[i]) for n in FOUR)
        found = [
            _nats(stream.part_logits(), part),
            0.0 if i == 0 else _nats(stream.dt_logits(part), dt),
            _nats(stream.key_logits(part, dt), key),
        ]
        assert found == pytest.approx(
            [float(getattr(expected, n)[i, 0]) for n in FOUR[:3]], abs=1e-4
        )
        stream.feed(Event(part, dt, key, velocity), float(onsets[i]))


def test_a_style_that_the_model_was_not_told_is_refused():
    model = PerformanceModel(Sizes(16, 8, 8, 12), VOCABULARY, told=Told(("folk", "jazz")))
    with pytest.raises(ValueError, match="the model's styles are folk, jazz, not rock"):
        folded(model, "rock")


def test_an_lstm_is_not_exported():
    with pytest.raises(ValueError, match="only a GRU can be played"):
        folded(PerformanceModel(Sizes(16, 8, 8, 12), VOCABULARY, cell="lstm"))


def _nats(logits, target):
    shifted = logits.astype(np.float64) - logits.max()
    return float(np.log(np.exp(shifted).sum()) - shifted[target])


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**31), morph=st.sampled_from([0.0, 0.3, 1.0]))
def test_streaming_in_a_style_gives_the_likelihoods_of_the_training_model(seed, morph):
    """A mixture of two styles is a style whose embedding and context lie between theirs."""
    rng = np.random.default_rng(seed)
    torch.manual_seed(seed)
    told = Told(("folk", "jazz", "between"), metre=True)
    model = PerformanceModel(Sizes(16, 24, 20, 28), VOCABULARY, told=told).eval()
    for parameter in model.parameters():
        parameter.data += 0.1 * torch.randn_like(parameter)
    for table in (model.embed_told["style"], model.context_told["style"]):
        table.data[3] = torch.lerp(table.data[1], table.data[2], morph)
    crop = crop_of(*(events := played(rng, 60)), VOCABULARY, style=3)
    segment = Streams(lambda n: crop if n == 0 else None, 1, 60, model.sizes).segment()
    with torch.no_grad():
        expected = model(segment, model.initial(1))[0]
    stream = StreamingGRU(Weights(folded(model), model.sizes, VOCABULARY, told))
    stream.play_in(Styled(1, 2, morph))
    onsets = np.cumsum(events[0], dtype=np.float64)
    for i in range(60):
        part, dt, key, velocity = (int(getattr(crop, n)[i]) for n in FOUR)
        found = [
            _nats(stream.part_logits(), part),
            0.0 if i == 0 else _nats(stream.dt_logits(part), dt),
            _nats(stream.key_logits(part, dt), key),
            _nats(stream.velocity_logits(part, dt, key), velocity - 1) if velocity else 0.0,
        ]
        assert found == pytest.approx([float(getattr(expected, n)[i, 0]) for n in FOUR], abs=2e-4)
        stream.feed(Event(part, dt, key, velocity), float(onsets[i]))
