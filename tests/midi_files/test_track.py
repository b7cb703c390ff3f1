from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from perf_engine.midi_files import track as module
from perf_engine.midi_files.track import read_track, text_of
from tests.midi_files.smf import END, meta, number, strikes

EVENTS = st.one_of(
    st.tuples(
        st.integers(0, 1 << 27),
        st.sampled_from([*range(0x80, 0xC0), *range(0xE0, 0xF0), 0]),
        st.integers(0, 127),
        st.sampled_from([*range(60, 70), 64]),
    ),
    st.binary(min_size=1, max_size=5),
)


def bytes_of(events):
    return b"".join(
        e if isinstance(e, bytes) else number(e[0]) + bytes([e[1]] * (e[1] > 0) + [*e[2:]])
        for e in events
    )


@given(st.lists(EVENTS, max_size=80), st.sampled_from([0, 0x90, 0xB3, 0xC1]))
@example([b"\0\xb0\x40\x7f" * 30 + b"\0\xc0\7" + b"\0\x90\x3c\x40" * 30], 0)
def test_a_row_of_events_is_read_as_they_are_one_by_one(events, status):
    data = bytes_of(events)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_SHORT_ROW", 1)
        at_once = read_track(data, status)
        patch.setattr(module, "_SHORT_ROW", 1 << 30)
        assert read_track(data, status) == at_once


@given(st.binary(max_size=400), st.booleans())
def test_whatever_is_read_nothing_is_raised(data, past_end):
    track = read_track(data, past_end=past_end)
    assert len(track.ticks) == len(track.words) <= len(data) / 2
    assert len(track.tempos) == len(track.tempo_ticks)


def test_an_event_is_a_status_a_program_and_two_data_bytes():
    track = read_track(b"\0\xc3\x07\x05\x93\x3c\x40\x05\xb3\x07\x09\0\x40\x7f" + END)
    assert list(track.ticks) == [5, 10]
    assert list(track.words) == [0x93073C40, 0xB307407F]
    assert (track.end, track.ended, track.cut, dict(track.odd)) == (10, True, False, {})


def test_reading_ends_at_the_end_mark_where_it_is_asked_to():
    data = strikes(3) + END + strikes(3)
    assert len(read_track(data, past_end=False).ticks) == 6
    assert read_track(data, past_end=False).length == len(strikes(3) + END)
    assert len(read_track(data).ticks) == 12
    assert len(read_track(strikes(3) + END + b"\x40" * 60).ticks) == 6  # filled up, not played


def test_tempos_and_the_first_name_are_kept():
    name = meta(3, "Flöte\n2 ".encode("latin-1")) + meta(3, b"another")
    track = read_track(name + b"\5" + meta(0x51, b"\7\xa1\x20")[1:])
    assert track.name == "Flöte 2"
    assert (list(track.tempo_ticks), list(track.tempos)) == ([5], [500_000])


@pytest.mark.parametrize("tempo", [b"", b"\1", b"\7\xa1", bytes(3), b"\0\3\xe7", b"\0\7\xa1\x20"])
def test_a_tempo_of_a_wrong_length_or_below_a_millisecond_is_left_out_and_said(tempo):
    track = read_track(meta(0x51, tempo))
    assert (list(track.tempo_ticks), list(track.tempos)) == ([], [])
    (said,) = track.odd.sentences()
    assert said.endswith("are left out: 1")


def test_a_tempo_of_a_millisecond_a_beat_is_taken_as_it_is():
    assert list(read_track(meta(0x51, b"\0\3\xe8")).tempos) == [1000]


def test_a_text_is_one_printable_line():
    assert text_of(" Müller\x1b[2J\0".encode()) == "Müller [2J"
    assert text_of(b"M\xfcller") == "Müller"
