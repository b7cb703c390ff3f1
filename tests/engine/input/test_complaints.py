"""What is refused is said in the log, but not more often than one can read."""

from __future__ import annotations

import logging

import pytest

from perf_engine.engine.input.complaints import FROM_SCLANG, MOST_KINDS, Complaints, starter
from perf_engine.protocol.errors import Code
from tests.engine.stage import Peer, Stage

SENDER = ("127.0.0.1", 5000)


@pytest.fixture(autouse=True)
def _log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)


def test_who_sent_what_and_why_not_is_said(
    stage: Stage, peer: Peer, caplog: pytest.LogCaptureFixture
) -> None:
    peer.say("/perf/in/note", 0, 200, 100)
    stage.turn(2)
    (said,) = caplog.messages
    host, port = peer.socket.getsockname()
    assert said == f"Refused from {host}:{port}: /perf/in/note: pitch must be 0..127, not 200"


def test_of_one_kind_one_a_second_is_said_and_the_others_are_counted(
    caplog: pytest.LogCaptureFixture,
) -> None:
    complaints = Complaints()

    def note(code: Code, now: float, every: bool = False) -> None:
        complaints.note(SENDER, "/x", code, "no", now, every)

    for tenth in range(10):
        note(Code.BUSY, tenth / 10)
    note(Code.BAD_TYPES, 0.9)
    assert caplog.messages == ["Refused from 127.0.0.1:5000: /x: no"] * 2
    caplog.clear()
    note(Code.BUSY, 1.0)
    assert caplog.messages == ["Refused from 127.0.0.1:5000: /x: no (9 more of the same before)"]
    caplog.clear()
    note(Code.BUSY, 1.5)
    complaints.tell(1.9)
    assert caplog.messages == []
    complaints.tell(2.0)
    complaints.tell(9.0)
    assert caplog.messages == ["Refused 1 more: /x: busy"]
    caplog.clear()
    for _ in range(3):
        note(Code.BUSY, 9.0, every=True)
    assert len(caplog.messages) == 3


def test_while_messages_are_dumped_every_refusal_is_said(
    stage: Stage, peer: Peer, caplog: pytest.LogCaptureFixture
) -> None:
    stage.ask(peer, "/perf/dumpOSC", 1)
    for _ in range(3):
        peer.say("/perf/in/note", 0, 200, 100)
    stage.turn(4)
    assert sum(said.startswith("Refused from") for said in caplog.messages) == 3


def test_what_only_an_engine_says_is_said_in_the_log_too(
    stage: Stage, peer: Peer, caplog: pytest.LogCaptureFixture
) -> None:
    peer.say("/perf/note", 0, 60, 100)
    stage.turn(2)
    assert "the engine takes /perf/in/note" in caplog.text


def test_a_terminal_is_not_told_what_to_do(caplog: pytest.LogCaptureFixture) -> None:
    Complaints().note(SENDER, "/\x1b[2J\n", Code.BUSY, "no", 0.0, False)
    assert caplog.messages == ["Refused from 127.0.0.1:5000: /?[2J?: no"]


def test_of_very_many_addresses_no_more_is_said_than_one_can_read(
    caplog: pytest.LogCaptureFixture,
) -> None:
    complaints = Complaints()
    for number in range(1000):
        complaints.note(SENDER, f"/{number}", Code.UNKNOWN_ADDRESS, "no", 0.5, False)
    assert len(caplog.messages) == MOST_KINDS + 1
    complaints.tell(1.5)
    assert caplog.messages[-1] == "Refused 983 more: several addresses: unknown address"
    complaints.note(SENDER, "/new", Code.UNKNOWN_ADDRESS, "no", 1.6, False)
    assert caplog.messages[-1] == "Refused from 127.0.0.1:5000: /new: no"


def test_the_sclang_that_started_the_engine_posts_its_refusals_itself(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(FROM_SCLANG, raising=False)
    assert starter() is None
    monkeypatch.setenv(FROM_SCLANG, str(SENDER[1]))
    complaints = Complaints(starter())
    complaints.note(SENDER, "/x", Code.BUSY, "no", 0.0, False)
    assert caplog.messages == []
    complaints.note(("127.0.0.1", 5001), "/x", Code.BUSY, "no", 0.0, False)
    complaints.note(SENDER, "/x", Code.BUSY, "no", 0.1, True)
    assert len(caplog.messages) == 2
