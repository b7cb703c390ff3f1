"""A model that has learnt nothing, with styles."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from perf_engine.core.model.gru import STYLE_CONTEXT, STYLE_INPUT, Weights, tensor_shapes
from perf_engine.core.model.told import Told


def styled(weights: Weights, names: Sequence[str], seed: int = 7) -> Weights:
    """The same model, which plays otherwise in each of these styles."""
    told, random = Told(tuple(names)), np.random.default_rng(seed)
    shapes = tensor_shapes(weights.sizes, weights.vocabulary, told)
    more = {
        name: (0.5 * random.standard_normal(shapes[name])).astype(np.float32)
        for name in (STYLE_INPUT, STYLE_CONTEXT)
    }
    return Weights({**weights.tensors, **more}, weights.sizes, weights.vocabulary, told)
