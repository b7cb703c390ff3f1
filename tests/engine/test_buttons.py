"""A button's press is obeyed and its release is not, whatever type of OSC says it."""

from __future__ import annotations

import math
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.core.messages import Panic, Reset, Start, Stop
from perf_engine.engine.input.priority import panics
from perf_engine.protocol.buttons import is_panic, means_panic, released
from perf_engine.protocol.packets import build, bundle, read, write
from tests.engine.stage import WALL, FakePerformer, Peer, Stage

URGENT = ("/perf/panic", "/perf/release", "/perf/stop", "/perf/start", "/perf/reset")
COMMANDS = {
    "/perf/panic": Panic(),
    "/perf/stop": Stop(None),
    "/perf/start": Start(None),
    "/perf/reset": Reset(None),
}


def tagged(address: str, tags: str, data: bytes = b"") -> bytes:
    head = f",{tags}".encode()
    path = address.encode()
    return path + bytes(4 - len(path) % 4) + head + bytes(4 - len(head) % 4) + data


ONE = struct.pack(">f", 1.0)
PRESSES = {
    "nothing": ("", b""),
    "1.0": ("f", ONE),
    "1": ("i", b"\0\0\0\1"),
    "127": ("i", b"\0\0\0\x7f"),
    "a light press": ("f", struct.pack(">f", 0.01)),
    "1 of 64 bits": ("h", struct.pack(">q", 1)),
    "a double": ("d", struct.pack(">d", 1.0)),
    "true": ("T", b""),
    "an impulse": ("I", b""),
    "nil": ("N", b""),
    "a text": ("s", b"bang\0\0\0\0"),
    "an empty text": ("s", bytes(4)),
    "a symbol": ("S", b"on\0\0"),
    "an array": ("[f]", ONE),
    "an empty array": ("[]", b""),
    "a char": ("c", b"\0\0\0x"),
    "a colour": ("r", bytes(4)),
    "a time tag": ("t", bytes(8)),
    "a key struck": ("m", b"\0\x90\x3c\x64"),
    "a blob": ("b", b"\0\0\0\4abcd"),
    "several": ("ff", ONE + bytes(4)),
    "true and false": ("TF", b""),
}
RELEASES = {
    "0.0": ("f", bytes(4)),
    "-0.0": ("f", b"\x80\0\0\0"),
    "a double": ("d", bytes(8)),
    "false": ("F", b""),
    "the text 0": ("s", b"0\0\0\0"),
    "the text 0.0": ("s", b"0.0\0"),
    "the text false": ("s", b"False\0\0\0"),
    "the text off": ("S", b"off\0"),
    "an array": ("[f]", bytes(4)),
    "the char 0": ("c", b"\0\0\x000"),
    "a key let go": ("m", b"\0\x80\x3c\x40"),
    "a knob at 0": ("m", b"\0\xb0\x07\0"),
    "several": ("fF", bytes(4)),
}


@pytest.mark.parametrize("address", URGENT)
@pytest.mark.parametrize("said", PRESSES.values(), ids=PRESSES)
def test_a_press_is_obeyed_and_answered(
    stage: Stage, peer: Peer, address: str, said: tuple[str, bytes]
) -> None:
    peer.send(tagged(address, *said))
    stage.turn(2)
    assert peer.messages() == [("/perf/done", [address])]
    expected = [COMMANDS[address]] if address in COMMANDS else []
    assert stage.performer.commands == expected


@pytest.mark.parametrize("address", URGENT)
@pytest.mark.parametrize("said", RELEASES.values(), ids=RELEASES)
def test_a_release_does_nothing_and_is_answered(
    stage: Stage, peer: Peer, address: str, said: tuple[str, bytes]
) -> None:
    peer.send(tagged(address, *said))
    stage.turn(2)
    assert peer.messages() == [("/perf/done", [address])]
    assert stage.performer.commands == []


def test_release_presses_silence_who_asks(stage: Stage, peer: Peer) -> None:
    stage.ask(peer, "/perf/notify", 1)
    stage.performer.keys = [(0, 64)]
    peer.messages()
    peer.send(tagged("/perf/release", "T"))
    stage.turn(2)
    assert ("/perf/noteoff", [0, 64, 0.0]) in peer.messages()


class Three(FakePerformer):
    voices = 3


@pytest.mark.parametrize(
    ("address", "value", "command"),
    [
        ("/perf/stop", 0, Stop(0)),
        ("/perf/stop", 2, Stop(2)),
        ("/perf/stop", 2.0, Stop(2)),
        ("/perf/stop", 1.0, Stop(None)),
        ("/perf/stop", 1, Stop(1)),
        ("/perf/stop", 3, Stop(None)),
        ("/perf/stop", 16, Stop(None)),
        ("/perf/stop", -1, Stop(None)),
        ("/perf/stop", 200.0, Stop(None)),
        ("/perf/stop", 127, Stop(None)),
        ("/perf/stop", 2.0002, Stop(2)),
        ("/perf/start", 2, Start(2)),
        ("/perf/start", 127, Start(None)),
        ("/perf/reset", 2, Reset(2)),
    ],
)
def test_a_whole_number_names_a_voice_and_a_stop_never_leaves_the_machine_playing(
    address: str, value: float, command: object
) -> None:
    stage = Stage(Three())
    try:
        assert stage.ask(stage.peer(), address, value) == ["/perf/done", address]
        assert stage.performer.commands == [command]
    finally:
        stage.close()


