"""Recording while playing: begun, ended, marked, rotated, and never in the way."""

from __future__ import annotations

import logging
import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from perf_engine.core.messages import Dismiss, NoteOn, Prepare, Start
from perf_engine.core.playing.performer import Performer
from perf_engine.engine.session import recorder as recorder_module
from perf_engine.engine.session import writer_process
from perf_engine.engine.session.journal import files, records, sessions
from perf_engine.engine.session.recorder import Place
from perf_engine.engine.session.records import Beginning, Broken, End, Mark, Taken, Uttered
from perf_engine.engine.session.snapshot import snapshot_of
from perf_engine.engine.session.verification import verify
from perf_engine.engine.session.writer_process import Leaving
from perf_engine.protocol.errors import Code
from perf_engine.protocol.packets import build
from tests.engine.stage import FakePerformer, Peer, Stage
from tests.support.rehearsed import OTHER, WEIGHTS, weights_of

PATIENCE = 60.0  # seconds, for a writer on a machine with much else to do


@pytest.fixture
def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    # A writer works in real time, while the hand goes on by itself.
    monkeypatch.setattr(recorder_module, "GOODBYE", PATIENCE)
    monkeypatch.setattr(writer_process, "PATIENCE", 1e6)
    made = Stage(Performer(WEIGHTS, mode="solo", seed=1))
    made.loop.recorder.place.folder = tmp_path
    yield made
    made.loop.recorder.close()
    made.close()


def until(stage: Stage, enough: Callable[[], object], step: float = 0.002) -> None:
    """Let time pass, and the writer work, until it is enough."""
    end = time.monotonic() + PATIENCE
    while not enough():
        assert time.monotonic() < end
        stage.hand.time += step
        stage.turn()
        time.sleep(0.0002)


def told(stage: Stage, peer: Peer, address: str) -> list[object]:
    came: list[list[object]] = []

    def look() -> bool:
        came.extend(values for said, values in peer.messages() if said == address)
        return bool(came)

    until(stage, look)
    return came[0]


def begin(stage: Stage, peer: Peer) -> Path:
    peer.say("/perf/record", 1)
    address, session = told(stage, peer, "/perf/done")
    assert address == "/perf/record"
    assert stage.loop.recorder._recorded.recording
    return Path(str(session))


def checked(session: Path) -> list[object]:
    found = list(records(session))
    verdict = verify(found, weights_of)
    assert verdict.difference is None
    if not any(isinstance(r, Broken) for r in found):
        assert verdict.said == sum(len(r.said) for r in found if isinstance(r, Uttered))
    return found


def test_a_session_is_recorded_from_here_to_there(stage: Stage, peer: Peer, tmp_path) -> None:
    stage.loop.instrument.command(Start(), 100.0)
    stage.wait(5.0)  # what was before is in the snapshot
    session = begin(stage, peer)
    assert session.parent == tmp_path
    peer.say("/perf/in/note", 0, 60, 90, 0.5)
    peer.say("/perf/mark", "here")
    stage.wait(5.0)
    peer.messages()
    assert stage.ask(peer, "/perf/record") == ["/perf/record", 1]
    peer.say("/perf/record", 0)
    until(stage, lambda: stage.loop.recorder._process is None)
    until(stage, lambda: not stage.loop.recorder._leaving)
    peer.messages()
    found = checked(session)
    assert isinstance(found[0], Beginning)
    assert isinstance(found[-1], End)
    assert [r.text for r in found if isinstance(r, Mark)] == ["here"]
    assert any(isinstance(r, Taken) and isinstance(r.message, NoteOn) for r in found)
    assert any(isinstance(r, Uttered) for r in found)
    assert stage.ask(peer, "/perf/record") == ["/perf/record", 0]
    other = begin(stage, peer)
    assert other != session
    assert stage.loop.recorder.sessions == [session, other]


def test_asked_again_it_says_where(stage: Stage, peer: Peer) -> None:
    session = begin(stage, peer)
    assert stage.ask(peer, "/perf/record", 1) == ["/perf/done", "/perf/record", str(session)]
    stage.loop.recorder.close()
    assert isinstance(checked(session)[-1], End)


def test_begun_again_at_once_it_is_another_session(stage: Stage, peer: Peer) -> None:
    first = begin(stage, peer)
    peer.say("/perf/record", 0)
    peer.say("/perf/record", 1)
    until(stage, lambda: len(stage.loop.recorder.sessions) == 2)
    until(stage, lambda: stage.loop.recorder._recorded.recording)
    stage.loop.recorder.close()
    for session in stage.loop.recorder.sessions:
        assert isinstance(checked(session)[-1], End)
    assert stage.loop.recorder.sessions[0] == first


def test_a_lasting_wish_outlasts_a_folder_that_cannot_be_written(
    stage: Stage, peer: Peer, tmp_path: Path
) -> None:
    recorder = stage.loop.recorder
    (tmp_path / "folder").write_text("")
    recorder.place.folder = tmp_path / "folder"
    recorder.begin(lasting=True)
    peer.say("/perf/record", 1)
    assert told(stage, peer, "/perf/fail")[0] == "/perf/record"
    (tmp_path / "folder").unlink()
    until(stage, lambda: recorder._recorded.recording)


