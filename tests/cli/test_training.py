"""The training commands refuse what is wrong in one sentence."""

import json
from importlib.util import find_spec
from pathlib import Path

import mido
import pytest
from click.testing import CliRunner, Result

from perf_engine.cli.program import cli
from perf_engine.cli.training import Lines
from perf_engine.engine.helpers.model_files import load_model

torch = pytest.mark.skipif(find_spec("torch") is None, reason="torch is not installed")


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (["train", ".", "-o", "{}/run"], "PyTorch"),
        (["export", ".", "-o", "{}/m.safetensors"], "PyTorch"),
        (["evaluate", ".", "."], "PyTorch"),
        (["compare", "{}"], "PyTorch"),
        (["curves", "{}"], "matplotlib"),
        (["adapt", "{}"], "PyTorch"),
    ],
)
def test_what_is_missing_for_training_is_named_with_what_to_type(
    tmp_path, monkeypatch, words, name
):
    (tmp_path / "checkpoint.pt").touch()
    monkeypatch.setattr("importlib.util.find_spec", lambda module: None)
    out = CliRunner().invoke(cli, [word.format(tmp_path) for word in words])
    assert out.exit_code == 1
    (line,) = out.output.splitlines()
    assert line == (
        f"Error: {words[0]} needs {name} (extra train), which is not in this environment: type "
        f" make develop  and then  .venv-dev/bin/perf-engine {words[0]}"
    )


def test_a_folder_without_music_is_refused(tmp_path):
    (tmp_path / "empty").mkdir()
    out = CliRunner().invoke(cli, ["prepare", str(tmp_path / "empty"), "-o", str(tmp_path / "d")])
    assert out.exit_code == 1
    assert "Error" in out.output


@torch
def test_training_needs_a_data_set_and_export_a_checkpoint(tmp_path):
    out = CliRunner().invoke(cli, ["train", str(tmp_path), "-o", str(tmp_path / "run")])
    assert out.exit_code == 1
    out = CliRunner().invoke(cli, ["export", str(tmp_path), "-o", str(tmp_path / "m.safetensors")])
    assert out.exit_code == 1
    assert "no checkpoint" in out.output


def song(path: Path, step: int = 7, **more: int) -> None:
    """A MIDI file of forty notes."""
    path.parent.mkdir(exist_ok=True)
    track = mido.MidiTrack()
    for i in range(40):
        track.append(mido.Message("note_on", note=40 + i * step % 24, velocity=70, **more))
        track.append(mido.Message("note_off", note=40 + i * step % 24, time=240, **more))
    mido.MidiFile(tracks=[track]).save(path)


def prepare(folder: Path, *words: str):
    songs, out = str(folder / "songs"), str(folder / "d")
    return CliRunner().invoke(cli, ["prepare", songs, "-o", out, "--workers", "1", *words])


def test_what_was_prepared_and_what_was_skipped_is_said(tmp_path):
    song(tmp_path / "songs" / "a.mid")
    song(tmp_path / "songs" / "b.mid")
    (tmp_path / "songs" / "c.mid").touch()
    out = prepare(tmp_path, "--fold", "36-84", "--drop-silence", "2", "--melody-only")
    assert out.exit_code == 0, out.output
    assert "1 pieces, 80 events" in out.output
    assert "2 files skipped, 1 of them copies of others" in out.output


@torch
def test_drums_are_taken_and_learnt_as_a_part_of_their_own(tmp_path):
    song(tmp_path / "songs" / "a.mid", channel=9)
    assert prepare(tmp_path, "--drums").exit_code == 0
    small = ["--hidden", "16", "--streams", "2", "--steps", "16", "--events", "100"]
    run, model = str(tmp_path / "run"), tmp_path / "kit.safetensors"
    out = CliRunner().invoke(cli, ["train", str(tmp_path / "d"), "-o", run, *small])
    assert out.exit_code == 0, out.output
    assert CliRunner().invoke(cli, ["export", run, "-o", str(model)]).exit_code == 0
    assert load_model(model)[1].vocabulary.parts[-1] == "drums"


