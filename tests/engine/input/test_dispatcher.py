"""The way of a packet: taken apart, stamped, checked, carried out, answered."""

from __future__ import annotations

import struct

import pytest

from perf_engine.core.controls import CONTROLS
from perf_engine.core.messages import NoteOn, Panic, SetControls, Stop
from perf_engine.engine.input.dispatcher import MOST_MEANT
from perf_engine.engine.input.inbox import MOST_HELD
from perf_engine.engine.input.patterns import is_played
from perf_engine.protocol.packets import BUNDLE, build, bundle
from tests.engine.stage import WALL, FakePerformer, Peer, Stage


def test_what_is_wrong_in_a_bundle_leaves_the_rest(stage: Stage, peer: Peer) -> None:
    right, wrong = build("/perf/in/note", 0, 60, 100), build("/perf/in/note", 0, 200, 100)
    peer.send(bundle(WALL, [wrong, right, wrong]))
    stage.turn(2)
    assert [(a, v[:2]) for a, v in peer.messages()] == [("/perf/fail", ["/perf/in/note", 3])] * 2
    assert len(stage.performer.heard) == 1


def test_a_bundle_a_year_ahead_is_refused_once_and_takes_no_room(stage: Stage, peer: Peer) -> None:
    notes = [build("/perf/in/note", 0, 60, 100)] * 1000
    for _ in range(5):
        peer.send(bundle(WALL + stage.hand.time + 365 * 86400, notes))
    stage.turn(5)
    answers = peer.messages()
    assert [a[:2] for _, a in answers] == [["/perf/in/note", 3]] * 5
    assert stage.loop.inbox.held() == 0
    assert not stage.performer.heard


def test_too_many_messages_for_later_are_refused_as_busy(stage: Stage, peer: Peer) -> None:
    notes = [build("/perf/in/note", 0, 60, 100)] * 1500
    for _ in range(4):
        peer.send(bundle(WALL + stage.hand.time + 30, notes))
        stage.turn()
    assert stage.loop.inbox.held() == MOST_HELD
    assert [a[:2] for _, a in peer.messages()] == [["/perf/in/note", 4]] * 2
    assert stage.loop.statistics.dropped == 6000 - MOST_HELD


def test_bundles_nested_without_end_are_refused(stage: Stage, peer: Peer) -> None:
    packet = build("/perf/in/note", 0, 60, 100)
    for _ in range(2000):
        packet = bundle(WALL, [packet])
    peer.send(packet)
    stage.turn(2)
    assert [a[:2] for _, a in peer.messages()] == [["#bundle", 2]]
    assert not stage.performer.heard


def test_bundles_nested_a_little_are_understood(stage: Stage, peer: Peer) -> None:
    packet = build("/perf/in/note", 0, 60, 100)
    for _ in range(8):
        packet = bundle(WALL, [packet])
    peer.send(packet)
    stage.turn(2)
    assert len(stage.performer.heard) == 1


LARGEST = 65_507


HUGE = {
    "a text": build("/perf/mode", "x").replace(b"x\0\0\0", b"x" * 65_000 + b"\0" * 4),
    "zeros": bytes(LARGEST),
    "an address": b"/" + b"a" * (LARGEST - 1),
    "elements of no size": BUNDLE + bytes(8) + bytes(65_400),
    "elements of negative size": BUNDLE + bytes(8) + b"\xff\xff\xff\xfc" * 16_000,
    "arrays": b"/a\0\0," + b"[" * 65_000 + b"\0" * 4,
    "ints": b"/a\0\0," + b"i" * 13_000 + b"\0" * 4 + bytes(52_000),
    "an element longer than its bundle": BUNDLE + bytes(8) + b"\x7f\xff\xff\xfc/a\0\0",
}


@pytest.mark.parametrize("packet", HUGE.values(), ids=HUGE)
def test_a_packet_of_65_kB_is_refused(stage: Stage, peer: Peer, packet: bytes) -> None:
    peer.send(packet)
    stage.turn(2)
    ((address, answer),) = peer.messages()
    assert (address, answer[1]) == ("/perf/fail", 2)
    assert not stage.performer.heard


def test_a_bundle_of_65_kB_is_played_a_few_notes_a_turn(stage: Stage, peer: Peer) -> None:
    note = build("/perf/in/note", 0, 60, 100)
    many = LARGEST // (len(note) + 4) - 1
    peer.send(bundle(WALL, [note] * many))
    stage.turn()
    assert 0 < len(stage.performer.heard) <= 32
    stage.turn(many)
    assert len(stage.performer.heard) == many


def test_an_unknown_type_tag_is_refused_without_a_word_in_the_log(
    stage: Stage, peer: Peer, caplog: pytest.LogCaptureFixture
) -> None:
    peer.send(b"/perf/in/note\0\0\0,iic\0\0\0\0" + struct.pack(">iii", 0, 60, 100))
    stage.turn(2)
    assert [a[:2] for _, a in peer.messages()] == [["/perf/in/note", 2]]
    assert not caplog.records


def test_what_only_an_engine_says_is_never_answered(stage: Stage, peer: Peer) -> None:
    for address in ("/perf/fail", "/perf/done", "/perf/alive", "/perf/note"):
        peer.say(address, 1, 2, "x")
    stage.turn(3)
    assert peer.messages() == []


