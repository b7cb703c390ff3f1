import numpy as np
import pytest

from perf_engine.training.measure.contexts import asked, came, contexts, levels
from perf_engine.training.measure.figures import TERMS
from tests.training.measure.lines import line


@pytest.mark.parametrize("term", TERMS)
def test_each_context_is_as_long_as_the_rows_that_are_asked(term):
    found = list(contexts(line(), term))
    assert len(found) == levels(term)
    assert len(set(found[0].tolist())) == 1
    for hashed in found:
        assert len(hashed) == len(asked(line(), term)) == len(came(line(), term))
        assert int(hashed.max()) < 2**56


def test_the_first_dt_and_the_velocity_of_a_release_are_not_asked():
    assert (line().place[asked(line(), "dt")] > 0).all()
    assert (line().velocity[asked(line(), "velocity")] > 0).all()
    assert came(line(), "velocity").min() >= 0


@pytest.mark.parametrize("term", TERMS)
def test_a_piece_does_not_look_back_into_the_one_before(term):
    both, other = line(1), line(1)
    for name in TERMS:  # another first piece before the same second one, with as many strikes
        column = getattr(other, name)
        column[:30] = np.where(column[:30] > 0, 1 + column[:30] % 2, 0)
    a, b = list(contexts(both, term))[-1], list(contexts(other, term))[-1]
    assert np.array_equal(a[asked(both, term) >= 30], b[asked(other, term) >= 30])


@pytest.mark.parametrize("term", TERMS)
def test_nothing_that_is_to_be_foreseen_is_in_its_own_context(term):
    one, other = line(2, (40,)), line(2, (40,))
    last = asked(one, term)[-1]
    getattr(other, term)[last] += 1
    for a, b in zip(contexts(one, term), contexts(other, term), strict=True):
        assert a[-1] == b[-1]
