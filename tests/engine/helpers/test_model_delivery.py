"""A model taken in slice by slice."""

from __future__ import annotations

import numpy as np
import pytest

from perf_engine.core.model.gru import Weights, tensor_shapes
from perf_engine.core.model.model_file import Origin
from perf_engine.core.model.sizes import Sizes
from perf_engine.core.model.told import Told
from perf_engine.core.model.vocabulary import Vocabulary
from perf_engine.core.steering.limits import Limits
from perf_engine.engine.helpers.model_delivery import SLICE, Delivery, nameless_file

SIZES, WORDS = Sizes(64, 4, 4, 4, (1.0,)), Vocabulary(("piano",))
TOLD = Told(("folk", "jazz"))
LAYOUT = Weights(
    {
        name: np.random.default_rng(1).random(shape, np.float32)
        for name, shape in tensor_shapes(SIZES, WORDS, TOLD).items()
    },
    SIZES,
    WORDS,
    TOLD,
).layout()
SAID = {
    "name": "x",
    "origin": {"name": "x", "file": "/x.safetensors", "digest": "abc"},
    "limits": {"thinnest": 0.7, "fullest": 2},
    "told": TOLD.as_json(),
    "style_limits": [{"fullest": 3}, {"fullest": 4}],
    "repeats_at_ties": True,
    "velocity_count": 33,
    "parts": ["piano"],
    "edges": Vocabulary().dt_edges,
    "sizes": {"hidden": 64, "embedding": 4, "held": 4, "head": 4, "age_scales": [1.0]},
    "arrays": [[name, list(array.shape)] for name, array in LAYOUT.items()],
}


def test_arrays_come_as_they_were_written_a_slice_at_a_time() -> None:
    with nameless_file() as file:
        for array in LAYOUT.values():
            file.write(array.data)
        delivery = Delivery(file, SAID)
        takes = 0
        while not delivery.complete:
            assert delivery.share < 1.0
            delivery.take()
            takes += 1
    assert takes == sum(-(-array.nbytes // SLICE) for array in LAYOUT.values()) > len(LAYOUT)
    weights = delivery.weights()
    assert weights.origin == Origin("x", "/x.safetensors", "abc")
    assert weights.limits == Limits(thinnest=0.7, fullest=2)
    assert weights.sizes == SIZES
    assert weights.told == TOLD
    assert weights.style_limits == (Limits(fullest=3), Limits(fullest=4))
    assert weights.repeats_at_ties
    for (name, array), taken in zip(LAYOUT.items(), weights.layout().items(), strict=True):
        assert taken[0] == name
        assert np.array_equal(array, taken[1])


def test_a_file_that_is_too_short_is_no_model() -> None:
    with nameless_file() as file:
        file.write(b"\0" * 100)
        delivery = Delivery(file, SAID)
        delivery.take()
        with pytest.raises(OSError, match="not written completely"):
            delivery.take()


@pytest.mark.parametrize(
    "change",
    [
        {"arrays": []},
        {"arrays": [["product", [10**6, 10**6]]]},
        {"sizes": {}},
        {"edges": 3},
        {"velocity_count": "many"},
        {"limits": {"fullest": 0}},
        {"limits": {"unheard_of": 1}},
    ],
)
def test_what_the_librarian_cannot_have_meant_is_refused(change: dict[str, object]) -> None:
    with nameless_file() as file, pytest.raises((ValueError, TypeError, KeyError)):
        Delivery(file, {**SAID, **change})
