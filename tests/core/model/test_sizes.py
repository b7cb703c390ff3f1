"""The widths of a model are bounded, and each key of a part has a row of its own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.core.model.sizes import Sizes, held_code
from perf_engine.core.model.vocabulary import KEY_COUNT, MOST_PARTS

WIDTHS = ("hidden", "embedding", "held", "head")


@given(st.sampled_from(WIDTHS), st.integers(-10, 10_000))
def test_a_width_is_taken_in_its_range_and_refused_by_name_beyond_it(name, width):
    if 1 <= width <= 8192:
        assert getattr(Sizes(**{name: width}), name) == width
        return
    with pytest.raises(ValueError, match=f"{name} must be 1..8192, not {width}$"):
        Sizes(**{name: width})


def test_a_scale_that_cannot_be_is_named_alone():
    with pytest.raises(ValueError, match=r"age_scales must be 0.001..100 s each, not 200$"):
        Sizes(age_scales=(0.15, 200.0))
    with pytest.raises(ValueError, match=r"age_scales must be 0.001..100 s each, not nan$"):
        Sizes(age_scales=(float("nan"),))


@pytest.mark.parametrize("scales", [(), (0.001,), (0.15, 1.0, 100.0)])
def test_a_held_key_has_a_feature_for_each_scale_and_one_without_age(scales):
    assert Sizes(age_scales=scales).held_features == len(scales) + 1


def test_every_key_of_every_part_has_a_code_of_its_own_and_no_code_is_left_out():
    codes = [held_code(part, key) for part in range(MOST_PARTS) for key in range(KEY_COUNT)]
    assert codes == list(range(MOST_PARTS * KEY_COUNT))
