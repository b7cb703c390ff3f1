"""Whatever is wrong with a message, it is answered by /perf/fail and changes nothing."""

from __future__ import annotations

import math
import struct

import pytest

from perf_engine.core.controls import CONTROLS
from perf_engine.core.messages import NoteOff, NoteOn, Pedal
from perf_engine.protocol.packets import build
from tests.engine.stage import Peer, Stage

WRONG = {
    "pitch 200": (("/perf/in/note", 0, 200, 100), 3),
    "pitch -1": (("/perf/in/note", 0, -1, 100), 3),
    "velocity -1": (("/perf/in/note", 0, 60, -1), 3),
    "velocity 128": (("/perf/in/noteon", 0, 60, 128), 3),
    "player 16": (("/perf/in/noteoff", 16, 60), 3),
    "a pitch nearest to none": (("/perf/in/note", 0, 127.51, 100), 3),
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
    "a whole control rounded out of range": (("/perf/param/transpose", 48.51), 3),
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
}


@pytest.mark.parametrize(("message", "code"), WRONG.values(), ids=WRONG)
def test_a_wrong_message_is_refused_and_changes_nothing(
    stage: Stage, peer: Peer, message: tuple[object, ...], code: int
) -> None:
    before = stage.performer.state
    address, *rest = stage.ask(peer, *message)
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
@pytest.mark.parametrize(
    ("words", "codes"),
    [
        (("/perf/in/play", "note"), {2, 3}),
        (("/perf/in/play", "midinote"), {2, 3}),
        (("/perf/in/play", "note", 0, "gain"), {2, 3}),
        (("/perf/in/play", "n", 0, "sustain"), {2, 3}),
        (("/perf/in/play", "note", 0, "player"), {2, 3}),
        (("/perf/set", "share"), {2, 3}),
        (("/perf/set", "share", 0.1, "lead"), {2, 3}),
        (("/perf/voice/0/share",), {3}),
        (("/perf/notify", 1, 0, "now"), {3}),
        (("/perf/prime", 60), {2, 3}),
        (("/perf/seed",), {3}),
        (("/perf/in/pedal", 0), {3}),
        (("/perf/in/cc", 0, 64), {3}),
        (("/perf/start",), {3}),
    ],
)
def test_no_message_takes_what_is_not_finite(
    stage: Stage, peer: Peer, words: tuple[str | int | float, ...], codes: set[int], value: float
) -> None:
    before = stage.performer.state
    peer.send(build(*words, 1.0)[:-4] + struct.pack(">f", value))
    stage.turn(2)
    ((address, answer),) = peer.messages()
    assert (address, answer[0]) == ("/perf/fail", words[0])
    assert answer[1] in codes
    assert stage.performer.state == before
    assert len(stage.loop.clients) == 0


@pytest.mark.parametrize("tag", ["T", "N", "b", "[i]", "m", "t"])
def test_a_thing_that_is_no_number_is_refused(stage: Stage, peer: Peer, tag: str) -> None:
    tags = f",ii{tag}".encode()
    tags += bytes(4 - len(tags) % 4)
    rest = struct.pack(">iii", 0, 60, 4) + b"abcd"
    peer.send(b"/perf/in/note\0\0\0" + tags + rest)
    stage.turn(2)
    answers = peer.messages()
    if tag == "T":  # true is 1, as sclang has it
        assert stage.performer.heard[0][0].velocity == 1
    else:
        assert [a[:2] for _, a in answers] == [["/perf/in/note", 2]]
        assert not stage.performer.heard


@pytest.mark.parametrize(
    ("message", "heard"),
    [
        (("/perf/in/note", 0, 60.0003, 0.79 * 127), NoteOn(0, 60, 100, "127.0.0.1/0")),
        (("/perf/in/note", 0.2, 59.6, 63.5, 0.5), NoteOn(0, 60, 64, "127.0.0.1/0", 0.5)),
        (("/perf/in/noteon", 1.9999, 127.49, 126.6), NoteOn(2, 127, 127, "127.0.0.1/2")),
        (("/perf/in/noteoff", 0, -0.4), NoteOff(0, 0, "127.0.0.1/0")),
        (("/perf/in/cc", 0, 64.3, 99.5), Pedal(0, 100, "127.0.0.1/0")),
        (("/perf/in/pedal", 3.0001, 0.2), Pedal(3, 0, "127.0.0.1/3")),
        (
            ("/perf/in/play", "midinote", 60.2, "player", 1.98, "sustain", 0.5),
            NoteOn(2, 60, 100, "127.0.0.1/2", 0.5),
        ),
    ],
)
def test_computed_numbers_are_rounded_where_whole_ones_are_meant(
    stage: Stage, peer: Peer, message: tuple[object, ...], heard: object
) -> None:
    peer.say(*message)
    stage.turn(2)
    assert peer.messages() == []
    assert [event for event, _ in stage.performer.heard] == [heard]


