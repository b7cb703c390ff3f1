import pytest

from perf_engine.studio.measure import c_rnn_gan
from perf_engine.studio.measure.side_by_side import PREFIX, compared, count, medians
from perf_engine.studio.measure.statistics import NAMES, Clip
from perf_engine.studio.notes import Note


def tune(*pitches):
    return count(Clip(tuple(Note(i * 0.5, p, 64, 0.4) for i, p in enumerate(pitches))))


def test_medians_are_of_all_figures_of_both_kinds():
    found = medians([tune(60, 64), tune(60, 67), tune(60, 72)])
    assert set(found) == {*NAMES, *(PREFIX + name for name in c_rnn_gan.NAMES)}
    assert found["c_rnn_gan.tone_span"] == 7
    assert found["pitch_mean"] == 63.5
    with pytest.raises(ValueError, match="no clip"):
        medians([])


def test_the_same_music_overlaps_wholly_and_other_music_less():
    low, high = [tune(40, 43), tune(41, 45)], [tune(90, 93), tune(91, 96)]
    assert min(compared(low, low).values()) == pytest.approx(1.0)
    assert compared(low, high)["pitch_mean"] < 0.5
    assert compared(low, high[:1]) is None
