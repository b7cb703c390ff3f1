"""The learning rate rises and falls; what a run was begun with stays, but for a few numbers."""

from dataclasses import replace

import pytest

from perf_engine.training.recipe import Recipe

RECIPE = Recipe(events=1000, rate=0.1, warm_up=10)


def test_the_rate_warms_up_by_steps_and_falls_by_events_to_a_fiftieth():
    assert RECIPE.rate_at(0, 0) == pytest.approx(0.01)
    assert RECIPE.rate_at(9, 0) == pytest.approx(0.1)
    assert RECIPE.rate_at(99, 500) == pytest.approx(0.051)
    assert RECIPE.rate_at(199, 1000) == RECIPE.rate_at(299, 2000) == pytest.approx(0.002)


def test_more_events_and_another_patience_are_the_same_run_and_another_rate_is_not():
    begun = RECIPE.as_json()
    replace(RECIPE, events=2000, patience=3, checkpoint_seconds=1.0).same_as(begun)
    with pytest.raises(ValueError, match=r"begun with rate 0.1, not 0.2"):
        replace(RECIPE, rate=0.2).same_as(begun)


@pytest.mark.parametrize(
    ("wish", "says"),
    [({"streams": 0}, "streams must be 1 or more, not 0"),
     ({"pianist": 1.5}, "pianist must be 0 to 1, not 1.5"),
     ({"dropout": 1.0}, "dropout must be 0 to below 1, not 1.0")],
)  # fmt: skip
def test_numbers_out_of_range_are_refused(wish, says):
    with pytest.raises(ValueError, match=says):
        Recipe(**wish)
