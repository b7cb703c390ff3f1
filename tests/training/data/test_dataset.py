from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest

from perf_engine.training.data.corpus import read_events
from perf_engine.training.data.dataset import Dataset, prepare
from perf_engine.training.data.roles import Rules
from perf_engine.training.data.selection import Selection
from tests.training.invented import song


@pytest.fixture
def corpora(tmp_path):
    rolls, songs = tmp_path / "rolls", tmp_path / "songs"
    for seed in range(12):
        song(rolls / f"{seed:02}.mid", seed)
    song(songs / "deep" / "again.MID", 3, transpose=4, tempo=400_000)
    song(songs / "own.mid", 99)
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
    expected = read_events(corpora[1] / "07.mid", Rules.read(), Selection())
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


def test_the_metre_and_the_style_of_each_piece_are_kept_where_they_are_wished(corpora, tmp_path):
    prepare(corpora, tmp_path / "plain", workers=1)
    plain = Dataset.open(tmp_path / "plain")
    assert plain.styles == ()
    assert plain.metre(plain.pieces[0]) is None
    selection = Selection(metre=True)
    for styles, named in (("corpora", {"rolls", "songs"}), ("folders", {"rolls", "songs", "deep"})):
        prepare(corpora, tmp_path / styles, workers=1, selection=selection, styles=styles)
        data = Dataset.open(tmp_path / styles)
        assert set(data.styles) == named
        for piece, same in zip(data.pieces, plain.pieces, strict=True):
            metre = data.metre(piece)
            assert len(metre) == piece.length
            position, bar, _ = metre.classes()
            assert set(position.tolist()) == {1, 13}  # eighths, from the beat on
            assert not bar.any()  # no time signature
            assert (piece.split, piece.length) == (same.split, same.length)
            assert all(map(np.array_equal, data.events(piece), plain.events(same)))
    again = next(p for p in Dataset.open(tmp_path / "folders").pieces if p.name == "again")
    assert again.style == "deep"
    with pytest.raises(ValueError, match="styles must be one of corpora, folders, not titles"):
        prepare(corpora, tmp_path / "other", styles="titles")


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


def skipped(out: Path) -> dict[str, str]:
    rows = (out / "skipped.tsv").read_text().splitlines()
    return dict(row.split("\t") for row in rows)


def test_of_a_piece_in_several_keys_the_first_by_name_is_kept(tmp_path):
    for name, transpose in (("c", 0), ("b", -2), ("a", 3), ("d", 3)):
        song(tmp_path / "songs" / f"{name}.mid", 1, transpose=transpose)
    song(tmp_path / "songs" / "e.mid", 1, tempo=600_000)
    summary = prepare([tmp_path / "songs"], tmp_path / "out", workers=1)
    assert [p.name for p in summary.pieces] == ["a", "e"]
    assert skipped(tmp_path / "out") == {
        "songs/b.mid": "the same events as songs/a.mid, 5 semitones lower",
        "songs/c.mid": "the same events as songs/a.mid, 3 semitones lower",
        "songs/d.mid": "the same events as songs/a.mid",
    }


def test_a_copy_is_held_back_where_a_corpus_holds_the_original_back(tmp_path):
    first, maestro = tmp_path / "a", tmp_path / "maestro"
    for seed in range(4):
        song(first / f"{seed}.mid", seed, transpose=seed)
        song(maestro / "2018" / f"{seed}.midi", seed)
    (maestro / "maestro-v3.0.0.csv").write_text(
        "canonical_composer,canonical_title,split,year,midi_filename,audio_filename,duration\n"
        "X,One,train,2018,2018/0.midi,,1\n"
        "X,Two,validation,2018,2018/1.midi,,1\n"
        "X,Three,test,2018,2018/2.midi,,1\n"
    )
    summary = prepare([first, maestro], tmp_path / "out", workers=1, validation=0)
    assert len(summary.skipped) == 4
    assert [(p.source, p.name, p.split) for p in summary.pieces] == [
        ("a", "0", "train"),
        ("a", "1", "validation"),
        ("a", "2", "test"),
        ("a", "3", "train"),
    ]


