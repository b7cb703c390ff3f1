"""What is urgent waits for no backlog; what came when, and what was never read, is known."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest

from perf_engine.core.controls import Settings
from perf_engine.core.messages import NoteOn, Panic, SetMode, Start, Stop
from perf_engine.core.playing.ensemble import VoicePlan
from perf_engine.core.playing.hands import Outcome
from perf_engine.core.playing.performer import Performer
from perf_engine.core.playing.voice import Voice
from perf_engine.engine.hearing import BEHIND
from perf_engine.engine.input.inbox import Letter
from perf_engine.engine.input.packet_queue import PacketQueue
from perf_engine.engine.statistics import Statistics
from perf_engine.protocol.packets import build
from tests.engine.stage import Peer, Stage
from tests.support.rehearsed import WEIGHTS

HERE = ("127.0.0.1", 9)
NOTE = build("/perf/in/note", 0, 60, 100)


def test_packets_of_orders_go_first_and_know_what_was_before_a_panic() -> None:
    packets = [(NOTE, HERE), (build("/perf/seed", 1), HERE), (NOTE, HERE)]

    class Came:
        def receive(self) -> tuple[bytes, tuple[str, int]] | None:
            return packets.pop(0) if packets else None

    mail = PacketQueue(Came(), lambda *_: False, Statistics(0.0), lambda now: now - 0.5)
    mail.fetch(10.0, first=False)
    assert mail.oldest == 9.5
    assert mail.orders
    mail.outdate()
    packet, _, outdated = mail.next(orders_first=True)
    assert packet == build("/perf/seed", 1)
    assert outdated
    assert mail.came == 9.5
    assert not mail.orders
    assert [mail.next()[0] for _ in range(2)] == [NOTE, NOTE]


@pytest.fixture
def crowded() -> Iterator[Stage]:
    """A stage for eight voices that want far more than there is time for."""
    wild = Settings.defaults().changed({"density": 4.0, "tempo_scale": 4.0})
    stage = Stage(Performer(WEIGHTS, voices=[VoicePlan("solo", k, wild) for k in range(8)]))
    stage.loop.instrument.command(Start(), stage.hand.time)
    yield stage
    stage.close()


@pytest.mark.parametrize(
    "holds", [None, (), (1.2,)], ids=["holds nothing", "holds a key", "a duration ends"]
)
@pytest.mark.parametrize(
    "words", [("/perf/panic",), ("/perf/stop",), ("/perf/mode", "listen"), ("/perf/param/mute", 1)]
)
def test_an_urgent_order_is_carried_out_before_seconds_of_backlog(
    crowded: Stage, words: tuple[str], holds: tuple[float, ...] | None
) -> None:
    performer = crowded.performer
    crowded.turn(40)
    ear = crowded.peer()
    ear.say("/perf/notify", 1, 0, "now")
    if holds is not None:  # then a packet of its, once a second, is a sign of life of that key
        ear.say("/perf/in/note", 0, 60, 90, *holds)
    crowded.turn(40)
    for _ in range(30):
        crowded.hand.time += 0.02
        crowded.turn(10)
    ear.messages()
    crowded.hand.time += 0.9  # nothing was decided for so long
    ear.say(*words)
    before = performer.decisions
    crowded.turn()
    assert performer.decisions <= before + 1
    assert performer.sounding() == []
    crowded.turn(300)
    told = [address for address, _ in ear.messages()]
    assert "/perf/done" in told
    assert "/perf/note" not in told[told.index("/perf/flush") :]


def test_a_backlog_is_dropped_told_and_not_made_up(crowded: Stage) -> None:
    peer = crowded.peer()
    peer.say("/perf/notify", 1, 0, "now")
    for _ in range(20):
        crowded.hand.time += 0.02
        crowded.turn(60)
    assert any(address == "/perf/note" for address, _ in peer.messages())
    crowded.hand.time += 0.9
    now = crowded.hand.time
    crowded.turn(400)
    notes = [arguments for address, arguments in peer.messages() if address == "/perf/note"]
    assert crowded.loop.statistics.late <= 8  # one, at most, that each voice had in mind
    assert len(notes) <= 8
    assert crowded.performer._now >= now
    peer.say("/perf/status")
    status: list[list[object]] = []
    for _ in range(20):
        crowded.hand.time += 0.01
        crowded.turn(20)
        status += [said for address, said in peer.messages() if address == "/perf/status.reply"]
    assert status[0][12] == crowded.performer.dropped >= 1


def test_an_order_in_turn_does_not_wait_for_all_that_is_due(crowded: Stage) -> None:
    performer = crowded.performer
    crowded.turn(40)
    ear = crowded.peer()
    ear.say("/perf/in/note", 0, 60, 90)
    crowded.turn(40)
    crowded.hand.time += 0.025  # too little to be dropped as late
    ear.say("/perf/mode", "solo")
    ear.say("/perf/param/density", 3.0)
    for _ in range(20):
        before = performer.decisions
        crowded.turn()
        assert performer.decisions <= before + 1


def test_orders_do_not_wait_for_notes_that_are_heard_late(stage: Stage, peer: Peer) -> None:
    for _ in range(40):
        peer.send(NOTE)
    peer.say("/perf/stop")
    stage.loop.packets.fetch(stage.hand.time, first=False)
    stage.hand.time += 2 * BEHIND
    stage.turn()
    assert stage.performer.commands == [Stop()]
    assert len(stage.performer.heard) < 40
    stage.turn(50)
    assert len(stage.performer.heard) == 40  # all the same


def test_an_order_waits_no_longer_than_a_moment_for_what_is_due(stage: Stage, peer: Peer) -> None:
    stage.performer.due = lambda: 100.0  # there is always more
    peer.say("/perf/status")
    stage.turn(20)
    assert peer.messages() == []
    stage.hand.time += 2 * BEHIND
    stage.turn()
    assert [address for address, _ in peer.messages()] == ["/perf/status.reply"]


def test_in_order_where_nothing_is_late(stage: Stage, peer: Peer) -> None:
    peer.send(NOTE)
    peer.say("/perf/mode", "solo")
    peer.send(NOTE)
    stage.turn(4)
    assert stage.performer.commands == [SetMode("solo")]
    assert [type(message) for message, _ in stage.performer.heard] == [NoteOn, NoteOn]


def test_a_panic_among_letters_hurries(stage: Stage, peer: Peer) -> None:
    assert stage.ask(peer, "/perf/panic") == ["/perf/done", "/perf/panic"]
    assert stage.performer.commands == [Panic()]
    assert stage.performer.hurried >= 1


def test_what_the_system_dropped_is_counted_and_said(
    stage: Stage, peer: Peer, caplog: pytest.LogCaptureFixture
) -> None:
    stage.port.unheard = 2654
    stage.wait(2.0)
    status = stage.ask(peer, "/perf/status")
    assert status[7] == status[15] == 2654
    assert "2654 packets came too fast; the system dropped them" in caplog.text
    stage.port.unheard = 2**32 - 1
    stage.wait(1.0)
    stage.port.unheard = 4  # it counts in 32 bits
    stage.wait(1.0)
    assert stage.loop.statistics.unheard == 2**32 + 4


def test_latency_is_counted_from_arrival_at_the_socket(stage: Stage, peer: Peer) -> None:
    stage.loop.packets._arrived = lambda now: now - 3.0
    peer.send(NOTE)
    stage.turn(2)
    assert stage.loop.statistics.percentiles_ms()[0] == pytest.approx(3000.0)
    now = stage.hand.time
    assert stage.loop.hearing.arrived(now) == now  # of another age: not believed


def test_an_overload_is_told_when_it_begins_lasts_and_ends(stage: Stage, peer: Peer) -> None:
    peer.say("/perf/notify", 1, 0, "now")
    stage.turn(3)
    peer.messages()
    overload = stage.loop.overload
    for _ in range(6):
        stage.hand.time += 0.11
        overload._work = 0.11
        overload.decided(0.2)
        stage.turn()
    told = [arguments for address, arguments in peer.messages() if address == "/perf/overload"]
    assert told[0][0] == 1
    assert told[0][1] > 0.0
    assert stage.performer.paced
    for _ in range(400):
        stage.hand.time += 0.11
        stage.turn()
    told = [arguments for address, arguments in peer.messages() if address == "/perf/overload"]
    assert told[-1][:2] == [0, 0.0]
    assert stage.performer.paced[-1] == 0.0
    assert 2 <= len(told) <= 45


@pytest.mark.parametrize("overloaded", [True, False], ids=["overloaded", "after a freeze"])
def test_a_key_is_a_players_before_what_has_become_due_is_decided(
    crowded: Stage, overloaded: bool
) -> None:
    performer, loop = crowded.performer, crowded.loop
    ear = crowded.peer()
    for _ in range(20):
        crowded.hand.time += 0.02
        crowded.turn(60)
    loop.overload.active = overloaded
    came = crowded.hand.time
    assert performer.due() > came
    crowded.hand.time = performer.due() + 0.01
    loop.packets._arrived = lambda now: now if overloaded else came
    before = performer.decisions
    for pitch in (60, 64, 67):
        ear.say("/perf/in/note", 0, pitch, 90)
    crowded.turn()
    assert {key for _, _, key in performer.held()} == {60, 64, 67}
    assert performer.decisions <= before + 1
    assert len(performer._ensemble.unheard) > 0  # the networks hear of them soon
    crowded.turn(60)
    assert len(performer._ensemble.unheard) == 0


def test_what_was_due_before_a_note_came_is_decided_first(crowded: Stage) -> None:
    performer, ear = crowded.performer, crowded.peer()
    crowded.turn(60)
    crowded.hand.time = performer.due() + 0.01
    ear.say("/perf/in/note", 0, 60, 90)
    before = performer.decisions
    crowded.turn()
    assert performer.held() == []
    assert performer.decisions == before + 1


def test_notes_go_before_what_is_due_only_while_every_network_can_hear_them(
    crowded: Stage,
) -> None:
    performer, ear = crowded.performer, crowded.peer()
    crowded.turn(60)
    crowded.loop.overload.active = True
    crowded.hand.time = performer.due() + 0.01
    for pitch in range(40, 60):
        ear.say("/perf/in/note", 0, pitch, 90)
    steps = 0
    while crowded.loop.inbox or crowded.loop.packets or steps == 0:
        crowded.turn()
        steps += 1
        assert performer._ensemble.room >= 0
    assert steps > 1
    assert len(performer.held()) == 20


def test_a_freeze_between_the_wait_and_the_note_that_ended_it_lets_nothing_go_before(
    crowded: Stage,
) -> None:
    performer, loop, ear = crowded.performer, crowded.loop, crowded.peer()
    crowded.turn(60)
    ear.say("/perf/in/note", 0, 60, 90)
    crowded.hand.time = performer.due() + 0.01
    before = performer.decisions
    loop.hearing.alone(crowded.hand.time, loop.port.filenos())
    assert {key for _, _, key in performer.held()} == {60}
    assert performer.decisions == before


def test_a_note_that_waited_while_time_went_on_without_decisions_is_heard_before_them(
    crowded: Stage,
) -> None:
    performer, loop = crowded.performer, crowded.loop
    crowded.turn(60)
    came = performer.due() - 0.001
    crowded.hand.time = came + 0.05
    loop.inbox.take(Letter(NOTE, HERE, came, came))
    loop.instrument.pace(0.5, crowded.hand.time)  # as overload does
    before = performer.decisions
    loop.hearing.all([])
    assert {key for _, _, key in performer.held()} == {60}
    assert performer.decisions == before


def test_a_flood_of_notes_under_overload_leaves_time_for_decisions(
    crowded: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    loop, ear = crowded.loop, crowded.peer()
    decided: list[float] = []
    decide = Voice.decide
    monkeypatch.setattr(
        Voice, "decide", lambda voice, now: decided.append(now) or decide(voice, now)
    )
    crowded.turn(60)
    loop.overload.active = True
    monkeypatch.setattr(loop.overload, "assess", lambda now: False)
    loop.instrument.pace(2.0, crowded.hand.time)
    decided.clear()
    for turn in range(1500):  # of 4 ms, with 125 events a second
        if turn % 2 == 0:
            ear.say("/perf/in/note", 0, 40 + turn // 4 % 40, 90 * (turn % 4 == 0))
        crowded.hand.time += 0.004
        crowded.turn()
    assert len(decided) >= 15
    assert max(b - a for a, b in pairwise(decided)) < 2.0


@pytest.mark.parametrize(
    "words", [("/perf/notify", 1, 0, "now"), ("/perf/mode",), ("/perf/mode", "nonsense")]
)
def test_what_hurries_for_one_message_does_not_hurry_the_next(
    crowded: Stage, words: tuple[str | int, ...]
) -> None:
    peer = crowded.peer()
    crowded.turn(40)
    peer.say(*words)
    crowded.turn()
    assert not crowded.performer._at_once
    assert not crowded.loop.recorded._hurried


def test_a_decision_that_fails_is_a_failure_and_no_refusal(
    crowded: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(voice: Voice, now: float) -> Outcome:
        raise KeyError("no such key")

    peer = crowded.peer()
    crowded.turn(40)
    crowded.hand.time = crowded.performer.due() + 0.01
    monkeypatch.setattr(Voice, "decide", fail)
    with pytest.raises(RuntimeError, match="a decision failed"):
        crowded.performer.command(SetMode("duet"), crowded.hand.time)
    peer.say("/perf/mode", "duet")
    crowded.turn(3)
    assert crowded.loop.statistics.failures >= 1
