"""Curves are drawn of what was measured, again and again."""

import pytest

pytest.importorskip("matplotlib")
pytest.importorskip("torch")

from perf_engine.training.learn import metrics
from perf_engine.training.learn.curves import draw
from perf_engine.training.measure.evaluate import TERMS


def test_training_and_validation_are_drawn_by_sub_event(tmp_path):
    terms = dict.fromkeys(TERMS, 1.0)
    for step in (20, 40):
        metrics.add(tmp_path, {"step": step, "events": step, "loss": terms, "total": 4.0})
    picture = draw(tmp_path)
    alone = picture.read_bytes()
    assert alone.startswith(b"\x89PNG")
    mix = {**terms, "total": 4.0}
    metrics.add(
        tmp_path,
        {
            "step": 40,
            "events": 40,
            "validation": {"a": mix},
            "mix": mix,
            "general": {"b": mix},
            "general_mix": mix,
            "best": 40,
        },
    )
    assert draw(tmp_path) == picture
    assert picture.read_bytes() != alone


def test_nothing_to_draw_is_said(tmp_path):
    with pytest.raises(ValueError, match="nothing to draw"):
        draw(tmp_path)
