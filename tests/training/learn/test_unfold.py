"""A model file becomes the model that it was made of: same tables, same likelihoods."""

import json

import numpy as np
import pytest

pytest.importorskip("torch")

import torch
from safetensors.numpy import load_file, save_file

from perf_engine.core.model.gru import Weights
from perf_engine.core.model.model_file import ModelInfo
from perf_engine.core.model.sizes import Sizes
from perf_engine.core.model.told import Told
from perf_engine.core.model.vocabulary import Vocabulary
from perf_engine.training.learn.batches import Streams, crop_of
from perf_engine.training.learn.export import folded
from perf_engine.training.learn.torch_model import PerformanceModel
from perf_engine.training.learn.unfold import beginning, unfolded
from tests.training.learn.random_events import played

VOCABULARY = Vocabulary()


def model_of(sizes, seed=0):
    torch.manual_seed(seed)
    model = PerformanceModel(sizes, VOCABULARY).eval()
    for parameter in model.parameters():
        parameter.data += 0.1 * torch.randn_like(parameter)
    return model


def nats(model):
    crop = crop_of(*played(np.random.default_rng(1), 300), VOCABULARY)
    segment = Streams(lambda n: crop if n == 0 else None, 1, 300, model.sizes).segment()
    with torch.no_grad():
        return model(segment, model.initial(1))[0].total().numpy()


@pytest.mark.parametrize("sizes", [Sizes(32, 16, 20, 28), Sizes(200, 500, 20, 28)])
def test_unfolding_and_folding_gives_the_same_tables_and_likelihoods(sizes):
    model = model_of(sizes)
    tables = folded(model)
    again = unfolded(Weights(tables, sizes, VOCABULARY))
    assert again.sizes == sizes
    for name, table in folded(again).items():
        assert np.abs(table - tables[name]).max() < 2e-5, name
    assert np.abs(nats(again) - nats(model)).max() < 1e-3
    assert np.abs(nats(again) - nats(model)).mean() < 1e-5


def test_a_file_of_half_precision_unfolds_to_what_was_trained_within_its_rounding(tmp_path):
    sizes = Sizes(64, 24, 20, 28)
    model = model_of(sizes)
    half = {name: table.astype(np.float16) for name, table in folded(model).items()}
    info = ModelInfo("half", sizes, VOCABULARY, {"events_seen": 3})
    save_file(half, tmp_path / "half.safetensors", metadata=info.to_metadata())
    again, facts = beginning(tmp_path / "half.safetensors")
    assert facts == {"begun_with": "half", "before": {"events_seen": 3}}
    assert again.sizes.embedding == 24
    true, rounded = folded(model), load_file(tmp_path / "half.safetensors")
    for name, table in folded(again).items():
        worst = np.abs(rounded[name].astype(np.float32) - true[name]).max()
        assert np.abs(table - true[name]).max() <= 2 * worst + 1e-6, name


def test_tables_that_need_wider_embeddings_than_the_file_says_get_them():
    model = model_of(Sizes(32, 24, 20, 28))
    again = unfolded(Weights(folded(model), Sizes(32, 8, 20, 28), VOCABULARY))
    assert again.sizes.embedding == 24
    assert np.abs(nats(again) - nats(model)).max() < 1e-3


def test_what_is_no_model_is_refused_in_a_sentence(tmp_path):
    (tmp_path / "text.safetensors").write_text("nothing")
    (tmp_path / "text.pt").write_text("nothing")
    save_file({}, tmp_path / "foreign.safetensors", metadata={"perf_engine": json.dumps({})})
    for path, says in (
        (tmp_path / "nowhere.safetensors", "there is no model file"),
        (tmp_path / "text.safetensors", "text.safetensors: "),
        (tmp_path / "foreign.safetensors", "metadata is broken"),
        (tmp_path / "text.pt", "not a checkpoint that can be read"),
        (tmp_path / "none.pt", "there is no checkpoint"),
        (tmp_path, "there is no checkpoint in"),
    ):
        with pytest.raises(ValueError, match=says):
            beginning(path)


def test_a_model_keeps_its_styles():
    torch.manual_seed(3)
    sizes, told = Sizes(32, 16, 20, 28), Told(("folk", "jazz"))
    model = PerformanceModel(sizes, VOCABULARY, told=told).eval()
    for parameter in model.parameters():
        parameter.data += 0.1 * torch.randn_like(parameter)
    tables = folded(model)
    again = unfolded(Weights(tables, sizes, VOCABULARY, told))
    assert again.told == told
    for name, table in folded(again).items():
        assert np.abs(table - tables[name]).max() < 2e-5, name
