"""The command evaluate scores what it is given, and refuses what it cannot in one sentence."""

import json
from pathlib import Path

import mido
import numpy as np
import pytest
from click.testing import CliRunner

from perf_engine.cli.program import cli
from perf_engine.training.data.dataset import prepare
from tests.support.ignorant_model import model_file as model_file
from tests.support.ignorant_model import tensors as tensors


def song(path: Path, seed: int, notes: int = 40) -> None:
    """A MIDI file of as many notes."""
    path.parent.mkdir(exist_ok=True)
    track = mido.MidiTrack()
    for pitch in np.random.default_rng(seed).integers(40, 80, notes).tolist():
        track.append(mido.Message("note_on", note=pitch, velocity=70))
        track.append(mido.Message("note_off", note=pitch, time=240))
    mido.MidiFile(tracks=[track]).save(path)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("music")
    for i in range(8):
        song(folder / "songs" / f"{i}.mid", i)
    prepare([folder / "songs"], folder / "d", workers=1, validation=0.25)
    return folder


def run(*words):
    return CliRunner().invoke(cli, [str(word) for word in words])


def test_midi_files_are_scored_for_people_and_programs(folder, model_file, tmp_path):
    out = run("evaluate", model_file, folder / "songs", "--events", 20, "--workers", 1)
    assert out.exit_code == 0, out.output
    assert "| songs | 8 | 160 |" in out.output
    file = tmp_path / "found.json"
    out = run("evaluate", model_file, folder / "songs" / "1.mid", "--json", "--out", file)
    assert out.exit_code == 0, out.output
    found = json.loads(file.read_text("utf-8"))
    assert found["sources"]["files"]["model"]["pieces"] == 1
    assert json.loads(out.stdout) == found


def test_a_baseline_is_fitted_once_and_then_used(folder, model_file, tmp_path):
    words = (
        "evaluate",
        model_file,
        "--data",
        folder / "d",
        "--workers",
        1,
        "--baseline",
        tmp_path / "b.safetensors",
        "--weight",
        "songs=1",
    )
    out = run(*words)
    assert out.exit_code == 0, out.output
    assert "Fitting" in out.stderr
    assert "| mix | Markov |" in out.stdout
    again = run(*words)
    assert "Fitting" not in again.stderr
    assert again.stdout == out.stdout


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        ((), 2, "name MIDI files or folders, or a data set with --data"),
        (("{songs}", "--data", "{d}"), 2, "name MIDI files or folders, or a data set with --data"),
        (("--data", "{songs}"), 1, "there is no data set in"),
        (("--data", "{d}", "--split", "test"), 1, "the data set has no pieces for test"),
        (("{songs}", "--baseline", "none"), 1, "there is no baseline none, and no --data"),
        (("{d}",), 1, "there is no MIDI file that can be used"),
        (
            ("--data", "{d}", "--weight", "songs"),
            2,
            "--weight must be SOURCE=SHARE, such as pop909=0.3, not songs",
        ),
    ],
)
def test_what_cannot_be_scored_is_refused(folder, model_file, words, status, says):
    places = {"songs": folder / "songs", "d": folder / "d"}
    out = run("evaluate", model_file, *(w.format(**places) for w in words))
    assert out.exit_code == status
    assert says in " ".join(out.output.split())


def test_a_model_that_is_not_there_is_named(folder, tmp_path):
    for model, says in (("nobody", "there is no model nobody"), (tmp_path, "no checkpoint in")):
        out = run("evaluate", model, "--data", folder / "d")
        assert out.exit_code == 1
        assert says in out.output


def test_it_plays_on_and_alone_without_being_scored(model_file, tmp_path):
    song(tmp_path / "long.mid", 1, notes=400)
    out = run(
        "evaluate",
        model_file,
        tmp_path / "long.mid",
        "--no-likelihood",
        "--continuations",
        1,
        "--free-play",
        0.5,
        "--temperature",
        1,
        "--json",
    )
    assert out.exit_code == 0, out.output
    found = json.loads(out.stdout)
    assert "sources" not in found
    assert found["continuations"]["primers"] == ["long"]
    assert found["free_play"]["1"]["windows"] == 1
    alone = run("evaluate", model_file, "--free-play", 0.5, "--temperature", 1)
    assert alone.exit_code == 0, alone.output
    assert "| temperature | 1 |" in alone.stdout


