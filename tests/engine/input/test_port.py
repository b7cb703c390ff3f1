"""A UDP port on a real socket: nothing on it raises an exception."""

from __future__ import annotations

import errno
import os
import select
import socket
import sys
import time
from collections.abc import Iterator

import pytest

from perf_engine.engine.input.port import Port
from perf_engine.protocol.packets import build

NOTE = build("/perf/in/note", 0, 60, 100)

LONGEST = 65_507  # bytes in a datagram


@pytest.fixture(params=["127.0.0.1", "::1"])
def port(request: pytest.FixtureRequest) -> Iterator[Port]:
    try:
        made = Port(request.param, 0)
    except OSError as error:
        pytest.skip(f"no {request.param} here: {error}")
    yield made
    made.close()


def peer_of(port: Port) -> socket.socket:
    host = port.socket.getsockname()[0]
    peer = socket.socket(port.socket.family, socket.SOCK_DGRAM)
    peer.bind((host, 0))
    peer.settimeout(60.0)
    return peer


def received(port: Port) -> tuple[bytes, tuple[str, int]] | None:
    """Wait until something has come, and receive it."""
    assert select.select(port.filenos(), [], [], 60.0)[0]
    return port.receive()


def test_a_datagram_comes_with_its_sender_and_one_goes_back(port: Port) -> None:
    with peer_of(port) as peer:
        for data in (b"", NOTE, bytes(LONGEST)):
            peer.sendto(data, port.socket.getsockname()[:2])
            came = received(port)
            assert came == (data, peer.getsockname()[:2])
            assert port.send(data, came[1])
            assert peer.recv(LONGEST) == data
    assert port.receive() is None


def test_what_is_too_long_is_not_sent_and_hurts_nobody(port: Port) -> None:
    with peer_of(port) as peer:
        where = peer.getsockname()[:2]
        assert not port.send(bytes(65_528), where)  # too long for either internet
        assert port.send(NOTE, where)
        assert peer.recv(100) == NOTE


def test_a_port_where_nothing_can_be_read_is_not_read(port: Port) -> None:
    with peer_of(port) as peer:
        peer.sendto(NOTE, port.socket.getsockname()[:2])
        assert select.select(port.filenos(), [], [], 60.0)[0]
        port.readable([])
        assert port.receive() is None
        port.readable(port.filenos())
        assert port.receive() is not None


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not tell which port")
def test_a_clients_closed_port_is_found_and_the_others_are_served(port: Port) -> None:
    with peer_of(port) as stays:
        gone = peer_of(port)
        where = gone.getsockname()[:2]
        gone.close()
        port.send(NOTE, where)
        assert select.select(port.filenos(), [], [], 60.0)[0]  # the error has come back
        stays.sendto(NOTE, port.socket.getsockname()[:2])
        assert received(port) == (NOTE, stays.getsockname()[:2])
        assert port.closed_ports == [where]
        assert port.send(NOTE, stays.getsockname()[:2])
        assert stays.recv(100) == NOTE


def test_a_number_that_is_taken_and_an_address_of_another_computer_are_refused(port: Port) -> None:
    host, number = port.socket.getsockname()[:2]
    with pytest.raises(OSError) as taken:  # noqa: PT011  # its number is checked below
        Port(host, number)
    assert taken.value.errno == errno.EADDRINUSE
    with pytest.raises(OSError):  # noqa: PT011  # each system has words of its own
        Port("2001:db8::1" if ":" in host else "192.0.2.1", 0)


def test_when_a_packet_came_and_how_many_were_dropped_is_known() -> None:
    port = Port("127.0.0.1", 0)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        try:
            for _ in range(40):
                before = time.time()
                client.sendto(NOTE, ("127.0.0.1", port.number))
                after = time.time()
                time.sleep(0.05)
                received(port)
                if port.arrived is None:
                    pytest.skip("this system does not say when a datagram came")
                assert before - 0.001 <= port.arrived
                # Linux begins to stamp in the background, when the first socket asks for it
                if port.arrived <= after + 0.001:
                    break
            assert port.arrived <= after + 0.001, "not when it is read"
            port.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            for _ in range(500):
                client.sendto(NOTE, ("127.0.0.1", port.number))
            taken = 0
            while port.receive() is not None:
                taken += 1
            client.sendto(NOTE, ("127.0.0.1", port.number))
            port.receive()
            assert port.unheard == 500 - taken > 0
        finally:
            port.close()


def test_a_port_whose_descriptor_a_fault_has_closed_is_opened_again(port: Port) -> None:
    number = port.number
    assert port.open
    os.close(port.socket.fileno())
    assert not port.open
    assert port.receive() is None
    port.reopen()
    assert port.open
    assert port.number == number
    with peer_of(port) as peer:
        peer.sendto(NOTE, port.socket.getsockname()[:2])
        assert select.select(port.filenos(), [], [], 60.0)[0]
        assert port.receive() is not None
