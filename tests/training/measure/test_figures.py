import pytest

from perf_engine.core.model.vocabulary import Vocabulary
from perf_engine.training.measure.figures import Score, density_shifts, mixed


def score(source="a", **changes):
    figures = {"part": 0.1, "dt": 2.0, "key": 1.5, "velocity": 0.4, "density_shift": -1.0}
    return Score(source, 1, 200, 100, **{**figures, "release": 0.25, **changes})


def test_the_total_is_that_of_the_four_and_release_is_inside_key():
    assert score().total == pytest.approx(4.0)
    assert score(release=0.5).total == score().total
    assert score().dens == pytest.approx(3.0)
    assert score().per_note == pytest.approx(8.0)
    assert score().as_json()["release"] == 0.25


def test_a_bin_of_ten_milliseconds_shifts_nothing():
    vocabulary = Vocabulary()
    shifts = density_shifts(vocabulary)
    widths = [b - a for a, b in zip(vocabulary.dt_edges, vocabulary.dt_edges[1:], strict=False)]
    assert len(shifts) == vocabulary.dt_count
    assert all((shift < 0) == (width < 0.01) for shift, width in zip(shifts, widths, strict=True))


def test_a_mix_weighs_sources_and_leaves_out_those_without_a_share():
    scores = [score("a", key=1.0), score("b", key=3.0), score("c", key=100.0)]
    assert mixed(scores, {"a": 0.6, "b": 0.2, "d": 5.0})["key"] == pytest.approx(1.5)
    with pytest.raises(ValueError, match="no source has both"):
        mixed(scores, {"d": 1.0})