@pytest.mark.parametrize(
    ("message", "answer"),
    [
        (("/perf/param/transpose", 1.6), ["/perf/param/transpose", 2]),
        (("/perf/set", "transpose", -2.4, "share", 0.25), ["/perf/set"]),
        (("/perf/seed", 7.2), ["/perf/seed"]),
        (("/perf/transport", 0.9), ["/perf/transport", 1]),
        (("/perf/prime", 60.2, 63.9), ["/perf/prime", 2]),
    ],
)
def test_so_are_those_of_orders(
    stage: Stage, peer: Peer, message: tuple[object, ...], answer: list[object]
) -> None:
    assert stage.ask(peer, *message) == ["/perf/done", *answer]
    if message[0] == "/perf/set":
        assert stage.performer.settings["transpose"] == -2
    if message[0] == "/perf/prime":
        (prime,) = stage.performer.commands
        assert [note.pitch for note in prime.notes] == [60, 64]


def test_numbers_of_64_bits_arrays_and_midi_messages_are_read_where_they_are_plain(
    stage: Stage, peer: Peer
) -> None:
    doubles = struct.pack(">ddd", 0.0, 60.0003, 100.33)
    peer.send(b"/perf/in/note\0\0\0,ddd\0\0\0\0" + doubles)
    peer.send(b"/perf/in/note\0\0\0,hhh\0\0\0\0" + struct.pack(">qqq", 0, 61, 100))
    peer.send(b"/perf/in/note\0\0\0,[iii]\0\0" + struct.pack(">iii", 0, 62, 100))
    peer.send(b"/perf/in/note\0\0\0,m\0\0" + bytes([0, 0x92, 63, 100]))
    peer.send(b"/perf/in/note\0\0\0,m\0\0" + bytes([0, 0x82, 63, 64]))
    peer.send(b"/perf/in/cc\0,m\0\0" + bytes([0, 0xB0, 64, 127]))
    peer.send(b"/perf/in/pedal\0\0,m\0\0" + bytes([0, 0xB0, 64, 0]))
    peer.send(b"/perf/in/play\0\0\0,[sf]\0\0\0note\0\0\0\0" + struct.pack(">f", 4.0))
    stage.turn(10)
    host = "127.0.0.1"
    assert [event for event, _ in stage.performer.heard] == [
        NoteOn(0, 60, 100, f"{host}/0"),
        NoteOn(0, 61, 100, f"{host}/0"),
        NoteOn(0, 62, 100, f"{host}/0"),
        NoteOn(2, 63, 100, f"{host}/2"),
        NoteOff(2, 63, f"{host}/2"),
        Pedal(0, 127, f"{host}/0"),
        Pedal(0, 0, f"{host}/0"),
        NoteOn(0, 64, 100, f"{host}/0", 0.25),
    ]
    assert peer.messages() == []


@pytest.mark.parametrize("data", [bytes([0, 0xC0, 5, 0]), bytes([0, 0xB0, 7, 9]), b"\0\xf8\0\0"])
def test_a_midi_message_that_is_no_note_is_refused_as_one(
    stage: Stage, peer: Peer, data: bytes
) -> None:
    peer.send(b"/perf/in/note\0\0\0,m\0\0" + data)
    stage.turn(2)
    assert [answer[:2] for _, answer in peer.messages()] == [["/perf/in/note", 2]]
    assert not stage.performer.heard


def test_a_char_and_a_symbol_are_texts(stage: Stage, peer: Peer) -> None:
    peer.send(b"/perf/mode\0\0,S\0\0solo\0\0\0\0")
    peer.send(b"/perf/ping\0\0,c\0\0\0\0\0x")
    stage.turn(3)
    first, second = peer.messages()
    assert first == ("/perf/done", ["/perf/mode", "solo"])
    assert second[1][0] == "x"
    assert stage.performer.playing == "solo"


def test_whole_numbers_may_come_as_floats(stage: Stage, peer: Peer) -> None:
    peer.say("/perf/in/note", 0.0, 60.0, 100.0)
    assert stage.ask(peer, "/perf/param/transpose", 5.0) == [
        "/perf/done",
        "/perf/param/transpose",
        5,
    ]
    assert stage.performer.heard[0][0].pitch == 60