@torch
def test_what_a_data_set_tells_is_learnt_and_a_style_is_played(tmp_path):
    for piece in range(4):
        song(tmp_path / "songs" / f"{piece}.mid", step=5 + 2 * piece)
    words = ["--metre", "--styles", "corpora", "--validation", "0.25"]
    assert prepare(tmp_path, *words).exit_code == 0
    small = [
        "--hidden",
        "16",
        "--streams",
        "2",
        "--steps",
        "16",
        "--events",
        "100",
        "--as-played",
        "--horizon",
        "1000",
        "--cooling",
        "50",
    ]
    run, model = str(tmp_path / "run"), tmp_path / "told.safetensors"
    out = CliRunner().invoke(cli, ["train", str(tmp_path / "d"), "-o", run, *small])
    assert out.exit_code == 0, out.output
    words = ["export", run, "-o", str(model), "--style"]
    assert CliRunner().invoke(cli, [*words, "songs"]).exit_code == 0
    facts = load_model(model)[1].facts
    assert facts["style"] == "songs"
    assert facts["told"]["metre"]
    assert facts["recipe"]["varied"]["shuffled"] > 0
    out = CliRunner().invoke(cli, [*words, "jazz"])
    assert out.exit_code == 1
    assert "the model's styles are songs, not jazz" in out.output
    assert nats(run, tmp_path, "--style", "songs") == pytest.approx(nats(str(model), tmp_path))
    assert nats(run, tmp_path, "--style", "songs") != nats(run, tmp_path)
    out = evaluated(run, tmp_path, "--style", "jazz")
    assert "the model's styles are songs, not jazz" in out.output


def evaluated(model: str, folder: Path, *more: str) -> Result:
    words = ["evaluate", model, "--data", str(folder / "d"), "--workers", "1", "--json", *more]
    return CliRunner().invoke(cli, words)


def nats(model: str, folder: Path, *more: str) -> float:
    out = evaluated(model, folder, *more)
    assert out.exit_code == 0, out.output
    return json.loads(out.stdout)["sources"]["songs"]["model"]["total"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--metre", "--drop-silence", "2"], "where silence is cut the beat is lost"),
        (["--styles", "titles"], "--styles must be one of corpora, folders, not titles"),
        (["--fold", "36"], "--fold must be two keys from 0 to 127, such as 36-84, not 36"),
        (["--fold", "60-70"], "inside 0..127, an octave wide or more, not 60-70"),
        (["--drop-silence", "0"], "--drop-silence must be more than 0 and at most 3600, not 0"),
        (["--validation", "0.5"], "--validation must be at least 0 and less than 0.5, not 0.5"),
        (["--melody-only", "--drums"], "a melody alone has no drums"),
        (["--roles", "nowhere.toml"], "nowhere.toml"),
        (["--roles", __file__], "is not TOML"),
    ],
)
def test_wishes_that_cannot_be_met_are_refused_with_range_and_value(tmp_path, words, says):
    song(tmp_path / "songs" / "a.mid")
    out = prepare(tmp_path, *words)
    assert out.exit_code == 2
    assert says in " ".join(out.output.replace("│", " ").split())


def test_a_log_is_told_every_ten_seconds_how_long_it_will_take():
    said, now = [], [0.0]
    lines = Lines(said.append, lambda: now[0])
    for done in range(1, 101):
        now[0] += 0.5
        lines(done, 100, "x.mid")
    assert said[0] == "20 of 100 files, about 40 s left"
    assert len(said) == 5
    again = Lines(said.append, lambda: now[0])  # what was done before took no time
    for done in (500, 501, 520):
        now[0] += 5
        again(done, 1000, "x.mid")
    assert said[5:] == ["501 of 1000 files, about 4990 s left"]
