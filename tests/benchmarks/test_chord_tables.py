"""What is learnt of chords, on songs whose chords are known."""

from __future__ import annotations

import numpy as np
import pytest
from click.testing import CliRunner

from benchmarks.chord_tables import COUNT, NAMES, beats_of, labels, learn, main, written
from benchmarks.together import song
from tests.benchmarks.test_together import write

MAJOR, MINOR_SEVENTH = NAMES.index(""), NAMES.index("m7")


def sounding(*chords):
    """Four beats of each chord, of semitones with the bass first."""
    rows = [[float(pitch in chord) for pitch in range(12)] for chord in chords for _ in range(4)]
    return np.array(rows), np.array([chord[0] for chord in chords for _ in range(4)])


def test_labels_are_the_chords_that_sound():
    others, bass = sounding((0, 4, 7), (2, 5, 9, 0), (7, 11, 2, 5))
    found = labels(np.zeros_like(others), others, bass)
    expected = [MAJOR * 12, MINOR_SEVENTH * 12 + 2, NAMES.index("7") * 12 + 7]
    assert found.tolist() == [chord for chord in expected for _ in range(4)]


def test_one_note_outside_for_a_beat_does_not_change_the_chord():
    others, bass = sounding((0, 4, 7))
    others[2, 9] = 1.0
    assert set(labels(np.zeros_like(others), others, bass)) == {MAJOR * 12}


def test_what_is_learnt_of_a_song_in_c_major_is_its_harmony(tmp_path):
    beats = [beats_of(song(write(tmp_path, f"{up}.mid", up), 600.0)) for up in (0, 3, 7)]
    assert all(one is not None and len(one.chords) > 100 for one in beats)
    tables = learn(beats)
    assert tables.chords.sum(axis=1) == pytest.approx([1.0, 1.0])
    usual = tables.chords[0].reshape(len(NAMES), 12)
    assert set(np.argsort(-usual[MAJOR])[:3]) == {0, 5, 7}  # wherever the song is transposed
    assert tables.change == pytest.approx(0.1875, abs=0.01)  # three chords in four bars of four
    assert set(np.argsort(-tables.others[MAJOR])[:3]) == {0, 4, 7}
    assert tables.bass[MAJOR].argmax() == 0


def test_the_module_that_is_written_can_be_read(tmp_path):
    for name in "ab":
        write(tmp_path / "songs", f"{name}.mid")
    out, left_out = tmp_path / "tables.py", tmp_path / "without.txt"
    left_out.write_text("b\n")
    arguments = [str(tmp_path / "songs"), "-o", str(out), "--without", str(left_out)]
    ended = CliRunner().invoke(main, arguments)
    assert ended.exit_code == 0, ended.output
    assert "from 1 songs" in ended.output
    module: dict[str, object] = {}
    exec(compile(out.read_text(), str(out), "exec"), module)
    assert np.array(module["CHORDS"]).size == 2 * COUNT
    assert np.array(module["FOLLOWS"]).shape == (16, 12)
    assert 0.0 < module["CHANGE"] < 1.0


def test_a_folder_without_songs_is_refused(tmp_path):
    (tmp_path / "a.mid").write_bytes(b"nothing")
    ended = CliRunner().invoke(main, [str(tmp_path), "-o", str(tmp_path / "t.py")])
    assert ended.exit_code == 1
    assert "no song" in ended.output
    assert not (tmp_path / "t.py").exists()


def test_what_is_written_says_where_it_is_from(tmp_path):
    beats = [beats_of(song(write(tmp_path, "a.mid"), 600.0))]
    assert "from 1 songs of Nowhere" in written(learn(beats), 1, " of Nowhere")
