"""Curves, fine-tuning and adapting from the command line."""

import json
from pathlib import Path

import mido
import pytest
from click.testing import CliRunner

from perf_engine.cli.program import cli
from tests.support.rehearsed import Rehearsal, write_session

pytest.importorskip("torch")

from perf_engine.cli.tuning import NOTHING, UNPROTECTED, found, free_name, in_words
from perf_engine.engine.helpers.model_files import MODELS
from perf_engine.studio.measure.habits import Habits
from perf_engine.studio.notes import read_midi
from perf_engine.training.learn.tuning import Change, Report

HABITS = Habits(3, 5.0, 0.1, 0.2, 4.0, 6.0)


def invoke(*words):
    return CliRunner().invoke(cli, [str(word) for word in words])


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("music")
    (folder / "songs").mkdir()
    for piece in range(4):
        track = mido.MidiTrack()
        for i in range(60):
            pitch = 40 + i * (7 + piece) % 24
            track.append(mido.Message("note_on", note=pitch, velocity=70))
            track.append(mido.Message("note_off", note=pitch, time=240))
        mido.MidiFile(tracks=[track]).save(folder / "songs" / f"{piece}.mid")
    out = invoke(
        "prepare", folder / "songs", "-o", folder / "data", "--workers", 1, "--validation", 0.25
    )
    assert out.exit_code == 0, out.output
    small = ("--hidden", 16, "--streams", 2, "--steps", 16, "--events", 600)
    out = invoke("train", folder / "data", "-o", folder / "run", *small)
    assert out.exit_code == 0, out.output
    return folder


def test_training_is_drawn_and_the_curves_can_be_drawn_again(folder):
    (folder / "run" / "curves.png").unlink()
    out = invoke("curves", folder / "run")
    assert out.output == f"Wrote {folder / 'run' / 'curves.png'}.\n"
    assert (folder / "run" / "curves.png").exists()
    assert "nothing to draw" in invoke("curves", folder).output


def test_fine_tuning_says_what_it_changed(folder, monkeypatch):
    monkeypatch.setattr("perf_engine.cli.tuning.played_alone", lambda path: HABITS)
    out = invoke(
        "train",
        folder / "data",
        "-o",
        folder / "tuned",
        "--from",
        folder / "run",
        "--streams",
        2,
        "--steps",
        16,
        "--events",
        1200,
        "--validation-steps",
        10,
    )
    assert out.exit_code == 0, out.output
    assert "this music: " in out.output
    assert UNPROTECTED in out.output
    report = json.loads((folder / "tuned" / "report.json").read_text())
    assert report["own"]["change"] < 0
    assert report["alone"]["after"]["longest_run"] == 4.0
    assert (folder / "tuned" / "curves.png").exists()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--general", "."], "--general and --replay need --from"),
        (["--from", "general", "--hidden", "64"], "--hidden and --cell cannot go with --from"),
        (["--from", "general", "--replay", "0.3"], "--replay needs --general"),
        (["--from", "nobody"], "there is no model nobody; known models are:"),
    ],
)
def test_wishes_that_do_not_go_together_are_refused(folder, words, says):
    out = invoke("train", folder / "data", "-o", folder / "none", *words)
    assert out.exit_code in (1, 2)
    assert says in " ".join(out.output.replace("│", " ").split())


def session(path, seed):
    """Both hands of a duet, as they are recorded."""
    hands = [
        mido.MidiTrack([mido.MetaMessage("track_name", name=name)]) for name in ("human", "machine")
    ]
    for i in range(200):
        for hand, pitch in zip(hands, (60 + i * (seed + 5) % 12, 20), strict=True):
            hand.append(mido.Message("note_on", note=pitch, velocity=90))
            hand.append(mido.Message("note_off", note=pitch, time=120))
    path.parent.mkdir(parents=True, exist_ok=True)
    mido.MidiFile(tracks=hands).save(path)


def test_a_model_adapts_to_sessions_and_the_old_one_stays(folder, tmp_path, monkeypatch):
    from perf_engine.engine.helpers.model_files import load_model

    monkeypatch.setattr("perf_engine.cli.tuning.played_alone", lambda path: HABITS)
    niceness = []
    monkeypatch.setattr("os.nice", niceness.append)
    session(tmp_path / "monday" / "session.mid", 0)
    session(tmp_path / "tuesday.mid", 2)
    old = tmp_path / "old.safetensors"
    assert invoke("export", folder / "run", "-o", old).exit_code == 0
    before = old.read_bytes()
    out = invoke(
        "adapt",
        tmp_path / "monday",
        tmp_path / "tuesday.mid",
        "--from",
        old,
        "--events",
        20_000,
        "--here",
        free_name(old),
    )
    assert out.exit_code == 0, out.output
    assert niceness == [19]
    assert old.read_bytes() == before
    _, info = load_model(tmp_path / "old-adapted.safetensors")
    assert info.facts["begun_with"] == "old"
    assert info.facts["sessions"] == 2
    card = (tmp_path / "old-adapted.md").read_text()
    assert "this music: " in card
    assert UNPROTECTED in card
    assert free_name(old) == "old-adapted-2"


def test_both_hands_of_what_was_recorded_are_written_before_a_model_adapts(tmp_path, monkeypatch):
    monkeypatch.setattr("subprocess.Popen", lambda command, **how: None)
    played = Rehearsal(1, "solo")
    played.go(20.0)
    played.end()
    (tmp_path / "recorded").mkdir()
    recorded = write_session(tmp_path / "recorded" / "monday", played.records)
    old = tmp_path / "old.safetensors"
    old.touch()
    out = invoke("adapt", tmp_path / "recorded", "--from", old)
    assert out.output.startswith("Adapting old in the background"), out.output
    tracks = {note.track for note in read_midi(recorded / "session.mid").notes}
    assert {"human", "machine"} <= tracks


def test_adapting_goes_on_by_itself_in_another_process(tmp_path, monkeypatch):
    begun = []
    monkeypatch.setattr("subprocess.Popen", lambda command, **how: begun.append((command, how)))
    session(tmp_path / "session.mid", 0)
    old = tmp_path / "old.safetensors"
    out = invoke("adapt", tmp_path, "--from", old)
    assert "there is no model file" in out.output
    old.touch()
    out = invoke("adapt", tmp_path, "--from", old)
    assert out.output.startswith("Adapting old in the background, as old-adapted; ")
    ((command, how),) = begun
    assert command[-2:] == ["--here", "old-adapted"]
    assert how["start_new_session"]
    assert free_name(old) == "old-adapted-2"  # the name is taken from now on


def test_the_report_names_what_was_kept_and_what_it_cost():
    text = in_words(Report(300, Change(8.0, 6.0), Change(5.0, 5.1)), HABITS, HABITS)
    for words in (
        "Step 300 is kept",
        "this music: 8.000 -> 6.000 (-25.0%)",
        "general music: 5.000 -> 5.100 (+2.0%)",
        "four-note repetition: 0.10 -> 0.10",
    ):
        assert words in text
    assert UNPROTECTED not in text
    nothing = in_words(Report(0, Change(8.0, 8.0), None), HABITS, HABITS)
    assert nothing == NOTHING


def test_a_model_is_meant_by_its_name_or_by_what_is_there(tmp_path):
    assert found("general") == MODELS / "general.safetensors"
    assert found(str(tmp_path)) == Path(tmp_path)
    with pytest.raises(ValueError, match="no model nobody"):
        found("nobody")
