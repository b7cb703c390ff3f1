"""Some of sixteen, as text and as a number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.core.chosen import EVERYBODY, reader

read = reader("hears_players")


@given(st.sets(st.integers(0, 15), min_size=1), st.sampled_from([" ", ",", ", "]))
def test_numbers_are_bits(chosen: set[int], between: str) -> None:
    assert read(between.join(map(str, chosen))) == sum(1 << n for n in chosen)


def test_all_and_none_are_words() -> None:
    assert (read("all"), read("none"), read("  ")) == (EVERYBODY, 0, 0)


@pytest.mark.parametrize("text", ["16", "-1", "a", "0 x", "0;1", "٣", "1.5", "0 2 999"])
def test_what_is_no_number_of_sixteen_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"hears_players must be all, none, numbers 0\.\.15"):
        read(text)
