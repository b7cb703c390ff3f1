from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pythonosc.osc_packet import OscPacket

from perf_engine.protocol.packets import BUNDLE, PacketError, address_of, build, bundle, read, split

TEXT = st.text(st.characters(blacklist_characters="\0", blacklist_categories=["Cs"]), max_size=50)
SENT = st.lists(
    st.one_of(
        st.integers(-(2**31), 2**31 - 1),
        TEXT,
        st.floats(width=32, allow_nan=False, allow_infinity=False),
    ),
    max_size=12,
)


@given(SENT)
def test_what_is_built_is_read_again(arguments: list[int | float | str]) -> None:
    assert read(build("/a", *arguments)) == ("/a", arguments)


@given(st.one_of(st.integers(), st.floats(), st.booleans()))
def test_clients_are_sent_ints_floats_and_texts_only(value: int | float) -> None:
    (back,) = read(build("/a", value))[1]
    assert type(back) in (int, float)
    assert math.isfinite(float(back))


@given(st.binary(max_size=300))
def test_no_packet_breaks_the_reading(packet: bytes) -> None:
    for begun in (packet, b"/" + packet, BUNDLE + packet, b"/a\0\0," + packet):
        try:
            for message, _ in split(begun):
                address_of(message)
                read(message)
        except PacketError:
            pass


def test_a_bundle_is_one_to_others_too() -> None:
    packet = bundle(1_700_000_000.25, [build("/a", 1), build("/b", 2.0, "x")])
    (first, second) = OscPacket(packet).messages
    assert (first.message.address, first.message.params) == ("/a", [1])
    assert (second.message.address, second.message.params) == ("/b", [2.0, "x"])


@given(st.floats(1e9, 2.08e9))
def test_a_time_tag_comes_back_to_the_microsecond(wall: float) -> None:
    ((_, tag),) = split(bundle(wall, [build("/a")]))
    assert tag == pytest.approx(wall, abs=1e-6)


def test_a_tag_of_its_own_counts_unless_the_outer_is_later() -> None:
    inner = bundle(1_700_000_005.0, [build("/b")])
    packet = bundle(1_700_000_002.0, [build("/a"), inner, build("/c")])
    assert [(address_of(m), tag) for m, tag in split(packet)] == [
        ("/a", 1_700_000_002.0),
        ("/b", 1_700_000_005.0),
        ("/c", 1_700_000_002.0),
    ]
    earlier = bundle(1_700_000_009.0, [inner])
    assert split(earlier)[0][1] == 1_700_000_009.0


def test_a_bundle_tagged_immediately_has_no_time() -> None:
    note = build("/a")
    packet = BUNDLE + (1).to_bytes(8, "big") + len(note).to_bytes(4, "big") + note
    assert split(packet) == [(note, None)]


def test_an_empty_bundle_holds_nothing() -> None:
    assert split(BUNDLE + bytes(8)) == []


@pytest.mark.parametrize("wall", [-1e12, -1.0, 0.0, 2.0**31, 1e300])
def test_a_time_that_no_tag_can_say_is_the_nearest_one_that_can(wall: float) -> None:
    ((_, tag),) = split(bundle(wall, [build("/a")]))
    assert tag is None or 0.0 <= tag < 2.0**32  # None: at once
