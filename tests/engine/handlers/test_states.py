"""States on the wire: kept, recalled, blended, listed, and there again after a restart."""

from __future__ import annotations

import select
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from perf_engine.core.messages import Recall, SetControls
from perf_engine.core.playing.performer import Performer
from perf_engine.engine.handlers import states as states_module
from perf_engine.engine.handlers.states import MOST_WAITING, home
from perf_engine.engine.helpers.helper import Gap
from perf_engine.engine.helpers.state_files import MOST_STATES, SUFFIX
from perf_engine.protocol.errors import Code
from perf_engine.protocol.packets import build
from tests.engine.stage import Peer, Stage
from tests.support.rehearsed import OTHER, WEIGHTS

ELSEWHERE = ("192.0.2.7", 9000)


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Callable[..., Stage]]:
    stages: list[Stage] = []

    def make(weights=WEIGHTS) -> Stage:
        stage = Stage(Performer(weights, seed=4))
        stage.loop.states.open(tmp_path)
        stages.append(stage)
        return stage

    yield make
    for stage in stages:
        stage.loop.states.close()
        stage.close()


@pytest.fixture
def stage(made: Callable[..., Stage]) -> Stage:
    return made()


def until(stage: Stage, peer: Peer, address: str | None, seconds: float = 60.0) -> list[object]:
    """Let time pass, and the helper work, until the peer is told this; None: until all is done."""
    states, end = stage.loop.states, time.monotonic() + seconds
    while time.monotonic() < end:
        if states.fileno() >= 0:
            select.select([states], [], [], 0.1)
        stage.hand.time += 0.001
        stage.turn()
        if address is None and not states.busy:
            return []
        for told, arguments in peer.messages():
            if told == address:
                return arguments
    raise AssertionError(f"no {address} came")


def heard(stage: Stage, peer: Peer, keys: range) -> None:
    for key in keys:
        peer.say("/perf/in/note", 0, key, 80, 0.1)
        stage.wait(0.5)


def hidden(stage: Stage) -> bytes:
    performer = stage.performer
    assert isinstance(performer, Performer)
    return performer.kept("now").hidden


def test_a_state_is_kept_recalled_and_there_after_a_restart(
    made: Callable[..., Stage], tmp_path: Path
) -> None:
    first = made()
    peer = first.peer()
    heard(first, peer, range(60, 70))
    peer.say("/perf/mode", "listen")
    first.wait(0.2)
    peer.messages()
    kept = hidden(first)
    peer.say("/perf/state/save", "calm")
    assert until(first, peer, "/perf/done") == ["/perf/state/save", "calm"]
    assert (tmp_path / f"calm{SUFFIX}").is_file()
    heard(first, peer, range(40, 45))
    assert hidden(first) != kept
    assert first.ask(peer, "/perf/state/recall", "calm") == [
        "/perf/done",
        "/perf/state/recall",
        "calm",
    ]
    assert hidden(first) == kept
    second = made()
    peer = second.peer()
    until(second, peer, None)
    peer.say("/perf/mode", "listen")
    assert second.ask(peer, "/perf/state/recall", "calm", 0) == [
        "/perf/done",
        "/perf/mode",
        "listen",
    ]
    second.turn(3)
    assert hidden(second) == kept


def test_states_are_listed_and_a_folder_is_read_again(
    stage: Stage, peer: Peer, tmp_path: Path
) -> None:
    peer = stage.peer()
    for name in ("b", "a"):
        peer.say("/perf/state/save", name)
        until(stage, peer, "/perf/done")
    (tmp_path / f"b{SUFFIX}").rename(tmp_path / f"c{SUFFIX}")
    (tmp_path / f"bad{SUFFIX}").write_text("x")
    peer.say("/perf/state/list")
    assert until(stage, peer, "/perf/state/list.reply") == ["a", "c"]
    _, address, code, text = stage.ask(peer, "/perf/state/recall", "bad")
    assert (address, code) == ("/perf/state/recall", Code.REFUSED)
    assert "it is damaged" in str(text)
    assert stage.ask(peer, "/perf/state/recall", "b")[2] == Code.NOT_FOUND
    peer.say("/perf/state/save", "bad")  # it may be written anew
    until(stage, peer, "/perf/done")
    assert stage.ask(peer, "/perf/state/recall", "bad")[0] == "/perf/done"


