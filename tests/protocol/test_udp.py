"""The bridge's UDP socket, with a real engine's socket at its other end."""

import socket
import sys
import time

import pytest

from perf_engine.protocol.udp import Line


@pytest.fixture
def ends():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as engine:
        engine.bind(("127.0.0.1", 0))
        line = Line(engine.getsockname()[1])
        yield engine, line
        line.close()


def test_packets_go_both_ways_and_a_stranger_is_not_heard(ends):
    engine, line = ends
    line.send(b"out")
    assert engine.recvfrom(10) == (b"out", ("127.0.0.1", line.port))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stranger:
        stranger.sendto(b"strange", ("127.0.0.1", line.port))
    engine.sendto(b"in", ("127.0.0.1", line.port))
    assert line.receive() == b"in"
    assert line.receive() is None
    assert not line.refused


def test_a_closed_port_of_the_engine_is_noticed(ends):
    engine, line = ends
    engine.close()
    until = time.monotonic() + 60.0
    while not line.refused and time.monotonic() < until:
        line.send(b"?")
        line.receive()
    assert line.refused


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux counts them")
def test_packets_that_the_kernel_had_no_room_for_are_counted_exactly(ends):
    engine, line = ends
    sent = 20_000
    for number in range(sent):
        engine.sendto(number.to_bytes(4, "big") + bytes(200), ("127.0.0.1", line.port))
    came = 0
    while line.receive() is not None:
        came += 1
    engine.sendto(b"one more", ("127.0.0.1", line.port))
    assert line.receive() == b"one more"
    assert 0 < came < sent
    assert line.dropped == sent - came
