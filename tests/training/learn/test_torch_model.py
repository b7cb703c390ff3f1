"""The model as it is trained: what it hears, what it is told, what it carries on."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("torch")

import torch

from perf_engine.core.model.sizes import Sizes
from perf_engine.core.model.told import Told
from perf_engine.core.model.vocabulary import KEY_COUNT, Vocabulary
from perf_engine.training.data.metre import Metre
from perf_engine.training.learn.batches import Streams, crop_of
from perf_engine.training.learn.torch_model import PerformanceModel
from tests.training.learn.random_events import played

VOCABULARY = Vocabulary()


def test_what_a_model_is_told_changes_what_it_foresees_from_the_next_event_on():
    torch.manual_seed(0)
    told = Told(("folk",), metre=True)
    model = PerformanceModel(Sizes(16, 24, 20, 28), VOCABULARY, told=told).eval()
    for table in model.context_told.values():
        table.data += torch.randn_like(table)
    events = played(np.random.default_rng(0), 30)
    metre = Metre.unknown(30)
    metre.phase[10:] = 0.5
    nats = []
    for its in (None, metre):
        crop = crop_of(*events, VOCABULARY, its)
        streams = Streams(lambda n, c=crop: None if n else c, 1, 8, model.sizes)
        state, found = model.initial(1), []
        with torch.no_grad():
            while (segment := streams.segment()) is not None:
                likelihood, state = model(segment, state)
                found.append(likelihood.total()[:, 0])
        nats.append(torch.cat(found))
    apart = (nats[0] - nats[1]).abs()[:30] > 1e-5
    assert not apart[:11].any()  # the event itself is foreseen before its place is known
    assert apart[11:].all()


def test_an_lstm_carries_all_of_its_state():
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


SIZES = Sizes(16, 8, 8, 12)


def restless(**options):
    """A model whose every parameter matters."""
    model = PerformanceModel(SIZES, VOCABULARY, **options).eval()
    for parameter in model.parameters():
        parameter.data += 0.1 * torch.randn_like(parameter)
    return model


def crops_of(seed, *lengths):
    rng = np.random.default_rng(seed)
    return [crop_of(*played(rng, length), VOCABULARY) for length in lengths]


def batch_of(crops, streams, steps):
    queue = dict(enumerate(crops))
    return Streams(queue.get, streams, steps, SIZES).segment()


@settings(max_examples=8)
@given(
    seed=st.integers(0, 2**31), changed=st.integers(1, 29), cell=st.sampled_from(["gru", "lstm"])
)
def test_no_event_costs_more_or_less_for_what_comes_after_it(seed, changed, cell):
    torch.manual_seed(seed)
    model = restless(cell=cell)
    one, other = (batch_of(crops_of(seed, 30), 1, 30) for _ in range(2))
    other.dt[changed:] = (other.dt[changed:] + 7) % VOCABULARY.dt_count
    other.velocity[changed:] = VOCABULARY.velocity_count - 1
    with torch.no_grad():
        nats, same = (model(batch, model.initial(1))[0].total()[:, 0] for batch in (one, other))
    assert torch.equal(nats[:changed], same[:changed])
    assert not torch.equal(nats[changed:], same[changed:])


@settings(max_examples=8)
@given(seed=st.integers(0, 2**31))
def test_streams_laid_side_by_side_do_not_hear_each_other(seed):
    torch.manual_seed(seed)
    model, crops = restless(), crops_of(seed, 20, 12, 20)
    with torch.no_grad():
        together, _ = model(batch_of(crops, 3, 20), model.initial(3))
        for stream, crop in enumerate(crops):
            alone, _ = model(batch_of([crop], 1, 20), model.initial(1))
            expected = alone.total()[: len(crop), 0]
            assert torch.allclose(together.total()[: len(crop), stream], expected, atol=1e-5)
            assert not together.total()[len(crop) :, stream].any()


def test_a_stream_that_begins_a_piece_forgets_the_one_before():
    torch.manual_seed(1)
    model, batch = restless(), batch_of(crops_of(1, 10), 1, 10)
    assert batch.reset.tolist() == [True]
    with torch.no_grad():
        fresh, _ = model(batch, model.initial(1))
        after, _ = model(batch, torch.randn(1, SIZES.hidden))
        assert torch.equal(fresh.total(), after.total())
        batch.reset[:] = False
        carried, _ = model(batch, torch.randn(1, SIZES.hidden))
    assert not torch.equal(fresh.total(), carried.total())


@pytest.mark.parametrize("name", ["part", "dt", "key"])
def test_the_probabilities_of_all_choices_are_one_together(name):
    torch.manual_seed(2)
    count = {"part": len(VOCABULARY.parts), "dt": VOCABULARY.dt_count, "key": KEY_COUNT}[name]
    model, batch = restless(), batch_of(crops_of(2, 12) * count, count, 12)
    getattr(batch, name)[-1] = torch.arange(count)  # the last event is another in each stream
    with torch.no_grad():
        nats, _ = model(batch, model.initial(count))
    assert float(torch.exp(-getattr(nats, name)[-1]).sum()) == pytest.approx(1.0, abs=1e-4)


def test_a_release_has_no_velocity_to_predict_and_the_first_event_no_time():
    torch.manual_seed(3)
    model, batch = restless(), batch_of(crops_of(3, 40), 1, 40)
    with torch.no_grad():
        nats, _ = model(batch, model.initial(1))
    released = batch.velocity == 0
    assert released.any()
    assert (nats.velocity[released] == 0).all()
    assert (nats.velocity[~released] > 0).all()
    assert nats.dt[0, 0] == 0
    assert (nats.dt[1:] > 0).all()
