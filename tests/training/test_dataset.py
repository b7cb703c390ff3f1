from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import mido
import numpy as np
import pytest

from perf_engine.training import dataset as module
from perf_engine.training.corpus import read_events
from perf_engine.training.dataset import Dataset, prepare


def write(path: Path, seed: int, transpose: int = 0, tempo: int = 500_000) -> Path:
    """A MIDI file of an invented tune of 120 notes."""
    rng = np.random.default_rng(seed)
    pitches = 30 + np.abs(np.cumsum(rng.integers(-7, 8, 120)) % 80 - 40)
    out = mido.MidiTrack([mido.MetaMessage("set_tempo", tempo=tempo)])
    for pitch in (pitches + transpose).tolist():
        out.append(mido.Message("note_on", note=pitch, velocity=70, time=0))
        out.append(mido.Message("note_off", note=pitch, time=240))
    path.parent.mkdir(parents=True, exist_ok=True)
    mido.MidiFile(tracks=[out]).save(path)
    return path


@pytest.fixture
def corpora(tmp_path):
    rolls, songs = tmp_path / "rolls", tmp_path / "songs"
    for seed in range(12):
        write(rolls / f"{seed:02}.mid", seed)
    write(songs / "deep" / "again.MID", 3, transpose=4, tempo=400_000)
    write(songs / "own.mid", 99)
    shutil.copy(rolls / "05.mid", songs / "copy.mid")
    (songs / "words.mid").write_text("no music")
    (songs / "empty.mid").touch()
    (songs / "cut.mid").write_bytes((rolls / "01.mid").read_bytes()[:40])
    return [songs, rolls]


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_what_is_prepared_is_what_the_files_say(corpora, tmp_path):
    seen = []
    summary = prepare(
        corpora, tmp_path / "out", workers=1, progress=lambda *step: seen.append(step)
    )
    data = Dataset.open(tmp_path / "out")
    assert data.pieces == summary.pieces
    assert data.sources == ("rolls", "songs")
    assert data.parts == ("piano", "melody", "accompaniment", "bass")
    assert len(data.dt) == summary.events == sum(p.length for p in data.pieces)
    assert [p.name for p in data.pieces] == [*(f"{n:02}" for n in range(12)), "again", "own"]
    expected = read_events(corpora[1] / "07.mid")
    (piece,) = (p for p in data.pieces if p.name == "07")
    for got, wanted in zip(
        data.events(piece),
        (expected.dt, expected.part, expected.key, expected.velocity),
        strict=True,
    ):
        assert np.array_equal(got, wanted)
        assert got.dtype == wanted.dtype
    assert piece.notes == 120
    assert piece.seconds == pytest.approx(30)
    assert len(seen) == 18
    assert seen[-1] == (18, 18, "songs/words.mid")


def test_what_is_left_out_is_listed_with_the_reason(corpora, tmp_path):
    prepare(corpora, tmp_path / "out", workers=1)
    rows = [
        line.split("\t") for line in (tmp_path / "out" / "skipped.tsv").read_text().splitlines()
    ]
    reasons = dict(rows)
    assert set(reasons) == {f"songs/{n}.mid" for n in ("copy", "words", "empty", "cut")}
    assert reasons["songs/copy.mid"] == "the same events as rolls/05.mid"
    assert reasons["songs/empty.mid"] == "empty file"


def test_performances_of_one_piece_are_on_one_side_in_any_source(corpora, tmp_path):
    pieces = prepare(corpora, tmp_path / "out", workers=1, validation=0.3).pieces
    again, own = (p for p in pieces if p.source == "songs")
    (original,) = (p for p in pieces if p.name == "03")
    assert again.group == original.group != own.group
    sides = {(p.group, p.split) for p in pieces}
    assert len(sides) == len({p.group for p in pieces}) == 13
    assert {p.split for p in pieces} == {"train", "validation"}


def test_the_result_does_not_depend_on_the_number_of_workers(corpora, tmp_path):
    prepare(corpora, tmp_path / "one", workers=1)
    prepare(corpora[::-1], tmp_path / "two", workers=2)
    assert bytes_of(tmp_path / "one") == bytes_of(tmp_path / "two")


def deadly(file: Path):
    if file.name == "03.mid":
        os._exit(11)
    return file.name


def test_a_file_that_kills_its_reader_costs_only_itself(corpora, monkeypatch):
    monkeypatch.setattr(module, "FILES_A_TASK", 2)
    files = sorted(corpora[1].iterdir())[2:6]
    results = list(module._read_all(files, 2, deadly))
    names = [f.name for f in files]
    names[1] = "reading it ended the process"
    assert results == names


def test_an_older_data_set_stays_until_the_new_one_is_whole(corpora, tmp_path, monkeypatch):
    out = tmp_path / "out"
    prepare(corpora, out, workers=1)
    before = bytes_of(out)

    def interrupted(*_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        prepare(corpora, out, workers=1, seed=1, progress=interrupted)
    assert bytes_of(out) == before
    prepare(corpora, out, workers=1, seed=1)
    assert json.loads((out / "dataset.json").read_text())["seed"] == 1
    assert {f.name for f in tmp_path.iterdir()} == {"rolls", "songs", "out"}


def test_what_cannot_be_prepared_is_refused_by_name(corpora, tmp_path):
    songs, _ = corpora
    out = tmp_path / "out"
    with pytest.raises(ValueError, match="different names"):
        prepare([songs, songs], out)
    with pytest.raises(ValueError, match="validation must be"):
        prepare(corpora, out, validation=0.9)
    with pytest.raises(ValueError, match="workers must be at least 1"):
        prepare(corpora, out, workers=0)
    with pytest.raises(ValueError, match="something else"):
        prepare(corpora, songs)
    with pytest.raises(NotADirectoryError):
        prepare([tmp_path / "nowhere"], out)
    (tmp_path / "bare").mkdir()
    with pytest.raises(ValueError, match="no usable MIDI file among 0"):
        prepare([tmp_path / "bare"], out)
    assert not out.exists()


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (lambda out: shutil.rmtree(out), "there is no data set"),
        (lambda out: (out / "dataset.json").write_text("[1]"), "is not a data set's"),
        (lambda out: (out / "dataset.json").write_text("{"), "is not a data set's"),
        (lambda out: (out / "dataset.json").write_text('{"format": 2}'), "format 2 and this"),
        (lambda out: (out / "dataset.json").write_text('{"format": 1}'), "is damaged"),
        (lambda out: (out / "key.npy").unlink(), "is damaged"),
        (lambda out: np.save(out / "key.npy", np.zeros(3, np.uint8)), "key.npy in .* must hold"),
        (lambda out: np.save(out / "dt.npy", np.zeros(3)), "dt.npy in .* must hold"),
    ],
)
def test_a_folder_that_holds_no_data_set_is_refused(corpora, tmp_path, damage, says):
    out = tmp_path / "out"
    prepare(corpora[1:], out, workers=1)
    damage(out)
    with pytest.raises(ValueError, match=says):
        Dataset.open(out)
