import pytest
from hypothesis import given
from hypothesis import strategies as st
from pythonosc.osc_bundle_builder import OscBundleBuilder
from pythonosc.osc_message_builder import OscMessageBuilder
from pythonosc.osc_packet import OscPacket

from perf_engine.clients import wire
from perf_engine.clients.wire import Other, packet, received
from perf_engine.core.messages import ControlChange, Flush, Release, Strike

NOW = 100.0


def bundle(due_wall: float, *messages: tuple[object, ...]) -> bytes:
    builder = OscBundleBuilder(due_wall)
    for address, *arguments in messages:
        message = OscMessageBuilder(address)
        for argument in arguments:
            message.add_arg(argument)
        builder.add_content(message.build())
    return builder.build().dgram


def test_a_bundle_for_a_time_is_read_as_one():
    packed = wire.bundle(2_000_000_000.25, packet("/perf/tempo", 90.0), packet("/perf/beat", 4.0))
    messages = received(packed, 50.0, 2_000_000_000.0)
    assert messages == [Other("/perf/tempo", (90.0,)), Other("/perf/beat", (4.0,))]
    assert all(abs(message.at - 50.25) < 1e-5 for message in messages)


def test_a_packet_carries_ints_floats_and_texts():
    message = OscPacket(packet("/perf/notify", 1, 9999, "bundle", 10.0)).messages[0].message
    assert (message.address, list(message.params)) == ("/perf/notify", [1, 9999, "bundle", 10.0])
    assert [type(value) for value in message.params] == [int, int, str, float]


def test_plain_messages_are_due_after_their_in_ms():
    wall = 4e9
    assert received(packet("/perf/note", 1, 60, 100, 0.0), NOW, wall)[0].due == pytest.approx(NOW)
    ahead = received(packet("/perf/note", 1, 60, 100, 250.0), NOW, wall)
    assert ahead == [Strike(1, 60, 100, NOW + 0.25)]
    assert received(packet("/perf/noteoff", 1, 60, 20.0), NOW, wall) == [Release(1, 60, NOW + 0.02)]
    assert received(packet("/perf/cc", 1, 64, 127, 10.0), NOW, wall) == [
        ControlChange(1, 64, 127, NOW + 0.01)
    ]
    assert received(packet("/perf/flush", 2), NOW, wall) == [Flush(2)]


def test_a_note_of_velocity_0_is_a_release():
    assert received(packet("/perf/note", 1, 60, 0, 0.0), NOW, NOW) == [Release(1, 60, NOW)]


def test_a_bundle_is_due_at_its_time_tag():
    import time

    wall = time.time()
    datagram = bundle(
        wall + 0.5, ("/perf/noteoff", 0, 60, 0.0), ("/perf/note", 0, 60, 100, 0.0)
    )
    release, strike = received(datagram, NOW, wall)
    assert isinstance(release, Release)
    assert isinstance(strike, Strike)
    assert release.due == strike.due == pytest.approx(NOW + 0.5, abs=1e-5)


def test_a_due_time_beyond_any_lead_is_a_clock_that_was_set_and_means_now():
    assert received(packet("/perf/note", 0, 60, 100, 5e6), NOW, NOW) == [Strike(0, 60, 100, NOW)]


def test_what_is_out_of_range_or_of_the_wrong_kind_is_left_out():
    for arguments in ((16, 60, 100), (0, 128, 1), (0, 60), (0, "60", 1), (0, 60.5, 1), (-1, 1, 1)):
        assert received(packet("/perf/note", *arguments), NOW, NOW) == []


def test_other_messages_are_handed_on():
    assert received(packet("/perf/alive", 7), NOW, NOW) == [Other("/perf/alive", (7,))]


@given(st.binary(max_size=80), st.sampled_from([b"", b"#bundle\0", b"/perf/note\0\0,iiif\0\0\0"]))
def test_no_datagram_raises(tail, head):
    received(head + tail, NOW, NOW)