def test_what_is_refused(stage: Stage, peer: Peer) -> None:
    assert stage.ask(peer, "/perf/mark", "x")[:3] == ["/perf/fail", "/perf/mark", Code.REFUSED]
    assert stage.ask(peer, "/perf/record", 2)[2] == Code.OUT_OF_RANGE
    peer.messages()
    stage.loop.dispatcher.take(build("/perf/record", 1), ("192.0.2.7", 9000), stage.hand.time)
    stage.turn(3)
    assert not stage.loop.recorder._wanted


def test_a_folder_that_cannot_be_written_is_a_failure_with_its_reason(
    stage: Stage, peer: Peer, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    stage.loop.recorder.place.folder = tmp_path / "file"
    peer.say("/perf/record", 1)
    address, code, text = told(stage, peer, "/perf/fail")
    assert (address, code) == ("/perf/record", Code.INTERNAL)
    assert "nothing can be recorded" in str(text)
    assert stage.ask(peer, "/perf/record") == ["/perf/record", 0]


def test_a_sync_waits_until_it_records(stage: Stage, peer: Peer) -> None:
    peer.say("/perf/record", 1)
    peer.say("/perf/sync", 7)
    stage.turn()
    assert stage.loop.recorder.busy
    assert not [a for a, _ in peer.messages() if a == "/perf/synced"]
    assert told(stage, peer, "/perf/synced") == [7]
    assert not stage.loop.recorder.busy


def test_a_recording_ended_before_it_began_is_answered(stage: Stage, peer: Peer) -> None:
    peer.say("/perf/record", 1)
    stage.turn()
    peer.say("/perf/record", 0)
    assert told(stage, peer, "/perf/fail")[1] == Code.REFUSED


def test_where_the_disk_of_the_last_recording_hangs_a_wish_is_refused(
    stage: Stage, peer: Peer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Leaving, "stuck", True)
    assert stage.ask(peer, "/perf/record", 1)[:3] == ["/perf/fail", "/perf/record", Code.REFUSED]
    assert stage.ask(peer, "/perf/sync", 4) == ["/perf/synced", 4]
    assert stage.ask(peer, "/perf/record") == ["/perf/record", 0]


def test_a_recording_that_ran_goes_on_when_its_disk_answers_again(
    stage: Stage, peer: Peer, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = begin(stage, peer)
    monkeypatch.setattr(Leaving, "stuck", True)
    stage.loop.recorder._process.lost = "the disk does not answer"
    for _ in range(60):
        stage.hand.time += 0.1
        stage.turn()
    assert stage.loop.recorder._process is None
    monkeypatch.setattr(Leaving, "stuck", False)
    stage.hand.time += 60.0
    until(stage, lambda: stage.ask(peer, "/perf/record") == ["/perf/record", 1], step=0.02)
    assert stage.loop.recorder.sessions == [first]


def test_files_are_rotated_and_continue(stage: Stage, peer: Peer, monkeypatch) -> None:
    monkeypatch.setattr(recorder_module, "LONGEST_FILE", 20_000)
    session = begin(stage, peer)
    stage.loop.instrument.hear(NoteOn(0, 60, 90), stage.hand.time)
    until(stage, lambda: len(list(session.iterdir())) > 2, step=0.02)
    monkeypatch.setattr(recorder_module, "LONGEST_FILE", 10**9)
    monkeypatch.setattr(recorder_module, "LONGEST_TIME", 3.0)
    count = len(files(session))
    until(stage, lambda: len(files(session)) > count + 1, step=0.02)
    stage.loop.recorder.close()
    begun = [r for r in checked(session) if isinstance(r, Beginning)]
    assert [r.continues for r in begun] == [False] + [True] * (len(begun) - 1)
    assert verify(records(session), weights_of).snapshots == len(begun) - 1


def test_a_scribe_that_is_killed_is_replaced_while_the_playing_goes_on(
    stage: Stage, peer: Peer, caplog: pytest.LogCaptureFixture
) -> None:
    session = begin(stage, peer)
    until(stage, lambda: any(session.iterdir()))
    until(stage, lambda: any(isinstance(r, Beginning) for r in records(session)))
    recorder = stage.loop.recorder
    assert recorder._process is not None
    with caplog.at_level(logging.WARNING):
        os.kill(recorder._process.process, signal.SIGKILL)
        until(stage, lambda: recorder._process is None)
    assert "it starts again in 1 s, and the performance continues" in caplog.text
    until(stage, lambda: recorder._recorded.recording)
    stage.wait(2.0)
    recorder.close()
    assert recorder.sessions == [session]
    found = checked(session)
    assert sum(isinstance(r, Beginning) for r in found) == 2
    assert len(verify(found, weights_of).gaps) == 1


def test_where_no_process_can_be_started_it_tries_again(
    stage: Stage, monkeypatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_: str) -> None:
        raise OSError("too many processes")

    with monkeypatch.context() as full, caplog.at_level(logging.WARNING):
        full.setattr(recorder_module, "WriterProcess", refuse)
        stage.loop.recorder.begin(lasting=True)
        until(stage, lambda: "no process could be started: too many" in caplog.text)
    assert stage.loop.recorder.due() > stage.hand.time
    until(stage, lambda: stage.loop.recorder._recorded.recording)


def test_a_scribe_that_cannot_keep_up_is_replaced(
    stage: Stage, peer: Peer, monkeypatch, caplog: pytest.LogCaptureFixture
) -> None:
    begin(stage, peer)
    monkeypatch.setattr(recorder_module, "MOST_RECORDS", 50)
    recorder = stage.loop.recorder
    stuck = recorder._process
    assert stuck is not None
    os.kill(stuck.process, signal.SIGSTOP)
    with caplog.at_level(logging.WARNING):
        for _ in range(3000):
            recorder._recorded.records.extend(Mark(1.0, "x" * 1000) for _ in range(2))
            stage.turn()
            if recorder._process is not stuck:
                break
    assert "cannot keep up" in caplog.text
    monkeypatch.setattr(recorder_module, "MOST_RECORDS", 20_000)
    until(stage, lambda: recorder._recorded.recording)


def test_after_a_failure_it_begins_anew(stage: Stage, peer: Peer, monkeypatch) -> None:
    session = begin(stage, peer)
    with monkeypatch.context() as broken:
        broken.setattr(Performer, "hear", lambda *_: 1 / 0)
        peer.say("/perf/in/note", 0, 60, 90)
        until(stage, lambda: stage.loop.statistics.failures)
    until(stage, lambda: len(list(session.iterdir())) == 2)
    stage.wait(2.0)
    stage.loop.recorder.close()
    found = checked(session)
    assert any(isinstance(r, Broken) for r in found)


def test_no_snapshot_is_taken_while_a_model_learns(stage: Stage, peer: Peer) -> None:
    instrument = stage.loop.instrument
    instrument.command(Prepare(OTHER), stage.hand.time)
    peer.say("/perf/record", 1)
    stage.wait(4.0)
    assert not stage.loop.recorder._recorded.recording
    instrument.command(Dismiss(), stage.hand.time)
    until(stage, lambda: stage.loop.recorder._recorded.recording)


def test_a_performer_that_cannot_be_kept_is_played_on(
    stage: Stage, peer: Peer, caplog: pytest.LogCaptureFixture
) -> None:
    stage.performer.secret = print
    stage.loop.recorder.begin()
    with caplog.at_level(logging.WARNING):
        until(
            stage,
            lambda: "performer cannot be kept: nothing is declared of its secret" in caplog.text,
        )
    assert stage.loop.statistics.failures == 0
    del stage.performer.secret
    until(stage, lambda: stage.loop.recorder._recorded.recording)


def test_an_instrument_that_is_no_performer_is_played_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    stage = Stage(FakePerformer())
    stage.loop.recorder.place.folder = tmp_path
    stage.loop.recorder.begin()
    with caplog.at_level(logging.WARNING):
        until(stage, lambda: "FakePerformer" in caplog.text)
    assert stage.loop.statistics.failures == 0
    stage.loop.recorder.close()
    stage.close()


def test_nothing_is_recorded_unasked(tmp_path: Path) -> None:
    stage = Stage(FakePerformer())
    stage.loop.recorder.place.folder = tmp_path
    stage.wait(2.0)
    stage.loop.end()
    stage.close()
    assert sessions(tmp_path) == []


def test_it_goes_on_with_a_session_that_was_interrupted_from_this_moment_on(
    stage: Stage, tmp_path: Path
) -> None:
    recorder = stage.loop.recorder
    stage.loop.instrument.command(Start(), 100.0)
    session = tmp_path / "2026-11-30_10-00-00"
    session.mkdir()
    (session / "journal-000007.jsonl").write_bytes(b"")
    known = snapshot_of(stage.performer)
    assert recorder.under_way == ""
    recorder.go_on(session)
    assert recorder.under_way == str(session)
    stage.wait(3.0)  # what is played before the writer has started is recorded too
    until(stage, lambda: len(files(session)) == 2)
    recorder.close()
    assert recorder.under_way == ""
    (session / "journal-000007.jsonl").unlink()
    found = checked(session)
    assert isinstance(found[0], Beginning)
    assert found[0].snapshot == known
    assert not found[0].continues
    assert found[0].number == 8
    assert isinstance(found[-1], End)


def test_the_bounds_of_all_recordings_reach_the_writer(tmp_path: Path) -> None:
    assert Place(most_mb=5).bounds == ["--most", "5000000"]
    place = Place(most_mb=5, all_mb=7, days=30)
    assert place.bounds == ["--most", "5000000", "--all", "7000000", "--days", "30"]
