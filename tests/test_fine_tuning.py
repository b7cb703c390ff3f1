"""What fine-tuning changed is said in words."""

from pathlib import Path

import pytest

pytest.importorskip("torch")

from perf_engine.fine_tuning import NOTHING, UNPROTECTED, found, in_words
from perf_engine.live.model import MODELS
from perf_engine.studio.habits import Habits
from perf_engine.training.tuning import Change, Report

HABITS = Habits(3, 5.0, 0.1, 0.2, 4.0, 6.0)


def test_the_report_names_what_was_kept_and_what_it_cost():
    text = in_words(Report(300, Change(8.0, 6.0), Change(5.0, 5.1)), HABITS, HABITS)
    for words in ("Kept is step 300", "this music: 8.000 -> 6.000 (-25.0%)",
                  "general music: 5.000 -> 5.100 (+2.0%)", "four-note repetition: 0.10 -> 0.10"):
        assert words in text
    assert UNPROTECTED not in text
    nothing = in_words(Report(0, Change(8.0, 8.0), None), HABITS, HABITS)
    assert nothing == NOTHING


def test_a_model_is_meant_by_its_name_or_by_what_is_there(tmp_path):
    assert found("general") == MODELS / "general.safetensors"
    assert found(str(tmp_path)) == Path(tmp_path)
    with pytest.raises(ValueError, match="no model nobody"):
        found("nobody")
