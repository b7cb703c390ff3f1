"""The loop: what is asked and told, lost time, faults, the end."""

from __future__ import annotations

import logging
import math

import pytest

from perf_engine.core.messages import Command, Panic, Reset, Seed, SetMode, Start, Stop
from perf_engine.core.playing.ensemble import VoicePlan
from perf_engine.core.playing.performer import Performer
from perf_engine.engine.loop import DECIDING
from perf_engine.protocol.notes import Strike
from perf_engine.protocol.packets import build, bundle
from tests.engine.stage import WALL, Peer, Stage
from tests.support.rehearsed import WEIGHTS


def test_panic_forgets_what_was_put_off(stage: Stage, peer: Peer) -> None:
    peer.send(bundle(WALL + 110.0, [build("/perf/in/note", 0, 60, 100)]))
    stage.turn()
    assert stage.ask(peer, "/perf/panic") == ["/perf/done", "/perf/panic"]
    assert stage.loop.inbox.held() == 0
    assert stage.performer.commands == [Panic()]


def test_commands_are_handed_on_and_answered(stage: Stage, peer: Peer) -> None:
    for words in (
        ("/perf/start",),
        ("/perf/stop", 0),
        ("/perf/reset",),
        ("/perf/seed", 7),
        ("/perf/dumpOSC", 1),
    ):
        assert stage.ask(peer, *words) == ["/perf/done", words[0]]
    assert stage.performer.commands == [Start(), Stop(0), Reset(), Seed(7)]


def test_a_control_with_names_is_set_by_name_or_number_and_answers_by_name(
    stage: Stage, peer: Peer
) -> None:
    address = "/perf/param/scale"
    assert stage.ask(peer, address) == [address, "off"]
    for said in ("dorian", 2, 2.0):
        assert stage.ask(peer, address, said) == ["/perf/done", address, "dorian"]
    assert stage.ask(peer, "/perf/set", "scale_root", "F#", "scale", "lydian") == [
        "/perf/done",
        "/perf/set",
    ]
    assert stage.ask(peer, "/perf/get", "scale", "scale_root") == [
        "/perf/get",
        "scale",
        "lydian",
        "scale_root",
        "F#",
    ]
    assert stage.ask(peer, "/perf/param/scale_pitches", "0 2 4 7") == [
        "/perf/done",
        "/perf/param/scale_pitches",
        149,
    ]
    for name, wrong in (("scale", "dorain"), ("scale", 99), ("scale_pitches", "0 12")):
        answer = stage.ask(peer, f"/perf/param/{name}", wrong)
        assert answer[:3] == ["/perf/fail", f"/perf/param/{name}", 3]
        assert str(wrong).split()[-1] in answer[3]
    assert stage.ask(peer, address) == [address, "lydian"]


def test_getters_answer_on_their_own_address(stage: Stage, peer: Peer) -> None:
    assert stage.ask(peer, "/perf/param/nucleus") == ["/perf/param/nucleus", pytest.approx(0.95)]
    assert stage.ask(peer, "/perf/voice/0/transpose") == ["/perf/voice/0/transpose", 0]
    assert stage.ask(peer, "/perf/mode") == ["/perf/mode", "duet"]
    assert stage.ask(peer, "/perf/voice/0/mode", "solo") == [
        "/perf/done",
        "/perf/voice/0/mode",
        "solo",
    ]
    assert stage.ask(peer, "/perf/set", "transpose", 5, "share", 0.25) == [
        "/perf/done",
        "/perf/set",
    ]
    assert stage.ask(peer, "/perf/get", "transpose", "share") == [
        "/perf/get",
        "transpose",
        5,
        "share",
        0.25,
    ]
    assert len(stage.ask(peer, "/perf/get")) == 1 + 2 * len(stage.performer.settings.values)


def test_clients_hear_that_the_engine_lives_once_a_second(stage: Stage, peer: Peer) -> None:
    stage.ask(peer, "/perf/notify", 1)
    stage.wait(5.0)
    told = [m for m in peer.messages() if m[0] != "/perf/sounding"]
    assert told == [("/perf/alive", [n]) for n in range(1, 6)]


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
    stage.performer.due = lambda: -math.inf

    def broken(now: float, most: int = 1) -> list[object]:
        raise RuntimeError("broken")

    stage.performer.advance = broken
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
    assert "errors of this kind, in all: 5" in caplog.text