def test_a_morph_lies_between_two_states(stage: Stage, peer: Peer) -> None:
    peer = stage.peer()
    peer.say("/perf/mode", "listen")
    heard(stage, peer, range(60, 66))
    peer.say("/perf/state/save", "one")
    until(stage, peer, "/perf/done")
    one = hidden(stage)
    heard(stage, peer, range(40, 46))
    usual, stage.loop.states._gap = stage.loop.states._gap, Gap(lambda now: 0.0)
    peer.say("/perf/state/save", "other")  # no process begins to write it before time passes
    other = hidden(stage)
    stage.turn(3)  # at hand before it is written
    peer.messages()
    for amount, expected in ((0.0, one), (1.0, None), (0.5, None)):
        peer.say("/perf/state/morph", "one", "other", amount)
        stage.turn(3)
        if expected is not None:
            assert hidden(stage) == expected
    assert hidden(stage) not in (one, other)
    peer.messages()
    assert stage.ask(peer, "/perf/state/morph", "one", "nobody", 0.5)[1:] == [
        "/perf/state/morph",
        Code.BUSY,
        "there is no state nobody yet; states are being read",
    ]
    stage.loop.states._gap = usual
    until(stage, peer, None)
    peer.messages()
    before = hidden(stage)
    for wrong in (1.5, -0.5):
        answer = stage.ask(peer, "/perf/state/morph", "one", "other", wrong)
        assert answer[2] == Code.OUT_OF_RANGE
    assert stage.ask(peer, "/perf/state/morph", "one", "nobody", 0.5)[2] == Code.NOT_FOUND
    assert hidden(stage) == before


def test_a_state_of_another_model_is_refused_with_a_sentence(made: Callable[..., Stage]) -> None:
    first = made(OTHER)
    peer = first.peer()
    peer.say("/perf/state/save", "theirs")
    until(first, peer, "/perf/done")
    second = made()
    peer = second.peer()
    until(second, peer, None)
    before = hidden(second)
    assert second.ask(peer, "/perf/state/recall", "theirs") == [
        "/perf/fail",
        "/perf/state/recall",
        Code.REFUSED,
        "the state theirs is of the model other, not of small that plays",
    ]
    peer.say("/perf/state/save", "ours")
    until(second, peer, "/perf/done")
    answer = second.ask(peer, "/perf/state/morph", "ours", "theirs", 0.5)
    assert answer[2] == Code.REFUSED
    assert "belong to two models" in str(answer[3])
    assert hidden(second) == before


def test_names_numbers_and_voices_are_checked(stage: Stage) -> None:
    peer = stage.peer()
    until(stage, peer, None)
    for name in ("../x", "", "a/b", "x" * 41):
        assert stage.ask(peer, "/perf/state/save", name)[2] == Code.OUT_OF_RANGE
    assert stage.ask(peer, "/perf/state/save", "a", 3)[2] == Code.NOT_FOUND
    assert stage.ask(peer, "/perf/state/save", 3)[2] == Code.BAD_TYPES
    for number in range(MOST_STATES):
        stage.loop.states._known[f"s{number}"] = stage.loop.states._instrument.kept("s")
    assert stage.ask(peer, "/perf/state/save", "more")[2] == Code.REFUSED
    assert stage.ask(peer, "/perf/state/recall", "s1", 3)[2] == Code.NOT_FOUND
    assert not stage.loop.states.busy


def test_the_helper_has_only_so_much_to_do(stage: Stage) -> None:
    peer = stage.peer()
    for number in range(MOST_WAITING + 2):
        peer.say("/perf/state/save", f"s{number}")
    assert until(stage, peer, "/perf/fail")[1] == Code.BUSY