def test_what_was_taken_and_how_is_written_down(corpora, tmp_path):
    rules, selection = Rules.read(), Selection(lowest=48, highest=72, longest_silence=2.0)
    prepare(corpora[1:], tmp_path / "out", workers=1, selection=selection, rules=rules)
    table = json.loads((tmp_path / "out" / "dataset.json").read_text())
    assert table["selection"] == asdict(selection)
    assert table["rules"] == rules.digest
    data = Dataset.open(tmp_path / "out")
    assert data.key.min() >= 48
    assert data.key.max() <= 72


KILLED = """
import os, signal, sys
from pathlib import Path
from perf_engine.training.data.dataset import prepare
from perf_engine.training.data.selection import Selection

def progress(done, total, name):
    if done == int(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)

if __name__ == "__main__":
    folders = [Path(folder) for folder in sys.argv[4:]]
    prepare(
        folders, Path(sys.argv[1]), workers=int(sys.argv[2]), progress=progress,
        selection=Selection(metre="metre" in sys.argv[1]),
    )
"""


def prepare_and_die(tmp_path, out: Path, workers: int, after: int, corpora) -> None:
    (tmp_path / "killed.py").write_text(KILLED)
    words = [sys.executable, "killed.py", out, workers, after, *corpora]
    path = os.pathsep.join([str(Path(__file__).parents[3]), os.environ.get("PYTHONPATH", "")])
    ended = subprocess.run(
        [str(word) for word in words], cwd=tmp_path, env={**os.environ, "PYTHONPATH": path}
    )
    assert ended.returncode == -signal.SIGKILL


@pytest.mark.parametrize("workers", [1, 2])
def test_a_killed_run_is_gone_on_from_and_gives_the_same_to_the_bit(corpora, tmp_path, workers):
    out = tmp_path / "out"
    prepare(corpora, tmp_path / "whole", workers=1)
    for after in (3, 11):
        prepare_and_die(tmp_path, out, workers, after, corpora)
    assert not out.exists()
    seen = []
    prepare(corpora, out, workers=1, progress=lambda done, *_: seen.append(done))
    assert seen == list(range(11, 19))
    assert bytes_of(out) == bytes_of(tmp_path / "whole")
    assert {f.name for f in tmp_path.iterdir()} == {"rolls", "songs", "out", "whole", "killed.py"}


def test_a_killed_run_that_keeps_the_metre_is_gone_on_from_too(corpora, tmp_path):
    selection = Selection(metre=True)
    prepare(corpora, tmp_path / "whole", workers=1, selection=selection)
    prepare_and_die(tmp_path, tmp_path / "metre", 1, 9, corpora)
    seen = []
    prepare(
        corpora,
        tmp_path / "metre",
        workers=1,
        selection=selection,
        progress=lambda done, *_: seen.append(done),
    )
    assert seen == list(range(9, 19))
    assert bytes_of(tmp_path / "metre") == bytes_of(tmp_path / "whole")


def test_a_killed_run_of_other_files_or_wishes_is_begun_anew(corpora, tmp_path):
    out = tmp_path / "out"
    for change in (
        lambda: prepare(corpora, out, workers=1, selection=Selection(lowest=48), progress=note),
        lambda: (song(corpora[1] / "00.mid", 77), prepare(corpora, out, workers=1, progress=note)),
    ):
        prepare_and_die(tmp_path, out, 1, 9, corpora)
        seen: list[int] = []

        def note(done: int, total: int, name: str, seen: list[int] = seen) -> None:
            seen.append(done)

        change()
        assert seen == list(range(1, 19))
        shutil.rmtree(out)


def test_workers_end_with_a_parent_that_is_killed(corpora, tmp_path):
    prepare_and_die(tmp_path, tmp_path / "out", 2, 5, corpora)
    deadline = time.monotonic() + 60
    while left := [p for p in Path("/proc").glob("[0-9]*") if works_in(p, tmp_path)]:
        assert time.monotonic() < deadline, left
        time.sleep(0.05)


def works_in(process: Path, folder: Path) -> bool:
    try:
        return (process / "cwd").resolve() == folder
    except OSError:
        return False
