"""What waits to be taken apart: in order, bounded, and never before a panic."""

from __future__ import annotations

from collections import deque

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.core.messages import NoteOn, Panic, Start, Stop
from perf_engine.engine.input.packet_queue import (
    A_TURN,
    BYTES_A_TURN,
    MOST_BYTES,
    MOST_PACKETS,
    PacketQueue,
)
from perf_engine.engine.statistics import Statistics
from perf_engine.protocol.packets import BUNDLE, build, bundle
from tests.engine.stage import WALL, Peer, Stage

SENDER = ("127.0.0.1", 9)
NOTE, PANIC = build("/perf/in/note", 0, 60, 100), build("/perf/panic")
FLOOD = bundle(WALL, [NOTE] * 1500)


class Came:
    """Packets as a port gives them."""

    def __init__(self, *packets: bytes) -> None:
        self.packets = deque(packets)

    def receive(self) -> tuple[bytes, tuple[str, int]] | None:
        return (self.packets.popleft(), SENDER) if self.packets else None


def mail_of(*packets: bytes) -> tuple[PacketQueue, Came, Statistics]:
    came, statistics = Came(*packets), Statistics(0.0)
    return PacketQueue(came, lambda packet, *_: packet == PANIC, statistics), came, statistics


def emptied(mail: PacketQueue) -> list[tuple[bytes, bool]]:
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
    expected = [(packet, place <= last) for place, packet in enumerate(packets)]
    assert together == sorted(expected, key=lambda one: one[0] != PANIC)


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


