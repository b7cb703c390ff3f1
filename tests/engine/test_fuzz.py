"""Whatever comes in, nothing is raised, blocked or corrupted."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perf_engine.core.controls import CONTROLS
from perf_engine.engine.handlers.schema import find
from perf_engine.protocol.errors import Refusal
from perf_engine.protocol.packets import address_of
from tests.engine.broken_packets import feed
from tests.engine.stage import Stage

SENDER = ("127.0.0.1", 9)  # the discard port: answers go nowhere
MANY = 100_000


def known(message: bytes) -> bool:
    """Whether there is such an address, so that it may be an order."""
    try:
        find(address_of(message))
    except Refusal:
        return False
    return True


@pytest.mark.timeout(600)
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
                letter = stage.loop.inbox.next()
                stage.loop.dispatcher.carry_out(letter)
                assert known(letter.message) or not stage.performer.commands
                stage.performer.commands.clear()
    finally:
        stage.close()
