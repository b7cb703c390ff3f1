"""The learning rate rises and falls; what a run was begun with stays, but for a few numbers."""

from dataclasses import replace

import pytest

from perf_engine.training.learn.recipe import Recipe

RECIPE = Recipe(events=1000, rate=0.1, warm_up=10)


def test_the_rate_warms_up_by_steps_and_falls_by_events_to_a_fiftieth():
    assert RECIPE.rate_at(0, 0) == pytest.approx(0.01)
    assert RECIPE.rate_at(9, 0) == pytest.approx(0.1)
    assert RECIPE.rate_at(99, 500) == pytest.approx(0.051)
    assert RECIPE.rate_at(199, 1000) == RECIPE.rate_at(299, 2000) == pytest.approx(0.002)


def test_a_long_run_can_be_ended_early_by_a_straight_line_down():
    long = replace(RECIPE, horizon=1000)
    early = replace(long, events=500, cooling=100)
    assert early.rate_at(99, 300) == long.rate_at(99, 300)
    assert early.rate_at(99, 400) == long.rate_at(99, 400)
    assert early.rate_at(99, 450) == pytest.approx(0.51 * long.rate_at(99, 450))
    assert early.rate_at(99, 500) == pytest.approx(0.02 * long.rate_at(99, 500))
    early.same_as(long.as_json())
    with pytest.raises(ValueError, match="begun with horizon 1000, not 0"):
        RECIPE.same_as(long.as_json())


def test_a_run_of_before_a_number_was_there_goes_on_with_its_usual_value():
    begun = RECIPE.as_json()
    del begun["varied"], begun["horizon"]
    RECIPE.same_as(begun)
    with pytest.raises(ValueError, match="begun with horizon 0, not 7"):
        replace(RECIPE, horizon=7).same_as(begun)


def test_more_events_and_another_patience_are_the_same_run_and_another_rate_is_not():
    begun = RECIPE.as_json()
    replace(RECIPE, events=2000, patience=3, checkpoint_seconds=1.0).same_as(begun)
    with pytest.raises(ValueError, match=r"begun with rate 0.1, not 0.2"):
        replace(RECIPE, rate=0.2).same_as(begun)


@pytest.mark.parametrize(
    ("wish", "says"),
    [
        ({"streams": 0}, "streams must be 1 or more, not 0"),
        ({"pianist": 1.5}, "pianist must be 0 to 1, not 1.5"),
        ({"dropout": 1.0}, "dropout must be 0 to below 1, not 1.0"),
    ],
)
def test_numbers_out_of_range_are_refused(wish, says):
    with pytest.raises(ValueError, match=says):
        Recipe(**wish)
