"""A model that grows foresees what it foresaw, and can learn more."""

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("torch")

import torch

from perf_engine.core.model.sizes import Sizes
from perf_engine.core.model.told import NOTHING, Told
from perf_engine.core.model.vocabulary import Vocabulary
from perf_engine.training.learn.batches import Streams, crop_of
from perf_engine.training.learn.growth import grown
from perf_engine.training.learn.torch_model import PerformanceModel
from tests.training.learn.random_events import played

VOCABULARY = Vocabulary()
DRUMS = replace(VOCABULARY, parts=(*VOCABULARY.parts, "drums"))
TOLD = Told(("waltz", "reel"), metre=True)


@pytest.fixture
def model():
    torch.manual_seed(1)
    return PerformanceModel(Sizes(32, 16, 20, 28), VOCABULARY).eval()


def nats(model):
    crop = crop_of(*played(np.random.default_rng(1), 300), model.vocabulary)
    segment = Streams(lambda n: crop if n == 0 else None, 1, 300, model.sizes).segment()
    segment.style += 1 if model.told.styles else 0
    with torch.no_grad():
        return model(segment, model.initial(1))[0].total().numpy()


def test_it_foresees_as_before_whatever_it_is_told(model):
    larger = grown(model, DRUMS, TOLD).eval()
    assert larger.vocabulary.parts[-1] == "drums"
    assert larger.told == TOLD
    before, after = nats(model), nats(larger)
    assert np.all(after >= before - 1e-4)  # the new part takes a little of the probability
    assert np.max(after - before) < 0.02


def test_with_styles_and_metre_alone_it_is_the_same(model):
    assert np.abs(nats(grown(model, VOCABULARY, TOLD).eval()) - nats(model)).max() < 1e-5


def test_every_new_weight_can_be_learnt(model):
    larger = grown(model, DRUMS, TOLD).train()
    crop = crop_of(*played(np.random.default_rng(2), 300), larger.vocabulary)
    segment = Streams(lambda n: crop if n == 0 else None, 1, 300, larger.sizes).segment()
    segment.style += 1
    larger(segment, larger.initial(1))[0].total().sum().backward()
    assert larger.embed_told["style"].grad[1].abs().max() > 0
    assert larger.context_told["style"].grad[1].abs().max() > 0
    assert larger.out_part.bias.grad[-1].abs() > 0


def test_without_anything_new_it_is_the_model_itself(model):
    assert grown(model, VOCABULARY, NOTHING) is model


@pytest.mark.parametrize(
    ("vocabulary", "told", "says"),
    [
        (replace(VOCABULARY, parts=("drums", "piano")), NOTHING, "must begin with the model's"),
        (replace(VOCABULARY, velocity_count=17), NOTHING, "time and loudness"),
    ],
)
def test_what_it_knows_cannot_be_taken_away(model, vocabulary, told, says):
    with pytest.raises(ValueError, match=says):
        grown(model, vocabulary, told)


def test_styles_cannot_be_taken_away(model):
    larger = grown(model, VOCABULARY, TOLD)
    for fewer in (NOTHING, Told(("waltz",), metre=True), Told(TOLD.styles)):
        with pytest.raises(ValueError, match="must begin with its styles, waltz, reel"):
            grown(larger, VOCABULARY, fewer)
    assert grown(larger, VOCABULARY, Told((*TOLD.styles, "jig"), metre=True)).told.style("jig") == 3
