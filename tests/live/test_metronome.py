"""Tempo, beat and transport over OSC, with the time in the hand."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from stage import WALL, Stage

from perf_engine.live.osc import build, bundle


@pytest.fixture
def stage() -> Iterator[Stage]:
    stage = Stage()
    yield stage
    stage.close()


def test_tempo_beat_and_transport_are_set_and_asked_for(stage):
    peer = stage.peer()
    assert stage.ask(peer, "/perf/tempo") == ["/perf/tempo", 120.0]
    assert stage.ask(peer, "/perf/tempo", 60) == ["/perf/done", "/perf/tempo", 60.0]
    assert stage.ask(peer, "/perf/beat", 8) == ["/perf/done", "/perf/beat", 8.0]
    assert stage.ask(peer, "/perf/transport", 1) == ["/perf/done", "/perf/transport", 1]
    stage.wait(2.0)
    assert stage.ask(peer, "/perf/beat") == ["/perf/beat", pytest.approx(10.0)]
    assert stage.ask(peer, "/perf/transport") == ["/perf/transport", 1]
    assert stage.ask(peer, "/perf/clock") == ["/perf/clock", "internal"]


def test_everybody_is_told_once_a_second_and_with_its_time_where_tags_are_read(stage):
    tagged, plain = stage.peer(), stage.peer()
    stage.ask(tagged, "/perf/notify", 1, 0, "bundle")
    stage.ask(plain, "/perf/notify", 1, 0, "now")
    stage.wait(2.0)
    assert not any(address == "/perf/pulse" for address, _ in plain.messages())
    tagged.messages()
    stage.ask(stage.peer(), "/perf/tempo", 60)
    stage.ask(stage.peer(), "/perf/transport", 1)
    stage.wait(2.0)
    pulses = [values for address, values in plain.messages() if address == "/perf/pulse"]
    assert pulses[:2] == [[0.0, 60.0, 0], [0.0, 60.0, 1]]
    assert len(pulses) == 4
    begun = stage.hand.time - 2.0
    told = [(tag, values) for tag, address, values in tagged.tagged() if address == "/perf/pulse"]
    assert all(
        values[0] == pytest.approx(tag - WALL - begun, abs=1e-3) for tag, values in told[1:]
    )


def test_only_the_clock_that_was_chosen_counts(stage):
    peer = stage.peer()
    assert stage.ask(peer, "/perf/tempo", 90, "midi") == []
    assert stage.performer.clock.tempo == 120.0
    stage.ask(peer, "/perf/clock", "midi")
    assert stage.ask(peer, "/perf/tempo", 90, "midi") == []
    assert stage.performer.clock.tempo == pytest.approx(90.0)
    address, code, text = stage.ask(peer, "/perf/tempo", 100)[1:]
    assert (address, code) == ("/perf/tempo", 6)
    assert "/perf/clock internal" in text
    assert stage.ask(peer, "/perf/beat", 1.0, "link") == []


def test_a_beat_for_a_time_holds_at_that_time(stage):
    peer = stage.peer()
    stage.ask(peer, "/perf/clock", "midi")
    messages = [build("/perf/tempo", 60.0, "midi"), build("/perf/beat", 5.0, "midi"),
                build("/perf/transport", 1, "midi")]
    at = stage.hand.time + 0.4
    peer.send(bundle(WALL + at, messages))
    stage.wait(1.0)
    assert stage.performer.clock.beat_at(at) == pytest.approx(5.0, abs=1e-4)
    assert stage.performer.clock.beat_at(at + 3.0) == pytest.approx(8.0, abs=1e-4)


def test_with_the_clock_osc_beats_that_are_counted_give_the_tempo(stage):
    peer = stage.peer()
    stage.ask(peer, "/perf/clock", "osc")
    for count in range(12):
        stage.ask(peer, "/perf/beat", count)
        stage.hand.time += 0.4
    assert stage.performer.clock.tempo == pytest.approx(150.0, rel=1e-3)


@pytest.mark.parametrize(
    "message", [("/perf/tempo", 1000), ("/perf/clock", "sun"), ("/perf/transport", 2)]
)
def test_what_is_out_of_range_is_refused_and_changes_nothing(stage, message):
    before = stage.performer.clock.tempo, stage.performer.clock.beat_at(0.0)
    answer = stage.ask(stage.peer(), *message)
    assert answer[:3] == ["/perf/fail", message[0], 3]
    assert (stage.performer.clock.tempo, stage.performer.clock.beat_at(0.0)) == before
