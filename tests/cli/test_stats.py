import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from perf_engine.cli.program import cli
from perf_engine.studio.measure import c_rnn_gan
from perf_engine.studio.measure.statistics import NAMES
from perf_engine.studio.notes import Note, Performance, write_midi

PHRASE = Path(__file__).parents[2] / "examples" / "phrase.mid"


def run(*arguments):
    return CliRunner().invoke(cli, [str(a) for a in arguments], prog_name="perf-engine")


@pytest.fixture
def long_file(tmp_path):
    path = tmp_path / "long.mid"
    write_midi(path, Performance.of(Note(float(i), 48 + i % 24, 64, 0.8) for i in range(65)))
    return path


def test_stats_for_people_and_for_programs(long_file, tmp_path):
    words = " ".join(run("stats", long_file).output.split())
    assert "median" in words
    assert "median of 2" in words  # the column may break the line before "clips"
    assert "notes per second" in run("stats", PHRASE, "--track", "human").output
    found = json.loads(run("stats", long_file, PHRASE, "--json").output)
    assert [len(found[str(f)]) for f in (long_file, PHRASE)] == [2, 1]
    assert set(found[str(PHRASE)][0]["statistics"]) == set(NAMES)
    none = run("stats", PHRASE, "--track", "nobody")
    assert none.exit_code == 1
    assert f"there is no track nobody in {PHRASE}; there is human" in none.output


def test_a_spread_is_kept_and_compared_with(long_file, tmp_path):
    spread = tmp_path / "spread.json"
    assert run("stats", long_file, "--keep-spread", spread).exit_code == 0
    compared = run("stats", PHRASE, "--beside", spread).output
    assert "real music" in compared
    assert " *" in compared
    found = json.loads(run("stats", long_file, "--json", "--beside", spread).output)
    assert found[str(long_file)][0]["inside"]["notes_per_second"] is True


@pytest.fixture
def folders(tmp_path):
    """Two folders of tunes: low ones, and high ones, one of them in a folder of its own."""
    for name, pitch in (("low", 40), ("high", 80)):
        for number in range(3):
            path = tmp_path / name / ("inside" if number else "") / f"{number}.MID"
            path.parent.mkdir(parents=True, exist_ok=True)
            tune = (Note(i * 0.5, pitch + number + i % 5, 64, 0.4) for i in range(20))
            write_midi(path, Performance.of(tune))
    return tmp_path / "low", tmp_path / "high"


def test_the_measures_of_c_rnn_gan_are_counted_by_hand(tmp_path):
    tune = [
        (0.0, 60, 50),
        (0.0, 64, 80),
        (0.5, 62, 64),
        (1.0, 60, 90),
        (1.5, 64, 40),
        (2.0, 62, 66),
    ]
    path = tmp_path / "tune.mid"
    write_midi(path, Performance.of(Note(onset, p, v, 0.3) for onset, p, v in tune))
    (found,) = json.loads(run("stats", path, "--json").output)[str(path)]
    assert found["c_rnn_gan"] == {
        "polyphony": 0.2,  # one of five moments
        "scale_consistency": 1.0,
        "tone_span": 4.0,
        "intensity_span": 50.0,
        "repetitions": 1.0,  # C E D twice
    }
    words = " ".join(run("stats", path).output.split())
    assert "as in C-RNN-GAN: polyphony (moments) 0.20" in words
    assert "three-tone repetitions 1.00" in words


def test_two_folders_stand_side_by_side(folders):
    low, high = folders
    done = run("stats", low, high)
    assert done.exit_code == 0, done.output
    words = " ".join(done.output.split())
    assert words.startswith("low high 3 clips 3 clips overlap real music: 5 .. 95 %")
    row = next(
        line for line in done.output.splitlines() if "MIDI key" in line or "register" in line
    )
    assert "43.00" in row
    assert "83.00" in row
    found = json.loads(run("stats", low, high, "--json").output)
    assert [len(found[str(folder)]) for folder in folders] == [3, 3]
    assert set(found[str(low)][0]["c_rnn_gan"]) == set(c_rnn_gan.NAMES)


def test_a_file_beside_a_folder_is_a_column_without_an_overlap(folders):
    done = run("stats", PHRASE, folders[0])
    assert done.exit_code == 0, done.output
    assert " ".join(done.output.split()).startswith("phrase.mid low 1 clip 3 clips real music")
    assert "overlap" not in done.output


def test_what_cannot_be_read_in_a_folder_is_left_out_and_said(folders):
    broken = folders[0] / "broken.mid"
    broken.write_bytes(b"nothing")
    done = run("stats", *folders)
    assert done.exit_code == 0
    assert f"{broken}" in done.stderr
    assert "it is left out" in done.stderr


def test_a_folder_without_music_is_one_sentence(tmp_path):
    done = run("stats", tmp_path)
    assert done.exit_code == 1
    assert done.stderr == f"Error: {tmp_path} holds no MIDI file with notes to count\n"


def test_the_spread_of_a_folder_can_be_kept(folders, tmp_path):
    spread = tmp_path / "spread.json"
    assert run("stats", folders[0], "--seconds", 5, "--keep-spread", spread).exit_code == 0
    assert json.loads(spread.read_text())["files"] == 3
