"""What a player took over, at clients in each timing."""

from __future__ import annotations

import pytest

from perf_engine.core.messages import Withdraw
from perf_engine.protocol.notes import ControlChange, Flush, Release, Strike
from tests.engine.stage import Peer, Stage


def heard(peer: Peer) -> list[tuple[str, int]]:
    notes = {"/perf/note", "/perf/noteoff", "/perf/cc"}
    return [(a, v[1]) for a, v in peer.messages() if a in notes]


def until(stage: Stage, time: float) -> None:
    stage.hand.time = time
    stage.turn()


def test_a_strike_that_waits_is_not_sent_nor_is_its_end(stage: Stage) -> None:
    peer = stage.registered("now")
    stage.say(Strike(0, 60, 90, 100.02), Strike(0, 64, 90, 100.02))
    stage.say(Withdraw(0, 60, True, 100.01))
    until(stage, 100.1)
    stage.say(Release(0, 60, 100.1), Release(0, 64, 100.1))
    assert heard(peer) == [("/perf/note", 64), ("/perf/noteoff", 64)]


def test_a_release_that_waits_is_not_sent_but_the_one_that_is_owed(stage: Stage) -> None:
    peer = stage.registered("now")
    stage.say(Strike(0, 60, 90, 100.0), Release(0, 60, 100.02))
    stage.say(Withdraw(0, 60, False, 100.01))
    until(stage, 100.1)
    assert heard(peer) == [("/perf/note", 60)]
    stage.say(Release(0, 60, 100.1))
    assert heard(peer) == [("/perf/noteoff", 60)]


def test_what_is_due_before_is_sent(stage: Stage) -> None:
    peer = stage.registered("now")
    stage.say(Strike(0, 60, 90, 100.02))
    stage.say(Withdraw(0, 60, True, 100.03))
    until(stage, 100.1)
    stage.say(Release(0, 60, 100.1))
    assert heard(peer) == [("/perf/note", 60), ("/perf/noteoff", 60)]


@pytest.mark.parametrize("timing", ["bundle", "ahead"])
def test_what_was_sent_ahead_ends_once(stage: Stage, timing: str) -> None:
    peer = stage.registered(timing)
    stage.say(Strike(0, 60, 90, 100.02), Strike(0, 64, 90, 100.0), Release(0, 64, 100.02))
    stage.say(Withdraw(0, 60, True, 100.01), Withdraw(0, 64, False, 100.01))
    stage.say(Release(0, 60, 100.1), Release(0, 64, 100.1))
    assert sorted(heard(peer)) == [
        ("/perf/note", 60),
        ("/perf/note", 64),
        ("/perf/noteoff", 60),
        ("/perf/noteoff", 64),
    ]


def test_a_pedal_is_as_a_key(stage: Stage) -> None:
    peer = stage.registered("now")
    stage.say(ControlChange(0, 64, 100, 100.02), Strike(0, 60, 90, 100.02))
    stage.say(Withdraw(0, 128, True, 100.01))
    until(stage, 100.1)
    stage.say(ControlChange(0, 64, 0, 100.1))
    assert heard(peer) == [("/perf/note", 60)]


def test_a_strike_after_that_ends_as_any(stage: Stage) -> None:
    peer = stage.registered("now")
    stage.say(Strike(0, 60, 90, 100.02), Withdraw(0, 60, True, 100.01))
    stage.say(Strike(0, 60, 90, 100.0), Release(0, 60, 100.0))
    assert heard(peer) == [("/perf/note", 60), ("/perf/noteoff", 60)]


def test_a_flush_ends_everything_whatever_was_withdrawn(stage: Stage) -> None:
    peer = stage.registered("now")
    stage.say(Strike(0, 60, 90, 100.02), Withdraw(0, 60, True, 100.01))
    stage.say(Flush(0), Release(0, 60, 100.0))
    assert heard(peer) == [("/perf/noteoff", 60)]
