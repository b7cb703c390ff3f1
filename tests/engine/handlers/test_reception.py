"""Clients register, keep their lease, ask who is there and what time it is, and leave."""

from __future__ import annotations

import itertools
import logging

import pytest

from perf_engine.core.messages import Alive, HeardMessage, NoteOn, SourceLost
from perf_engine.engine.input.sources import MOST_SOURCES
from perf_engine.engine.output.subscribers import MOST_CLIENTS
from perf_engine.protocol.lease import SECONDS
from perf_engine.protocol.packets import build, bundle
from tests.engine.stage import WALL, Peer, Stage

FAR = ("192.0.2.7", 5000)


def test_a_client_is_told_its_number_its_lease_and_that_the_engine_runs(
    stage: Stage, peer: Peer
) -> None:
    peer.say("/perf/notify", 1)
    stage.turn(2)
    assert peer.messages() == [
        ("/perf/done", ["/perf/notify", 1, 10.0]),
        ("/perf/running", ["fake"]),
    ]


def test_registering_again_changes_the_client_and_keeps_its_number(
    stage: Stage, peer: Peer
) -> None:
    stage.ask(peer, "/perf/notify", 1, 0, "bundle")
    assert stage.ask(peer, "/perf/notify", 2, 0, "ahead", 4.0)[1:] == ["/perf/notify", 1, 4.0]
    (client,) = stage.loop.clients
    assert (client.flag, client.timing, client.lease) == (2, "ahead", 4.0)


def test_answers_go_to_the_reply_port_of_whoever_registered_from_there(stage: Stage) -> None:
    sender, receiver = stage.peer(), stage.peer()
    sender.say("/perf/notify", 1, receiver.number)
    sender.say("/perf/sync", 7)
    stage.turn(4)
    assert sender.messages() == []
    assert ("/perf/synced", [7]) in receiver.messages()


def test_whoever_never_registered_is_answered_where_it_is(stage: Stage, peer: Peer) -> None:
    assert stage.ask(peer, "/perf/sync", 7) == ["/perf/synced", 7]


def test_a_silent_client_is_silenced_and_forgotten(stage: Stage, peer: Peer) -> None:
    stage.ask(peer, "/perf/notify", 1)
    stage.performer.keys = [(0, 64)]
    stage.wait(SECONDS - 0.5)
    assert len(stage.loop.clients) == 1
    peer.messages()
    stage.wait(1.0)
    assert len(stage.loop.clients) == 0
    said = [m for m in peer.messages() if m[0] not in ("/perf/alive", "/perf/sounding")]
    assert said == [("/perf/flush", [0]), ("/perf/noteoff", [0, 64, 0.0])]


def test_a_lost_clients_held_keys_are_let_go(stage: Stage, peer: Peer) -> None:
    stage.ask(peer, "/perf/notify", 1)
    peer.say("/perf/in/note", 3, 60, 100)
    stage.turn()
    stage.wait(SECONDS + 1)
    source = f"127.0.0.1:{peer.number}/3"
    assert stage.performer.heard[0][0] == NoteOn(3, 60, 100, source)
    assert stage.performer.heard[-1][0] == SourceLost(source)


def test_any_message_of_its_host_renews_a_lease(stage: Stage, peer: Peer) -> None:
    stage.ask(peer, "/perf/notify", 1)
    for _ in range(4):
        stage.wait(SECONDS - 1)
        stage.peer().say("/perf/ping", 1)  # from another port each time
        stage.turn()
    assert len(stage.loop.clients) == 1


def test_a_lease_of_zero_never_ends(stage: Stage, peer: Peer) -> None:
    assert stage.ask(peer, "/perf/notify", 1, 0, "now", 0.0)[1:] == ["/perf/notify", 1, 0.0]
    stage.wait(300.0)
    assert len(stage.loop.clients) == 1


def test_a_client_that_leaves_is_silenced(stage: Stage, peer: Peer) -> None:
    stage.ask(peer, "/perf/notify", 1)
    stage.performer.keys = [(0, 64)]
    peer.messages()
    peer.say("/perf/notify", 0)
    stage.turn(2)
    assert [address for address, _ in peer.messages()] == [
        "/perf/flush",
        "/perf/noteoff",
        "/perf/done",
    ]
    assert len(stage.loop.clients) == 0


def test_clients_lost_together_are_all_silenced(stage: Stage) -> None:
    """The first one's key, let go, may be what ends the machine's playing."""
    first, second = stage.peer(), stage.peer()
    for peer in (first, second):
        stage.ask(peer, "/perf/notify", 1, 0, "now", 1.0)
    first.say("/perf/in/note", 0, 60, 100)
    stage.turn()
    hear = stage.performer.hear

    def hear_and_yield(message: HeardMessage, now: float) -> None:
        hear(message, now)
        if isinstance(message, SourceLost):
            stage.performer.says += stage.performer.releases(now)
            stage.performer.keys = []

    stage.performer.hear = hear_and_yield
    stage.performer.keys = [(0, 64)]
    stage.wait(2.0)
    assert len(stage.loop.clients) == 0
    for peer in (first, second):
        assert ("/perf/noteoff", [0, 64, 0.0]) in peer.messages()


def test_there_is_room_for_so_many_clients_and_no_more(stage: Stage, peer: Peer) -> None:
    for port in range(1024, 1024 + MOST_CLIENTS):
        stage.loop.clients.register(("192.0.2.1", port), 0.0, lease=0.0)
    assert stage.ask(peer, "/perf/notify", 1)[:3] == ["/perf/fail", "/perf/notify", 4]