@pytest.mark.parametrize(("value", "code"), [(3, 5), (16, 3), (-1, 3), (math.inf, 3)])
@pytest.mark.parametrize("address", ["/perf/start", "/perf/reset"])
def test_what_a_voice_there_is_not_should_do_is_refused_where_that_is_safe(
    address: str, value: float, code: int
) -> None:
    stage = Stage(Three())
    try:
        peer = stage.peer()
        peer.send(write(address, value))
        stage.turn(2)
        assert [answer[:2] for _, answer in peer.messages()] == [[address, code]]
        assert stage.performer.commands == []
    finally:
        stage.close()


@pytest.mark.parametrize("address", ["/perf/panic", "/perf/stop", "/perf/release"])
@pytest.mark.parametrize(
    "rest",
    [
        b",f\0\0",
        b",s\0\0abcd",
        b",[[[",
        b",b\0\0\xff\xff\xff\xff",
        b"xyz",
        b",zq\0\0\0\0\0",
        b",s\0\0\xff\xfe\0\0",
        b",i\0\0\0",
        b",[f\0" + ONE,
        b"," + b"i" * 2000,
        b"," + b"N" * 9000,
    ],
)
def test_what_silences_is_obeyed_though_it_cannot_be_read(
    stage: Stage, peer: Peer, address: str, rest: bytes
) -> None:
    path = address.encode()
    peer.send(path + bytes(4 - len(path) % 4) + rest)
    stage.turn(2)
    assert [said for said, _ in peer.messages()] == ["/perf/done"]
    expected = [COMMANDS[address]] if address in COMMANDS else []
    assert stage.performer.commands == expected


@pytest.mark.parametrize(
    "address",
    [
        "/perf/panic/",
        "/perf/panic/1",
        "/perf/panic/2/3",
        "/PERF/PANIC",
        "/Perf/Panic/1",
        "//perf/panic",
        "/perf/panic ",
    ],
)
def test_a_panics_address_may_be_a_controllers(stage: Stage, peer: Peer, address: str) -> None:
    peer.say(address, 0.0)
    stage.turn(2)
    assert stage.performer.commands == []
    peer.say(address, 1.0)
    stage.turn(2)
    assert stage.performer.commands == [Panic()]
    assert peer.messages() == [("/perf/done", [address])] * 2


@pytest.mark.parametrize(
    "address",
    [
        "/perf/panicky",
        "/perf/pan",
        "/perf/in/panic",
        "/panic",
        "/perf/param/panic/1",
        "/perfpanic",
        "/perf/panic/a/b/c/d",
    ],
)
def test_another_address_is_no_panic(stage: Stage, peer: Peer, address: str) -> None:
    assert not means_panic(address)
    assert stage.ask(peer, address, 1.0)[:3] == ["/perf/fail", address, 1]
    assert stage.performer.commands == []


@pytest.mark.parametrize("address", ["/perf/stop/", "/PERF/STOP"])
def test_other_urgent_orders_may_be_in_capitals(stage: Stage, peer: Peer, address: str) -> None:
    assert stage.ask(peer, address, 1.0) == ["/perf/done", address]
    assert stage.performer.commands == [Stop(None)]


NUMBERS = st.one_of(st.integers(-(2**31), 2**31 - 1), st.floats(width=32), st.booleans())


@given(NUMBERS)
def test_of_numbers_only_zero_lets_go(value: float) -> None:
    assert released([value]) == (value == 0)
    assert is_panic(write("/perf/panic", value)) == (value != 0)


@given(st.binary(max_size=60))
def test_no_bytes_behind_a_panics_address_stop_it_but_a_clear_release(rest: bytes) -> None:
    message = b"/perf/panic\0" + rest
    try:
        values = read(message, whole=True)[1]
    except ValueError:
        values = []
    assert is_panic(message) == (not released(values))
    assert panics(message) == ([None] if is_panic(message) else [])


@given(st.binary(max_size=200))
def test_no_bytes_throw_the_search_for_panics(packet: bytes) -> None:
    for begun in (packet, b"#bundle\0" + packet, b"#bundle\0panic" + packet):
        panics(begun)


def test_panics_are_found_deep_in_bundles_with_their_times() -> None:
    inner = bundle(WALL + 2.0, [build("/perf/panic", 1.0), build("/perf/panic", 0.0)])
    packet = bundle(WALL, [build("/perf/panic"), bundle(WALL + 1.0, [inner])])
    assert panics(packet) == [WALL, WALL + 2.0]


def test_switches_take_true_false_impulses_and_floats(stage: Stage, peer: Peer) -> None:
    for said, value in (("T", 1), ("F", 0), ("I", 1), ("[T]", 1)):
        peer.send(tagged("/perf/param/mute", said))
        peer.send(tagged("/perf/transport", said))
        stage.turn(3)
        answers = [answer for address, answer in peer.messages() if address == "/perf/done"]
        assert answers == [["/perf/param/mute", value], ["/perf/transport", value]]
    for number in (0.0, 1.0):
        assert stage.ask(peer, "/perf/transport", number)[2:] == [int(number)]
    peer.send(tagged("/perf/set", "sT", b"mute\0\0\0\0"))
    stage.turn(2)
    assert stage.performer.settings["mute"] == 1


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_stop_for_no_number_stops_all(stage: Stage, peer: Peer, value: float) -> None:
    peer.send(write("/perf/stop", value))
    stage.turn(2)
    assert peer.messages() == [("/perf/done", ["/perf/stop"])]
    assert stage.performer.commands == [Stop(None)]
