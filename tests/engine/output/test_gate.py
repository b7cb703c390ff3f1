"""What the gate lets out to whom: hardly more than an address sends, until it has proved itself."""

from __future__ import annotations

import pytest

from perf_engine.engine.input.access import PROOF_LASTS, Access, Standing
from perf_engine.engine.output.gate import ASKED_AGAIN, Gate
from perf_engine.protocol.notes import Release, Strike
from perf_engine.protocol.packets import address_of, build
from perf_engine.protocol.ports import HostPort
from tests.engine.hall import FAR, HERE, NEAR, Hall


@pytest.mark.parametrize(
    "asked", ["/perf/get", "/perf/status", "/perf/version", "/x", "/perf/ping"]
)
def test_an_address_is_not_sent_much_more_than_it_sends(asked: str) -> None:
    hall = Hall()
    packet = build(asked)
    for _ in range(1000):
        hall.send(FAR, packet)
    assert hall.bytes_to(FAR[0]) <= 1000 * len(packet) + 256
    for _ in range(600):  # in ten minutes, asked now and then
        hall.hand.time += 1.0
        hall.send(FAR, packet)
    assert hall.bytes_to(FAR[0]) <= 1600 * len(packet) + 256 + 600 * 26


def test_all_spoofed_addresses_together_are_answered_so_much() -> None:
    hall = Hall()
    for number in range(4000):
        hall.send((f"198.51.{number // 250}.{number % 250}", 53), build("/perf/ping", 1))
    assert sum(len(data) for data, _ in hall.wire.sent) <= 65_536
    assert len(hall.access.allowance._answers) <= 1024


def test_who_has_proved_to_be_there_is_answered_in_full() -> None:
    hall = Hall()
    for _ in range(40):
        hall.ask(FAR, "/perf/get")
    hall.hand.time += 10.0
    hall.prove(FAR)
    assert all(hall.ask(FAR, "/perf/get")[0] == "/perf/get" for _ in range(20))
    hall.hand.time += PROOF_LASTS + 1
    assert not all(hall.ask(FAR, "/perf/get") for _ in range(20))


def test_who_is_known_needs_no_proof() -> None:
    hall = Hall("192.168.0.0/24")
    for sender in (NEAR, HERE):
        hall.say(sender, "/perf/notify", 1)
        assert "/perf/prove" not in [a for a, _ in hall.told(sender[0])]
        for _ in range(100):
            assert hall.ask(sender, "/perf/get")


def test_a_spoofed_listener_is_played_so_much_and_every_note_ends() -> None:
    hall = Hall()
    hall.say(FAR, "/perf/notify", 1, 0, "now", 0.0)
    hall.say(HERE, "/perf/notify", 1, 0, "now", 0.0)
    for client in hall.loop.clients:
        assert client.lease == (60.0 if client.where == FAR else 0.0)
    hall.wire.sent.clear()
    now = hall.hand.time
    for number in range(10_000):
        hall.loop.outbox.say([Strike(0, number % 128, 90, now), Release(0, number % 128, now)])
    struck = [a for a, v in hall.told(FAR[0]) if a == "/perf/note"]
    assert len(struck) < 10_000 / 2
    here = [a for a, _ in hall.told(HERE[0])]
    assert here.count("/perf/note") == here.count("/perf/noteoff") == 10_000


def test_without_a_lan_nothing_of_that_is_asked() -> None:
    hall = Hall(lan=False)
    assert all(hall.ask(HERE, "/perf/get") for _ in range(50))
    assert hall.loop.outbox.answer is None
    assert hall.access.standing(FAR) == Standing.OWN


class Sent:
    """The far end of a gate: what came through it, and when it is."""

    def __init__(self) -> None:
        self.packets: list[tuple[str, HostPort]] = []
        self.now = 100.0
        self.works = True

    def send(self, data: bytes, where: HostPort) -> bool:
        self.packets.append((address_of(data), where))
        return self.works

    def gate(self, access: Access) -> Gate:
        return Gate(self.send, access, lambda: self.now)


def test_an_address_is_asked_for_its_proof_from_time_to_time_and_not_once_it_is_proved() -> None:
    far, access = Sent(), Access(True)
    gate = far.gate(access)
    for _ in range(5):
        gate.ask(FAR)
        gate.ask((FAR[0], 6000))  # another port of the same host
    assert far.packets == [("/perf/prove", FAR)]
    gate.ask(NEAR)
    assert far.packets[1:] == [("/perf/prove", NEAR)]
    far.now += ASKED_AGAIN
    gate.ask(FAR)
    assert far.packets[2:] == [("/perf/prove", FAR)]
    far.now += ASKED_AGAIN
    assert access.prove(FAR[0], access.number(FAR[0], far.now), far.now)
    gate.ask(FAR)
    gate.ask(HERE)
    assert len(far.packets) == 3


def test_a_reply_that_is_too_much_is_replaced_by_a_question() -> None:
    far = Sent()
    gate = far.gate(Access(True))
    assert gate.answer(build("/perf/done", "x"), FAR)
    assert not gate.answer(build("/perf/done", "x" * 5000), FAR)
    assert far.packets == [("/perf/done", FAR), ("/perf/prove", FAR)]
    assert gate.answer(build("/perf/done", "x" * 5000), HERE)


def test_notes_to_a_stranger_are_limited_and_their_ends_are_not() -> None:
    far = Sent()
    gate = far.gate(Access(True))
    strike, release = build("/perf/note", 0, 60, 90, 0.0), build("/perf/noteoff", 0, 60, 0.0)
    went = [gate.play(strike, FAR) for _ in range(2000)]
    assert went[0]
    assert not went[-1]
    assert all(gate.play(release, FAR) for _ in range(2000))
    assert all(gate.play(strike, HERE) for _ in range(2000))


@pytest.mark.parametrize("where", [HERE, FAR])
def test_a_packet_that_could_not_be_sent_is_said_to_be(where: HostPort) -> None:
    far = Sent()
    far.works = False
    gate = far.gate(Access(True))
    assert not gate.play(build("/perf/noteoff", 0, 60, 0.0), where)
    assert not gate.answer(build("/perf/done", "x"), where)
