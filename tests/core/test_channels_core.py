import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.core.channels import EVERY, channels


@pytest.mark.parametrize(
    ("text", "meant"),
    [("all", EVERY), (" ALL ", EVERY), ("1", {0}), ("1,3", {0, 2}), ("10-12, 16", {9, 10, 11, 15})],
)
def test_channels_are_written_as_they_are_counted_from_1(text, meant):
    assert channels(text) == meant


@pytest.mark.parametrize("text", ["", "0", "17", "3-1", "1,", "one", "1-2-3", "-1", "1-99"])
def test_what_is_no_channel_is_refused_with_the_range(text):
    with pytest.raises(ValueError, match=r"all, or 1\.\.16"):
        channels(text)


@given(st.sets(st.integers(0, 15), min_size=1))
def test_every_set_of_channels_can_be_written(wanted):
    assert channels(",".join(str(channel + 1) for channel in wanted)) == wanted
