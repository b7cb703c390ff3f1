"""What a model expects at the moment of a release."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

from perf_engine.core.model.gru import Weights
from perf_engine.core.model.ties import expects_the_same_key
from perf_engine.engine.helpers.model_files import load_model


@pytest.mark.parametrize(
    ("name", "expected"),
    [("general", True), ("romantic", True), ("broad", False), ("jazz", False), ("pop", False)],
)
def test_models_of_hands_alone_expect_the_same_key(name: str, expected: bool) -> None:
    weights, _ = load_model(name)
    assert expects_the_same_key(weights) is expected
    assert weights.repeats_at_ties is expected


def test_weights_of_any_size_are_asked_without_a_warning(weights: Weights) -> None:
    tensors = {name: np.full_like(t, 3e38) for name, t in weights.tensors.items()}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert not expects_the_same_key(Weights(tensors, weights.sizes, weights.vocabulary))


def test_a_model_that_knows_nothing_expects_no_key_more_than_others(weights: Weights) -> None:
    assert not expects_the_same_key(weights)