def test_answers_to_broken_packets_are_limited(stage: Stage, peer: Peer) -> None:
    answers = 0
    for _ in range(60):
        for _ in range(32):
            peer.send(b"/x\0\0")
        stage.turn()
        answers += len(peer.messages())
    assert answers == 1000
    stage.hand.time += 1.0
    peer.send(b"/x\0\0")
    stage.turn(2)
    assert "/perf/fail" in [address for address, _ in peer.messages()]


def test_quitting_is_for_this_machine_only(stage: Stage) -> None:
    stage.loop.dispatcher.take(build("/perf/quit"), ("192.0.2.7", 9000), stage.hand.time)
    stage.turn()
    assert not stage.loop.reception.quitting


def test_a_file_is_not_read_for_another_machine(stage: Stage) -> None:
    stage.loop.dispatcher.take(build("/perf/prime", "/x.mid"), ("192.0.2.7", 9000), 100.0)
    stage.turn()
    assert not stage.loop.orders.busy


class Three(FakePerformer):
    voices = 3


def test_every_address_that_is_meant_is_carried_out_and_answers(stage: Stage, peer: Peer) -> None:
    peer.say("/perf/param/temperature_*", 0.5)
    stage.turn(3)
    names = ["temperature_rhythm", "temperature_pitch", "temperature_velocity"]
    assert peer.messages() == [("/perf/done", [f"/perf/param/{name}", 0.5]) for name in names]
    assert stage.performer.commands == [SetControls(((name, 0.5),), None) for name in names]
    peer.say("/perf/param/{mute,lead}")
    stage.turn(3)
    assert peer.messages() == [("/perf/param/lead", [20.0]), ("/perf/param/mute", [0])]


def test_a_pattern_means_the_voices_there_are() -> None:
    stage = Stage(Three())
    try:
        peer = stage.peer()
        peer.say("/perf/voice/*/share", 0.25)
        stage.turn(4)
        done = [("/perf/done", [f"/perf/voice/{n}/share", 0.25]) for n in range(3)]
        assert peer.messages() == done
    finally:
        stage.close()


def test_players_and_panics_may_be_meant_too(stage: Stage, peer: Peer) -> None:
    peer.say("/perf/in/note{,on}", 0, 60, 100)
    peer.say("/perf/pan?c", 1.0)
    peer.say("/perf/st?p", 1.0)
    stage.turn(5)
    assert stage.performer.heard == []  # it was played before the panic
    assert stage.performer.commands == [Panic(), Panic(), Stop(None)]  # at once, and in its place
    peer.say("/perf/in/note{,on}", 0, 60, 100)
    stage.turn(5)
    assert [event for event, _ in stage.performer.heard] == [NoteOn(0, 60, 100, "127.0.0.1/0")] * 2


def test_what_is_played_by_a_pattern_before_a_panic_is_not_heard_after_it(
    stage: Stage, peer: Peer
) -> None:
    assert is_played(build("/perf/i[n]/note*", 0, 60, 100))
    assert not is_played(build("/perf/param/*"))
    peer.send(bundle(WALL, [build("/perf/in/note", 0, 60, 100)] * 1000))
    peer.send(bundle(WALL, [build("/perf/i?/note", 0, 61, 100)] * 50))
    peer.say("/perf/panic")
    stage.turn()
    before = len(stage.performer.heard)
    stage.turn(200)
    assert stage.performer.commands == [Panic(), Panic()]  # at once, and in its place
    assert len(stage.performer.heard) == before


def test_a_flood_of_patterns_is_bounded_over_all(stage: Stage, peer: Peer) -> None:
    count = len(CONTROLS)
    many = MOST_MEANT // count + 5
    peer.send(bundle(WALL, [build("/perf/param/*")] * many))
    answers = []
    for _ in range(400):
        stage.turn()
        answers += peer.messages()
    refused = [values for address, values in answers if address == "/perf/fail"]
    assert len(answers) - len(refused) == MOST_MEANT // count * count
    assert {tuple(values[:2]) for values in refused} == {("/perf/param/*", 4)}
    assert stage.loop.inbox.held() < MOST_HELD


def test_a_ping_may_say_its_time_in_a_bundle(stage: Stage) -> None:
    packet = bundle(WALL + 100 + 70.0, [build("/perf/ping", 1)])
    stage.loop.dispatcher.take(packet, ("192.0.2.7", 9000), stage.hand.time)
    assert stage.loop.context.clocks.ahead("192.0.2.7") == pytest.approx(70.0, abs=1e-5)
    note = bundle(WALL + 100 + 70.25, [build("/perf/in/note", 0, 60, 100)])
    stage.loop.dispatcher.take(note, ("192.0.2.7", 9000), stage.hand.time)
    assert stage.loop.inbox.due() == pytest.approx(100.25, abs=1e-5)


@pytest.mark.parametrize("by", [-86_400.0, 86_400.0, -3600.0, 3600.0])
def test_what_is_tagged_just_before_or_after_the_wall_clock_was_set_is_heard_when_it_is_meant(
    stage: Stage, by: float
) -> None:
    peer = stage.peer()
    wall = stage.hand.wall()
    before = bundle(wall + 0.25, [build("/perf/in/note", 0, 60, 100)])
    stage.hand.set_by = by
    peer.send(before)
    peer.send(bundle(wall + by + 0.25, [build("/perf/in/note", 0, 61, 100)]))
    stage.turn(2)
    assert stage.performer.heard == []
    assert stage.loop.inbox.held() == 2
    stage.hand.time += 0.26
    stage.turn(2)
    assert [message.pitch for message, _ in stage.performer.heard] == [60, 61]
