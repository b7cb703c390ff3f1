from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perf_engine.core.messages import Said
from perf_engine.core.playing.ledger import Ledger
from perf_engine.engine.output import outbox
from perf_engine.engine.output.outbox import LONGEST_STALL
from perf_engine.protocol.notes import (
    ControlChange,
    Flush,
    Foreseen,
    Heard,
    Release,
    Strike,
    TurnPassed,
)
from tests.engine.stage import WALL, Stage

CHORD = [Strike(0, 60, 90, 100.02), Strike(0, 64, 91, 100.02), Release(0, 50, 100.05)]


def test_a_chord_goes_in_one_bundle_tagged_with_its_due_time(stage: Stage) -> None:
    peer = stage.registered("bundle")
    stage.say(*CHORD)
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
    peer = stage.registered("ahead")
    stage.say(*CHORD)
    assert [(a, [*v[:-1], round(v[-1])]) for a, v in peer.messages()] == [
        ("/perf/note", [0, 60, 90, 20]),
        ("/perf/note", [0, 64, 91, 20]),
        ("/perf/noteoff", [0, 50, 50]),
    ]


def test_ahead_a_release_keeps_its_distance_from_its_strike(stage: Stage) -> None:
    peer = stage.registered("ahead")
    stage.say(Strike(0, 60, 90, 100.02), ControlChange(0, 64, 100, 100.02))
    stage.hand.time = 100.01
    stage.say(Release(0, 60, 100.02), ControlChange(0, 64, 0, 100.021))
    stage.say(Strike(0, 60, 90, 100.021))
    stage.say(Strike(0, 61, 90, 100.021), Release(0, 61, 100.05))
    assert [(a, round(v[-1])) for a, v in peer.messages()] == [
        ("/perf/note", 20),
        ("/perf/cc", 20),
        ("/perf/noteoff", 20),
        ("/perf/cc", 20),
        ("/perf/note", 25),
        ("/perf/note", 11),
        ("/perf/noteoff", 40),
    ]


def test_ahead_a_release_waits_no_less_than_its_strike_however_long_ago(stage: Stage) -> None:
    peer = stage.registered("ahead")
    stage.say(Strike(0, 60, 90, 100.2), Strike(0, 61, 90, 100.2))
    stage.hand.time = 100.4
    stage.say(Release(0, 60, 100.401), Strike(0, 60, 90, 100.41))
    stage.hand.time = 130.0
    stage.say(Release(0, 61, 130.02), Strike(0, 62, 90, 130.01))
    waits = [(v[1], float(v[-1])) for a, v in peer.messages() if a.startswith("/perf/note")]
    assert waits == [
        (60, pytest.approx(200)),
        (61, pytest.approx(200)),
        (60, pytest.approx(200)),
        (60, pytest.approx(205)),
        (61, pytest.approx(200)),
        (62, pytest.approx(10)),
    ]


def test_ahead_a_flush_releases_now_and_again_after_a_strike_that_was_not_read(
    stage: Stage,
) -> None:
    peer = stage.registered("ahead")
    stage.say(Strike(0, 60, 90, 100.02), Strike(0, 61, 90, 100.2))
    stage.hand.time = 100.05
    stage.say(Flush(0), Release(0, 60, 100.05), Release(0, 61, 100.05), Release(0, 61, 100.201))
    waits = [(v[1], float(v[-1])) for a, v in peer.messages() if a == "/perf/noteoff"]
    assert waits == [
        (60, 0.0),
        (60, pytest.approx(20)),
        (61, 0.0),
        (61, pytest.approx(200)),
    ]


MOMENT = st.one_of(
    st.tuples(st.just("strike"), st.integers(0, 2), st.floats(0.0, 0.2)),
    st.tuples(st.just("release"), st.integers(0, 2), st.floats(0.0, 0.2)),
    st.tuples(st.just("pedal"), st.sampled_from((0, 100)), st.floats(0.0, 0.2)),
    st.tuples(st.just("silence"), st.just(0), st.just(0.0)),
    st.tuples(st.just("pass"), st.just(0), st.floats(0.0, 0.5)),
)


