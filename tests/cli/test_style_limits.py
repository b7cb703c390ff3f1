"""The limits of styles follow from the music of a data set."""

from __future__ import annotations

from pathlib import Path

import mido
import numpy as np
import pytest

from perf_engine.cli.style_limits import clips_of, notes_of, style_limits
from perf_engine.studio.notes import Note
from perf_engine.training.data.dataset import Dataset, prepare


def write(path: Path, pitches: list[int], seconds: float, count: int = 120) -> None:
    """A MIDI file of repeated chords at a pace."""
    ticks = round(seconds * 960)
    track = mido.MidiTrack()
    for step in range(count):
        for pitch in pitches:
            track.append(mido.Message("note_on", note=pitch + step % 3, velocity=70))
        for place, pitch in enumerate(pitches):
            time = 0 if place else ticks
            track.append(mido.Message("note_off", note=pitch + step % 3, time=time))
    path.parent.mkdir(exist_ok=True)
    mido.MidiFile(tracks=[track]).save(path)


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    for number in range(3):
        write(tmp_path / "tunes" / f"{number}.mid", [72 + number], 0.25 + 0.01 * number, 200)
        write(tmp_path / "hymns" / f"{number}.mid", [48, 55, 64 + number], 0.5 + 0.01 * number)
    prepare(
        [tmp_path / "tunes", tmp_path / "hymns"],
        tmp_path / "data",
        workers=1,
        validation=0.0,
        styles="corpora",
    )
    return Dataset.open(tmp_path / "data")


def test_a_style_has_limits_of_its_own_music(dataset: Dataset) -> None:
    limits = style_limits(dataset)
    assert set(limits) == {"tunes", "hymns"}
    assert limits["tunes"].fullest == 2
    assert limits["hymns"].fullest == 3
    assert limits["hymns"].thinnest > limits["tunes"].thinnest
    assert limits["hymns"].highest_mean < 60 < 70 < limits["tunes"].lowest_mean


def test_the_clips_of_a_style_are_half_minutes_of_its_pieces(dataset: Dataset) -> None:
    clips = list(clips_of(dataset, "tunes"))
    assert len(clips) == 3
    assert all(clip.seconds == 30.0 for clip in clips)
    assert [len(clip.notes) for clip in clips] == pytest.approx([120, 115, 111], abs=1)
    assert len(list(clips_of(dataset, "tunes", most=1))) == 1
    assert list(clips_of(dataset, "waltzes")) == []


def test_notes_are_strikes_with_their_releases_and_pedals_are_none() -> None:
    dt, part = np.array([0.0, 0.5, 0.5, 1.0], np.float32), np.zeros(4, np.uint8)
    key, velocity = np.array([60, 128, 60, 128], np.uint8), np.array([80, 64, 0, 0], np.uint8)
    assert notes_of((dt, part, key, velocity)) == [Note(0.0, 60, 80, 1.0)]