def test_a_play_that_is_too_short_to_be_judged_is_refused(model_file):
    out = run("evaluate", model_file, "--free-play", 0.4)
    assert out.exit_code == 2
    assert "must be 0 or 0.5..1440 minutes, not 0.4" in out.output


def test_what_was_kept_can_be_compared(folder, model_file, tmp_path):
    words = ("evaluate", model_file, "--data", folder / "d", "--workers", 1, "--events", 20)
    kept = run(*words, "--weight", "songs=1", "--out", tmp_path / "a.json")
    assert kept.exit_code == 0, kept.output
    out = run("compare", tmp_path / "a.json")
    assert out.exit_code == 0, out.output
    assert "| GRU | 32 | 1 | 0.0 M |" in out.stdout
    assert json.loads(run("compare", tmp_path / "a.json", "--json").stdout)[0]["seeds"] == 1
    refused = run("compare", tmp_path / "a.json", "--source", "rolls")
    assert refused.exit_code == 1
    assert "a was not scored on rolls" in refused.output


def nats(out):
    assert out.exit_code == 0, out.output
    return json.loads(out.stdout)["sources"]["files"]["model"]


def test_which_part_a_track_plays_can_be_told(folder, model_file, tmp_path):
    table = tmp_path / "roles.toml"
    table.write_text('[[rule]]\ngive = [{ part = "melody" }]\n', encoding="utf-8")
    words = ("evaluate", model_file, folder / "songs" / "1.mid", "--json", "--workers", 1)
    plain, told = nats(run(*words)), nats(run(*words, "--part", "melody"))
    assert nats(run(*words, "--roles", table)) == told
    assert told["notes"] == plain["notes"]
    assert json.loads(run(*words, "--part", "bass").stdout)["roles"] == "bass"


@pytest.mark.parametrize(
    ("more", "why"),
    [
        (("--part", "melody", "--roles", "T"), "leave out one"),
        (("--part", "drums"), "drums"),
    ],
)
def test_a_part_that_cannot_be_told_is_refused(folder, model_file, tmp_path, more, why):
    table = tmp_path / "roles.toml"
    table.write_text('[[rule]]\ngive = [{ part = "melody" }]\n', encoding="utf-8")
    more = [table if word == "T" else word for word in more]
    out = run("evaluate", model_file, folder / "songs" / "1.mid", *more)
    assert out.exit_code != 0
    assert why in out.output


def test_a_data_set_knows_its_parts(folder, model_file):
    out = run("evaluate", model_file, "--data", folder / "d", "--part", "melody")
    assert out.exit_code == 2
    assert "are for MIDI files" in out.output


def test_a_control_is_set_for_what_is_played(model_file, tmp_path):
    song(tmp_path / "long.mid", 1, notes=400)
    words = ("evaluate", model_file, tmp_path / "long.mid", "--no-likelihood", "--json")
    words += ("--continuations", 1, "--set", "velocity_high=40")
    out = run(*words, "--set", "velocity_low=30")
    assert out.exit_code == 0, out.output
    found = json.loads(out.stdout)
    assert found["settings"] == {"velocity_high": 40, "velocity_low": 30}
    assert 30 <= found["continuations"]["statistics"]["velocity_mean"]["machine"] <= 40


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--set", "temperature=1"), "--set is for --continuations and --free-play"),
        (("--continuations", 1, "--set", "loudness=1"), "loudness"),
        (("--style", "songs"), "--style is for the folder of a training run"),
    ],
)
def test_controls_and_styles_of_no_use_are_refused(folder, model_file, words, why):
    out = run("evaluate", model_file, "--data", folder / "d", *words)
    assert out.exit_code != 0
    assert why in " ".join(out.output.split())
