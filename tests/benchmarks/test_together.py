"""How an accompaniment fits a melody: real ones do, those of other songs do not."""

from __future__ import annotations

import json
from pathlib import Path

import mido
import pytest
from click.testing import CliRunner

from benchmarks.together import SETTLED, fit, main, mean, rows, song, songs
from perf_engine.engine.helpers.model_files import load_model
from perf_engine.studio.notes import Note

TICKS = 480
CHORDS = ((48, 52, 55), (53, 57, 60), (55, 59, 62), (48, 52, 55))  # C F G C


def track(name: str, notes: list[tuple[int, int, int]]) -> mido.MidiTrack:
    """Notes are (tick, ticks, pitch)."""
    events = [(on, 1, pitch) for on, _, pitch in notes]
    events += [(on + long, 0, pitch) for on, long, pitch in notes]
    made, now = mido.MidiTrack([mido.MetaMessage("track_name", name=name)]), 0
    for at, down, pitch in sorted(events):
        made.append(mido.Message("note_on", note=pitch, velocity=80 * down, time=at - now))
        now = at
    return made


def write(folder: Path, name: str, up: int = 0) -> Path:
    """A song in C major of 32 bars at 104: a melody of eighths, and a chord on each half bar."""
    melody, chords = [], []
    for bar in range(32):
        chord = CHORDS[bar % 4]
        for step in range(8):
            pitch = chord[step % 3] + 24 + up
            melody.append(((8 * bar + step) * TICKS // 2, TICKS // 2, pitch))
        for half in range(2):
            start = (4 * bar + 2 * half) * TICKS
            chords += [(start, 2 * TICKS, pitch + up) for pitch in chord]
    file = mido.MidiFile(ticks_per_beat=TICKS)
    file.tracks = [track("MELODY", melody), track("PIANO", chords)]
    file.tracks[0].insert(0, mido.MetaMessage("set_tempo", tempo=mido.bpm2tempo(104)))
    folder.mkdir(exist_ok=True)
    file.save(folder / name)
    return folder / name


def test_a_real_accompaniment_is_in_time_in_its_chords_and_never_silent(tmp_path):
    one = song(write(tmp_path, "a.mid"))
    end = one.melody[-1].end
    found = fit(one, one.others, end)
    assert (found.eighth, found.beat, found.inside) == pytest.approx((1.0, 1.0, 1.0), abs=0.01)
    assert found.agreed == pytest.approx(1.0, abs=0.02)
    assert found.silent == pytest.approx(0.0, abs=0.01)


def test_what_is_off_the_beat_or_in_another_key_is_told(tmp_path):
    one = song(write(tmp_path, "a.mid"))
    end = one.melody[-1].end
    sixteenth = 60.0 / 104.0 / 4.0
    late = [Note(n.onset + sixteenth, n.pitch + 6, n.velocity, 0.05, n.track) for n in one.others]
    found = fit(one, late, end)
    assert found.eighth == pytest.approx(-1.0, abs=0.02)
    assert found.inside < 0.2
    assert found.silent > 0.8
    assert fit(one, [], end).silent == 1.0
    assert fit(one, [n for n in late if n.onset < SETTLED], end).notes == 0.0


def test_a_mean_leaves_out_what_is_not_known(tmp_path):
    one = song(write(tmp_path, "a.mid"))
    end = one.melody[-1].end
    real, none = fit(one, one.others, end), fit(one, [], end)
    assert mean([real, none]).inside == real.inside
    assert mean([real, none]).silent == pytest.approx((real.silent + 1.0) / 2.0)


def test_files_of_no_use_are_left_out(tmp_path):
    write(tmp_path, "a.mid")
    (tmp_path / "b.mid").write_bytes(b"nothing")
    mido.MidiFile(tracks=[track("MELODY", [(0, 100, 60)])]).save(tmp_path / "c.mid")
    with pytest.raises(ValueError, match="fewer than two songs"):
        songs(tmp_path, 5)
    write(tmp_path, "d.mid", 2)
    assert len(songs(tmp_path, 5)) == 2


def test_beside_a_steady_player_the_machine_is_in_time_and_leaves_no_silence(tmp_path):
    found = [song(write(tmp_path, "a.mid")), song(write(tmp_path, "b.mid", 3))]
    weights, _ = load_model("general")
    said = rows(found, weights, 1, ("accompany",))
    free, bound = said["accompany, together 0"], said["accompany, together 1"]
    assert bound.eighth > 0.8 > 0.5 > free.eighth
    assert bound.silent < 0.1
    assert said["real"].inside > said["of another song"].inside


def test_the_command_writes_a_report(tmp_path):
    for name in "ab":
        write(tmp_path / "tunes", f"{name}.mid")
    out = tmp_path / "out.json"
    arguments = [str(tmp_path / "tunes"), "--seeds", "1", "--mode", "accompany", "--json", str(out)]
    ended = CliRunner().invoke(main, arguments)
    assert ended.exit_code == 0, ended.output
    report = json.loads(out.read_text())
    assert report["wrong"] == []
    assert report["rows"]["tunes"]["real"]["inside"] == pytest.approx(1.0)
