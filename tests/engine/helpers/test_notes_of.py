from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import mido
import pytest

from perf_engine.engine.helpers import notes_of as module
from perf_engine.engine.helpers.notes_of import notes_of


def write(path: Path, *messages: mido.Message) -> Path:
    file = mido.MidiFile()
    file.tracks.append(mido.MidiTrack(messages))
    file.save(path)
    return path


def on(pitch: int, time: int = 0, velocity: int = 70, channel: int = 0) -> mido.Message:
    return mido.Message("note_on", note=pitch, velocity=velocity, time=time, channel=channel)


def test_notes_have_onset_pitch_velocity_and_duration(tmp_path: Path) -> None:
    path = write(tmp_path / "x.mid", on(60, 960), on(64, 480), on(60, 480, 0), on(64, 480, 0))
    assert notes_of(str(path)).notes == [(0.0, 60, 70, 1.0), (0.5, 64, 70, 1.0)]


def test_a_key_struck_again_ends_the_note_before(tmp_path: Path) -> None:
    path = write(tmp_path / "x.mid", on(60), on(60, 480, 50), on(60, 480, 0))
    assert notes_of(str(path)).notes == [(0.0, 60, 70, 0.5), (0.5, 60, 50, 0.5)]


def test_drums_are_left_out(tmp_path: Path) -> None:
    path = write(tmp_path / "x.mid", on(40, channel=9), on(40, 10, 0, 9))
    with pytest.raises(ValueError, match=r"x\.mid holds no notes but drums'"):
        notes_of(str(path))


def test_of_very_many_notes_the_last_are_remembered(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(module, "MOST_NOTES", 3)
    path = write(tmp_path / "x.mid", *[on(60 + i % 2, 480, 70 * (i % 4 < 2)) for i in range(20)])
    found = notes_of(str(path))
    assert [pitch for _, pitch, _, _ in found.notes] == [61, 60, 61]
    assert found.notes[0][0] == 0.0
    assert found.mended == ("only the last 3 of its 10 notes are used",)


def test_a_file_of_ten_megabytes_takes_the_helper_little(tmp_path: Path) -> None:
    event = b"\x81\x70\x90\x3c\x40\x30\x80\x3c\x40"
    for name, track in (
        ("notes", event * 1_100_000),
        ("allowed", event * 190_000),
        ("never released", b"\0\x90\x3c\x40" + b"\1\x3d\x40\1\x3c\x40" * 190_000),
    ):
        content = b"MThd\0\0\0\6\0\0\0\1\1\xe0MTrk" + len(track).to_bytes(4, "big") + track
        path = tmp_path / f"{name}.mid"
        path.write_bytes(content)
        helper = subprocess.run(
            [sys.executable, "-c", HELPER, str(path)], capture_output=True, text=True, check=False
        )
        *_, last, most = helper.stdout.splitlines()
        assert helper.stderr == ""
        assert int(most) < 300 << 10, name  # KB
        said = json.loads(last)
        if name == "notes":
            assert said == {
                "failed": f"{path} is not a MIDI file that can be read: more than"
                " 400000 strikes, releases and pedal moves"
            }
        else:
            assert said["done"] == module.MOST_NOTES


HELPER = """
from perf_engine.engine.helpers.notes_of import main
main()
status = open("/proc/self/status").read()  # rusage would count what the parent had before exec
print(status.partition("VmHWM:")[2].split()[0])
"""
