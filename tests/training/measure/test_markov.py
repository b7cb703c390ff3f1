import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perf_engine.training.measure.contexts import contexts
from perf_engine.training.measure.figures import TERMS
from perf_engine.training.measure.markov import Counts, Markov
from tests.training.measure.fitted import fitted
from tests.training.measure.lines import line


@settings(deadline=None, max_examples=25)
@given(
    term=st.sampled_from(TERMS), seed=st.integers(0, 50), fit=st.integers(0, 3), tune=st.booleans()
)
def test_probabilities_sum_to_one_whatever_the_history(term, seed, fit, tune):
    model = fitted(term, fit, tune)
    music = line(seed)
    looked_at = list(contexts(music, term))
    rows = len(looked_at[0])
    whole = sum(model.chances(looked_at, np.full(rows, one)) for one in range(model.classes))
    assert whole == pytest.approx(np.ones(rows))
    assert sum(
        model.unigram().chances(looked_at, np.full(rows, one)) for one in range(model.classes)
    ) == pytest.approx(np.ones(rows))


def test_what_followed_before_is_likelier_and_more_so_in_its_context():
    music = line(4, (50,))
    for name in TERMS:  # the same four events over and over
        column = getattr(music, name)
        column[:] = 1 + np.arange(50) % 4 * (name != "part")
    model = Markov.fit("key", 129, music, np.ones(50, np.float32))
    assert model.foreseen(music)[10:].min() > 0.9
    assert model.unigram().foreseen(music).max() < 0.3


def test_weights_count_as_so_many_events():
    hashed, classes = np.zeros(4, np.uint64), np.array([0, 0, 1, 2])
    found = Counts.count(hashed, classes, np.array([1, 1, 4, 2], np.float32))
    assert found.weights.tolist() == [2, 4, 2]
    assert (found.whole.tolist(), found.kinds.tolist()) == ([8], [3])


def test_contexts_of_one_event_may_be_forgotten():
    hashed = np.array([7, 7, 9], np.uint64)
    found = Counts.count(hashed, np.array([1, 2, 3]), np.ones(3, np.float32), True)
    assert found.known.tolist() == [7]


def test_doubts_are_found_on_other_music():
    assert fitted("key", tune=False).doubts == (1.0,) * 8
    assert max(fitted("key").doubts) > 1.0  # there is nothing to be learnt from noise


def test_what_is_kept_is_the_same_and_what_is_damaged_is_refused():
    model = fitted("dt")
    tensors = dict(model.tensors())
    again = Markov.of_tensors("dt", 160, tensors, model.doubts)
    assert np.array_equal(model.foreseen(line(9)), again.foreseen(line(9)))
    with pytest.raises(ValueError, match="7 doubts"):
        Markov.of_tensors("dt", 160, tensors, (1.0,))
    with pytest.raises(ValueError, match="of another kind"):
        Markov.of_tensors("dt", 160, {**tensors, "dt.0.pairs": np.zeros(1)}, model.doubts)
    with pytest.raises(ValueError, match="lacks"):
        Markov.of_tensors("key", 129, tensors, model.doubts)
    with pytest.raises(ValueError, match=r"1\.\.256, not 257"):
        Markov.fit("key", 257, line(), np.ones(50, np.float32))
