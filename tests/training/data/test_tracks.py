from __future__ import annotations

import mido
import numpy as np
import pytest

from perf_engine.midi_files import reader
from perf_engine.training.data.tracks import Unusable, read_tracks
from tests.training.invented import note, scale, write


def test_times_are_exact_through_changes_of_tempo(tmp_path):
    tempos = [(0, mido.MetaMessage("set_tempo", tempo=600_000))]
    tempos += [(480 * 10, mido.MetaMessage("set_tempo", tempo=300_001))]
    ((one,), mended) = read_tracks(write(tmp_path / "a.mid", tempos, scale()))
    assert mended == ()
    beats = np.arange(40)
    expected = np.where(beats <= 10, beats * 0.6, 6.0 + (beats - 10) * 0.300001)
    assert np.abs(np.sort(one.onset) - expected).max() < 1e-12


def test_a_track_of_several_channels_is_as_many_and_each_has_its_channel(tmp_path):
    both = [*scale(), *(m for i in range(9) for m in note(i * 480 + 5, i * 480 + 9, 90, channel=4))]
    drums = note(0, 40, 38, channel=9)
    path = write(tmp_path / "a.mid", both, drums)
    tracks, _ = read_tracks(path)
    assert [(t.channel, len(t.onset), t.drums) for t in tracks] == [
        (1, 40, False),
        (5, 9, False),
        (10, 1, True),
    ]


def test_files_that_are_too_large_or_not_there_are_refused_by_name(tmp_path, monkeypatch):
    with pytest.raises(Unusable, match="cannot be read: No such file"):
        read_tracks(tmp_path / "none.mid")
    path = write(tmp_path / "a.mid", scale())
    monkeypatch.setattr(reader, "LARGEST_FILE", 100)
    with pytest.raises(Unusable, match="larger than"):
        read_tracks(path)


def test_what_was_odd_in_a_file_is_said(tmp_path):
    late = [mido.MetaMessage("marker", text="x", time=(1 << 28) - 1)] * 9
    track = mido.MidiTrack([*late, mido.Message("note_on", note=60, velocity=9)])
    track.append(mido.Message("note_off", note=60, time=480))
    mido.MidiFile(tracks=[track]).save(tmp_path / "a.mid")
    (one,), mended = read_tracks(tmp_path / "a.mid")
    assert (one.onset.tolist(), one.end.tolist()) == ([0.0], [0.5])
    assert mended == ("times below zero step back: 9",)
