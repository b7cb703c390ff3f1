"""MIDI's channels as they are written, and messages made whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.protocol.midi import EVERY, Stream, channels


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


def whole(*pieces: list[int]) -> list[tuple[int, ...]]:
    stream = Stream()
    return [message for piece in pieces for message in stream.messages(piece)]


def test_a_status_holds_until_the_next():
    assert whole([0x90, 60, 1], [61, 2], [0xC1, 5, 6], [7]) == [
        (0x90, 60, 1),
        (0x90, 61, 2),
        (0xC1, 5),
        (0xC1, 6),
        (0xC1, 7),
    ]


def test_real_time_messages_do_not_end_it_and_other_system_messages_do():
    assert whole([0x90, 60, 1], [0xF8], [61, 2]) == [(0x90, 60, 1), (0xF8,), (0x90, 61, 2)]
    assert whole([0x90, 60, 1], [0xF0, 1, 0xF7], [61, 2]) == [(0x90, 60, 1), (0xF0, 1, 0xF7)]


def test_what_is_cut_short_is_dropped():
    assert whole([0x90, 60], [60], [1, 2], [0x80]) == [(0x90, 1, 2)]
    assert whole([], [1, 2]) == []


messages = st.lists(
    st.tuples(st.sampled_from([0x80, 0x93, 0xB5, 0xEF]), st.integers(0, 127), st.integers(0, 127))
)


@given(messages)
def test_leaving_out_the_status_that_repeats_changes_nothing(played):
    pieces, before = [], 0
    for status, *data in played:
        pieces.append(data if status == before else [status, *data])
        before = status
    assert whole(*pieces) == played
    assert whole([byte for piece in pieces for byte in piece]) == played
