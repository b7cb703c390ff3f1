"""A recorded session on the command line: told, written, recomputed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from broken_models import write
from click.testing import CliRunner
from peers import free_port
from rehearsed import Rehearsal, write_session

from perf_engine.cli import cli
from perf_engine.core.messages import NoteOn
from perf_engine.core.performer import Performer
from perf_engine.live.machine import facts
from perf_engine.live.model import load_model
from perf_engine.live.records import Beginning, Mark, Taken
from perf_engine.studio.notes import read_midi


def invoke(*words: object):
    return CliRunner().invoke(cli, [str(word) for word in words])


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return write(tmp_path / "ignorant.safetensors")


@pytest.fixture
def played(model: Path) -> Rehearsal:
    made = Rehearsal(1, performer=Performer(load_model(model)[0], mode="solo", seed=1))
    made.witness.hear(NoteOn(0, 60, 90, "a", 0.5), made.now)
    made.witness.records.append(Mark(made.now + 1.0, "the good bit"))
    made.go(20.0, storm=False)
    made.end()
    first = made.records[0]
    assert isinstance(first, Beginning)
    made.records[0] = replace(first, machine=facts())
    return made


@pytest.fixture
def session(tmp_path: Path, played: Rehearsal) -> Path:
    return write_session(tmp_path / "session", played.records)


def test_it_tells_what_is_in_a_session(session: Path) -> None:
    out = invoke("replay", session)
    assert out.exit_code == 0, out.output
    assert "human: 1 notes; machine: " in out.output
    assert "by ignorant" in out.output
    assert "mark at 1.0 s: the good bit" in out.output
    assert "20.0 s" in out.output
    said = json.loads(invoke("replay", session, "--json").output)
    assert said["human_notes"] == 1
    assert said["machine_notes"] > 3
    assert said["marks"] == [[1.0, "the good bit"]]


def test_both_hands_are_written_without_any_model(session: Path, model: Path) -> None:
    model.unlink()
    out = session.parent / "both.mid"
    assert f"Both hands are in {out}." in invoke("replay", session, "--out", out).output
    assert {note.track for note in read_midi(out).notes} == {"human", "machine"}


def test_what_is_recomputed_is_equal(session: Path) -> None:
    out = invoke("replay", session, "--verify")
    assert out.exit_code == 0, out.output
    assert "Recomputed, and equal: " in out.output
    said = json.loads(invoke("replay", session, "--verify", "--json").output)["verify"]
    assert said["equal"]
    assert said["recorded_on"] == {}


def test_a_model_that_was_moved_is_named_and_one_that_was_changed_is_no_use(
    session: Path, model: Path
) -> None:
    moved = model.rename(model.with_name("moved.safetensors"))
    out = invoke("replay", session, "--verify")
    assert out.exit_code == 1
    assert "the model ignorant (SHA-256 " in out.output
    assert "name its file with --model" in out.output
    assert invoke("replay", session, "--verify", "--model", moved).exit_code == 0
    write(moved, said={"format": 99})
    assert invoke("replay", session, "--verify", "--model", moved).exit_code == 1


def test_the_first_difference_is_told(tmp_path: Path, played: Rehearsal) -> None:
    first = played.records[0]
    assert isinstance(first, Beginning)
    place = next(i for i, r in enumerate(played.records) if isinstance(r, Taken))
    taken = played.records[place]
    assert isinstance(taken, Taken)
    played.records[place] = replace(taken, message=NoteOn(0, 61, 90, "a", 0.5))
    wrong = write_session(tmp_path / "wrong", played.records)
    out = invoke("replay", wrong, "--verify")
    assert out.exit_code == 1
    assert "Recomputed, and different after" in out.output
    assert "this is a fault" in out.output
    played.records[0] = replace(first, machine={**facts(), "numpy": "0.1"})
    out = invoke("replay", write_session(tmp_path / "older", played.records), "--verify")
    assert "numpy was 0.1, and is " in out.output


def test_a_session_that_lost_something_says_where(session: Path) -> None:
    journal = session / "journal-000001.jsonl"
    journal.rename(session / "journal-000003.jsonl")
    (session / "journal-000001.jsonl").write_bytes(b"")
    out = invoke("replay", session)
    assert out.exit_code == 0
    assert "something is missing at 0.0 s" in out.output


def test_a_session_of_which_nothing_was_kept_is_empty(tmp_path: Path) -> None:
    (tmp_path / "journal-000001.jsonl").write_bytes(b'["begin",{"numb')
    out = invoke("replay", tmp_path, "--verify")
    assert out.exit_code == 0
    assert "machine: 0 notes, by no model" in out.output


@pytest.mark.parametrize(("words", "status", "sentence"), [
    (["nowhere"], 1, "there is no recorded session in"),
    (["."], 1, "name one of them, such as session"),
    (["session", "--to", "127.0.0.1"], 2, "--to must be HOST:PORT, not 127.0.0.1"),
    (["session", "--to", "127.0.0.1:0"], 2, "--to must be HOST:PORT"),
    (["session", "--model", "x"], 2, "--model goes with --verify"),
    (["session", "--out", "nowhere/x.mid"], 1, "nowhere/x.mid: No such file"),
])  # fmt: skip
def test_mistakes_are_sentences(
    session: Path, monkeypatch, words: list[str], status: int, sentence: str
) -> None:
    monkeypatch.chdir(session.parent)
    out = invoke("replay", *words)
    assert out.exit_code == status
    assert sentence in out.output


def test_what_the_machine_played_is_sent(session: Path, monkeypatch) -> None:
    monkeypatch.setattr("perf_engine.session_commands._Timer.wait", lambda *_: None)
    out = invoke("replay", session, "--to", f"127.0.0.1:{free_port()}", "--json")
    assert out.exit_code == 0, out.output
    assert json.loads(out.output)["sent"] > 6
