import pytest
from hypothesis import given
from hypothesis import strategies as st
from pythonosc.osc_bundle_builder import OscBundleBuilder
from pythonosc.osc_message_builder import OscMessageBuilder
from pythonosc.osc_packet import OscPacket

from perf_engine.engine.handlers.schema import find
from perf_engine.protocol import notes, packets
from perf_engine.protocol.notes import ControlChange, Flush, Other, Release, Strike, received
from perf_engine.protocol.packets import write
from tests.protocol.played import PLAYED

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
    packed = packets.bundle(
        2_000_000_000.25, [write("/perf/tempo", 90.0), write("/perf/beat", 4.0)]
    )
    messages = received(packed, 50.0, 2_000_000_000.0)
    assert messages == [Other("/perf/tempo", (90.0,)), Other("/perf/beat", (4.0,))]
    assert all(abs(message.at - 50.25) < 1e-5 for message in messages)


def test_a_packet_carries_ints_floats_and_texts():
    message = OscPacket(write("/perf/notify", 1, 9999, "bundle", 10.0)).messages[0].message
    assert (message.address, list(message.params)) == ("/perf/notify", [1, 9999, "bundle", 10.0])
    assert [type(value) for value in message.params] == [int, int, str, float]


def test_plain_messages_are_due_after_their_in_ms():
    wall = 4e9
    assert received(write("/perf/note", 1, 60, 100, 0.0), NOW, wall)[0].due == pytest.approx(NOW)
    ahead = received(write("/perf/note", 1, 60, 100, 250.0), NOW, wall)
    assert ahead == [Strike(1, 60, 100, NOW + 0.25)]
    assert received(write("/perf/noteoff", 1, 60, 20.0), NOW, wall) == [Release(1, 60, NOW + 0.02)]
    assert received(write("/perf/cc", 1, 64, 127, 10.0), NOW, wall) == [
        ControlChange(1, 64, 127, NOW + 0.01)
    ]
    assert received(write("/perf/flush", 2), NOW, wall) == [Flush(2)]


def test_a_note_of_velocity_0_is_a_release():
    assert received(write("/perf/note", 1, 60, 0, 0.0), NOW, NOW) == [Release(1, 60, NOW)]


def test_a_bundle_is_due_at_its_time_tag():
    import time

    wall = time.time()
    datagram = bundle(wall + 0.5, ("/perf/noteoff", 0, 60, 0.0), ("/perf/note", 0, 60, 100, 0.0))
    release, strike = received(datagram, NOW, wall)
    assert isinstance(release, Release)
    assert isinstance(strike, Strike)
    assert release.due == strike.due == pytest.approx(NOW + 0.5, abs=1e-5)


def test_a_due_time_beyond_any_lead_is_a_clock_that_was_set_and_means_now():
    assert received(write("/perf/note", 0, 60, 100, 5e6), NOW, NOW) == [Strike(0, 60, 100, NOW)]


def test_what_is_out_of_range_or_of_the_wrong_kind_is_left_out():
    for arguments in ((16, 60, 100), (0, 128, 1), (0, 60), (0, "60", 1), (0, 60.5, 1), (-1, 1, 1)):
        assert received(write("/perf/note", *arguments), NOW, NOW) == []


def test_other_messages_are_handed_on():
    assert received(write("/perf/alive", 7), NOW, NOW) == [Other("/perf/alive", (7,))]


@given(st.binary(max_size=80), st.sampled_from([b"", b"#bundle\0", b"/perf/note\0\0,iiif\0\0\0"]))
def test_no_datagram_raises(tail, head):
    received(head + tail, NOW, NOW)


def test_what_is_encoded_is_received_as_it_was():
    for item in (Strike(3, 60, 100, NOW), Release(3, 60, NOW), ControlChange(3, 64, 127, NOW)):
        assert received(notes.encode(item, 0.0), NOW, NOW) == [item]


def test_news_of_the_engine_is_a_value_and_what_is_malformed_an_error():
    assert notes.news(Other("/perf/heard", (0, 60, 90)), NOW) == notes.Heard(0, 60, 90)
    assert notes.news(Other("/perf/alive", (1,)), NOW) is None
    foreseen = notes.news(Other("/perf/foresee", (0, 60, 90, 250.0, 0.5, 1.5)), NOW)
    assert foreseen == notes.Foreseen(0, 60, 90, NOW + 0.25, 0.5, 1.5)
    turn = notes.news(Other("/perf/turn", (1, "answer", 4.0, -100.0)), NOW)
    assert turn == notes.TurnPassed(1, "answer", 4.0, NOW - 0.1)
    for malformed in (Other("/perf/heard", (0,)), Other("/perf/turn", (0, "rest", 0.0, "now"))):
        with pytest.raises((TypeError, ValueError)):
            notes.news(malformed, NOW)


@pytest.mark.parametrize(
    "message",
    [
        notes.strike(0, 60, 100),
        notes.strike(15, 127, 1, 2.5),
        notes.release(0, 0),
        notes.pedal(0, 127),
        notes.control(0, 1, 64),
        notes.holding(0, [60, 64, 128]),
        notes.holding(0, []),
    ],
)
def test_what_players_do_is_said_as_the_schema_has_it(message):
    address, *arguments = message
    entry, _ = find(address)
    assert entry.check(arguments)[: len(arguments)] == arguments


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: notes.strike(16, 60, 90), "player must be 0..15, not 16"),
        (lambda: notes.strike(0, 128, 90), "pitch must be 0..127, not 128"),
        (lambda: notes.strike(0, 60, 128), "velocity must be 0..127, not 128"),
        (lambda: notes.strike(0, 60, 90, 601.0), "duration must be 0..600 s, not 601"),
        (lambda: notes.strike(0, 60, 90, float("nan")), "duration must be 0..600 s, not nan"),
        (lambda: notes.pedal(0, -1), "pedal must be 0..127, not -1"),
    ],
)
def test_what_no_player_can_do_is_not_said(make, sentence):
    with pytest.raises(ValueError, match=sentence):
        make()


@pytest.mark.parametrize("arguments", [(1,), (1, 2, 3), (1, "60"), (1, 60.0), (None, 1)])
def test_a_malformed_statement_names_nothing_at_all(arguments):
    assert notes.stated(arguments) is None


@given(PLAYED, st.floats(0.0, 60_000.0, width=32))
def test_what_is_packed_at_once_is_what_any_message_is(item, in_ms):
    values = [
        getattr(item, name)
        for name in ("voice", "pitch", "velocity", "number", "value")
        if hasattr(item, name)
    ]
    addresses = {Strike: "/perf/note", Release: "/perf/noteoff", ControlChange: "/perf/cc"}
    address = addresses[type(item)]
    assert notes.encode(item, in_ms) == packets.write(address, *values, in_ms)
