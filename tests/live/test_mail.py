"""What waits to be taken apart: in order, bounded, and never before a panic."""

from __future__ import annotations

from collections import deque

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stage import WALL, Peer, Stage

from perf_engine.core.messages import NoteOn, Panic, Start
from perf_engine.live.mail import A_TURN, BYTES_A_TURN, MOST_BYTES, MOST_PACKETS, Mail
from perf_engine.live.osc import build, bundle
from perf_engine.live.statistics import Statistics

SENDER = ("127.0.0.1", 9)
NOTE, PANIC = build("/perf/in/note", 0, 60, 100), build("/perf/panic")
FLOOD = bundle(WALL, [NOTE] * 1500)


class Came:
    """Packets as a port gives them."""

    def __init__(self, *packets: bytes) -> None:
        self.packets = deque(packets)

    def receive(self) -> tuple[bytes, tuple[str, int]] | None:
        return (self.packets.popleft(), SENDER) if self.packets else None


def mail_of(*packets: bytes) -> tuple[Mail, Came, Statistics]:
    came, statistics = Came(*packets), Statistics(0.0)
    return Mail(came, lambda packet, *_: packet == PANIC, statistics), came, statistics


def emptied(mail: Mail) -> list[tuple[bytes, bool]]:
    found = []
    while mail:
        packet, _, outdated = mail.next()
        found.append((packet, outdated))
    return found


@given(st.lists(st.sampled_from([NOTE, PANIC, b"/x\0\0"]), max_size=40), st.integers(0, 39))
def test_order_is_kept_and_what_came_before_the_last_panic_is_known(
    packets: list[bytes], taken: int
) -> None:
    mail, _, _ = mail_of(*packets)
    found = mail.fetch(0.0, first=False)
    assert found == (PANIC in packets)
    last = max((i for i, packet in enumerate(packets) if packet == PANIC), default=-1)
    before = [mail.next() for _ in range(min(taken, len(packets)))]
    together = [(packet, outdated) for packet, _, outdated in before] + emptied(mail)
    assert together == [(packet, place <= last) for place, packet in enumerate(packets)]


def test_a_panic_that_need_not_wait_is_not_hurried() -> None:
    assert not mail_of(PANIC)[0].fetch(0.0, first=True)
    assert mail_of(PANIC)[0].fetch(0.0, first=False)
    assert mail_of(NOTE, PANIC)[0].fetch(0.0, first=True)


def test_a_turn_fetches_so_much() -> None:
    mail, came, _ = mail_of(*[NOTE] * (A_TURN + 5))
    mail.fetch(0.0, first=True)
    assert (len(mail), len(came.packets)) == (A_TURN, 5)
    mail, came, _ = mail_of(*[bytes(65_000)] * 9)
    mail.fetch(0.0, first=True)
    assert len(mail) == -(-BYTES_A_TURN // 65_000)


@pytest.mark.parametrize(("packet", "most"), [
    (NOTE, MOST_PACKETS), (bytes(60_000), MOST_BYTES // 60_000),
])  # fmt: skip
def test_where_there_is_no_room_it_is_dropped_and_counted_but_a_panic_is_found(
    packet: bytes, most: int
) -> None:
    mail, came, statistics = mail_of(*[packet] * (most + 7))
    while came.packets:
        assert not mail.fetch(0.0, first=False)
    assert len(mail) == most
    assert statistics.dropped == 7
    came.packets.append(PANIC)
    assert mail.fetch(0.0, first=False)
    assert all(outdated for _, outdated in emptied(mail))
    came.packets.append(packet)
    mail.fetch(0.0, first=False)
    assert emptied(mail) == [(packet, False)]


def heard(stage: Stage) -> list[object]:
    return [message for message, _ in stage.performer.heard]


def answers(stage: Stage, peer: Peer) -> list[tuple[str, list[object]]]:
    """All that is answered until nothing waits any more."""
    stage.turn()
    found = peer.messages()
    while stage.loop.mail or stage.loop.inbox:
        stage.turn()
        found += peer.messages()
    return found


def test_a_panic_goes_before_a_flood_and_nothing_of_that_is_heard_after(
    stage: Stage, peer: Peer
) -> None:
    for _ in range(3):
        peer.send(FLOOD)
    peer.say("/perf/param/transpose", 3)
    stage.turn()
    before = len(heard(stage))
    assert 0 < before < 100
    peer.send(FLOOD)
    peer.send(bundle(WALL + 130.0, [NOTE]))
    peer.say("/perf/panic")
    peer.say("/perf/in/note", 0, 72, 90)
    stage.turn()
    assert stage.performer.commands == [Panic()]
    assert len(heard(stage)) == before
    came = answers(stage, peer)
    assert [address for address, _ in came] == ["/perf/done", "/perf/done"]
    assert stage.performer.settings["transpose"] == 3  # what is no note is not forgotten
    assert heard(stage)[before:] == [NoteOn(0, 72, 90, "127.0.0.1/0")]
    assert stage.loop.inbox.held() == 0
    assert stage.loop.statistics.failures == 0


def test_a_panic_at_the_end_of_a_bundle_does_not_wait_for_the_rest(
    stage: Stage, peer: Peer
) -> None:
    after = build("/perf/in/note", 0, 72, 90)
    peer.send(bundle(WALL, [build("/perf/start"), *[NOTE] * 1500, PANIC, after]))
    stage.turn()
    assert stage.performer.commands[0] == Panic()
    came = answers(stage, peer)
    assert stage.performer.commands == [Panic(), Start(), Panic()]  # and in its place
    assert [values for _, values in came] == [["/perf/start"], ["/perf/panic"]]
    assert heard(stage) == [NoteOn(0, 72, 90, "127.0.0.1/0")]


@pytest.mark.parametrize("packet", [
    build("/perf/panic", 1), build("/perf/mark", "/perf/panic"), b"/perf/panic\0\0\0",
    bundle(WALL + 130.0, [PANIC]), b"#bundle\0/perf/panic\0", b"/perf/panic\0panic",
])  # fmt: skip
def test_what_is_no_panic_now_waits_its_turn(stage: Stage, peer: Peer, packet: bytes) -> None:
    peer.send(FLOOD)
    peer.send(packet)
    answers(stage, peer)
    assert stage.performer.commands == []
    assert len(heard(stage)) == 1500


def test_a_panic_without_type_tags_is_one_too(stage: Stage, peer: Peer) -> None:
    peer.send(FLOOD)
    peer.send(b"/perf/panic\0")
    stage.turn()
    assert stage.performer.commands[0] == Panic()
    assert not heard(stage)


def test_it_takes_from_the_port_as_it_is(stage: Stage) -> None:
    came = Came(PANIC)
    stage.loop.port.receive = came.receive  # type: ignore[method-assign]
    stage.turn()
    assert stage.performer.commands == [Panic()]


def test_the_enter_key_goes_before_what_waits(stage: Stage, peer: Peer) -> None:
    for _ in range(3):
        peer.send(FLOOD)
    stage.turn()
    before = len(heard(stage))
    stage.loop.panic(stage.hand.time)
    assert stage.performer.commands == [Panic()]
    stage.turn(20)
    assert len(heard(stage)) == before
    peer.say("/perf/in/note", 0, 72, 90)
    stage.turn(2)
    assert heard(stage)[before:] == [NoteOn(0, 72, 90, "127.0.0.1/0")]
