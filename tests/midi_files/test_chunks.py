from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.midi_files import chunks as module
from perf_engine.midi_files.chunks import pieces_of
from perf_engine.midi_files.oddities import Oddities
from perf_engine.midi_files.refusal import NoMusic
from tests.midi_files.smf import END, chunk, file, head, strikes


def test_a_piece_has_a_header_and_its_tracks():
    odd = Oddities()
    (piece,) = pieces_of(file(strikes(3), b"", kind=0, division=96), odd)
    assert (piece.format, piece.division, piece.announced) == (0, 96, 2)
    assert [len(track.ticks) for track in piece.tracks] == [6, 0]
    assert odd.sentences() == ()


def test_each_header_begins_a_piece():
    odd = Oddities()
    first, second = pieces_of(file(strikes(3)) + file(strikes(4), division=24), odd)
    assert (first.division, second.division) == (480, 24)
    assert [len(first.tracks[0].ticks), len(second.tracks[0].ticks)] == [6, 8]


def test_a_chunk_that_holds_the_name_of_a_track_is_one_chunk():
    odd = Oddities()
    content = (
        head(tracks=2)
        + chunk(b"see MTrk", b"note")
        + chunk(b"\0\xff\1\x08MTrk \0\0\0" + strikes(3) + END)
    )
    (piece,) = pieces_of(content, odd)
    assert [len(track.ticks) for track in piece.tracks] == [6]
    assert odd["alien"] == 1


def test_many_alien_chunks_are_passed_over():
    odd = Oddities()
    (piece,) = pieces_of(head() + chunk(b"", b"XXXX") * 5000 + chunk(strikes(3) + END), odd)
    assert len(piece.tracks) == 1
    assert odd["alien"] == module.MOST_ALIENS + 1


@pytest.mark.parametrize("name", [b"MTrk", b"MThd"])
def test_more_tracks_than_can_be_announced_are_refused(monkeypatch, name):
    monkeypatch.setattr(module, "MOST_TRACKS", 3)
    pieces_of(head() + chunk(END) * 3, Oddities())
    with pytest.raises(NoMusic, match="more than 3 tracks"):
        pieces_of(head() + chunk(END, name) * 4 * 3, Oddities())


@given(st.binary(max_size=200), st.binary(max_size=200))
def test_whatever_stands_around_a_file_its_notes_are_found(before, after):
    before = before.replace(b"MT", b"mt").lstrip(b"\0\x1f\x8bPKOggS%PDFID3RIFX")
    (piece, *_) = pieces_of(
        before.rstrip(b"M") + file(strikes(3)) + after.replace(b"MT", b""), Oddities()
    )
    assert [len(track.ticks) for track in piece.tracks] == [6]


@given(st.binary(max_size=300))
def test_whatever_is_read_nothing_but_the_reason_is_raised(content):
    for each in (content, head() + content, head() + b"MTrk" + content):
        try:
            assert all(piece.tracks for piece in pieces_of(each, Oddities()))
        except NoMusic:
            continue
