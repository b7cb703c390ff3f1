"""A small model that knows nothing: random weights."""

import numpy as np
import pytest

from perf_engine.core.model.gru import Weights, tensor_shapes
from perf_engine.core.model.sizes import Sizes
from perf_engine.core.model.vocabulary import Vocabulary


@pytest.fixture(scope="session")
def weights() -> Weights:
    sizes, vocabulary = Sizes(32, 8, 12, 16), Vocabulary()
    random = np.random.default_rng(5)
    shapes = tensor_shapes(sizes, vocabulary)
    return Weights(
        {n: (0.3 * random.standard_normal(s)).astype(np.float32) for n, s in shapes.items()},
        sizes,
        vocabulary,
    )
