"""Whatever is wrong with a message, it is answered by /perf/fail and changes nothing."""

from __future__ import annotations

import math
import struct

import pytest
from stage import WALL, Peer, Stage

from perf_engine.core.controls import CONTROLS
from perf_engine.live.inbox import MOST_HELD
from perf_engine.live.osc import BUNDLE, build, bundle

WRONG = {
    "pitch 200": (("/perf/in/note", 0, 200, 100), 3),
    "pitch -1": (("/perf/in/note", 0, -1, 100), 3),
    "velocity -1": (("/perf/in/note", 0, 60, -1), 3),
    "velocity 128": (("/perf/in/noteon", 0, 60, 128), 3),
    "player 16": (("/perf/in/noteoff", 16, 60), 3),
    "a pitch between two keys": (("/perf/in/note", 0, 60.5, 100), 3),
    "a NaN pitch": (("/perf/in/note", 0, "NaN", 100), 2),
    "negative duration": (("/perf/in/note", 0, 60, 100, -0.5), 3),
    "endless duration": (("/perf/in/note", 0, 60, 100, 601), 3),
    "too few arguments": (("/perf/in/note", 0, 60), 2),
    "too many arguments": (("/perf/in/note", 0, 60, 100, 1.0, 1), 2),
    "a text for a number": (("/perf/in/note", 0, "sixty", 100), 2),
    "a number for a text": (("/perf/mode", 3), 2),
    "an unknown mode": (("/perf/mode", "polka"), 3),
    "an unknown address": (("/perf/in/nonsense", 1), 1),
    "an unknown control": (("/perf/param/temperatur", 1.0), 1),
    "a control out of range": (("/perf/param/temperature", 7.0), 3),
    "a whole control in halves": (("/perf/param/transpose", 1.5), 3),
    "an unknown control among others": (("/perf/set", "temperature", 0.5, "colour", 1), 5),
    "one of several out of range": (("/perf/set", "temperature", 0.5, "nucleus", 9), 3),
    "one of several of the wrong kind": (("/perf/set", "temperature", 0.5, "share", "x"), 2),
    "a key without its value": (("/perf/set", "temperature"), 2),
    "a voice there is not": (("/perf/voice/5/temperature", 1.0), 5),
    "a voice there can never be": (("/perf/voice/16/temperature", 1.0), 3),
    "a voice of letters": (("/perf/voice/x/temperature", 1.0), 1),
    "leaving without being here": (("/perf/notify", 0), 5),
    "an unknown timing": (("/perf/notify", 1, 0, "soon"), 3),
    "a port there cannot be": (("/perf/notify", 1, 70000), 3),
    "a lease without end": (("/perf/notify", 1, 0, "now", 1e9), 3),
    "a prime of pitch 128": (("/perf/prime", 60, 128), 3),
    "a prime of nothing": (("/perf/prime",), 2),
    "a prime of two paths": (("/perf/prime", "a.mid", "b.mid"), 2),
    "a play without a pitch": (("/perf/in/play", "s", "superpiano"), 2),
    "a play too high": (("/perf/in/play", "note", 70), 3),
    "a play with negative loudness": (("/perf/in/play", "note", 0, "gain", -1), 3),
    "a play with negative sustain": (("/perf/in/play", "note", 0, "sustain", -1), 3),
    "a play that is not in pairs": (("/perf/in/play", "note"), 2),
    "a negative seed": (("/perf/seed", -1), 3),
}  # fmt: skip


