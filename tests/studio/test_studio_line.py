import time

import pytest
from pythonosc.osc_bundle_builder import OscBundleBuilder
from pythonosc.osc_message import OscMessage
from studio_fakes import message

from perf_engine.studio.line import OscLine, engine_address


@pytest.mark.parametrize(("text", "address"), [
    ("10.0.0.1:9000", ("10.0.0.1", 9000)), ("9000", ("127.0.0.1", 9000)),
    ("studio.local", ("studio.local", 9470)), (":9000", ("127.0.0.1", 9000)),
])
def test_an_address_is_understood(text, address):
    assert engine_address(text) == address


@pytest.mark.parametrize("text", ["a:b", "a:0", "a:70000", "a:"])
def test_a_wrong_address_is_refused(text):
    with pytest.raises(ValueError, match="HOST:PORT"):
        engine_address(text)


def test_a_time_tag_on_the_wire_is_a_due_time_on_our_clock(engine_socket):
    with OscLine(*engine_socket.getsockname()) as line:
        line.ping()
        data, client = engine_socket.recvfrom(2000)
        number = OscMessage(data).params[0]
        ahead = 1000.0  # the engine's wall clock
        wall = time.time() + ahead
        seconds = int(wall)
        pong = message("/perf/pong", number, seconds, int((wall - seconds) * 1e6))
        engine_socket.sendto(pong.dgram, client)
        (arrived,) = line.receive(line.now() + 5.0)
        assert arrived.due == arrived.at
        for tag, wait in ((time.time() + ahead + 0.5, 0.5), (1.0, 0.0)):
            bundle = OscBundleBuilder(tag)
            bundle.add_content(message("/perf/note", 0, 60, 64, 0.0))
            engine_socket.sendto(bundle.build().dgram, client)
            (arrived,) = line.receive(line.now() + 5.0)
            assert arrived.address == "/perf/note"
            assert arrived.due - arrived.at == pytest.approx(wait, abs=0.2)
        engine_socket.sendto(b"\xffjunk", client)
        assert line.receive(line.now() + 5.0) == []


def test_what_is_sent_arrives_as_numbers_and_text(engine_socket):
    with OscLine(*engine_socket.getsockname()) as line:
        line.send("/perf/notify", 1, line.port, "bundle", 10.0)
        data, (_, port) = engine_socket.recvfrom(2000)
        assert port == line.port
        assert OscMessage(data).params == [1, line.port, "bundle", 10.0]


def test_nothing_arrives_until_it_is_time(engine_socket):
    with OscLine(*engine_socket.getsockname()) as line:
        until = line.now() + 0.01
        assert line.receive(until) == []
        assert line.now() >= until
