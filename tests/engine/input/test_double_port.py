"""Both internets at one port: whoever comes by ::1 is served as whoever comes by 127.0.0.1."""

from __future__ import annotations

import errno
import socket
import sys
from collections.abc import Iterator

import pytest

from perf_engine.core.messages import NoteOn
from perf_engine.engine.clock import Clock
from perf_engine.engine.input import double_port
from perf_engine.engine.input.double_port import DoublePort
from perf_engine.engine.input.port import Port
from perf_engine.engine.loop import Loop
from perf_engine.protocol.double_bind import HERE
from perf_engine.protocol.lease import SECONDS
from perf_engine.protocol.packets import build
from perf_engine.protocol.ports import is_loopback, spelt
from tests.engine.stage import FakePerformer, Hand, Peer, Stage


class NewPeer(Peer):
    """A peer that comes by ::1."""

    def __init__(self, port: int) -> None:
        self.socket = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
        self.socket.bind(("::1", 0))
        self.socket.setblocking(False)
        self.engine = ("::1", port)
        self.number = self.socket.getsockname()[1]


class DoubleStage(Stage):
    """A stage whose loop hears both."""

    def __init__(self) -> None:
        super().__init__()
        self.port.close()
        self.performer = FakePerformer()
        self.port = DoublePort(HERE, 0)
        self.hand = Hand()
        self.loop = Loop(self.performer, self.port, "fake", Clock(self.hand, self.hand.wall))

    def new_peer(self) -> NewPeer:
        self.peers.append(NewPeer(self.port.number))
        return self.peers[-1]


@pytest.fixture
def both() -> Iterator[DoubleStage]:
    stage = DoubleStage()
    yield stage
    stage.close()


def test_each_is_answered_where_it_came_from(both: DoubleStage) -> None:
    for peer in (both.peer(), both.new_peer()):
        assert both.ask(peer, "/perf/sync", 7) == ["/perf/synced", 7]


def test_a_client_by_the_new_address_is_told_keeps_its_lease_and_is_forgotten(
    both: DoubleStage,
) -> None:
    sender, receiver, old = both.new_peer(), both.new_peer(), both.peer()
    sender.say("/perf/notify", 1, receiver.number)
    both.turn(3)
    assert receiver.messages()[0] == ("/perf/done", ["/perf/notify", 1, 10.0])
    (client,) = both.loop.clients
    assert client.source == f"[::1]:{receiver.number}"
    for peer in (sender, old, sender):  # its machine is one, whichever way it comes
        both.wait(SECONDS - 1)
        peer.say("/perf/ping", 1)
        both.turn(2)
    assert len(both.loop.clients) == 1
    receiver.messages()
    both.performer.keys = [(0, 64)]
    both.wait(SECONDS + 1)
    assert len(both.loop.clients) == 0
    assert ("/perf/noteoff", [0, 64, 0.0]) in receiver.messages()


def test_who_never_registered_is_one_player_by_either_address(both: DoubleStage) -> None:
    for peer in (both.peer(), both.new_peer()):
        peer.say("/perf/in/note", 0, 60, 100)
        both.turn(2)
    assert [event for event, _ in both.performer.heard] == [NoteOn(0, 60, 100, "127.0.0.1/0")] * 2
    both.new_peer().say("/perf/release")
    both.turn(2)
    assert both.performer.heard[-1][0].source == "127.0.0.1/0"


def test_it_has_this_machines_own_rights(both: DoubleStage) -> None:
    assert both.ask(both.new_peer(), "/perf/prime", "/nowhere.mid")[:1] != ["/perf/fail"]
    both.loop.orders.close()
    both.new_peer().say("/perf/quit")
    both.turn(2)
    assert both.loop.reception.quitting


@pytest.mark.parametrize(
    ("host", "own"),
    [
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("192.0.2.1", False),
        ("::2", False),
        ("fe80::1%lo", False),
        ("::ffff:192.0.2.1", False),
        ("1::1", False),
    ],
)
def test_what_is_this_machines_own(host: str, own: bool) -> None:
    assert is_loopback(host) == own


def test_a_flood_by_one_address_leaves_the_other_its_turn(both: DoubleStage) -> None:
    for flooding, quiet in ((both.peer(), both.new_peer()), (both.new_peer(), both.peer())):
        for number in range(100):
            flooding.say("/perf/ping", number)
        quiet.say("/perf/ping", 0)
        came = [both.port.receive() for _ in range(4)]
        assert [quiet.number == one[1][1] for one in came if one].count(True) == 1
        while both.port.receive():
            pass


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not tell which port")
def test_a_closed_port_of_the_new_internet_is_found(both: DoubleStage) -> None:
    peer = both.new_peer()
    both.ask(peer, "/perf/notify", 1, 0, "now", 0.0)
    peer.socket.close()
    both.port.send(b"/x\0\0", ("::1", peer.number))
    for _ in range(5):
        both.port.receive()
    assert both.port.closed_ports == [("::1", peer.number)]


def test_both_have_one_number_and_one_that_is_taken_is_not_opened() -> None:
    with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as taken:
        taken.bind(("::1", 0))
        with pytest.raises(OSError) as refused:  # noqa: PT011  # its number is checked below
            DoublePort(HERE, taken.getsockname()[1])
        assert refused.value.errno == errno.EADDRINUSE
    free = DoublePort(HERE, 0)
    try:
        numbers = {port.socket.getsockname()[1] for port in free._ports}
        assert numbers == {free.number}
        assert len(free.filenos()) == 2
    finally:
        free.close()


def test_a_number_that_is_taken_in_one_internet_only_is_not_chosen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    refusals = [OSError(errno.EADDRINUSE, "taken")] * 3

    def sometimes(host: str, number: int) -> Port:
        if ":" in host and refusals:
            raise refusals.pop()
        return Port(host, number)

    monkeypatch.setattr(double_port, "Port", sometimes)
    free = DoublePort(HERE, 0)
    assert len(free.filenos()) == 2
    free.close()


@pytest.mark.parametrize("why", [errno.EAFNOSUPPORT, errno.EADDRNOTAVAIL, errno.EPROTONOSUPPORT])
def test_without_ipv6_it_plays_on_over_ipv4(monkeypatch: pytest.MonkeyPatch, why: int) -> None:
    def old_only(host: str, number: int) -> Port:
        if ":" in host:
            raise OSError(why, "there is none")
        return Port(host, number)

    monkeypatch.setattr(double_port, "Port", old_only)
    port = DoublePort(HERE, 0)
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as peer:
            peer.bind(("127.0.0.1", 0))
            peer.sendto(build("/perf/ping", 1), ("127.0.0.1", port.number))
            assert port.receive() == (build("/perf/ping", 1), peer.getsockname())
        assert not port.send(b"/x\0\0", ("::1", 9))
    finally:
        port.close()


def test_an_address_is_spelt_as_one_writes_it() -> None:
    assert spelt(("::1", 5)) == "[::1]:5"
    assert spelt(("127.0.0.1", 5)) == "127.0.0.1:5"


def test_only_what_can_be_read_is_read(both: DoubleStage) -> None:
    peers = both.peer(), both.new_peer()
    for peer in peers:
        peer.say("/perf/ping", 1)
    _, new = both.port.filenos()
    both.port.readable([])
    assert both.port.receive() is None
    both.port.readable([new])
    assert both.port.receive()[1][1] == peers[1].number
    assert both.port.receive() is None
    both.port.readable(None)
    assert both.port.receive()[1][1] == peers[0].number
