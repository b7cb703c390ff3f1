"""Tempo, beat and transport over OSC, with the time in the hand."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from perf_engine.protocol.packets import build, bundle
from tests.engine.stage import WALL, Stage


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
    assert stage.ask(peer, "/perf/clock") == ["/perf/clock", "auto"]


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
    assert pulses[:2] == [[0.0, 60.0, 0, 1.0], [0.0, 60.0, 1, 1.0]]
    assert len(pulses) == 4
    begun = stage.hand.time - 2.0
    told = [(tag, values) for tag, address, values in tagged.tagged() if address == "/perf/pulse"]
    assert all(values[0] == pytest.approx(tag - WALL - begun, abs=1e-3) for tag, values in told[1:])


def clicks(stage, peer, count, period):
    """A player strikes a key at each beat."""
    for _ in range(count):
        peer.send(build("/perf/in/note", 0, 60, 90))
        stage.wait(period / 2.0)
        peer.send(build("/perf/in/note", 0, 60, 0))
        stage.wait(period / 2.0)


def pulses(peer):
    return [values for address, values in peer.messages() if address == "/perf/pulse"]


def test_until_a_beat_is_given_the_one_that_is_heard_is_told_while_it_is_sure(stage):
    peer, player = stage.peer(), stage.peer()
    stage.ask(peer, "/perf/notify", 1, 0, "now")
    assert stage.ask(player, "/perf/clock") == ["/perf/clock", "auto"]
    clicks(stage, player, 24, 0.5)
    told = pulses(peer)
    assert len(told) >= 4
    for beat, tempo, running, confidence in told[-4:]:
        assert tempo == pytest.approx(120.0, rel=0.02)
        assert (running, confidence > 0.5) == (1, True)
        assert 0.0 <= beat < 30.0
    steps = [other[0] - one[0] for one, other in zip(told[-4:], told[-3:], strict=False)]
    assert steps == pytest.approx([2.0] * 3, abs=0.1)
    told = []
    for _ in range(40):
        stage.wait(1.0)
        told += pulses(peer)
        peer.say("/perf/notify", 1, 0, "now")  # its lease
    assert [running for *_, running, _ in told[-2:]] == [1, 0]
    assert len(told) < 25


def test_a_heard_beat_moves_no_clock_and_one_that_runs_counts_instead(stage):
    peer, player = stage.peer(), stage.peer()
    stage.ask(peer, "/perf/notify", 1, 0, "now")
    clicks(stage, player, 24, 0.4)
    assert (stage.performer.clock.tempo, stage.performer.clock.running) == (120.0, False)
    assert stage.ask(player, "/perf/tempo")[1] == pytest.approx(150.0, rel=0.02)
    assert 20.0 < stage.ask(player, "/perf/beat")[1] < 28.0
    assert stage.ask(player, "/perf/tempo", 90) == ["/perf/done", "/perf/tempo", 90.0]
    stage.ask(player, "/perf/transport", 1)
    assert stage.ask(player, "/perf/clock") == ["/perf/clock", "auto"]
    peer.messages()
    stage.wait(1.0)
    assert pulses(peer)[-1][1:] == [90.0, 1, 1.0]
    assert stage.ask(player, "/perf/tempo") == ["/perf/tempo", 90.0]
    stage.ask(player, "/perf/transport", 0)
    assert pulses(peer)[-1][1] == pytest.approx(150.0, rel=0.02)


def test_the_instrument_listens_with_the_clock_auto_only(stage):
    peer = stage.peer()
    for clock, listens in (("internal", False), ("auto", True), ("midi", False)):
        stage.ask(peer, "/perf/clock", clock)
        assert stage.performer.beat.listens == listens
    clicks(stage, peer, 24, 0.4)
    assert stage.ask(peer, "/perf/tempo") == ["/perf/tempo", 120.0]


def test_a_refused_tempo_leaves_the_engine_listening(stage):
    peer = stage.peer()
    stage.ask(peer, "/perf/tempo", 1000)
    assert stage.ask(peer, "/perf/clock") == ["/perf/clock", "auto"]


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


@pytest.mark.parametrize("clock", ["midi", "link"])
def test_auto_follows_a_clock_from_its_start_to_its_stop(stage, clock):
    peer, player = stage.peer(), stage.peer()
    stage.ask(peer, "/perf/notify", 1, 0, "now")
    stage.ask(player, "/perf/tempo", 90, clock)
    stage.ask(player, "/perf/beat", 16.0, clock)
    assert not stage.performer.clock.running
    stage.ask(player, "/perf/transport", 1, clock)
    assert stage.performer.clock.running
    assert stage.ask(player, "/perf/beat")[1] == pytest.approx(16.0, abs=0.1)
    stage.ask(player, "/perf/tempo", 90, clock)
    assert stage.ask(player, "/perf/tempo") == ["/perf/tempo", 90.0]
    assert stage.ask(player, "/perf/clock") == ["/perf/clock", "auto"]
    other = "link" if clock == "midi" else "midi"
    for address, value in (("/perf/tempo", 150.0), ("/perf/transport", 0)):
        stage.ask(player, address, value, other)
    assert (stage.performer.clock.running, stage.performer.clock.tempo) == (True, 90.0)
    stage.ask(player, "/perf/transport", 0, clock)
    assert not stage.performer.clock.running
    stage.ask(player, "/perf/tempo", 150.0, clock)
    assert stage.performer.clock.tempo == 90.0
    stage.ask(player, "/perf/transport", 1, other)
    assert stage.performer.clock.running


def test_auto_follows_no_clock_that_nobody_has_started_and_midi_does(stage):
    peer = stage.peer()
    stage.ask(peer, "/perf/transport", 1, "ticks")
    assert not stage.performer.clock.running
    stage.ask(peer, "/perf/clock", "midi")
    stage.ask(peer, "/perf/tempo", 77, "ticks")
    stage.ask(peer, "/perf/transport", 1, "ticks")
    assert (stage.performer.clock.running, stage.performer.clock.tempo) == (True, 77.0)


def test_auto_hears_again_when_a_clock_it_followed_is_gone_and_follows_it_when_it_is_back(stage):
    peer, player = stage.peer(), stage.peer()
    stage.ask(peer, "/perf/notify", 1, 0, "now")
    stage.ask(player, "/perf/transport", 1, "midi")
    for _ in range(4):
        stage.wait(1.0)
        stage.ask(player, "/perf/tempo", 100, "midi")
    assert stage.performer.clock.running
    stage.wait(5.0)
    assert not stage.performer.clock.running
    stage.ask(player, "/perf/tempo", 80, "midi")  # its ticks are back, and say no start
    assert (stage.performer.clock.running, stage.performer.clock.tempo) == (True, 80.0)
    stage.wait(5.0)
    stage.ask(player, "/perf/transport", 0, "midi")
    stage.ask(player, "/perf/tempo", 90, "midi")
    assert not stage.performer.clock.running


def test_a_clock_that_runs_is_followed_on_when_auto_is_chosen(stage):
    peer = stage.peer()
    for chosen in ("midi", "auto", "auto"):
        stage.ask(peer, "/perf/clock", chosen)
        stage.ask(peer, "/perf/transport", 1, "midi")
        stage.ask(peer, "/perf/tempo", 111, "midi")
        assert (stage.performer.clock.running, stage.performer.clock.tempo) == (True, 111.0)
        stage.ask(peer, "/perf/tempo", 99, "midi")
    stage.ask(peer, "/perf/transport", 0, "midi")
    assert not stage.performer.clock.running


def test_a_clock_that_a_person_stops_is_not_followed_before_its_own_stop(stage):
    peer = stage.peer()
    stage.ask(peer, "/perf/transport", 1, "link")
    assert stage.ask(peer, "/perf/transport", 0) == ["/perf/done", "/perf/transport", 0]
    stage.ask(peer, "/perf/transport", 1, "link")  # Link says it again and again
    stage.ask(peer, "/perf/tempo", 99, "link")
    assert (stage.performer.clock.running, stage.performer.clock.tempo) == (False, 120.0)
    stage.ask(peer, "/perf/transport", 0, "link")
    stage.ask(peer, "/perf/transport", 1, "link")
    assert stage.performer.clock.running


def test_a_clock_starts_in_the_tempo_and_at_the_beat_that_it_said(stage):
    peer = stage.peer()
    stage.ask(peer, "/perf/tempo", 60, "midi")
    stage.ask(peer, "/perf/beat", 8.0, "midi")
    stage.wait(0.5)
    stage.ask(peer, "/perf/transport", 1, "midi")
    assert stage.performer.clock.tempo == 60.0
    assert stage.ask(peer, "/perf/beat")[1] == pytest.approx(8.5, abs=0.1)


def test_a_beat_for_a_time_holds_at_that_time(stage):
    peer = stage.peer()
    stage.ask(peer, "/perf/clock", "midi")
    messages = [
        build("/perf/tempo", 60.0, "midi"),
        build("/perf/beat", 5.0, "midi"),
        build("/perf/transport", 1, "midi"),
    ]
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
