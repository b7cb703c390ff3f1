"""Other words for controls."""

from perf_engine.core.aliases import ALIASES
from perf_engine.core.controls import CONTROLS
from perf_engine.protocol.names import plain


def test_each_word_means_a_control_and_is_none_itself() -> None:
    assert set(ALIASES.values()) <= set(CONTROLS)
    assert not set(ALIASES) & set(CONTROLS)
    assert all(plain(word) == word for word in ALIASES)