@settings(max_examples=400)
@given(
    st.lists(MOMENT, max_size=40),
    st.lists(st.tuples(st.floats(0.0, 8.0), st.floats(0.0, LONGEST_STALL - 0.01)), max_size=4),
)
def test_ahead_a_client_that_only_waits_hangs_no_key_however_it_stands_still(
    moments: list[tuple[str, int, float]], stalls: list[tuple[float, float]]
) -> None:
    """The client reads what came in a stall at its end, and knows of no flush."""
    stage = Stage()
    try:
        peer, ledger, began = stage.registered("ahead"), Ledger(0), stage.hand.time
        due, plays = began, []
        for word, which, seconds in [*moments, ("silence", 0, 0.0)]:
            if word == "pass":
                stage.hand.time += seconds
                continue
            now = stage.hand.time
            due = max(due, now + seconds)
            said: list[Said] = []
            if word == "strike":
                said = ledger.strike(which, 60 + which, 90, due)
            elif word == "release":
                said = ledger.release(which, due)
            elif word == "pedal":
                said = ledger.sustain(which, due)
            else:
                said, due = ledger.silence(now), now
            stage.loop.outbox.say(said)
            read = now
            for begin, length in stalls:
                if began + begin <= read < began + begin + length:
                    read = began + begin + length
            plays += [(read, message) for message in peer.messages()]
        for later in range(1, len(plays)):  # one by one, in the order in which they came
            plays[later] = max(plays[later][0], plays[later - 1][0]), plays[later][1]
        timed = sorted(
            ((read + float(v[-1]) / 1000, a, v) for read, (a, v) in plays if a != "/perf/flush"),
            key=lambda one: one[0],
        )
        sounding: set[object] = set()
        for _, address, values in timed:
            key = values[1] if address.startswith("/perf/note") else "pedal"
            if address == "/perf/note":
                assert key not in sounding
            if address == "/perf/note" or (address == "/perf/cc" and values[2]):
                sounding.add(key)
            else:
                sounding.discard(key)
        assert sounding == set()
    finally:
        stage.close()


def test_ahead_never_waits_a_negative_time(stage: Stage) -> None:
    peer = stage.registered("ahead")
    stage.say(Strike(0, 60, 90, 99.0))
    assert peer.messages() == [("/perf/note", [0, 60, 90, 0.0])]


def test_now_is_sent_when_due_and_the_loop_wakes_for_it(stage: Stage) -> None:
    peer = stage.registered("now")
    stage.say(*CHORD)
    assert peer.messages() == []
    assert stage.loop.outbox.due() == 100.02
    stage.hand.time = 100.02
    stage.turn()
    assert peer.messages() == [
        ("/perf/note", [0, 60, 90, 0.0]),
        ("/perf/note", [0, 64, 91, 0.0]),
    ]
    stage.hand.time = 100.06
    stage.turn()
    assert peer.messages() == [("/perf/noteoff", [0, 50, 0.0])]


def test_an_overdue_note_keeps_its_place_before_a_later_one(stage: Stage) -> None:
    peer = stage.registered("now")
    stage.say(Strike(0, 60, 90, 100.02))
    stage.hand.time = 100.03
    stage.loop.outbox.say([Release(0, 60, 100.025)])
    assert [a for a, _ in peer.messages()] == ["/perf/note", "/perf/noteoff"]


@pytest.mark.parametrize("timing", ["bundle", "ahead", "now"])
def test_a_flush_drops_what_waits_and_releases_now(stage: Stage, timing: str) -> None:
    peer = stage.registered(timing)
    stage.say(Strike(0, 60, 90, 99.5), Strike(0, 64, 90, 100.1))
    peer.messages()
    stage.say(Flush(0), Release(0, 60, 100.0), Release(0, 64, 100.0), Release(0, 64, 100.101))
    stage.hand.time = 100.2
    stage.turn()
    said = peer.messages()
    assert said[0] == ("/perf/flush", [0])
    assert [a for a, _ in said[1:]] == ["/perf/noteoff"] * 3


def test_a_flush_of_one_voice_leaves_the_others(stage: Stage) -> None:
    peer = stage.registered("now")
    stage.say(Strike(0, 60, 90, 100.1), Strike(1, 72, 90, 100.1))
    stage.say(Flush(0))
    stage.hand.time = 100.1
    stage.turn()
    assert peer.messages() == [("/perf/flush", [0]), ("/perf/note", [1, 72, 90, 0.0])]


