import time

from pythonosc.osc_bundle_builder import OscBundleBuilder
from pythonosc.osc_message import OscMessage

from perf_engine.protocol.notes import Strike
from perf_engine.studio.line import OscLine
from tests.studio.studio_fakes import message


def test_a_time_tag_on_the_wire_is_a_due_time_on_our_clock(engine_socket):
    with OscLine(*engine_socket.getsockname()) as line:
        line.send("/perf/ping", 1)
        _, client = engine_socket.recvfrom(2000)
        for wait in (0.5, None):  # a tag of 1 means at once
            before = line.now()
            bundle = OscBundleBuilder(1.0 if wait is None else time.time() + wait)
            after = line.now()
            bundle.add_content(message("/perf/note", 0, 60, 64, 0.0))
            engine_socket.sendto(bundle.build().dgram, client)
            (strike,) = line.receive(line.now() + 60.0)
            assert isinstance(strike, Strike)
            if wait is None:
                assert before <= strike.due <= line.now()
            else:
                assert before + wait - 0.02 < strike.due < after + wait + 0.02
        engine_socket.sendto(b"\xffjunk", client)
        assert line.receive(line.now() + 60.0) == []


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
