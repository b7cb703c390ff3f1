"""The independent book counts what it should, and reads what others write."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pythonosc.osc_bundle_builder import OscBundleBuilder
from pythonosc.osc_message_builder import OscMessageBuilder

from benchmarks.book import Event, account, messages
from benchmarks.way import encoded


def built(address: str, *arguments: object):
    builder = OscMessageBuilder(address)
    for argument in arguments:
        builder.add_arg(argument)
    return builder.build()


def strike(at: float, pitch: int = 60, voice: int = 0, came: float | None = None) -> Event:
    return Event(at if came is None else came, at, voice, pitch, 90)


def release(at: float, pitch: int = 60, voice: int = 0, came: float | None = None) -> Event:
    return Event(at if came is None else came, at, voice, pitch, 0)


def flush(at: float, voice: int = 0) -> Event:
    return Event(at, at, voice, -1, 0)


@given(
    st.lists(
        st.one_of(
            st.integers(1 - 2**31, 2**31 - 1),  # python-osc writes -2**31 in eight bytes
            st.floats(width=32, allow_nan=False, allow_infinity=False),
            st.text(st.characters(min_codepoint=32, max_codepoint=126)),
        )
    )
)
def test_it_writes_as_python_osc_does_and_reads_that_again(arguments) -> None:
    packet = encoded("/perf/x", *arguments)
    assert packet == built("/perf/x", *arguments).dgram
    assert list(messages(packet)) == [(None, "/perf/x", arguments)]


def test_it_reads_the_time_tags_of_nested_bundles() -> None:
    inner = OscBundleBuilder(1_000_000.5)
    inner.add_content(built("/perf/note", 0, 60, 90, 0.0))
    outer = OscBundleBuilder(2_000_000.0)
    outer.add_content(inner.build())
    outer.add_content(built("/perf/noteoff", 0, 60, 0.0))
    read = list(messages(outer.build().dgram))
    assert [(tag, address) for tag, address, _ in read] == [
        (pytest.approx(1_000_000.5, abs=1e-6), "/perf/note"),
        (pytest.approx(2_000_000.0, abs=1e-6), "/perf/noteoff"),
    ]


def test_an_immediate_bundle_has_no_time() -> None:
    packet = b"#bundle\0" + struct.pack(">II", 0, 1)
    inner = encoded("/perf/alive", 1)
    assert list(messages(packet + struct.pack(">i", len(inner)) + inner)) == [
        (None, "/perf/alive", [1])
    ]


def test_a_key_that_is_never_released_hangs() -> None:
    assert account([strike(1.0), strike(1.0, 64), release(2.0)]).hung == [(0, 64)]


def test_a_key_that_is_struck_while_it_sounds_is_double() -> None:
    found = account([strike(1.0), strike(1.5), release(2.0)])
    assert (found.double, found.hung, found.strikes) == (1, [], 2)


def test_a_release_and_a_strike_at_the_same_time_are_a_restrike() -> None:
    found = account([strike(1.0), release(2.0), strike(2.0), release(3.0)])
    assert (found.double, found.hung) == (0, [])
    assert found.silent_at == 3.0


def test_what_is_due_later_is_played_later_whatever_came_first() -> None:
    assert account([release(2.0, came=0.5), strike(1.0, came=0.6)]).hung == []


def test_a_flush_drops_what_is_scheduled_for_its_voice_alone() -> None:
    events = [strike(2.0, came=1.0), strike(2.0, 64, voice=1, came=1.0), flush(1.5)]
    assert account(events).strikes == 1
    assert account(events, clearing=False).strikes == 2


def test_what_was_struck_before_a_flush_has_to_be_released_all_the_same() -> None:
    assert account([strike(1.0), flush(1.5)]).hung == [(0, 60)]
