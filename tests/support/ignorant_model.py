"""A small model that has learnt nothing, as fixtures: tensors, weights, and a file."""

import numpy as np
import pytest

from perf_engine.core.model.gru import Weights, tensor_shapes
from perf_engine.core.model.model_file import ModelInfo
from perf_engine.core.model.sizes import Sizes
from perf_engine.core.model.vocabulary import Vocabulary

SIZES = Sizes(hidden=32, embedding=16, held=16, head=16)


@pytest.fixture(scope="session")
def tensors():
    random = np.random.default_rng(0)
    shapes = tensor_shapes(SIZES, Vocabulary())
    return {n: (random.standard_normal(s) * 0.2).astype(np.float32) for n, s in shapes.items()}


@pytest.fixture
def weights(tensors):
    return Weights(tensors, SIZES, Vocabulary())


@pytest.fixture(scope="session")
def model_file(tensors, tmp_path_factory):
    from safetensors.numpy import save_file

    path = tmp_path_factory.mktemp("models") / "ignorant.safetensors"
    info = ModelInfo("ignorant", SIZES, Vocabulary())
    save_file(tensors, path, metadata=info.to_metadata())
    return path
