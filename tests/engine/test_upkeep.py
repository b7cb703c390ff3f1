"""What each client is told again and again to sound, by what it was sent."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.engine.output.outbox import MOST_STATED
from perf_engine.protocol.lease import LAST_SOUNDINGS, SECONDS, SOUNDING_EVERY
from perf_engine.protocol.midi import PEDAL
from perf_engine.protocol.notes import ControlChange, Flush, Release, Strike
from tests.engine.stage import Peer, Stage

TIMINGS = pytest.mark.parametrize("timing", ["now", "ahead", "bundle"])
PLAYED = st.one_of(
    st.tuples(st.just("strike"), st.integers(0, 2), st.integers(60, 63)),
    st.tuples(st.just("release"), st.integers(0, 2), st.integers(60, 63)),
    st.tuples(st.just("pedal"), st.integers(0, 2), st.sampled_from((0, 80, 127))),
    st.tuples(st.just("flush"), st.integers(0, 2), st.just(0)),
    st.tuples(st.just("wait"), st.integers(1, 60), st.just(0)),
    st.tuples(st.just("timing"), st.sampled_from(("now", "ahead", "bundle")), st.just(0)),
)


def statement(stage: Stage, peer: Peer) -> set[tuple[int, int]]:
    """The next statement, a quarter of a second later; what came before it is thrown away."""
    stage.hand.time += SOUNDING_EVERY
    stage.turn()
    (stated,) = (values for address, values in peer.messages() if address == "/perf/sounding")
    assert len(stated) % 2 == 0
    return set(zip(stated[::2], stated[1::2], strict=True))


def by_stream(messages: list[tuple[str, list[object]]]) -> set[tuple[int, int]]:
    """What messages leave sounding for whoever believes each of them in its order."""
    left: set[tuple[int, int]] = set()
    for address, values in messages:
        if address == "/perf/note":
            left.add((values[0], values[1]))
        elif address == "/perf/noteoff":
            left.discard((values[0], values[1]))
        elif address == "/perf/cc" and values[1] == 64:
            (left.add if values[2] else left.discard)((values[0], PEDAL))
    return left


def test_that_nothing_sounds_is_said_eight_times_to_everybody_and_then_no_more(
    stage: Stage,
) -> None:
    peers = [stage.registered() for _ in range(3)]
    stage.wait(5.0)
    for peer in peers:
        said = [values for address, values in peer.messages() if address == "/perf/sounding"]
        assert said == [[]] * LAST_SOUNDINGS


@TIMINGS
def test_it_states_keys_and_pedals_that_were_sent_and_not_released(
    stage: Stage, timing: str
) -> None:
    peer, now = stage.registered(timing), stage.hand.time
    stage.say(Strike(0, 60, 90, now), Strike(3, 62, 90, now), ControlChange(2, 64, 99, now))
    assert statement(stage, peer) == {(0, 60), (3, 62), (2, PEDAL)}
    stage.say(Release(3, 62, now), ControlChange(2, 64, 0, now))
    assert statement(stage, peer) == {(0, 60)}
    stage.say(Release(0, 60, now), Strike(0, 60, 80, now))
    assert statement(stage, peer) == {(0, 60)}
    stage.say(Flush(0), Release(0, 60, now))
    assert statement(stage, peer) == set()


def test_what_waits_in_the_outbox_was_not_sent_and_what_waits_at_the_client_was(
    stage: Stage,
) -> None:
    early, later = stage.registered("bundle"), stage.registered("now")
    stage.say(Strike(0, 60, 90, stage.hand.time + 0.3))
    stage.hand.time += SOUNDING_EVERY
    stage.turn()
    assert ("/perf/sounding", [0, 60]) in early.messages()
    assert ("/perf/sounding", []) in later.messages()
    assert statement(stage, later) == {(0, 60)}


def test_each_client_has_its_own(stage: Stage) -> None:
    first = stage.registered()
    stage.say(Strike(0, 60, 90, stage.hand.time))
    second = stage.registered()
    stage.hand.time += SOUNDING_EVERY
    stage.turn()
    assert ("/perf/sounding", [0, 60]) in first.messages()
    assert ("/perf/sounding", []) in second.messages()


def test_a_client_that_registers_again_keeps_it_and_one_that_left_begins_anew(
    stage: Stage,
) -> None:
    peer = stage.registered()
    stage.say(Strike(0, 60, 90, stage.hand.time))
    stage.ask(peer, "/perf/notify", 1, 0, "bundle")
    assert statement(stage, peer) == {(0, 60)}
    stage.ask(peer, "/perf/notify", 0)
    stage.ask(peer, "/perf/notify", 1)
    assert statement(stage, peer) == set()


def test_nobody_is_told_after_the_lease_has_run_out(stage: Stage) -> None:
    peer = stage.registered()
    stage.wait(SECONDS + 1.0)
    peer.messages()
    stage.wait(2.0)
    assert peer.messages() == []


def test_what_waits_goes_with_a_client_to_its_new_timing(stage: Stage) -> None:
    peer = stage.registered("now")
    due = stage.hand.time + 0.1
    stage.say(Strike(0, 60, 90, due))
    peer.say("/perf/notify", 1, 0, "ahead")
    stage.turn(3)
    stage.say(Release(0, 60, due))
    stage.hand.time += SOUNDING_EVERY
    stage.turn()
    played = [a for a, _ in peer.messages() if a in ("/perf/note", "/perf/noteoff")]
    assert played == ["/perf/note", "/perf/noteoff"]


def test_everything_silenced_is_stated_so(stage: Stage) -> None:
    peer = stage.registered()
    stage.say(*(Strike(0, pitch, 90, stage.hand.time) for pitch in range(128)))
    stage.say(ControlChange(0, 64, 127, stage.hand.time))
    assert len(statement(stage, peer)) == 129
    stage.loop.outbox.silence_everything(1)
    assert statement(stage, peer) == set()


def test_more_than_a_message_holds_is_not_stated(stage: Stage) -> None:
    peer = stage.registered()
    keys = [(voice, pitch) for voice in range(5) for pitch in range(128)]
    for v, p in keys[:MOST_STATED]:
        stage.say(Strike(v, p, 90, stage.hand.time))
        peer.messages()
    assert len(statement(stage, peer)) == MOST_STATED
    for v, p in keys[MOST_STATED:]:
        stage.say(Strike(v, p, 90, stage.hand.time))
        peer.messages()
    stage.hand.time += SOUNDING_EVERY
    stage.turn()
    assert "/perf/sounding" not in [a for a, _ in peer.messages()]


@TIMINGS
@given(st.lists(PLAYED, max_size=40))
def test_it_is_what_the_messages_leave_in_their_order(
    timing: str, moments: list[tuple[str, object, int]]
) -> None:
    stage = Stage()
    try:
        peer, heard = stage.registered(timing), []
        for word, first, pitch in moments:
            due = stage.hand.time + 0.02
            if word == "wait":
                stage.hand.time += first / 1000
                stage.turn()
            elif word == "timing":
                peer.say("/perf/notify", 1, 0, first)
                stage.turn(3)
            elif word == "strike":
                stage.say(Strike(first, pitch, 90, due))
            elif word == "release":
                stage.say(Release(first, pitch, due))
            elif word == "pedal":
                stage.say(ControlChange(first, 64, pitch, due))
            else:
                stage.say(Flush(first))
            heard += peer.messages()
            del pitch
        stage.hand.time += SOUNDING_EVERY
        stage.turn()
        heard += peer.messages()
        (place,) = [n for n, m in enumerate(heard) if m[0] == "/perf/sounding"][-1:]
        stated = heard[place][1]
        pairs = set(zip(stated[::2], stated[1::2], strict=True))
        assert pairs == by_stream(heard[:place])
    finally:
        stage.close()
