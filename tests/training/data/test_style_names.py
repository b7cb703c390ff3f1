"""Styles have the names that players know."""

from perf_engine.training.data.style_names import NAMES, style_names


def test_styles_of_corpora_get_ordinary_names_and_others_keep_theirs():
    assert style_names(("pop909", "wjazzd", "my waltzes")) == ("pop", "jazz", "my waltzes")
    assert style_names(("jazz", "wjazzd")) == ("jazz", "wjazzd")
    assert len(set(style_names(tuple(NAMES)))) == len(NAMES)
