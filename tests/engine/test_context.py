"""What every handler is given: replies find their port, refusals are logged, free time is known."""

from __future__ import annotations

import logging
import math

import pytest

from perf_engine.protocol.errors import Code
from perf_engine.protocol.notes import Strike
from tests.engine.stage import FakePerformer, Peer, Stage


def test_a_reply_goes_to_the_registered_port_and_else_back_to_the_sender(
    stage: Stage, peer: Peer
) -> None:
    receiver = stage.peer()
    context, sender = stage.loop.context, ("127.0.0.1", peer.number)
    context.tell(sender, "/perf/synced", 1)
    assert peer.messages() == [("/perf/synced", [1])]
    stage.ask(peer, "/perf/notify", 1, receiver.number)
    receiver.messages()
    context.tell(sender, "/perf/synced", 2)
    context.fail(sender, "/perf/seed", Code.BUSY, "later")
    assert peer.messages() == []
    assert receiver.messages() == [
        ("/perf/synced", [2]),
        ("/perf/fail", ["/perf/seed", 4, "later"]),
    ]


def test_a_refusal_is_answered_each_time_and_logged_once(
    stage: Stage, peer: Peer, caplog: pytest.LogCaptureFixture
) -> None:
    context, sender = stage.loop.context, ("127.0.0.1", peer.number)
    with caplog.at_level(logging.INFO):
        for _ in range(3):
            context.refuse(sender, "/perf/mode", Code.REFUSED, "not now")
        context.fail(sender, "/perf/mode", Code.REFUSED, "not this either")
    assert [values[2] for _, values in peer.messages()] == ["not now"] * 3 + ["not this either"]
    assert [record.getMessage() for record in caplog.records] == [
        f"Refused from 127.0.0.1:{peer.number}: /perf/mode: not now"
    ]


class Planned(FakePerformer):
    """It has something to decide at a time."""

    next = math.inf

    def due(self) -> float:
        return self.next


def test_free_time_ends_with_the_next_decision_or_the_next_message() -> None:
    performer = Planned()
    stage = Stage(performer)
    try:
        context, now = stage.loop.context, stage.hand.time
        stage.ask(stage.peer(), "/perf/notify", 1, 0, "now")
        assert context.free(now) == math.inf
        performer.next = now + 3.0
        context.instrument.advance(now)  # what it said before is out of date
        assert context.free(now + 1.0) == pytest.approx(2.0)
        stage.loop.outbox.say([Strike(0, 60, 90, now + 0.5)])
        assert context.free(now) == pytest.approx(0.5)
    finally:
        stage.close()
