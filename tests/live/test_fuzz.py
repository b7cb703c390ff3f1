"""Whatever comes in, nothing is raised, blocked or corrupted."""

from __future__ import annotations

import pytest
from broken_packets import feed
from hypothesis import given, settings
from hypothesis import strategies as st
from stage import Stage

from perf_engine.core.controls import CONTROLS

SENDER = ("127.0.0.1", 9)  # the discard port: answers go nowhere
MANY = 100_000


@pytest.mark.timeout(170)
def test_a_hundred_thousand_broken_packets_leave_it_playing(stage: Stage) -> None:
    def settle() -> None:
        stage.performer.busy = False
        stage.performer.heard.clear()
        stage.performer.commands.clear()

    stage.loop.outbox._send = lambda data, where: True  # no flood on the loopback
    feed(stage, MANY, 1, settle)
    assert stage.loop.statistics.failures == 0
    assert stage.loop.inbox.held() <= 4096
    assert len(stage.loop.clients) <= 64
    for name, value in stage.performer.settings:
        assert CONTROLS[name].check(value) == value
    stage.loop.outbox._send = stage.port.send
    assert stage.ask(stage.peer(), "/perf/ping", 3)[:2] == ["/perf/pong", 3]


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_survived(packet: bytes) -> None:
    stage = Stage()
    try:
        for begun in (packet, b"/perf/" + packet, b"#bundle\0" + packet):
            stage.loop.dispatcher.take(begun, SENDER, 100.0)
            while stage.loop.inbox:
                stage.loop.dispatcher.carry_out(stage.loop.inbox.next())
        assert not stage.performer.commands
    finally:
        stage.close()
