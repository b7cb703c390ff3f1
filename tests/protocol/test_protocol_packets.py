"""Packets from anybody: what is right is read as others read it, what is not ends at once."""

from __future__ import annotations

import math
import struct
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pythonosc.osc_message import OscMessage
from pythonosc.osc_message_builder import OscMessageBuilder

from perf_engine.clients.midi.bridge import Bridge
from perf_engine.clients.midi.learn import Bindings, MidiLearn
from perf_engine.protocol.dialogue import Dialogue, ping
from perf_engine.protocol.notes import Other, received
from perf_engine.protocol.packets import (
    BUNDLE,
    DEEPEST,
    PacketError,
    Special,
    bundle,
    read,
    split,
    write,
)

TEXT = st.text(st.characters(blacklist_characters="\0", blacklist_categories=["Cs"]), max_size=30)
FLAT = st.one_of(
    st.integers(-(2**63), 2**63 - 1),
    st.floats(width=32, allow_nan=False),
    TEXT,
    st.booleans(),
    st.none(),
    st.binary(min_size=1, max_size=20),  # python-osc writes no empty blob
)

ENDLESS = BUNDLE + bytes(8) + struct.pack(">i", -4) + bytes(8)  # 28 bytes: an element of size -4


def nested(size: int) -> bytes:
    packet = write("/perf/alive", 1)
    while len(packet) < size:
        packet = bundle(1.7e9, [packet])
    return packet


HOSTILE = {
    "an element of size -4": ENDLESS,
    "an element of size 0": BUNDLE + bytes(12),
    "40 kB of bundles in bundles": nested(40_000),
    "65 kB of array beginnings": b"/a\0\0," + b"[" * 65_000 + bytes(4),
    "array beginnings within the limits": b"/a\0\0," + b"[" * 1000 + bytes(8),
    "array ends": b"/a\0\0,]]]\0\0\0\0",
    "a blob of size -4": b"/a\0\0,b\0\0" + struct.pack(">i", -4) + bytes(8),
    "a blob longer than all": b"/a\0\0,b\0\0" + struct.pack(">i", 2**31 - 1) + bytes(8),
    "a text without an end": b"/a\0\0,s\0\0abcd",
    "tags without an end": b"/a\0\0,iii",
    "no bytes for its ints": b"/a\0\0,iii\0\0\0\0",
    "a char beyond Unicode": b"/a\0\0,c\0\0" + b"\x7f\xff\xff\xff",
    "half a char": b"/a\0\0,c\0\0" + b"\0\0\xd8\0",
    "a text that is no UTF-8": b"/a\0\0,s\0\0\xff\xfe\0\0",
    "an unknown type": b"/a\0\0,z\0\0",
    "nothing": b"",
}


def all_of(packet: bytes) -> list[object]:
    return [read(message, 65_507) for message, _ in split(packet)]


@given(st.lists(FLAT, max_size=12))
def test_what_is_written_is_read_again_and_by_others_too(values: list[object]) -> None:
    packet = write("/a/b", *values)
    assert read(packet) == ("/a/b", values)
    assert list(OscMessage(packet).params) == values


@given(st.lists(st.one_of(FLAT, st.lists(FLAT, max_size=4)), max_size=8))
def test_what_others_write_is_read_as_they_meant_it(values: list[object]) -> None:
    builder = OscMessageBuilder("/a")
    for value in values:
        builder.add_arg(value)
    assert read(builder.build().dgram) == ("/a", values)


@pytest.mark.parametrize(
    ("tags", "data", "values"),
    [
        ("I", b"", [True]),
        ("TFN", b"", [True, False, None]),
        ("S", b"abc\0", ["abc"]),
        ("c", b"\0\0\0A", ["A"]),
        ("h", struct.pack(">q", 60), [60]),
        ("d", struct.pack(">d", 0.79 * 127), [0.79 * 127]),
        ("m", b"\0\x90\x3c\x64", [Special("m", b"\0\x90\x3c\x64")]),
        ("r", b"\1\2\3\4", [Special("r", b"\1\2\3\4")]),
        ("[i[f]]", struct.pack(">if", 1, 2.0), [[1, [2.0]]]),
        ("f", b"\x3f\x80", [1.0]),  # Reaktor leaves the last zeros out
    ],
)
def test_every_type_of_osc_is_read(tags: str, data: bytes, values: list[object]) -> None:
    head = f",{tags}".encode()
    assert read(b"/a\0\0" + head + bytes(4 - len(head) % 4) + data)[1] == values


