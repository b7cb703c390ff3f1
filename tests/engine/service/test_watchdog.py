"""The watchdog on a clock in the hand: it measures, repairs and tells; health is asked for."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from perf_engine.core.controls import Settings
from perf_engine.core.memory.recent_events import Remembered
from perf_engine.core.messages import Command, Prime, Reset, Seed, SetControls, SetMode, Start, Stop
from perf_engine.core.model.told import NOTHING
from perf_engine.core.playing.ensemble import VoicePlan
from perf_engine.core.playing.performer import Performer
from perf_engine.engine.helpers.helper import Helper
from perf_engine.engine.helpers.supervisor import Supervisor
from perf_engine.engine.service import watchdog as watchdog_module
from perf_engine.engine.service.service_manager import ServiceManager
from perf_engine.engine.service.watchdog import SETTLED, Watchdog, resident
from tests.engine.stage import FakePerformer, Peer, Stage
from tests.support.notified import Notified
from tests.support.rehearsed import WEIGHTS


class Player(FakePerformer):
    """A performer that owes sound, and strikes what the test wants."""

    owed: int | None = 0

    def __init__(self) -> None:
        super().__init__()
        self.own: list[Remembered] = []

    def owing(self) -> int | None:
        return self.owed

    def strikes(self, voice: int) -> Iterator[Remembered]:
        return reversed(self.own)

    def command(self, command: Command, now: float) -> None:
        super().command(command, now)
        if isinstance(command, Reset):
            self.own.clear()

    def strike(self, key: int) -> None:
        self.own.append(Remembered(0.5, 0, key, 80, True))


class Sleeper(Supervisor):
    """A process that waits for its end."""

    def _start(self) -> Helper:
        return Helper([sys.executable, "-c", "input()"])

    def _hear(self, line: str) -> None:
        raise AssertionError(line)

    def _failed(self, error: OSError) -> None:
        raise AssertionError(error)

    def _ended(self, status: int, pause: float) -> bool:
        return False


@pytest.fixture
def player() -> Player:
    return Player()


@pytest.fixture
def stage(player: Player) -> Iterator[Stage]:
    made = Stage(player)
    yield made
    made.close()


@pytest.fixture
def watchdog(stage: Stage) -> Watchdog:
    stage.loop.watchdog.repair()
    return stage.loop.watchdog


def health(stage: Stage) -> list[object]:
    peer = stage.peer()
    address, *values = stage.ask(peer, "/perf/health")
    assert address == "/perf/health.reply"
    return values


def names(player: Player) -> list[str]:
    return [type(command).__name__ for command in player.commands]


def test_music_that_flows_is_left_alone(stage: Stage, player: Player, watchdog: Watchdog) -> None:
    stage.wait(2.0)
    assert health(stage)[3] == -1  # nothing was struck
    for key in range(100):
        player.strike(40 + key % 50)
        stage.wait(2.0)
    assert player.commands == []
    assert watchdog.repairs == 0
    state, why, silent, patterns, *_ = health(stage)
    assert (state, why) == ("well", "")
    assert silent <= 4.0
    assert patterns > 40


def test_the_voice_that_is_silent_is_named_and_whether_others_play(
    caplog: pytest.LogCaptureFixture,
) -> None:
    class Two(Player):
        voices, owed = 2, 1

        def strikes(self, voice: int) -> Iterator[Remembered]:
            return super().strikes(voice) if voice == 0 else iter(())

    player = Two()
    made = Stage(player)
    try:
        made.loop.watchdog.repair()
        for key in range(22):
            player.strike(40 + key)
            made.wait(2.0)
        words = "voice 1 owes sound and has struck nothing, while others play"
        assert health(made)[1] == words
        assert f"Trouble: {words} (flow 4" in caplog.text
        assert "s, at most 30 s): a new seed" in caplog.text
        made.wait(21.0)
        assert health(made)[1] == "voice 1 owes sound and has struck nothing"
    finally:
        made.close()


def test_a_machine_that_owes_sound_and_strikes_nothing_is_excited_then_reset_then_given_up(
    stage: Stage, player: Player, watchdog: Watchdog, caplog: pytest.LogCaptureFixture
) -> None:
    reloaded: list[bool] = []
    stage.loop.models.reload = lambda: bool(reloaded.append(True))  # type: ignore[method-assign]
    stage.wait(36.0)
    assert player.commands == []
    stage.wait(7.0)
    assert names(player) == ["Seed", "Prime"]
    prime = player.commands[-1]
    assert isinstance(prime, Prime)
    assert len({note.pitch for note in prime.notes}) > 1
    stage.wait(10.0)
    assert names(player)[2:] == ["Reset", "SetMode", "Seed", "Prime"]
    assert not reloaded
    stage.wait(10.0)
    assert reloaded == [True]
    assert health(stage)[0] == "trouble"
    stage.wait(10.0)
    assert health(stage)[0] == "failing"
    assert "owes sound" in str(health(stage)[1])
    assert watchdog.repairs == 4
    assert caplog.text.count("Trouble: ") == 4
    player.strike(60)
    stage.wait(2.0)
    assert health(stage)[0] == "well"
    assert isinstance(player.commands[0], Seed)
    assert isinstance(player.commands[2], Reset)
    assert isinstance(player.commands[3], SetMode)


def test_only_the_voice_that_owes_is_repaired_and_the_pitches_that_it_had_are_its_new_ones(
    player: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    player.voices, player.owed = 3, 1
    stage = Stage(player)
    stage.loop.watchdog.repair()
    monkeypatch.setattr(watchdog_module, "SCALE", ())
    player.strike(101)
    stage.wait(55.0)
    assert names(player) == ["Seed", "Prime", "Reset", "SetMode", "Seed", "Prime"]
    assert [getattr(command, "voice", None) for command in player.commands] == [1] * 6
    for command in player.commands:
        if isinstance(command, Prime):
            assert {note.pitch for note in command.notes} == {101}
    stage.close()


def test_a_remedy_leaves_a_stopped_voice_stopped_and_a_healthy_one_its_memory() -> None:
    plans = [VoicePlan("solo"), VoicePlan("solo", seed=2), VoicePlan("duet", seed=3)]
    performer = Performer(WEIGHTS, voices=plans)
    stage = Stage(performer)
    try:
        command = stage.loop.instrument.command
        command(Start(), stage.hand.time)
        command(Stop(0), stage.hand.time)
        stage.wait(60.0)
        others = {voice: performer.remembered(voice) for voice in (0, 2)}
        assert all(others.values())
        assert stage.loop.instrument.owing() == 1
        assert any(event.own for event in performer.remembered(1))
        stage.loop.watchdog._excite(stage.hand.time, afresh=True)
        for voice, before in others.items():  # they hear the releases besides
            assert performer.remembered(voice)[: len(before)] == before
        assert not any(event.own for event in performer.remembered(1))
        stage.wait(60.0)
        assert not any(event.own for event in performer.remembered(0))
        assert next(performer.strikes(1)).own
        assert {voice for voice, _ in performer.sounding()} <= {1, 2}
    finally:
        stage.close()


@pytest.mark.parametrize("counted", ["phrases", "harmonies"])
def test_a_remedy_does_not_forget_what_novelty_has_counted(counted: str) -> None:
    new = Settings.defaults().changed({"novelty": 1.0, "density": 4.0, "longest_note": 20.0})
    performer = Performer(WEIGHTS, voices=[VoicePlan("solo", settings=new)])
    stage = Stage(performer)
    try:
        stage.loop.instrument.command(Start(), stage.hand.time)
        stage.wait(30.0)
        counts = getattr(performer._voices[0].improviser, counted)
        before = counts._sum
        assert before > 0
        stage.loop.watchdog._excite(stage.hand.time, afresh=True)
        assert getattr(performer._voices[0].improviser, counted) is counts
        assert counts._sum == before
        stage.wait(30.0)
        assert counts._sum > before
    finally:
        stage.close()


def test_a_prime_that_stands_still_is_silence_and_one_that_goes_on_is_none(
    stage: Stage, player: Player, watchdog: Watchdog
) -> None:
    stage.wait(36.0)
    player.owed, player.busy = None, True  # as after the first remedy, which primes the voice
    for _ in range(60):
        player.decisions += 1
        stage.wait(1.0)
    assert player.commands == []
    assert health(stage)[2] == 0.0
    stage.wait(60.0)
    assert names(player)[-4:] == ["Reset", "SetMode", "Seed", "Prime"]
    assert health(stage)[0] == "trouble"
    stage.wait(20.0)
    assert health(stage)[0] == "failing"


def test_a_silence_goes_on_though_the_memory_is_cleared_or_copied_to_another_model(
    stage: Stage, player: Player, watchdog: Watchdog
) -> None:
    def reload() -> bool:
        player.weights = SimpleNamespace(arrays={}, told=NOTHING)
        player.strike(60)  # as the new model's memory has
        return True

    stage.loop.models.reload = reload  # type: ignore[method-assign]
    player.strike(60)
    stage.wait(76.0)
    assert watchdog.repairs == 4
    assert watchdog.state == "failing"
    assert watchdog.vitals.silent > 60.0


def test_a_frozen_machine_may_repeat_itself(
    stage: Stage, player: Player, watchdog: Watchdog
) -> None:
    player.settings = player.settings.changed({"freeze": 1})
    for place in range(220):
        player.strike((60, 64, 67)[place % 3])
        stage.wait(1.0)
    assert player.commands == []


def test_nothing_is_changed_unless_that_is_wanted(stage: Stage, player: Player) -> None:
    stage.wait(600.0)
    assert player.commands == []
    assert health(stage)[0] == "trouble"
    assert health(stage)[8] == 0


def test_a_machine_that_owes_nothing_may_be_silent_and_a_sparse_one_for_longer(
    stage: Stage, player: Player, watchdog: Watchdog
) -> None:
    player.owed = None
    stage.wait(600.0)
    assert health(stage)[2] == 0.0
    player.owed = 0
    player.settings = player.settings.changed({"density": 0.1})
    stage.wait(250.0)
    assert names(player) == []
    assert health(stage)[0] == "well"


def test_a_loop_of_pitches_is_broken(stage: Stage, player: Player, watchdog: Watchdog) -> None:
    for place in range(220):
        player.strike((60, 64, 67)[place % 3])
        stage.wait(1.0)
    assert names(player)[:2] == ["Seed", "Prime"]
    assert "Reset" in names(player)


def test_a_late_loop_and_growing_memory_are_told(stage: Stage, player: Player) -> None:
    megabytes = [100.0]
    watchdog = Watchdog(
        stage.loop.context,
        stage.port,
        stage.loop.orders,
        stage.loop.models,
        lambda: megabytes[0],
    )
    player.owed = None
    watchdog.repair()
    now = stage.hand.time
    for second in range(int(SETTLED) + 30):
        watchdog.turn(now + second)
        assert watchdog.vitals.grown == 0.0
    megabytes[0] = 350.0
    for second in range(200):
        watchdog.turn(now + SETTLED + 100.0 + second)
    assert watchdog.vitals.grown == 250.0
    assert watchdog.state == "failing"
    megabytes[0] = 100.0
    for turn in range(100):
        watchdog.turn(now + 2000.0 + 1.5 * turn)
    assert watchdog.state == "trouble"
    assert watchdog.vitals.late == pytest.approx(0.5)


def test_a_port_that_a_fault_has_closed_is_opened_again(
    stage: Stage, player: Player, watchdog: Watchdog
) -> None:
    player.owed = None
    number = stage.port.number
    os.close(stage.port.socket.fileno())
    with socket.socket():  # another file takes its descriptor, as it happens
        stage.wait(5.0)
    assert stage.port.number == number
    assert health(stage)[0] == "well"
    assert watchdog.repairs == 1


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="the state is read in /proc")
def test_a_client_process_that_stands_still_is_ended(
    stage: Stage, player: Player, watchdog: Watchdog
) -> None:
    player.owed = None
    client = Sleeper(stage.hand.time)
    try:
        assert client._helper is not None
        watchdog.clients.append(client)
        stage.wait(40.0)
        assert watchdog.repairs == 0
        os.kill(client._helper.process.pid, signal.SIGSTOP)
        until = time.monotonic() + 60.0
        while not client.stopped:
            assert time.monotonic() < until
        stage.wait(60.0)
        assert watchdog.repairs == 1
        assert client._helper.process.wait(60.0) == -signal.SIGKILL
    finally:
        client.close()


def test_a_client_process_that_must_speak_and_does_not_is_ended(
    stage: Stage, player: Player, watchdog: Watchdog
) -> None:
    player.owed, opened = None, False
    client = Sleeper(stage.hand.time)
    try:
        assert client._helper is not None
        watchdog.speaking.append((client, lambda: opened))
        stage.wait(100.0)
        assert watchdog.repairs == 0
        opened = True
        stage.wait(10.0)
        assert client._helper.process.wait(60.0) == -signal.SIGKILL
    finally:
        client.close()


def test_the_service_manager_is_told_while_there_is_hope(
    stage: Stage, player: Player, watchdog: Watchdog, tmp_path: Path
) -> None:
    with Notified(tmp_path / "notify") as by:
        environment = {"NOTIFY_SOCKET": str(tmp_path / "notify"), "WATCHDOG_USEC": "1"}
        watchdog.manager = ServiceManager(environment)
        player.strike(60)
        stage.wait(5.0)
        first = by.told()
        assert first.count("WATCHDOG=1") >= 4
        assert first.count("STATUS=duet; the music is alive; repairs: 0") == 1
        stage.wait(70.0)
        by.told()
        assert watchdog.state == "failing"
        stage.wait(20.0)
        assert "WATCHDOG=1" not in by.told()
        player.strike(61)
        stage.wait(5.0)
        assert "WATCHDOG=1" in by.told()
        watchdog.manager.close()


class Saving:
    """Notes whether the saved state is abandoned."""

    saved_at = 99.0

    def __init__(self) -> None:
        self.abandoned = 0
        self.saves = True

    def abandon(self) -> None:
        self.abandoned += 1
        self.saves = False

    def save_again(self) -> None:
        self.saves = True


def test_what_led_to_the_same_trouble_soon_after_its_resumption_is_put_aside(
    stage: Stage, player: Player, watchdog: Watchdog
) -> None:
    saving = Saving()
    watchdog.autosave, watchdog.resumed = saving, True  # type: ignore[assignment]
    stage.wait(80.0)
    assert saving.abandoned == 1
    assert not saving.saves
    assert float(str(health(stage)[7])) > 60.0
    player.strike(60)
    stage.wait(2.0)
    assert saving.saves


@pytest.mark.parametrize(("resumed", "at_once"), [(False, True), (True, False)])
def test_what_is_saved_stays_without_a_resumption_or_long_after_one(
    stage: Stage, player: Player, watchdog: Watchdog, resumed: bool, at_once: bool
) -> None:
    saving = Saving()
    watchdog.autosave, watchdog.resumed = saving, resumed  # type: ignore[assignment]
    player.owed = 0 if at_once else None
    stage.wait(1.0 if at_once else SETTLED)
    player.owed = 0
    stage.wait(80.0)
    assert watchdog.state == "failing"
    assert saving.abandoned == 0


def test_another_trouble_than_the_music_leaves_what_is_saved(
    stage: Stage, player: Player, watchdog: Watchdog, monkeypatch: pytest.MonkeyPatch
) -> None:
    saving = Saving()
    watchdog.autosave, watchdog.resumed = saving, True  # type: ignore[assignment]
    player.owed = None
    monkeypatch.setattr(stage.port, "reopen", lambda: None)
    monkeypatch.setattr(type(stage.port), "open", property(lambda port: False))
    stage.wait(20.0)
    assert watchdog.state == "failing"
    assert saving.abandoned == 0


def test_a_real_machine_that_is_excited_plays_and_owes_by_its_mode() -> None:
    stage = Stage(Performer(WEIGHTS, mode="takeover", seed=1))
    try:
        watchdog = stage.loop.watchdog
        stage.loop.instrument.command(Start(), stage.hand.time)
        stage.wait(2.0)
        assert stage.loop.instrument.owing() is None
        watchdog._excite(stage.hand.time)
        stage.wait(15.0)
        assert stage.loop.instrument.owing() == 0
        assert next(stage.loop.instrument.strikes(0)).own
        stage.loop.instrument.command(SetControls((("mute", 1),)), stage.hand.time)
        assert stage.loop.instrument.owing() is None
    finally:
        stage.close()


def test_memory_is_measured_or_told_to_be_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    if Path("/proc/self/statm").exists():
        assert 5.0 < resident() < 10_000.0
    monkeypatch.setattr(watchdog_module, "STATM", tmp_path / "none")
    assert resident() == 0.0
    assert replace(Remembered(0.0, 0, 60, 1), own=True).own
    assert isinstance(Peer, type)
