"""The streaming step plays what was trained: equal over any sequence, in float32."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

torch = pytest.importorskip("torch")

from perf_engine.core.gru import StreamingGRU, Weights  # noqa: E402
from perf_engine.core.sizes import Sizes  # noqa: E402
from perf_engine.core.vocabulary import KEY_COUNT, Event, Vocabulary  # noqa: E402
from perf_engine.training.batches import Streams, crop_of  # noqa: E402
from perf_engine.training.export import folded  # noqa: E402
from perf_engine.training.model import PerformanceModel  # noqa: E402

VOCABULARY = Vocabulary()


def played(rng: np.random.Generator, length: int):
    """Random events in which the strikes and releases of each key alternate."""
    held: set[tuple[int, int]] = set()
    dt, part, key, velocity = [], [], [], []
    for _ in range(length):
        if held and rng.random() < 0.45:
            chosen = sorted(held)[rng.integers(len(held))]
            held.discard(chosen)
            velocity.append(0)
        else:
            while True:
                chosen = (int(rng.integers(4)), int(rng.integers(KEY_COUNT)))
                if chosen not in held:
                    break
            held.add(chosen)
            velocity.append(int(rng.integers(1, 128)))
        part.append(chosen[0])
        key.append(chosen[1])
        dt.append(float(rng.choice([0.0, rng.exponential(0.2), rng.exponential(5.0)])))
    return (
        np.array(dt, np.float32),
        np.array(part, np.uint8),
        np.array(key, np.uint8),
        np.array(velocity, np.uint8),
    )


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


def test_an_lstm_carries_all_of_its_state_and_is_not_exported():
    torch.manual_seed(0)
    model = PerformanceModel(Sizes(16, 8, 8, 12), VOCABULARY, cell="lstm").eval()
    model.start.data += torch.randn_like(model.start)
    crop = crop_of(*played(np.random.default_rng(0), 100), VOCABULARY)
    found = []
    for steps in (100, 25):
        streams = Streams(lambda n: crop if n == 0 else None, 1, steps, model.sizes)
        hidden, nats = model.initial(1), []
        with torch.no_grad():
            while (segment := streams.segment()) is not None:
                likelihood, hidden = model(segment, hidden)
                nats.append(likelihood.total())
        found.append(torch.cat(nats))
    assert torch.allclose(*found, atol=1e-5)
    with pytest.raises(ValueError, match="only a GRU can be played"):
        folded(model)


def _nats(logits, target):
    shifted = logits.astype(np.float64) - logits.max()
    return float(np.log(np.exp(shifted).sum()) - shifted[target])


def test_a_scale_that_cannot_be_is_named_alone():
    with pytest.raises(ValueError, match=r"age_scales must be 0.001..100 s each, not 200$"):
        Sizes(age_scales=(0.15, 200.0))
