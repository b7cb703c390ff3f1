"""A recorded session on the command line: told, written, recomputed."""

from __future__ import annotations

import json
import os
import random
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from perf_engine.cli.program import cli
from perf_engine.cli.session_music import write_session_midi
from perf_engine.clients.sound import playback
from perf_engine.clients.sound.playback import Event
from perf_engine.core.messages import NoteOn
from perf_engine.core.playing.performer import Performer
from perf_engine.engine.helpers.model_files import load_model
from perf_engine.engine.session.journal_writer import NAME
from perf_engine.engine.session.machine import facts
from perf_engine.engine.session.records import Beginning, Mark, Taken
from perf_engine.studio.notes import read_midi
from tests.support.broken_models import write
from tests.support.hostile import crafted, texts_of
from tests.support.hostile import write as write_texts
from tests.support.peers import free_port
from tests.support.rehearsed import Rehearsal, write_session


def invoke(*words: object):
    return CliRunner().invoke(cli, [str(word) for word in words])


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return write(tmp_path / "ignorant.safetensors")


@pytest.fixture
def played(model: Path) -> Rehearsal:
    made = Rehearsal(1, performer=Performer(load_model(model)[0], mode="solo", seed=1))
    made.recorded.hear(NoteOn(0, 60, 90, "a", 0.5), made.now)
    made.recorded.records.append(Mark(made.now + 1.0, "the good bit"))
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


def test_each_hand_is_heard_on_the_instrument_that_is_chosen(
    session: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[tuple[list[Event], dict[int, int]]] = []
    monkeypatch.setattr(
        playback, "perform", lambda events, font, begun, programs: heard.append((events, programs))
    )
    chosen = ("--program", "music box", "--player-program", "violin")
    assert invoke("replay", session, "--sound", *chosen).exit_code == 0
    assert invoke("replay", session, "--sound").exit_code == 0
    for (events, programs), (mine, its) in zip(heard, ((40, 10), (0, 0)), strict=True):
        of_mine = {event.channel for event in events if event.pitch == 60 and event.at < 0.1}
        assert [programs[channel] for channel in of_mine] == [mine]
        assert [p for channel, p in programs.items() if channel not in of_mine] == [its]


def test_both_hands_are_written_without_any_model(session: Path, model: Path) -> None:
    model.unlink()
    out = session.parent / "both.mid"
    assert (
        f"Your notes and the machine's are in {out}."
        in invoke("replay", session, "--out", out).output
    )
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


def test_where_something_is_missing_it_is_not_called_equal_alone(session: Path) -> None:
    journal = session / NAME.format(1)
    lines = journal.read_bytes().splitlines(keepends=True)
    place = len(lines) // 2
    journal.write_bytes(b"".join([*lines[:place], b"x" + lines[place], *lines[place + 1 :]]))
    at, why = json.loads(invoke("replay", session, "--json").output)["missing"][0]
    assert at > 1.0
    out = invoke("replay", session, "--verify")
    assert out.exit_code == 1
    assert f"Recomputed, and equal up to {at:.1f} s, where something is missing ({why})" in (
        out.output
    )
    assert "equal: " not in out.output.replace("all is equal: ", "")
    out = invoke("replay", session, "--verify", "--json")
    assert out.exit_code == 1
    said = json.loads(out.output)
    assert (said["verify"]["equal"], said["verify"]["difference"]) == (False, None)
    journal.write_bytes(b"".join(lines[:place]) + lines[place][:-3])  # torn, as by a power cut
    out = invoke("replay", session, "--verify")
    assert out.exit_code == 0
    assert "Recomputed, and equal: " in out.output


def test_a_session_of_which_nothing_was_kept_is_empty(tmp_path: Path) -> None:
    (tmp_path / "journal-000001.jsonl").write_bytes(b'["begin",{"numb')
    out = invoke("replay", tmp_path, "--verify")
    assert out.exit_code == 0
    assert "machine: 0 notes, by no model" in out.output


@pytest.mark.parametrize(
    ("words", "status", "sentence"),
    [
        (["nowhere"], 1, "there is no recorded session in"),
        (["."], 1, "name one of them, such as session"),
        (["session", "--to", "127.0.0.1"], 2, "--to must be HOST:PORT, not 127.0.0.1"),
        (["session", "--to", "127.0.0.1:0"], 2, "--to must be HOST:PORT"),
        (["session", "--model", "x"], 2, "--model needs --verify"),
        (["session", "--out", "nowhere/x.mid"], 1, "nowhere/x.mid: No such file"),
    ],
)
def test_mistakes_are_sentences(
    session: Path, monkeypatch, words: list[str], status: int, sentence: str
) -> None:
    monkeypatch.chdir(session.parent)
    out = invoke("replay", *words)
    assert out.exit_code == status
    assert sentence in out.output


def test_what_the_machine_played_is_sent(session: Path, monkeypatch) -> None:
    monkeypatch.setattr("perf_engine.cli.sessions._Timer.wait", lambda *_: None)
    out = invoke("replay", session, "--to", f"127.0.0.1:{free_port()}", "--json")
    assert out.exit_code == 0, out.output
    assert json.loads(out.output)["sent"] > 6


@pytest.fixture(scope="module")
def stormy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A session in which nearly everything was said, of two files."""
    folder = tmp_path_factory.mktemp("stormy")
    made = Rehearsal(
        3, performer=Performer(load_model(write(folder / "ignorant.safetensors"))[0], seed=3)
    )
    made.go(3.0, storm=False)
    made.begin()
    made.recorded.hear(NoteOn(0, 60, 90, "a", 0.5), made.now)
    made.go(3.0, storm=False)
    made.end()
    return write_session(folder / "session", made.records)


@pytest.mark.parametrize("seed", range(60))
def test_a_crafted_journal_ends_in_a_sentence(stormy: Path, tmp_path: Path, seed: int) -> None:
    session = write_texts(tmp_path / "crafted", crafted(texts_of(stormy), random.Random(seed)))
    ways = ((), ("--json",), ("--verify",), ("--out", tmp_path / "both.mid"))
    for words in ways:
        out = invoke("replay", session, *words)
        assert out.exception is None or isinstance(out.exception, SystemExit), out.exception
        assert out.exit_code in (0, 1), out.output
        if out.output.startswith("Error: "):
            assert str(session) in out.output
            assert out.output.count("\n") == 1
    with suppress(OSError, ValueError):  # as `adapt` and the end of a recording take both
        write_session_midi(session)


def test_a_journal_that_is_no_file_is_not_waited_for(stormy: Path, tmp_path: Path) -> None:
    session = write_texts(tmp_path / "pipe", texts_of(stormy)[:1])
    os.mkfifo(session / NAME.format(2))
    out = invoke("replay", session)
    assert out.exit_code == 0
    assert "journal-000002.jsonl is not a plain file" in out.output


def test_years_of_music_are_not_recomputed_for_a_stranger(stormy: Path, tmp_path: Path) -> None:
    texts = texts_of(stormy)[:1]
    texts[0].append(b'["in",1000000000,1000000000.0,["Panic"]]')
    out = invoke("replay", write_texts(tmp_path / "long", texts), "--verify")
    assert out.exit_code == 1
    assert "s after its file began" in out.output
