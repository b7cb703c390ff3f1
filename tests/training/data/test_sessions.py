"""Of a recorded session the human is learnt, not the machine."""

import mido
import pytest

from perf_engine.training.data.corpus import read_events
from perf_engine.training.data.sessions import LISTENING, gather, midi_files, rules
from tests.training.invented import note, scale, write


def named(name, messages):
    return [(0, mido.MetaMessage("track_name", name=name)), *messages]


def test_only_the_human_tracks_are_taken_as_one_piano(tmp_path):
    machine = [m for i in range(40) for m in note(i * 480, i * 480 + 240, 20)]
    tracks = named("human", scale()), named("human 2", scale(pitch=80)), named("machine", machine)
    events = read_events(write(tmp_path / "session.mid", *tracks), rules(), LISTENING)
    assert set(events.part.tolist()) == {0}
    assert set(events.key.tolist()) == {*range(40, 120)}


def test_other_recordings_are_read_as_ever_and_long_listening_is_cut(tmp_path):
    later = [(time + 40_000, message) for time, message in scale()]
    path = write(tmp_path / "a.mid", named("take 1", scale() + later))
    events = read_events(path, rules(), LISTENING)
    assert events.notes == 80
    assert events.dt.max() == 2.0


def test_sessions_are_files_folders_with_a_recording_or_folders_of_midi(tmp_path):
    one = write(tmp_path / "one.mid", scale())
    (tmp_path / "two" / "more").mkdir(parents=True)
    two = write(tmp_path / "two" / "more" / "b.MID", scale())
    (tmp_path / "three").mkdir()
    three = write(tmp_path / "three" / "session.mid", scale())
    write(tmp_path / "three" / "other.mid", scale())
    assert midi_files(one) == [one]
    assert midi_files(tmp_path / "two") == [two]
    assert midi_files(tmp_path / "three") == [three]
    assert gather([one, tmp_path / "two", tmp_path / "three"], tmp_path / "own") == 3
    assert len(list((tmp_path / "own").glob("*.mid"))) == 3
    (tmp_path / "four").mkdir()
    with pytest.raises(ValueError, match="there is no MIDI file in"):
        midi_files(tmp_path / "four")
