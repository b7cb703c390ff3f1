"""A classifier of styles names clips by what is struck in them."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.style_clips import Classifier, features, played_clips, stacked
from perf_engine.core.model.gru import Weights
from perf_engine.studio.measure.statistics import Clip
from perf_engine.studio.notes import Note
from tests.support.ignorant_model import tensors as tensors
from tests.support.ignorant_model import weights as weights
from tests.support.styled_model import styled


def clip(random: np.random.Generator, low: int, gap: float) -> Clip:
    onsets = np.cumsum(random.exponential(gap, 40))
    notes = [Note(float(o), int(low + random.integers(12)), 80, 0.2) for o in onsets[onsets < 30.0]]
    return Clip(tuple(notes))


def test_kinds_of_music_are_told_apart() -> None:
    random = np.random.default_rng(1)
    kinds = ((40, 0.2), (70, 0.2), (40, 0.9))
    learnt = [(clip(random, *kind), n) for n, kind in enumerate(kinds) for _ in range(30)]
    judge = Classifier.of(stacked([c for c, _ in learnt]), np.array([n for _, n in learnt]), 3)
    for number, kind in enumerate(kinds):
        found = judge.probabilities(stacked([clip(random, *kind) for _ in range(20)]))
        assert found.sum(axis=1) == pytest.approx(np.ones(20))
        assert (found.argmax(axis=1) == number).mean() > 0.9


def test_a_clip_without_notes_has_features_too() -> None:
    assert features(Clip(())).shape == features(clip(np.random.default_rng(0), 50, 0.3)).shape
    assert np.isfinite(features(Clip(()))).all()


def test_a_machine_plays_clips_in_a_style(weights: Weights) -> None:
    model = styled(weights, ("folk", "jazz"))
    one, other = (played_clips(model, 1, 1, ["piano"], style=style) for style in ("folk", "jazz"))
    assert [c.seconds for c in one] == [30.0]
    assert one[0].notes != other[0].notes
    assert played_clips(model, 1, 1, ["piano"], style="folk") == one
    both = played_clips(model, 1, 1, ["piano", "bass"], style="folk")
    assert {note.track for note in both[0].notes} == {"machine", "machine 2"}
