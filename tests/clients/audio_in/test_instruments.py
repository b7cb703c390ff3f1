"""Instruments have ranges that can be heard, and notes have names."""

from __future__ import annotations

import pytest

from perf_engine.clients.audio_in.instruments import (
    HIGHEST,
    INSTRUMENTS,
    LOWEST,
    named,
    pitch_of,
)


def test_every_instrument_lies_within_what_can_be_heard() -> None:
    for lowest, highest in INSTRUMENTS.values():
        assert LOWEST <= lowest < highest <= HIGHEST


@pytest.mark.parametrize("pitch", range(LOWEST, HIGHEST + 1))
def test_a_note_is_read_by_its_name_and_by_its_number(pitch: int) -> None:
    assert pitch_of(named(pitch)) == pitch_of(str(pitch)) == pitch


def test_flats_and_small_letters_are_notes_too() -> None:
    assert pitch_of("Bb3") == pitch_of("a#3") == 58


@pytest.mark.parametrize("text", ["H4", "C", "", "4C", "C44", "-60"])
def test_what_is_no_note_is_named(text: str) -> None:
    with pytest.raises(ValueError, match="--low must be a note such as C3 or F#4, not"):
        pitch_of(text, "--low")


@pytest.mark.parametrize("text", ["C1", "27", "109", "C#8"])
def test_a_note_out_of_range_is_named_with_the_range(text: str) -> None:
    with pytest.raises(ValueError, match=rf"note must be E1..C8 \(28..108\), not {text}"):
        pitch_of(text)