def test_a_time_tag_says_its_wall_seconds() -> None:
    tag = Special("t", struct.pack(">Q", (1_700_000_000 + 2_208_988_800) << 32))
    assert tag.wall == 1_700_000_000.0


def test_arrays_are_nested_so_deep_and_no_deeper() -> None:
    for depth in (DEEPEST, DEEPEST + 1):
        head = b"," + b"[" * depth + b"]" * depth
        packet = b"/a\0\0" + head + bytes(4 - len(head) % 4)
        if depth <= DEEPEST:
            assert read(packet)[0] == "/a"
        else:
            with pytest.raises(PacketError, match="nested 8 deep"):
                read(packet)


@pytest.mark.parametrize("packet", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_packet_is_refused_in_no_time(packet: bytes) -> None:
    began = time.process_time()
    with pytest.raises(PacketError):
        all_of(packet)
    assert received(packet, 100.0, 1e9) == []
    assert time.process_time() - began < 0.5


@pytest.mark.parametrize("value", ["a\0b", 2**63, 1e300, -1e39])
def test_what_cannot_be_said_is_a_value_error(value: object) -> None:
    with pytest.raises(ValueError, match=r"NUL|must fit"):
        write("/a", value)
    with pytest.raises(TypeError, match="cannot say"):
        write("/a", object())


SPOKEN = (
    "/perf/note",
    "/perf/noteoff",
    "/perf/cc",
    "/perf/flush",
    "/perf/alive",
    "/perf/done",
    "/perf/fail",
    "/perf/pong",
    "/perf/heard",
    "/perf/foresee",
    "/perf/turn",
    "/perf/running",
    "/perf/pulse",
    "/perf/midi/learning",
    "/perf/midi/bound",
    "/perf/midi/unbound",
    "/perf/midi/tell",
    "/perf/get",
    "/perf/status.reply",
)
ODD = st.one_of(FLAT, st.sampled_from([0, 1, 60, 64, 127, math.inf, -math.inf, math.nan, 2**62]))


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(SPOKEN), st.lists(ODD, max_size=7), st.sampled_from([None, 0.0, 1.7e9]))
@example("/perf/pong", [1, math.nan, 0], None)
@example("/perf/pong", [math.inf, 0, 0], None)
@example("/perf/fail", ["/perf/ping", math.inf, 0], None)
def test_no_client_of_ours_is_thrown_by_what_an_engines_port_says(
    address: str, values: list[object], tag: float | None
) -> None:
    packet = write(address, *values)
    packet = packet if tag is None else bundle(tag, [packet])
    dialogue = Dialogue(9, lambda *_: None, 2)
    for question in ("ping", "status", "get_controls", "version", "record", "models"):
        ask(dialogue, question)
    knobs = MidiLearn(Bindings(), lambda *_: None, lambda: None)
    bridge = Bridge(9, lambda *_: None, lambda _: None, clock_out=True)
    for message in received(packet, 100.0, 1.7e9):
        bridge.hear(message, 100.0)
        bridge.advance(100.5)
        if isinstance(message, Other):
            knobs.hear(message.address, message.arguments)
    dialogue.hear(packet, 100.0, 1.7e9)
    dialogue.advance(101.0)


def ask(dialogue: Dialogue, name: str) -> None:
    from perf_engine.clients.python import requests

    made = {"ping": lambda: ping(1.0), "record": lambda: requests.record(True)}
    dialogue.ask(made.get(name, getattr(requests, name, None))(), 99.0, lambda *_: None)


@settings(max_examples=400, deadline=None)
@given(st.binary(max_size=300), st.sampled_from([b"", b"/", BUNDLE, b"/perf/done\0\0,", ENDLESS]))
def test_no_bytes_throw_a_reader(tail: bytes, head: bytes) -> None:
    packet = head + tail
    received(packet, 100.0, 1.7e9)
    Dialogue(9, lambda *_: None, 2).hear(packet, 100.0, 1.7e9)