def test_a_message_is_a_sign_of_life_once_a_second(stage: Stage, peer: Peer) -> None:
    stage.ask(peer, "/perf/notify", 1)
    peer.say("/perf/in/note", 0, 60, 100)
    stage.turn(2)
    stage.hand.time += 1.5
    for _ in range(10):
        peer.say("/perf/ping", 1)
    stage.turn(10)
    signs = [m for m, _ in stage.performer.heard if isinstance(m, Alive)]
    assert signs == [Alive(f"127.0.0.1:{peer.number}/0")]


def test_players_that_never_registered_share_their_hosts_name(stage: Stage) -> None:
    for _ in range(2):  # as a command line tool does: a new port each time
        stage.peer().say("/perf/in/note", 0, 60, 100)
        stage.turn(2)
    assert [m.source for m, _ in stage.performer.heard] == ["127.0.0.1/0"] * 2


def test_all_notes_off_lets_go_of_one_players_keys_only(stage: Stage, peer: Peer) -> None:
    peer.say("/perf/in/note", 0, 60, 100)
    peer.say("/perf/in/note", 1, 64, 100)
    peer.say("/perf/in/cc", 1, 123, 0)
    stage.turn(4)
    assert stage.performer.heard[-1][0] == SourceLost("127.0.0.1/1")


def test_release_silences_the_one_who_asks(stage: Stage) -> None:
    asks, stays = stage.peer(), stage.peer()
    stage.ask(asks, "/perf/notify", 1)
    stage.ask(stays, "/perf/notify", 1)
    asks.say("/perf/in/note", 0, 60, 100)
    stage.turn(2)
    stage.performer.keys = [(0, 64)]
    asks.messages(), stays.messages()
    asks.say("/perf/release")
    stage.turn(2)
    assert [a for a, _ in asks.messages()] == ["/perf/flush", "/perf/noteoff", "/perf/done"]
    assert stays.messages() == []
    assert stage.performer.heard[-1][0] == SourceLost(f"127.0.0.1:{asks.number}/0")
    assert stage.performer.keys == [(0, 64)]


def test_a_closed_port_hurts_nobody(stage: Stage) -> None:
    gone, stays = stage.peer(), stage.peer()
    stage.ask(gone, "/perf/notify", 1)
    stage.ask(stays, "/perf/notify", 1)
    gone.socket.close()
    stays.messages()
    stage.wait(5.0)
    told = [m for m in stays.messages() if m[0] != "/perf/sounding"]
    assert told == [("/perf/alive", [n]) for n in range(1, 6)]
    for _ in range(20):
        stays.say("/perf/ping", 1)
        stage.wait(1.0)
    assert [client.where[1] for client in stage.loop.clients] == [stays.number]


def test_a_stranger_that_says_nothing_useful_leaves_no_trace(stage: Stage) -> None:
    for number in range(3000):
        host = f"192.0.{number // 250}.{number % 250}"
        stage.loop.dispatcher.take(build("/perf/in/note", 0, 60, 100), (host, 1), 100.0)
        stage.turn()
    sources = stage.loop.context.sources
    assert len(sources) <= MOST_SOURCES
    stage.wait(200.0)
    assert len(sources) == 0


@pytest.mark.parametrize("flags", list(itertools.product((1, 2), repeat=2)))
def test_the_instrument_knows_whether_it_is_watched(stage: Stage, flags: tuple[int, int]) -> None:
    for flag in flags:
        stage.ask(stage.peer(), "/perf/notify", flag)
    assert stage.performer.watched == (2 in flags)


def test_the_time_tag_is_the_clients_own_wall_time() -> None:
    stage = Stage()
    where = ("192.0.2.7", 9000)
    stage.loop.dispatcher.take(build("/perf/ping", 1, int(WALL) + 105, 0), where, stage.hand.time)
    stage.turn()
    assert stage.loop.context.clocks.ahead("192.0.2.7") == pytest.approx(5.0)
    assert stage.loop.context.clocks.ahead("127.0.0.1") == 0.0
    stage.close()


def test_a_ping_may_say_its_time_in_a_time_tag(stage: Stage) -> None:
    tag = bundle(WALL + 100 - 3.5, [])[8:]
    packet = b"/perf/ping\0\0,t\0\0" + tag
    stage.loop.dispatcher.take(packet, ("192.0.2.7", 9000), stage.hand.time)
    stage.turn()
    assert stage.loop.context.clocks.ahead("192.0.2.7") == pytest.approx(-3.5, abs=1e-5)


def test_ping_status_and_version_are_answered(stage: Stage, peer: Peer) -> None:
    assert stage.ask(peer, "/perf/ping", 7) == ["/perf/pong", 7, int(WALL) + 100, 0]
    assert stage.ask(peer, "/perf/ping", "x") == ["/perf/pong", "x", int(WALL) + 100, 0]
    assert stage.ask(peer, "/perf/ping") == ["/perf/pong", 0, int(WALL) + 100, 0]
    stage.wait(2.0)
    address, running, clients, voices, _, _, late, dropped, _, model, uptime, *load = stage.ask(
        peer, "/perf/status"
    )
    assert load == [0, 0.0, 0, 0.0, 0]  # not overloaded: no pace, nothing skipped, behind, unheard
    assert (address, running, clients, voices) == ("/perf/status.reply", 1, 0, 1)
    assert (late, dropped, model, uptime) == (0, 0, "fake", 2.0)
    assert stage.ask(peer, "/perf/version") == ["/perf/version.reply", "perf_engine", 0, 1, 0, 1]


def test_packets_are_logged_when_asked_for(
    stage: Stage, peer: Peer, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        stage.ask(peer, "/perf/ping", 1)
        assert caplog.text == ""
        stage.ask(peer, "/perf/dumpOSC", 1)
        stage.ask(peer, "/perf/ping", 1)
    assert f"127.0.0.1:{peer.number} /perf/ping [1]" in caplog.text
