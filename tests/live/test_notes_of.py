from __future__ import annotations

from pathlib import Path

import mido
import pytest

from perf_engine.live.notes_of import notes_of


def write(path: Path, *messages: mido.Message) -> Path:
    file = mido.MidiFile()
    file.tracks.append(mido.MidiTrack(messages))
    file.save(path)
    return path


def on(pitch: int, time: int = 0, velocity: int = 70, channel: int = 0) -> mido.Message:
    return mido.Message("note_on", note=pitch, velocity=velocity, time=time, channel=channel)


def test_notes_have_onset_pitch_velocity_and_duration(tmp_path: Path) -> None:
    path = write(tmp_path / "x.mid", on(60, 960), on(64, 480), on(60, 480, 0), on(64, 480, 0))
    assert list(notes_of(path)) == [(0.0, 60, 70, 1.0), (0.5, 64, 70, 1.0)]


def test_a_key_struck_again_ends_the_note_before(tmp_path: Path) -> None:
    path = write(tmp_path / "x.mid", on(60), on(60, 480, 50), on(60, 480, 0))
    assert list(notes_of(path)) == [(0.0, 60, 70, 0.5), (0.5, 60, 50, 0.5)]


def test_drums_are_left_out(tmp_path: Path) -> None:
    path = write(tmp_path / "x.mid", on(40, channel=9), on(40, 10, 0, 9))
    with pytest.raises(ValueError, match="holds no notes"):
        list(notes_of(path))