@pytest.mark.parametrize(("message", "code"), WRONG.values(), ids=WRONG)
def test_a_wrong_message_is_refused_and_changes_nothing(
    stage: Stage, peer: Peer, message: tuple[object, ...], code: int
) -> None:
    before = stage.performer.state
    address, *rest = stage.ask(peer, *message)  # type: ignore[arg-type]
    assert address == "/perf/fail"
    assert rest[:2] == [message[0], code]
    assert rest[2]
    assert stage.performer.state == before
    assert len(stage.loop.clients) == 0


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("place", [0, 1, 2, 3])
def test_a_number_that_is_not_finite_is_refused(
    stage: Stage, peer: Peer, value: float, place: int
) -> None:
    arguments = [0.0, 60.0, 100.0, 1.0]
    arguments[place] = value
    peer.send(b"/perf/in/note\0\0\0,ffff\0\0\0" + struct.pack(">ffff", *arguments))
    stage.turn(2)
    ((address, answer),) = peer.messages()
    assert (address, answer[:2]) == ("/perf/fail", ["/perf/in/note", 3])
    assert not stage.performer.heard


@pytest.mark.parametrize("name", CONTROLS)
def test_no_control_takes_what_is_not_finite(stage: Stage, peer: Peer, name: str) -> None:
    for value in (math.nan, math.inf, -math.inf):
        data = build(f"/perf/param/{name}", 1.0)
        peer.send(data[:-4] + struct.pack(">f", value))
        stage.turn(2)
        ((address, answer),) = peer.messages()
        assert (address, answer[:2]) == ("/perf/fail", [f"/perf/param/{name}", 3])
    assert not stage.performer.commands


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize(("words", "codes"), [
    (("/perf/in/play", "note"), {2, 3}), (("/perf/in/play", "midinote"), {2, 3}),
    (("/perf/in/play", "note", 0, "gain"), {2, 3}), (("/perf/in/play", "n", 0, "sustain"), {2, 3}),
    (("/perf/in/play", "note", 0, "player"), {2, 3}), (("/perf/set", "share"), {2, 3}),
    (("/perf/set", "share", 0.1, "lead"), {2, 3}), (("/perf/voice/0/share",), {3}),
    (("/perf/notify", 1, 0, "now"), {3}), (("/perf/prime", 60), {2, 3}), (("/perf/seed",), {3}),
    (("/perf/in/pedal", 0), {3}), (("/perf/in/cc", 0, 64), {3}), (("/perf/stop",), {3}),
])  # fmt: skip
def test_no_message_takes_what_is_not_finite(
    stage: Stage, peer: Peer, words: tuple[str | int | float, ...], codes: set[int], value: float
) -> None:
    before = stage.performer.state
    peer.send(build(*words, 1.0)[:-4] + struct.pack(">f", value))  # type: ignore[arg-type]
    stage.turn(2)
    ((address, answer),) = peer.messages()
    assert (address, answer[0]) == ("/perf/fail", words[0])
    assert answer[1] in codes
    assert stage.performer.state == before
    assert len(stage.loop.clients) == 0


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


@pytest.mark.parametrize("tag", ["T", "N", "b", "[i]", "m", "t"])
def test_a_thing_that_is_no_number_is_refused(stage: Stage, peer: Peer, tag: str) -> None:
    tags = f",ii{tag}".encode()
    tags += bytes(4 - len(tags) % 4)
    rest = struct.pack(">iii", 0, 60, 4) + b"abcd"
    peer.send(b"/perf/in/note\0\0\0" + tags + rest)
    stage.turn(2)
    answers = peer.messages()
    if tag == "T":  # true is 1, as sclang has it
        assert stage.performer.heard[0][0].velocity == 1  # type: ignore[union-attr]
    else:
        assert [a[:2] for _, a in answers] == [["/perf/in/note", 2]]
        assert not stage.performer.heard


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
    assert not stage.loop.prime.reading


def test_whole_numbers_may_come_as_floats(stage: Stage, peer: Peer) -> None:
    peer.say("/perf/in/note", 0.0, 60.0, 100.0)
    assert stage.ask(peer, "/perf/param/transpose", 5.0) == [
        "/perf/done", "/perf/param/transpose", 5,
    ]
    assert stage.performer.heard[0][0].pitch == 60  # type: ignore[union-attr]
