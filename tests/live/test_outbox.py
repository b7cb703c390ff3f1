from __future__ import annotations

import pytest
from stage import WALL, Peer, Stage

from perf_engine.core.messages import (
    ControlChange,
    Flush,
    Foreseen,
    Heard,
    Release,
    Said,
    Strike,
    TurnPassed,
)
from perf_engine.live.osc import build, bundle

CHORD = [Strike(0, 60, 90, 100.02), Strike(0, 64, 91, 100.02), Release(0, 50, 100.05)]


def register(stage: Stage, timing: str, flag: int = 1) -> Peer:
    peer = stage.peer()
    stage.ask(peer, "/perf/notify", flag, 0, timing)
    peer.messages()
    return peer


def say(stage: Stage, *said: Said) -> None:
    stage.performer.says += said
    stage.turn()


def test_a_chord_goes_in_one_bundle_tagged_with_its_due_time(stage: Stage) -> None:
    peer = register(stage, "bundle")
    say(stage, *CHORD)
    packets = list(peer.packets())
    assert len(packets) == 2
    again = stage.peer()
    for packet in packets:  # hand them to a peer that takes them apart
        again.socket.sendto(packet, ("127.0.0.1", again.number))
    first, second, third = again.tagged()
    assert first == (pytest.approx(WALL + 100.02, abs=1e-6), "/perf/note", [0, 60, 90, 0.0])
    assert second[1:] == ("/perf/note", [0, 64, 91, 0.0])
    assert third == (pytest.approx(WALL + 100.05, abs=1e-6), "/perf/noteoff", [0, 50, 0.0])


def test_ahead_is_told_how_many_milliseconds_to_wait(stage: Stage) -> None:
    peer = register(stage, "ahead")
    say(stage, *CHORD)
    assert [(a, [*v[:-1], round(v[-1])]) for a, v in peer.messages()] == [  # type: ignore[call-overload]
        ("/perf/note", [0, 60, 90, 20]), ("/perf/note", [0, 64, 91, 20]),
        ("/perf/noteoff", [0, 50, 50]),
    ]  # fmt: skip


def test_ahead_a_release_keeps_its_distance_from_its_strike(stage: Stage) -> None:
    peer = register(stage, "ahead")
    say(stage, Strike(0, 60, 90, 100.02), ControlChange(0, 64, 100, 100.02))
    stage.hand.time = 100.01
    say(stage, Release(0, 60, 100.02), ControlChange(0, 64, 0, 100.021))
    say(stage, Strike(0, 60, 90, 100.021))
    say(stage, Strike(0, 61, 90, 100.021), Release(0, 61, 100.05))
    assert [(a, round(v[-1])) for a, v in peer.messages()] == [  # type: ignore[call-overload]
        ("/perf/note", 20), ("/perf/cc", 20), ("/perf/noteoff", 15), ("/perf/cc", 15),
        ("/perf/note", 20), ("/perf/note", 11), ("/perf/noteoff", 40),
    ]  # fmt: skip


def test_ahead_never_waits_a_negative_time(stage: Stage) -> None:
    peer = register(stage, "ahead")
    say(stage, Strike(0, 60, 90, 99.0))
    assert peer.messages() == [("/perf/note", [0, 60, 90, 0.0])]


def test_now_is_sent_when_due_and_the_loop_wakes_for_it(stage: Stage) -> None:
    peer = register(stage, "now")
    say(stage, *CHORD)
    assert peer.messages() == []
    assert stage.loop.outbox.due() == 100.02
    stage.hand.time = 100.02
    stage.turn()
    assert peer.messages() == [
        ("/perf/note", [0, 60, 90, 0.0]), ("/perf/note", [0, 64, 91, 0.0]),
    ]  # fmt: skip
    stage.hand.time = 100.06
    stage.turn()
    assert peer.messages() == [("/perf/noteoff", [0, 50, 0.0])]


def test_an_overdue_note_keeps_its_place_before_a_later_one(stage: Stage) -> None:
    peer = register(stage, "now")
    say(stage, Strike(0, 60, 90, 100.02))
    stage.hand.time = 100.03
    stage.loop.outbox.say([Release(0, 60, 100.025)])
    assert [a for a, _ in peer.messages()] == ["/perf/note", "/perf/noteoff"]


@pytest.mark.parametrize("timing", ["bundle", "ahead", "now"])
def test_a_flush_drops_what_waits_and_releases_now(stage: Stage, timing: str) -> None:
    peer = register(stage, timing)
    say(stage, Strike(0, 60, 90, 99.5), Strike(0, 64, 90, 100.1))
    peer.messages()
    say(
        stage, Flush(0), Release(0, 60, 100.0), Release(0, 64, 100.0), Release(0, 64, 100.101)
    )
    stage.hand.time = 100.2
    stage.turn()
    said = peer.messages()
    assert said[0] == ("/perf/flush", [0])
    assert [a for a, _ in said[1:]] == ["/perf/noteoff"] * 3


def test_a_flush_of_one_voice_leaves_the_others(stage: Stage) -> None:
    peer = register(stage, "now")
    say(stage, Strike(0, 60, 90, 100.1), Strike(1, 72, 90, 100.1))
    say(stage, Flush(0))
    stage.hand.time = 100.1
    stage.turn()
    assert peer.messages() == [("/perf/flush", [0]), ("/perf/note", [1, 72, 90, 0.0])]


