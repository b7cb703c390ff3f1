"""A governor's limits from how music spreads."""

import pytest

from perf_engine.core.steering.limits import NAMES, Limits
from perf_engine.studio.measure.limits_of import limits_of
from perf_engine.studio.measure.statistics import Spread
from perf_engine.studio.report import real_music


def test_the_limits_of_piano_music_are_those_that_were_chosen_for_it():
    found, chosen = limits_of(real_music()), Limits()
    for name in NAMES:
        assert getattr(found, name) == pytest.approx(getattr(chosen, name), rel=0.01)


def test_lines_give_the_limits_of_lines():
    one = Spread(1.0, 1.0, 1.0)
    found = limits_of({**real_music(), "polyphony": one, "silence": Spread(0.2, 0.4, 0.5)})
    assert found.fullest == 2
    assert found.thinnest == pytest.approx(0.6)


def test_a_spread_that_lacks_something_is_refused_by_name():
    with pytest.raises(ValueError, match="the spread lacks silence"):
        limits_of({name: one for name, one in real_music().items() if name != "silence"})