@pytest.mark.parametrize(
    ("packet", "most"),
    [
        (NOTE, MOST_PACKETS),
        (bytes(60_000), MOST_BYTES // 60_000),
    ],
)
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
    while stage.loop.packets or stage.loop.inbox:
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
    assert stage.performer.commands == [Panic(), Panic()]  # at once, and in its place
    assert heard(stage)[before:] in ([], [NoteOn(0, 72, 90, "127.0.0.1/0")])
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


@pytest.mark.parametrize(
    "packet",
    [
        build("/perf/mark", "/perf/panic"),
        bundle(WALL + 130.0, [PANIC]),
        b"#bundle\0/perf/panic\0",
        build("/perf/panic", 0.0),
        build("/perf/panic", "off"),
        build("/perf/panicky"),
        bundle(WALL, [build("/perf/panic", 0)]),
        build("/perf/param/panic", 1),
        b"perf/panic\0\0",
    ],
)
def test_what_is_no_panic_now_waits_its_turn(stage: Stage, peer: Peer, packet: bytes) -> None:
    peer.send(FLOOD)
    peer.send(packet)
    answers(stage, peer)
    assert stage.performer.commands == []
    assert len(heard(stage)) == 1500


@pytest.mark.parametrize(
    "packet",
    [
        b"/perf/panic\0",
        b"/perf/panic",
        b"/perf/panic\0\0\0",
        b"/perf/panic\0panic",
        build("/perf/panic", 1),
        build("/perf/panic", 1.0),
        build("/PERF/Panic/", 127),
        build("/perf/panic/1", 1.0),
        b"/perf/panic\0,f\0\0",
        b"/perf/panic\0,z\0\0\0\0\0\0",
        bundle(WALL + 99.0, [bundle(WALL + 99.5, [build("/perf/panic", 1.0)])]),
        bundle(WALL, [PANIC])[:-2],
        bundle(WALL, [NOTE, PANIC]) + b"\0\0\0\1",
        BUNDLE + bytes(7) + b"\1\0\0\0\x63" + PANIC,
    ],
)
def test_a_panic_goes_first_however_clumsily_it_is_said(
    stage: Stage, peer: Peer, packet: bytes
) -> None:
    peer.send(FLOOD)
    peer.send(packet)
    stage.turn()
    assert stage.performer.commands[0] == Panic()
    assert not heard(stage)


def test_it_takes_from_the_port_as_it_is(stage: Stage) -> None:
    came = Came(PANIC)
    stage.loop.port.receive = came.receive
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


ORDER = build("/perf/param/transpose", 3)
SPREADING = build("/perf/voice/*/transpose")


@pytest.mark.parametrize(
    "flood",
    [
        [ORDER] * 200,
        [SPREADING] * 200,
        [build("/perf/model/info")] * 200,
        [NOTE] * 200,
        [FLOOD] * 3,
        [bundle(WALL, [ORDER] * 1000)] * 3,
    ],
)
@pytest.mark.parametrize(
    "packet",
    [
        build("/perf/stop"),
        build("/PERF/Stop/", 1.0),
        build("/perf/st?p"),
        bundle(WALL, [build("/perf/in/note", 0, 60, 0), build("/perf/stop")]),
    ],
)
def test_a_stop_waits_for_no_flood_of_orders(
    stage: Stage, peer: Peer, flood: list[bytes], packet: bytes
) -> None:
    for one in flood:
        peer.send(one)
    stage.turn()
    peer.send(packet)
    stage.turn()
    assert Stop(None) in stage.performer.commands


def test_starts_and_stops_keep_their_order(stage: Stage, peer: Peer) -> None:
    for words in ("transpose", "stop", "start", "stop", "start", "stop"):
        peer.send(ORDER if words == "transpose" else build(f"/perf/{words}"))
    peer.send(bundle(WALL, [ORDER, build("/perf/start"), ORDER, build("/perf/stop")]))
    stage.turn(4)
    found = [one for one in stage.performer.commands if isinstance(one, Start | Stop)]
    assert found == [Stop(None), Start(None)] * 3 + [Stop(None)]


def test_a_start_by_itself_waits_for_what_is_set_before_it(stage: Stage, peer: Peer) -> None:
    peer.send(bundle(WALL, [ORDER, build("/perf/start")]))
    stage.turn(2)
    assert isinstance(stage.performer.commands[-1], Start)


@pytest.mark.parametrize("pattern", ["/perf/p?nic", "/perf/pa*", "/*/panic", "/perf/{panic}"])
@pytest.mark.parametrize("bundled", [False, True])
def test_a_panic_by_a_pattern_goes_first(
    stage: Stage, peer: Peer, pattern: str, bundled: bool
) -> None:
    peer.send(FLOOD)
    said = build(pattern, 1.0)
    peer.send(bundle(WALL, [NOTE, said]) if bundled else said)
    stage.turn()
    assert stage.performer.commands[0] == Panic()
    assert not heard(stage)


def test_patterns_that_mean_more_are_no_panic(stage: Stage, peer: Peer) -> None:
    for pattern in ("/perf/*", "//*", "/perf/p?nic/x", "/perf/[", "/perf/" + "*" * 200):
        peer.say(pattern, 1.0)
    peer.say("/perf/p?nic", 0.0)
    answers(stage, peer)
    assert stage.performer.commands == []


@pytest.mark.parametrize(("word", "command"), [("panic", Panic()), ("stop", Stop(None))])
def test_what_silences_is_not_put_off_too_far(
    stage: Stage, peer: Peer, word: str, command: object
) -> None:
    peer.send(bundle(WALL + 200.0, [NOTE, build(f"/perf/{word}")]))
    stage.turn(3)
    assert command in stage.performer.commands
    assert heard(stage) == []


@pytest.mark.parametrize("size", [-4, 999, 7])
@pytest.mark.parametrize("word", ["stop", "release", "panic", "start"])
def test_what_silences_in_a_broken_bundle_is_obeyed(
    stage: Stage, peer: Peer, size: int, word: str
) -> None:
    broken = bundle(WALL, [build(f"/perf/{word}"), NOTE])
    peer.send(broken + size.to_bytes(4, "big", signed=True) + b"abcd")
    stage.turn(3)
    found = peer.messages()
    assert ("/perf/done", [f"/perf/{word}"]) in found or word == "start"
    assert "/perf/fail" in [address for address, _ in found]
    assert (Stop(None) in stage.performer.commands) == (word == "stop")
    assert Start(None) not in stage.performer.commands
    assert heard(stage) == []


@pytest.mark.parametrize("bundled", [False, True])
def test_a_key_struck_before_a_release_is_not_held_after_it(
    stage: Stage, peer: Peer, bundled: bool
) -> None:
    said = [NOTE, build("/perf/release"), build("/perf/in/note", 0, 72, 90)]
    for one in [bundle(WALL, said)] if bundled else said:
        peer.send(one)
    answers(stage, peer)
    assert NoteOn(0, 60, 100, "127.0.0.1/0") not in heard(stage)
    assert NoteOn(0, 72, 90, "127.0.0.1/0") in heard(stage)
