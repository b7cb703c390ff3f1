import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perf_engine.training.measure import file_cache
from perf_engine.training.measure.contexts import Line
from perf_engine.training.measure.figures import TERMS
from perf_engine.training.measure.file_cache import Cache
from tests.training.measure.fitted import SIZES, fitted
from tests.training.measure.lines import line


@settings(deadline=None)
@given(
    learnt=st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(0, 4))),
    asked=st.tuples(st.integers(0, 2), st.integers(0, 2)),
    static=st.lists(st.floats(0.01, 1), min_size=5, max_size=5),
)
def test_probabilities_sum_to_one_whatever_was_learnt(learnt, asked, static):
    p = np.array(static) / sum(static)
    cache = Cache()
    for short, long, came in learnt:
        cache.learn((short, 10 * short + long + 5), came, p[came])
    at = (asked[0], 10 * asked[0] + asked[1] + 5)
    assert sum(cache.mixed(at, one, p[one]) for one in range(5)) == pytest.approx(1.0)


@pytest.mark.parametrize("term", TERMS)
def test_a_repeat_is_foreseen_and_a_new_piece_begins_anew(term):
    once = line(3, (40,))
    columns = {name: np.tile(getattr(once, name), 4) for name in TERMS}
    music = Line(**columns, place=np.concatenate([np.arange(120), np.arange(40)]))
    model = fitted(term)
    static = -np.log(model.foreseen(music))
    nats = -np.log(file_cache.foreseen(term, model.foreseen(music), music))
    part = len(nats) // 4
    assert nats[2 * part : 3 * part].sum() < 0.8 * static[2 * part : 3 * part].sum()
    alone = -np.log(file_cache.foreseen(term, model.foreseen(once), once))
    assert nats[-len(alone) :] == pytest.approx(alone)
    assert SIZES[term] == model.classes