def test_a_flush_for_one_client_leaves_what_waits_for_the_others(stage: Stage) -> None:
    asks, stays = stage.registered("now"), stage.registered("now")
    stage.say(Strike(0, 60, 90, 100.1))
    asks.say("/perf/release")
    stage.turn(2)
    stage.hand.time = 100.1
    stage.turn()
    assert "/perf/note" not in [a for a, _ in asks.messages()]
    assert stays.messages() == [("/perf/note", [0, 60, 90, 0.0])]


def test_whoever_left_is_sent_nothing_that_waits(stage: Stage) -> None:
    peer = stage.registered("now")
    stage.say(Strike(0, 60, 90, 101.0))
    stage.ask(peer, "/perf/notify", 0)
    stage.wait(2.0)
    assert peer.messages() == []


def test_only_flag_2_hears_and_foresees(stage: Stage) -> None:
    one, two = stage.registered("now", 1), stage.registered("now", 2)
    stage.say(Heard(0, 60, 100), Foreseen(0, 62, 80, 100.5, 0.25, 1.5))
    assert one.messages() == []
    assert two.messages() == [
        ("/perf/heard", [0, 60, 100]),
        ("/perf/foresee", [0, 62, 80, 500.0, 0.25, 1.5]),
    ]


def foreseen(pitch: int) -> Foreseen:
    return Foreseen(0, pitch, 80, 200.0, 0.5, 0.5)


def test_foresight_comes_sixty_times_a_second_and_the_last_is_not_lost(stage: Stage) -> None:
    peer = stage.registered("now", 2)
    for step in range(1000):  # one second
        stage.hand.time = 100.0 + step / 1000
        stage.say(foreseen(step % 128))
    stage.hand.time += 1.0 / 60
    stage.turn()
    pitches = [values[1] for a, values in peer.messages() if a == "/perf/foresee"]
    assert 58 <= len(pitches) <= 62
    assert pitches[-1] == 999 % 128


def test_the_first_foresight_after_a_player_always_goes(stage: Stage) -> None:
    peer = stage.registered("now", 2)
    stage.say(foreseen(1), foreseen(2))
    peer.say("/perf/in/note", 0, 60, 100)
    stage.turn(2)
    stage.say(foreseen(3), foreseen(4))
    assert [v[1] for a, v in peer.messages() if a == "/perf/foresee"] == [1, 3]


def test_lateness_counts_strikes_only(stage: Stage) -> None:
    stage.registered("bundle")
    stage.say(Strike(0, 60, 90, 99.0), Release(0, 61, 99.0))
    assert stage.loop.statistics.late == 1


def test_everything_is_released_where_the_instrument_cannot_say_what_sounds(stage: Stage) -> None:
    peer = stage.registered("now")
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
    peers = [stage.registered("bundle"), stage.registered("now", 2)]
    stage.say(TurnPassed(0, "answer", 5.0, stage.hand.time + 0.02))
    for peer in peers:
        ((address, values),) = peer.messages()
        assert address == "/perf/turn"
        assert values[:3] == [0, "answer", 5.0]
        assert values[3] == pytest.approx(20.0, abs=0.5)


@pytest.mark.parametrize("by", [-86_400.0, 86_400.0, -3600.0, 3600.0])
def test_no_bundle_is_tagged_by_a_wall_clock_that_was_set_meanwhile(
    stage: Stage, by: float
) -> None:
    peer = stage.registered("bundle")
    for number in range(35):
        if number % 5 == 3:
            stage.hand.set_by += by
        at = stage.hand.time
        stage.say(Strike(0, 60, 90, at + 0.02), Release(0, 60, at + 0.05))
        tags = [tag for tag, address, _ in peer.tagged() if address.startswith("/perf/note")]
        now = at + WALL + stage.hand.set_by
        assert tags == pytest.approx([now + 0.02, now + 0.05], abs=1e-6)
        stage.hand.time += 0.1


def test_where_there_is_no_room_a_strike_still_goes_before_its_release(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    peer = stage.registered("now")
    monkeypatch.setattr(outbox, "MOST_WAITING", 1)
    stage.say(Strike(0, 60, 90, 100.1))
    stage.say(Release(0, 60, 100.2))
    assert [address for address, _ in peer.messages()] == ["/perf/note", "/perf/noteoff"]
    stage.hand.time = 100.5
    stage.turn(3)
    assert peer.messages() == [("/perf/sounding", [])]
