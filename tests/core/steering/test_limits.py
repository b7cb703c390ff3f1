"""Limits that a model file may carry: read, checked, kept."""

import json
import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from perf_engine.core.model.model_file import ModelInfo
from perf_engine.core.model.sizes import Sizes
from perf_engine.core.model.vocabulary import Vocabulary
from perf_engine.core.steering.limits import MOST, NAMES, Limits


def told(info):
    """A model's metadata, read back."""
    return ModelInfo.from_metadata(info.to_metadata())


def test_every_limit_has_a_range():
    assert tuple(sorted(MOST)) == tuple(sorted(NAMES))


def test_a_model_file_keeps_its_limits_and_one_without_has_those_of_piano_music():
    info = ModelInfo("x", Sizes(8, 4, 4, 4), Vocabulary(), {}, Limits(fullest=2, thinnest=0.7))
    assert told(info).limits == info.limits
    plain = ModelInfo("x", Sizes(8, 4, 4, 4), Vocabulary())
    assert "limits" not in json.loads(plain.to_metadata()["perf_engine"])
    assert told(plain).limits == Limits()


@pytest.mark.parametrize(
    ("wish", "says"),
    [
        ({"fullest": 0}, "the limit fullest must be 1..128, not 0"),
        ({"tonal": 1.5}, "the limit tonal must be 0..1, not 1.5"),
        ({"densest": math.nan}, "the limit densest must be 0..100, not nan"),
        ({"softest": 96.0}, "the limit softest must be at most loudest, 95.0, not 96.0"),
    ],
)
def test_what_cannot_be_is_refused_with_its_range(wish, says):
    with pytest.raises(ValueError, match=says):
        Limits(**wish)


@pytest.mark.parametrize(
    ("said", "says"),
    [
        (3, "'int' object has no attribute 'items'"),
        ([1], "'list' object has no attribute"),
        ({"unheard_of": 1}, "unexpected keyword argument 'unheard_of'"),
        ({"densest": "many"}, "the limit densest must be a number, not 'many'"),
        ({"fullest": None}, "the limit fullest must be a number, not None"),
        ({"fullest": True}, "the limit fullest must be a number, not True"),
        ({"fullest": 1e400}, "the limit fullest must be 1..128, not inf"),
        ({"fullest": 2.5}, "the limit fullest must be a whole number, not 2.5"),
    ],
)
def test_a_model_whose_limits_are_broken_is_refused(said, says):
    metadata = ModelInfo("x", Sizes(8, 4, 4, 4), Vocabulary()).to_metadata()
    whole = json.loads(metadata["perf_engine"])
    with pytest.raises(ValueError, match=says):
        ModelInfo.from_metadata({"perf_engine": json.dumps({**whole, "limits": said})})


@given(st.dictionaries(st.sampled_from(NAMES), st.floats(), max_size=4))
def test_whatever_is_given_is_limits_or_a_value_error(said):
    try:
        limits = Limits.read(said)
    except ValueError:
        return
    assert limits == Limits.read(limits.as_json())


@given(st.floats(0.0, 1.0), st.integers(3, 20), st.floats(0.0, 2.8))
@example(0.12, 6, 0.0)  # 0.88 times 6 and 0.12 times 6 are more than 6 together
def test_limits_between_two_lie_between_them(share, fullest, thinnest):
    one, other = Limits(), Limits(fullest=fullest, thinnest=thinnest)
    between = one.toward(other, share)
    for name in NAMES:
        low, high = sorted((getattr(one, name), getattr(other, name)))
        assert low - 1e-9 <= getattr(between, name) <= high + 1e-9
    assert one.toward(other, 0.0) is one
    assert one.toward(other, 1.0) is other