def test_an_endless_memory_is_mended_by_forgetting(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    stage.performer.finite = lambda: False
    stage.wait(1.1)
    assert stage.performer.forgotten
    assert "not finite" in caplog.text


def test_everything_is_silenced_and_closed_though_the_preparation_of_the_end_fails(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def failing() -> None:
        raise ValueError("the model has no style jazz")

    closed: list[str] = []
    monkeypatch.setattr(stage.loop.states, "close", lambda: closed.append("states"))
    monkeypatch.setattr(stage.loop.recorder, "close", lambda: closed.append("recorder"))
    stage.loop.before_the_end = failing
    stage.loop.end()
    assert stage.performer.commands == [Panic()]
    assert closed == ["states", "recorder"]
    assert "no style jazz" in caplog.text


def test_the_recording_is_closed_though_the_states_cannot_be(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing() -> None:
        raise OSError("no disk")

    closed: list[str] = []
    monkeypatch.setattr(stage.loop.states, "close", failing)
    monkeypatch.setattr(stage.loop.recorder, "close", lambda: closed.append("recorder"))
    with pytest.raises(OSError, match="no disk"):
        stage.loop.end()
    assert closed == ["recorder"]


def fail_once(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise RuntimeError("broken")

    with monkeypatch.context() as patch:
        patch.setattr(stage.loop, "step", broken)
        stage.turn()
    assert stage.loop._failures == 1


@pytest.mark.parametrize("stopped", [None, 0])
def test_a_voice_that_plays_by_itself_plays_on_after_a_failure_unless_it_is_stopped(
    stopped: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    plans = (VoicePlan("solo", 1), VoicePlan("solo", 2))
    stage = Stage(Performer(WEIGHTS, voices=plans))
    try:
        stage.loop.instrument.command(Start(), stage.hand.time)
        stage.wait(2.0)
        if stopped is not None:
            peer = stage.peer()
            assert stage.ask(peer, "/perf/stop", stopped) == ["/perf/done", "/perf/stop"]
        fail_once(stage, monkeypatch)
        strikes = stage.loop.instrument.strikes
        before = [next(strikes(voice), None) for voice in range(2)]
        stage.wait(20.0)
        plays = [next(strikes(voice), None) is not before[voice] for voice in range(2)]
        assert plays == [stopped is None, True]
    finally:
        stage.close()


def test_a_voice_that_cannot_go_on_after_a_failure_is_said_now_and_then_and_the_others_go_on(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    plans = (VoicePlan("solo", 1), VoicePlan("solo", 2))
    stage = Stage(Performer(WEIGHTS, voices=plans))
    carry_out, woken = stage.loop.instrument.command, list[int | None]()

    def command(command: Command, now: float) -> None:
        if isinstance(command, SetMode):
            woken.append(command.voice)
            if command.voice == 0:
                raise ZeroDivisionError("no way on")
        carry_out(command, now)

    try:
        stage.loop.instrument.command(Start(), stage.hand.time)
        stage.wait(2.0)
        monkeypatch.setattr(stage.loop.instrument, "command", command)
        fail_once(stage, monkeypatch)
        assert woken == [0, 1]
        assert caplog.text.count("voice 0 cannot go on after the failure") == 1
        assert "no way on" in caplog.text
        stage.loop._failures = 50
        stage.loop._wake()
        assert caplog.text.count("voice 0 cannot go on after the failure") == 1
    finally:
        stage.close()


@pytest.mark.parametrize("order", ["/perf/stop", "/perf/panic"])
def test_a_machine_that_was_silenced_stays_silent_after_a_failure(
    order: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = Stage(Performer(WEIGHTS, mode="solo", seed=1))
    try:
        stage.loop.instrument.command(Start(), stage.hand.time)
        stage.wait(5.0)
        stage.ask(stage.peer(), order)
        last = next(stage.loop.instrument.strikes(0))
        fail_once(stage, monkeypatch)
        stage.wait(20.0)
        assert next(stage.loop.instrument.strikes(0)) is last
    finally:
        stage.close()


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

    def advance(now: float, most: int = 1) -> list[object]:
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


@pytest.mark.parametrize("step", [3600.0, -3600.0, 1.7e9, 0.5])
def test_a_wall_clock_that_is_set_moves_no_note(step: float) -> None:
    """As by NTP after a start without a clock, and at the two ends of summer time."""

    def music(by: float) -> list[tuple[float, int, int]]:
        stage = Stage(Performer(WEIGHTS, mode="solo", seed=1))
        try:
            ear, heard = stage.registered("now"), []
            stage.loop.instrument.command(Start(), stage.hand.time)
            for tick in range(400):
                if tick == 200:
                    stage.hand.set_by = by
                stage.hand.time += 0.05
                stage.turn(4)
                for address, values in ear.messages():
                    if address in ("/perf/note", "/perf/noteoff"):
                        heard.append((stage.hand.time, int(values[1]), address == "/perf/note"))
            return heard
        finally:
            stage.close()

    as_usual = music(0.0)
    assert len(as_usual) > 10
    assert music(step) == as_usual
