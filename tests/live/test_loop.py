"""The loop: what is asked and told, lost time, faults, the end."""

from __future__ import annotations

import logging
import math

import pytest
from stage import WALL, Peer, Stage

from perf_engine.core.messages import (
    Panic,
    Reset,
    Seed,
    Start,
    Stop,
    Strike,
)
from perf_engine.live.loop import DECIDING
from perf_engine.live.osc import build, bundle


def test_panic_forgets_what_was_put_off(stage: Stage, peer: Peer) -> None:
    peer.send(bundle(WALL + 110.0, [build("/perf/in/note", 0, 60, 100)]))
    stage.turn()
    assert stage.ask(peer, "/perf/panic") == ["/perf/done", "/perf/panic"]
    assert stage.loop.inbox.held() == 0
    assert stage.performer.commands == [Panic()]


def test_commands_are_handed_on_and_answered(stage: Stage, peer: Peer) -> None:
    for words in (
        ("/perf/start",), ("/perf/stop", 0), ("/perf/reset",), ("/perf/seed", 7),
        ("/perf/dumpOSC", 1),
    ):  # fmt: skip
        assert stage.ask(peer, *words) == ["/perf/done", words[0]]
    assert stage.performer.commands == [Start(), Stop(0), Reset(), Seed(7)]


def test_getters_answer_on_their_own_address(stage: Stage, peer: Peer) -> None:
    assert stage.ask(peer, "/perf/param/nucleus") == ["/perf/param/nucleus", pytest.approx(0.95)]
    assert stage.ask(peer, "/perf/voice/0/transpose") == ["/perf/voice/0/transpose", 0]
    assert stage.ask(peer, "/perf/mode") == ["/perf/mode", "duet"]
    assert stage.ask(peer, "/perf/voice/0/mode", "solo") == [
        "/perf/done", "/perf/voice/0/mode", "solo",
    ]  # fmt: skip
    assert stage.ask(peer, "/perf/set", "transpose", 5, "share", 0.25) == [
        "/perf/done", "/perf/set",
    ]  # fmt: skip
    assert stage.ask(peer, "/perf/get", "transpose", "share") == [
        "/perf/get", "transpose", 5, "share", 0.25,
    ]  # fmt: skip
    assert len(stage.ask(peer, "/perf/get")) == 1 + 2 * len(stage.performer.settings.values)


def test_ping_status_and_version_are_answered(stage: Stage, peer: Peer) -> None:
    assert stage.ask(peer, "/perf/ping", 7) == ["/perf/pong", 7, int(WALL) + 100, 0]
    assert stage.ask(peer, "/perf/ping", "x") == ["/perf/pong", "x", int(WALL) + 100, 0]
    assert stage.ask(peer, "/perf/ping") == ["/perf/pong", 0, int(WALL) + 100, 0]
    stage.wait(2.0)
    address, running, clients, voices, _, _, late, dropped, _, model, uptime = stage.ask(
        peer, "/perf/status"
    )
    assert (address, running, clients, voices) == ("/perf/status.reply", 1, 0, 1)
    assert (late, dropped, model, uptime) == (0, 0, "fake", 2.0)
    assert stage.ask(peer, "/perf/version") == ["/perf/version.reply", "perf_engine", 0, 1, 0, 1]


def test_clients_hear_that_the_engine_lives_once_a_second(stage: Stage, peer: Peer) -> None:
    stage.ask(peer, "/perf/notify", 1)
    stage.wait(5.0)
    assert peer.messages() == [("/perf/alive", [n]) for n in range(1, 6)]


def test_lost_time_is_not_made_up_for(stage: Stage) -> None:
    stage.wait(3.0)
    assert stage.performer.resumed == []
    stage.hand.time += 60.0
    stage.turn()
    assert stage.performer.resumed == [163.0]
    stage.wait(3.0)
    assert len(stage.performer.resumed) == 1


def test_a_fault_that_stays_is_logged_a_few_times_only(
    stage: Stage, peer: Peer, caplog: pytest.LogCaptureFixture
) -> None:
    stage.performer.due = lambda: -math.inf  # type: ignore[method-assign]

    def broken(now: float) -> list[object]:
        raise RuntimeError("broken")

    stage.performer.advance = broken  # type: ignore[method-assign,assignment]
    stage.loop._failures = 3
    with caplog.at_level(logging.INFO):
        stage.turn(3)
    assert len(caplog.records) == 0
    assert stage.loop.statistics.failures == 3


def test_how_many_turns_failed_is_said_at_the_end(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    stage.loop.end()
    assert "failed" not in caplog.text
    stage.loop.statistics.failures = 5
    stage.loop.end()
    assert "turns that failed, in all: 5" in caplog.text


def test_an_endless_memory_is_mended_by_forgetting(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    stage.performer.finite = lambda: False  # type: ignore[method-assign]
    stage.wait(1.1)
    assert stage.performer.forgotten
    assert "not finite" in caplog.text


def test_packets_are_logged_when_asked_for(
    stage: Stage, peer: Peer, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        stage.ask(peer, "/perf/ping", 1)
        assert caplog.text == ""
        stage.ask(peer, "/perf/dumpOSC", 1)
        stage.ask(peer, "/perf/ping", 1)
    assert f"127.0.0.1:{peer.number} /perf/ping [1]" in caplog.text


def test_the_loop_ends_when_asked_and_silences_everything(stage: Stage, peer: Peer) -> None:
    stage.ask(peer, "/perf/notify", 1)
    stage.performer.keys = [(0, 60)]
    peer.say("/perf/quit")
    stage.loop.run()
    assert [a for a, _ in peer.messages()] == ["/perf/done", "/perf/flush", "/perf/noteoff"]
    assert stage.performer.commands == [Start(), Panic()]


def test_nothing_is_decided_just_before_something_is_due(
    stage: Stage, peer: Peer, monkeypatch: pytest.MonkeyPatch
) -> None:
    peer.say("/perf/notify", 1, peer.number, "now")
    stage.turn(3)
    peer.messages()
    advanced: list[float] = []
    sent: list[object] = []  # before the instrument was asked last
    due = 100.02

    def advance(now: float) -> list[object]:
        advanced.append(now)
        sent[:] = peer.messages()
        said, stage.performer.says = stage.performer.says, []
        return said

    monkeypatch.setattr(stage.performer, "advance", advance)
    stage.performer.says = [Strike(0, 60, 90, due)]
    stage.turn()
    monkeypatch.setattr(stage.performer, "due", lambda: 100.0)  # it has something to decide
    stage.hand.time = due - 2 * DECIDING
    stage.turn()
    assert advanced[-1] == stage.hand.time
    decided = len(advanced)
    stage.hand.time = due - DECIDING / 2
    stage.turn()
    assert len(advanced) == decided
    stage.hand.time = due
    stage.turn()
    assert len(advanced) == decided + 1
    assert sent == [("/perf/note", [0, 60, 90, 0.0])]