def test_a_sync_waits_until_a_state_is_written(stage: Stage) -> None:
    peer = stage.peer()
    peer.say("/perf/state/save", "a")
    peer.say("/perf/sync", 5)
    order: list[str] = []
    end = time.monotonic() + 60.0
    states = stage.loop.states
    while "/perf/synced" not in order and time.monotonic() < end:
        if states.fileno() >= 0:  # the helper works in real time, the hand goes on by itself
            select.select([states], [], [], 0.1)
        stage.hand.time += 0.001
        stage.turn()
        order += [a for a, _ in peer.messages() if a in ("/perf/done", "/perf/synced")]
    assert order == ["/perf/done", "/perf/synced"]


def test_what_cannot_be_written_is_kept_until_the_end_and_said(
    stage: Stage, tmp_path: Path
) -> None:
    peer = stage.peer()
    until(stage, peer, None)
    (tmp_path / "file").write_text("")
    stage.loop.states.folder = tmp_path / "file"
    peer.say("/perf/state/save", "a")
    address, code, text = until(stage, peer, "/perf/fail")
    assert (address, code) == ("/perf/state/save", Code.INTERNAL)
    assert "a is kept until the engine ends, but not written" in str(text)
    assert stage.ask(peer, "/perf/state/recall", "a")[0] == "/perf/done"
    stage.loop.states.folder = tmp_path
    peer.say("/perf/state/list")
    assert until(stage, peer, "/perf/state/list.reply") == ["a"]


def test_a_helper_that_dies_or_hangs_is_told_of(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    peer = stage.peer()
    until(stage, peer, None)
    monkeypatch.setattr(states_module, "MODULE", "tests.support.idle_helper")
    peer.say("/perf/state/list")
    while stage.loop.states.fileno() < 0:
        stage.hand.time += 0.1
        stage.turn()
    stage.loop.states._helper.process.kill()
    assert "ended early" in str(until(stage, peer, "/perf/fail")[2])
    monkeypatch.setattr(states_module, "MODULE", "perf_engine.engine.helpers.state_files")
    peer.say("/perf/state/save", "a")
    while stage.loop.states.fileno() < 0:
        stage.hand.time += 0.1
        stage.turn()
    stage.hand.time += 30.0
    stage.turn(2)
    assert not stage.loop.states._work


def test_the_end_writes_what_was_kept(
    made: Callable[..., Stage], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(states_module, "GOODBYE", 60.0)  # two processes start, one by one
    stage = made()
    peer = stage.peer()
    for name in ("a", "b"):
        peer.say("/perf/state/save", name)
    stage.turn(2)
    stage.loop.states.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"a{SUFFIX}", f"b{SUFFIX}"]


def test_a_state_is_written_for_this_machine_only(stage: Stage) -> None:
    told: list[bytes] = []
    stage.loop.outbox._send = lambda data, where: told.append(data) or True
    from perf_engine.engine.input.inbox import Letter

    now = stage.hand.time
    stage.loop.dispatcher.carry_out(Letter(build("/perf/state/save", "a"), ELSEWHERE, now, now))
    assert b"own computer only" in told[0]
    assert stage.loop.states._known == {}


def test_freezing_is_the_control(peer: Peer) -> None:
    stage = Stage()
    peer = stage.peer()
    assert stage.ask(peer, "/perf/state/freeze", 1) == ["/perf/done", "/perf/state/freeze", 1]
    assert stage.performer.commands == [SetControls((("freeze", 1),), None)]
    assert stage.ask(peer, "/perf/state/freeze") == ["/perf/state/freeze", 1]
    stage.close()


def test_a_recall_is_a_command_with_its_stamp(peer: Peer) -> None:
    stage = Stage()
    peer = stage.peer()
    state = stage.performer.kept("a")
    stage.loop.states._known["a"] = state
    stage.ask(peer, "/perf/state/recall", "a")
    stage.ask(peer, "/perf/state/recall", "a", 0)
    assert stage.performer.commands == [Recall(state), Recall(state, 0)]
    stage.close()


def test_the_usual_folder_is_that_of_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", "/data")
    assert home() == Path("/data/perf_engine/states")
    monkeypatch.delenv("XDG_DATA_HOME")
    monkeypatch.delenv("APPDATA", raising=False)
    assert home() == Path.home() / ".local" / "share" / "perf_engine" / "states"
