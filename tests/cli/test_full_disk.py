"""A full disk, at every command that writes a file: one sentence, and what was there stays."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from perf_engine.cli.play import _keep
from perf_engine.cli.program import cli
from perf_engine.engine.own_command import own_command
from tests.support.broken_models import write
from tests.support.concert import ROOT
from tests.support.full_disk import WHY, full_disk
from tests.support.peers import require_module, require_synth
from tests.support.rehearsed import Rehearsal, write_session

PHRASE = ROOT / "examples" / "phrase.mid"
WRITERS: dict[str, tuple[str, ...]] = {
    "x.svg": ("plot", "PHRASE", "--out"),
    "x.html": ("plot", "PHRASE", "--out"),
    "x.png": ("plot", "PHRASE", "--out"),
    "x.wav": ("render", "PHRASE", "--out"),
    "x.flac": ("render", "PHRASE", "--out"),
    "x.musicxml": ("score", "PHRASE", "--out"),
    "spread.json": ("stats", "PHRASE", "--seconds", "1", "--keep-spread"),
    "audition.mid": ("audition", "PHRASE", "--offline", "--model", "MODEL", "--no-roll", "--out"),
    "replay.mid": ("replay", "SESSION", "--out"),
    "result.json": ("evaluate", "MODEL", "PHRASE", "--workers", "1", "--out"),
}
NEEDS = {"x.png": "PIL", "x.flac": "soundfile", "x.musicxml": "partitura"}


def run(*words: object):
    return CliRunner().invoke(cli, [str(word) for word in words], prog_name="perf-engine")


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("model") / "ignorant.safetensors")


def recorded(folder: Path) -> Path:
    played = Rehearsal(2, "solo")
    played.go(20.0)
    played.end()
    return write_session(folder, played.records)


@pytest.mark.timeout(240)
@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("room", [0, 60])
def test_a_full_disk_leaves_what_was_there(
    tmp_path: Path, model: Path, name: str, room: int, capfd: pytest.CaptureFixture[str]
) -> None:
    if name in NEEDS:
        require_module(NEEDS[name])
    if name in ("x.wav", "x.flac"):
        require_synth()
    given = {"PHRASE": PHRASE, "MODEL": model}
    if "SESSION" in WRITERS[name]:
        given["SESSION"] = recorded(tmp_path / "session")
    out = tmp_path / "out" / name
    out.parent.mkdir()
    out.write_bytes(b"before")
    with full_disk(room):
        done = run(*(given.get(word, word) for word in WRITERS[name]), out)
    assert done.output.splitlines()[-1] == f"Error: {out}: {WHY}"
    assert done.exit_code == 1
    assert [path.name for path in out.parent.iterdir()] == [name]
    assert out.read_bytes() == b"before"
    assert capfd.readouterr().err == ""  # no library's own words, and no traceback
    done = run(*(given.get(word, word) for word in WRITERS[name]), out)
    assert done.exit_code == 0, done.output
    assert [path.name for path in out.parent.iterdir()] == [name]
    assert out.stat().st_size > 60


def test_generate_says_which_of_its_files_cannot_be_written(tmp_path: Path, model: Path) -> None:
    with full_disk(60):
        done = run("generate", "--model", model, "--seconds", "5", "--out", tmp_path)
    assert done.output == f"Error: {tmp_path / 'alone-seed-1.mid'}: {WHY}\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(
    importlib.util.find_spec("torch") is None or importlib.util.find_spec("matplotlib") is None,
    reason="curves need PyTorch and Matplotlib",
)
def test_the_curves_of_before_stay(tmp_path: Path) -> None:
    loss = '{"part": 1, "dt": 1, "key": 1, "velocity": 1}'
    line = f'{{"step": 1, "events": 9, "total": 1.0, "loss": {loss}}}'
    (tmp_path / "metrics.jsonl").write_text(line + "\n", encoding="utf-8")
    (tmp_path / "curves.png").write_bytes(b"before")
    with full_disk(60):
        done = run("curves", tmp_path)
    assert done.output == f"Error: {tmp_path / 'curves.png'}: {WHY}\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["curves.png", "metrics.jsonl"]
    assert (tmp_path / "curves.png").read_bytes() == b"before"


def test_each_recording_that_cannot_be_written_as_midi_is_named_with_what_to_type(
    tmp_path: Path,
) -> None:
    sessions = [recorded(tmp_path / name) for name in ("one", "two")]
    with full_disk(60), pytest.raises(click.ClickException) as failed:
        _keep(sessions)
    assert failed.value.message.splitlines() == [
        f"{session / 'session.mid'}: {WHY}. The recording itself is kept. To write it as MIDI"
        f" elsewhere: {own_command('replay', str(session), '--out', 'FILE.mid')}"
        for session in sessions
    ]
    for session in sessions:
        assert [path.name for path in session.iterdir()] == ["journal-000001.jsonl"]