def test_a_flush_for_one_client_leaves_what_waits_for_the_others(stage: Stage) -> None:
    asks, stays = register(stage, "now"), register(stage, "now")
    say(stage, Strike(0, 60, 90, 100.1))
    asks.say("/perf/release")
    stage.turn(2)
    stage.hand.time = 100.1
    stage.turn()
    assert "/perf/note" not in [a for a, _ in asks.messages()]
    assert stays.messages() == [("/perf/note", [0, 60, 90, 0.0])]


def test_whoever_left_is_sent_nothing_that_waits(stage: Stage) -> None:
    peer = register(stage, "now")
    say(stage, Strike(0, 60, 90, 101.0))
    stage.ask(peer, "/perf/notify", 0)
    stage.wait(2.0)
    assert peer.messages() == []


def test_only_flag_2_hears_and_foresees(stage: Stage) -> None:
    one, two = register(stage, "now", 1), register(stage, "now", 2)
    say(stage, Heard(0, 60, 100), Foreseen(0, 62, 80, 100.5, 0.25, 1.5))
    assert one.messages() == []
    assert two.messages() == [
        ("/perf/heard", [0, 60, 100]), ("/perf/foresee", [0, 62, 80, 500.0, 0.25, 1.5]),
    ]  # fmt: skip


def foreseen(pitch: int) -> Foreseen:
    return Foreseen(0, pitch, 80, 200.0, 0.5, 0.5)


def test_foresight_comes_sixty_times_a_second_and_the_last_is_not_lost(stage: Stage) -> None:
    peer = register(stage, "now", 2)
    for step in range(1000):  # one second
        stage.hand.time = 100.0 + step / 1000
        say(stage, foreseen(step % 128))
    stage.hand.time += 1.0 / 60
    stage.turn()
    pitches = [values[1] for a, values in peer.messages() if a == "/perf/foresee"]
    assert 58 <= len(pitches) <= 62
    assert pitches[-1] == 999 % 128


def test_the_first_foresight_after_a_player_always_goes(stage: Stage) -> None:
    peer = register(stage, "now", 2)
    say(stage, foreseen(1), foreseen(2))
    peer.say("/perf/in/note", 0, 60, 100)
    stage.turn(2)
    say(stage, foreseen(3), foreseen(4))
    assert [v[1] for a, v in peer.messages() if a == "/perf/foresee"] == [1, 3]


def test_the_time_tag_is_the_clients_own_wall_time() -> None:
    stage = Stage()
    where = ("192.0.2.7", 9000)
    stage.loop.dispatcher.take(
        build("/perf/ping", 1, int(WALL) + 105, 0), where, stage.hand.time
    )
    stage.turn()
    assert stage.loop._clocks.ahead("192.0.2.7") == pytest.approx(5.0)
    assert stage.loop._clocks.ahead("127.0.0.1") == 0.0
    stage.close()


def test_a_ping_may_say_its_time_in_a_time_tag(stage: Stage) -> None:
    tag = bundle(WALL + 100 - 3.5, [])[8:]
    packet = b"/perf/ping\0\0,t\0\0" + tag
    stage.loop.dispatcher.take(packet, ("192.0.2.7", 9000), stage.hand.time)
    stage.turn()
    assert stage.loop._clocks.ahead("192.0.2.7") == pytest.approx(-3.5, abs=1e-5)


def test_a_ping_may_say_its_time_in_a_bundle(stage: Stage) -> None:
    packet = bundle(WALL + 100 + 70.0, [build("/perf/ping", 1)])
    stage.loop.dispatcher.take(packet, ("192.0.2.7", 9000), stage.hand.time)
    assert stage.loop._clocks.ahead("192.0.2.7") == pytest.approx(70.0, abs=1e-5)
    note = bundle(WALL + 100 + 70.25, [build("/perf/in/note", 0, 60, 100)])
    stage.loop.dispatcher.take(note, ("192.0.2.7", 9000), stage.hand.time)
    assert stage.loop.inbox.due() == pytest.approx(100.25, abs=1e-5)


def test_lateness_counts_strikes_only(stage: Stage) -> None:
    register(stage, "bundle")
    say(stage, Strike(0, 60, 90, 99.0), Release(0, 61, 99.0))
    assert stage.loop.statistics.late == 1


def test_everything_is_released_where_the_instrument_cannot_say_what_sounds(stage: Stage) -> None:
    peer = register(stage, "now")
    stage.performer.broken = RuntimeError("broken")
    peer.say("/perf/in/note", 0, 60, 100)
    stage.turn(2)
    said = peer.messages()
    assert ("/perf/flush", [0]) in said
    assert [v[1] for a, v in said if a == "/perf/noteoff"] == list(range(128))
    assert ("/perf/fail", ["/perf/in/note", 7, "the engine failed: RuntimeError"]) in said
    stage.performer.broken = None
    assert stage.ask(peer, "/perf/sync", 3) == ["/perf/synced", 3]


def test_everybody_is_told_whose_turn_it_is_and_how_soon(stage: Stage) -> None:
    peers = [register(stage, "bundle"), register(stage, "now", 2)]
    say(stage, TurnPassed(0, "answer", 5.0, stage.hand.time + 0.02))
    for peer in peers:
        ((address, values),) = peer.messages()
        assert address == "/perf/turn"
        assert values[:3] == [0, "answer", 5.0]
        assert values[3] == pytest.approx(20.0, abs=0.5)
