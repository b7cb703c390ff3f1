"""Recordings and states that format 1 wrote: still told, written, played and recalled.

`format_1` has what an engine of that time wrote, untouched: two sessions and a state; `told.json`
and `both.mid` are what its `replay --json` and `replay --out` made of them.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from perf_engine.engine.helpers.model_files import find_model, load_model
from perf_engine.engine.helpers.state_files import states
from perf_engine.engine.session.journal import records
from perf_engine.engine.session.records import FORMAT, Beginning, Broken, Mark, Taken, Uttered
from perf_engine.protocol.packets import read as read_message
from perf_engine.protocol.packets import split, write
from perf_engine.studio.notes import read_midi
from tests.golden.concert import Recall
from tests.support.peers import free_port

HERE = Path(__file__).parent / "format_1"
SESSIONS = {"one_voice": ["general"], "four_voices": ["jazz", "pop"]}
STATE = "before the bridge"


def perf(*words: object, home: Path | None = None) -> subprocess.CompletedProcess[str]:
    """The command as a musician has it."""
    environment = {**os.environ, **({"HOME": str(home)} if home else {})}
    return subprocess.run(
        [sys.executable, "-m", "perf_engine", *map(str, words)],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
        timeout=120,
    )


@pytest.fixture(params=SESSIONS)
def session(request, tmp_path) -> Path:
    """A copy of a session, which nothing here may change."""
    before = digest(HERE / request.param)
    copy = shutil.copytree(HERE / request.param, tmp_path / request.param)
    yield copy
    assert digest(copy) == before


def digest(folder: Path) -> str:
    found = hashlib.sha256()
    for path in sorted(folder.glob("journal-*")):
        found.update(path.read_bytes())
    return found.hexdigest()


def test_the_sessions_are_of_format_1_and_hold_what_there_is() -> None:
    kinds: set[str] = set()
    for name in SESSIONS:
        found = list(records(HERE / name))
        assert isinstance(found[0], Beginning)
        assert found[0].format == 1 < FORMAT
        assert "performer.Performer" in found[0].snapshot
        assert not any(isinstance(record, Broken) for record in found)
        kinds |= {type(record.message).__name__ for record in found if isinstance(record, Taken)}
        kinds |= {
            type(item).__name__
            for record in found
            if isinstance(record, Uttered)
            for item in record.said
        }
        kinds |= {type(record).__name__ for record in found if isinstance(record, Mark)}
    assert len(kinds) > 20, sorted(kinds)


def test_a_session_is_told_as_it_was_then(session: Path) -> None:
    done = perf("replay", session, "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    then = json.loads((session / "told.json").read_text(encoding="utf-8"))
    assert {name: told[name] for name in then} == then
    assert told["human_notes"] > 30
    assert told["machine_notes"] > 15


def test_both_hands_are_written_as_they_were_then(session: Path, tmp_path: Path) -> None:
    out = tmp_path / "both.mid"
    done = perf("replay", session, "--out", out)
    assert done.returncode == 0, done.stderr
    assert read_midi(out).notes == read_midi(session / "both.mid").notes
    assert out.read_bytes() == (session / "both.mid").read_bytes()


def test_what_the_machine_played_is_played_to_a_client(session: Path) -> None:
    strikes = json.loads((session / "told.json").read_text(encoding="utf-8"))["machine_notes"]
    heard: list[str] = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.bind(("127.0.0.1", 0))
        line.settimeout(0.2)
        ended = threading.Event()

        def listen() -> None:
            while True:
                try:
                    data = line.recv(65_535)
                except TimeoutError:
                    if ended.is_set():
                        return
                    continue
                heard.extend(read_message(message)[0] for message, _ in split(data))

        listener = threading.Thread(target=listen)
        listener.start()
        try:
            done = perf("replay", session, "--to", f"127.0.0.1:{line.getsockname()[1]}")
        finally:
            ended.set()
            listener.join()
    assert done.returncode == 0, done.stderr
    assert heard.count("/perf/note") == strikes
    played = sum(heard.count(address) for address in ("/perf/note", "/perf/noteoff", "/perf/cc"))
    assert f"Sent {played} messages." in done.stdout


def test_it_is_not_recomputed_and_one_sentence_says_why_and_what_works(session: Path) -> None:
    for words in ((), ("--json",)):
        done = perf("replay", session, "--verify", *words)
        assert done.returncode == 1
        assert done.stdout == ""
        assert done.stderr.strip() == (
            f"Error: {session}: it was recorded in format 1, whose snapshots name the insides of "
            "the program that wrote them, so only that program can recompute it; replay, replay "
            "--out and replay --to work here as ever"
        )


def test_a_session_that_was_cut_off_or_lost_a_file_is_told_up_to_there(
    session: Path, tmp_path: Path
) -> None:
    cut = shutil.copytree(session, tmp_path / "cut")
    journal = cut / "journal-000001.jsonl"
    data = journal.read_bytes()
    journal.write_bytes(data[: len(data) - 2000])
    told = json.loads(perf("replay", cut, "--json").stdout)
    whole = json.loads(perf("replay", session, "--json").stdout)
    assert told["missing"] == []
    assert 0 < told["seconds"] <= whole["seconds"]
    shutil.copy(session / "journal-000001.jsonl", cut / "journal-000003.jsonl")
    told = json.loads(perf("replay", cut, "--json").stdout)
    assert [why for _, why in told["missing"]][-1].endswith("the file before it is missing")


def test_a_state_is_what_it_was() -> None:
    (state,) = states(HERE)
    assert not isinstance(state, tuple), state
    assert (state.name, state.model) == (STATE, "general")
    assert state.digest == hashlib.sha256(find_model("general").read_bytes()).hexdigest()
    assert state.memories is not None
    facts = json.loads((HERE / "state.json").read_text(encoding="utf-8"))
    assert [
        list(map(float, (e.dt, e.part, e.key, e.velocity, e.own)))
        for e in state.memories.remembered()
    ] == facts["events"]
    assert hashlib.sha256(state.hidden).hexdigest() == facts["hidden"]
    assert hashlib.sha256(state.memories.deeds).hexdigest() == facts["deeds"]


def test_a_state_is_recalled_by_a_performer_as_it_was_kept() -> None:
    from tests.golden.concert import Performer

    (state,) = states(HERE)
    performer = Performer(load_model("general")[0], mode="solo", seed=1)
    performer.command(Recall(state), 0.0)
    while performer.due() <= 2.0:
        performer.advance(max(0.0, performer.due()))
    assert performer.kept("again").memories is not None
    fresh = Performer(load_model("general")[0], mode="solo", seed=1)
    fresh.command(Recall(state), 0.0)
    kept = fresh.kept(STATE)
    assert kept.hidden == state.hidden
    assert kept.memories == state.memories


def test_a_state_is_recalled_by_a_running_engine(tmp_path: Path) -> None:
    folder = tmp_path / "states"
    folder.mkdir()
    shutil.copy(HERE / f"{STATE}.state", folder)
    port = free_port()
    engine = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "perf_engine",
            "play",
            "--no-midi",
            "--osc-port",
            str(port),
            "--states",
            str(folder),
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "HOME": str(tmp_path)},
    )
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
            line.bind(("127.0.0.1", 0))
            line.connect(("127.0.0.1", port))
            line.settimeout(0.5)
            assert ask(line, "/perf/state/list.reply", "/perf/state/list") == [STATE]
            answer = ask(line, "/perf/done", "/perf/state/recall", STATE)
            assert answer[:2] == ["/perf/state/recall", STATE]
            line.send(write("/perf/quit"))
        assert engine.wait(30) == 0
    finally:
        engine.kill()
        engine.communicate()


def ask(line: socket.socket, answer: str, *words: str) -> list[object]:
    """The arguments of an answer; asked again until the engine is there."""
    until = time.monotonic() + 60.0
    while time.monotonic() < until:
        try:
            line.send(write(*words))
            data = line.recv(65_535)
        except OSError:  # it is not there yet, or has nothing to say
            time.sleep(0.1)
            continue
        for message, _ in split(data):
            address, arguments = read_message(message)[:2]
            if address == answer:
                return list(arguments)
    raise AssertionError(f"no {answer}")
