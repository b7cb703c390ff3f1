"""What ends a sleep alone is carried out at once; all else goes through the queues."""

from __future__ import annotations

from perf_engine.core.messages import NoteOn, Panic, Start
from perf_engine.engine.clock import Clock
from perf_engine.engine.loop import Loop
from perf_engine.protocol.packets import build, bundle
from tests.engine.stage import WALL, FakePerformer, Peer, Stage


def alone(stage: Stage) -> list[float]:
    """A turn's hearing, after a sleep that something has ended."""
    return stage.loop.hearing.alone(stage.hand.time, stage.port.filenos())


def test_one_message_is_carried_out_and_the_next_in_the_next_turn(stage: Stage, peer: Peer) -> None:
    peer.say("/perf/in/note", 0, 60, 90)
    peer.say("/perf/in/note", 0, 64, 90)
    assert alone(stage) == [stage.hand.time]
    assert [message.pitch for message, _ in stage.performer.heard] == [60]
    stage.turn()
    assert [message.pitch for message, _ in stage.performer.heard] == [60, 64]


def test_an_order_is_carried_out_and_answered(stage: Stage, peer: Peer) -> None:
    peer.say("/perf/start")
    assert alone(stage) == []
    assert stage.performer.commands == [Start()]
    assert stage.performer.hurried == 1  # it waits for nothing that is due
    assert peer.messages() == [("/perf/done", ["/perf/start"])]
    assert stage.loop.hearing.ordered


def test_a_panic_in_a_bundle_comes_before_what_is_played_in_it(stage: Stage, peer: Peer) -> None:
    peer.send(bundle(WALL + 99.0, [build("/perf/in/note", 0, 60, 90), build("/perf/panic")]))
    alone(stage)
    stage.turn(2)
    assert stage.performer.heard == []
    assert stage.performer.commands[0] == Panic()


def test_what_came_to_somebody_else_is_no_message(stage: Stage) -> None:
    assert alone(stage) == []
    assert stage.loop.hearing.ordered  # so that those beside are given a turn
    assert not stage.loop.hearing.waits


def test_the_loop_hears_alone_only_after_a_sleep(stage: Stage, peer: Peer) -> None:
    """Else a flood would be heard a packet a turn, and a panic in it found late."""
    performer = FakePerformer()
    loop = Loop(performer, stage.port, "fake", Clock())
    for pitch in (60, 61, 62):
        peer.say("/perf/in/note", 0, pitch, 90)
    loop.turn()
    heard = [m for m, _ in performer.heard if isinstance(m, NoteOn)]
    assert len(heard) + len(loop.inbox) == 3  # all were fetched, however many were heard
    while loop.inbox:
        loop.turn()
    assert [m.pitch for m, _ in performer.heard if isinstance(m, NoteOn)] == [60, 61, 62]
