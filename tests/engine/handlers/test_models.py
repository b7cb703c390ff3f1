"""Models on the wire: listed, described, loaded beside the playing, refused with a sentence."""

from __future__ import annotations

import logging
import math
import select
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from safetensors.numpy import save_file

from perf_engine.core.messages import Dismiss, Prepare, SetControls, Start, TakeOver
from perf_engine.core.model.gru import Weights
from perf_engine.core.model.model_file import ModelInfo
from perf_engine.core.model.sizes import Sizes
from perf_engine.core.model.vocabulary import Vocabulary
from perf_engine.core.playing.performer import Performer
from perf_engine.engine.handlers import models as models_module
from perf_engine.engine.helpers import helper as helper_module
from perf_engine.engine.helpers import memory
from perf_engine.engine.helpers.model_delivery import Delivery
from perf_engine.engine.helpers.model_files import load_model
from perf_engine.protocol.errors import Code
from perf_engine.protocol.packets import build
from tests.engine.stage import Peer, Stage
from tests.support.broken_models import tensors, write
from tests.support.ignorant_model import SIZES
from tests.support.styled_model import styled

ELSEWHERE = ("192.0.2.7", 9000)


@pytest.fixture(autouse=True)
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where models are found, by the process that reads models too."""
    folder = tmp_path / "shelf"
    folder.mkdir()
    monkeypatch.setenv("PERF_MODELS", str(folder))
    write(folder / "small.safetensors")
    return folder


@pytest.fixture
def stage() -> Iterator[Stage]:
    made = Stage()
    yield made
    made.loop.models.close()
    made.close()


def until(stage: Stage, peer: Peer, address: str, seconds: float = 60.0) -> list[object]:
    """Let time pass, and the model reader work, until the peer is told this."""
    models, end = stage.loop.models, time.monotonic() + seconds
    while time.monotonic() < end:
        if models.fileno() >= 0:
            select.select([models], [], [], 0.1)
        stage.hand.time += 0.001
        stage.turn()
        for told, arguments in peer.messages():
            if told == address:
                return arguments
    raise AssertionError(f"no {address} came")


def test_models_are_listed_and_described(
    stage: Stage, peer: Peer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    peer.say("/perf/model/list")
    shipped = ["broad", "general", "jazz", "pop", "romantic"]
    assert until(stage, peer, "/perf/model/list.reply") == [*shipped, "small"]
    peer.say("/perf/model/info", "small")
    said = until(stage, peer, "/perf/model/info.reply")
    assert dict(zip(said[::2], said[1::2], strict=True))["hidden"] == 32
    peer.say("/perf/model/info", "nothing")
    address, code, text = until(stage, peer, "/perf/fail")
    assert (address, code) == ("/perf/model/info", Code.NOT_FOUND)
    assert f"there is no model nothing; known models are: {', '.join(shipped)}, small" in text
    assert f"/perf/model/info: {text}"[:100] in caplog.text  # the terminal shows it too


def test_of_no_name_the_one_that_plays_is_described(stage: Stage, peer: Peer) -> None:
    stage.loop.models._file = "small"
    peer.say("/perf/model/info")
    assert until(stage, peer, "/perf/model/info.reply")[:2] == ["name", "small"]


def test_a_model_is_prepared_then_takes_over_and_everybody_is_told(
    stage: Stage, peer: Peer
) -> None:
    other = stage.peer()
    stage.ask(other, "/perf/notify", 1)
    stage.performer.to_learn = 20
    peer.say("/perf/model/load", "small")
    peer.say("/perf/model/load", "small")
    assert until(stage, peer, "/perf/fail")[:2] == ["/perf/model/load", Code.BUSY]
    peer.say("/perf/sync", 6)
    shares = []
    while not shares or shares[-1] < 1.0:
        address, share, name = until(stage, peer, "/perf/progress")
        assert (address, name) == ("/perf/model/load", "small")
        shares.append(share)
    assert shares == sorted(shares)
    assert ("/perf/running", ["small"]) in other.messages()
    prepare, take_over = stage.performer.commands
    assert isinstance(prepare, Prepare)
    assert prepare.weights.sizes.hidden == 32
    assert take_over == TakeOver()
    assert stage.ask(peer, "/perf/status")[9] == "small"
    assert not stage.loop.models.busy


def test_a_sync_waits_until_the_model_plays(stage: Stage, peer: Peer) -> None:
    peer.say("/perf/model/load", "small")
    peer.say("/perf/sync", 6)
    order: list[str] = []
    end = time.monotonic() + 60.0
    models = stage.loop.models
    while "/perf/synced" not in order and time.monotonic() < end:
        if models.fileno() >= 0:  # the reader works in real time, the hand goes on by itself
            select.select([models], [], [], 0.1)
        stage.hand.time += 0.001
        stage.turn()
        order += [a for a, _ in peer.messages() if a in ("/perf/done", "/perf/synced")]
    assert order == ["/perf/done", "/perf/synced"]


@pytest.mark.parametrize("name", ["/x/small.safetensors", "../small", "small.safetensors"])
def test_files_are_read_for_this_machine_only(stage: Stage, name: str) -> None:
    told: list[bytes] = []
    stage.loop.outbox._send = lambda data, where: told.append(data) or True
    for address in ("/perf/model/load", "/perf/model/info"):
        stage.loop.dispatcher.take(build(address, name), ELSEWHERE, stage.hand.time)
        stage.turn()
    assert [b"/perf/fail" in data for data in told] == [True, True]
    assert not stage.loop.models.busy


def test_too_many_questions_are_busy(stage: Stage, peer: Peer) -> None:
    for _ in range(40):
        peer.say("/perf/model/list")
    stage.turn(8)
    fails = [values for address, values in peer.messages() if address == "/perf/fail"]
    assert fails
    assert {code for _, code, _ in fails} == {Code.BUSY}


def test_work_waits_for_a_gap_but_not_for_ever(stage: Stage, peer: Peer) -> None:
    models = stage.loop.models
    stage.performer.due = lambda: stage.hand.time + 0.004  # something is always due soon
    peer.say("/perf/model/list")
    began = stage.hand.time
    while models.fileno() < 0 and stage.hand.time < began + 60.0:
        stage.hand.time += 0.01
        stage.turn()
    assert 1.9 < stage.hand.time - began < 2.2


def test_a_librarian_that_says_nothing_is_given_up(
    stage: Stage, peer: Peer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mute.py").write_text("")
    (tmp_path / "asleep.py").write_text("import time\ntime.sleep(600)")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(models_module, "MODULE", "mute")
    peer.say("/perf/model/load", "small")
    assert until(stage, peer, "/perf/fail")[2] == "the reading of the model ended early"
    monkeypatch.setattr(models_module, "MODULE", "asleep")
    peer.say("/perf/model/load", "small")
    stage.turn(3)
    child = stage.loop.models._helper
    assert child is not None
    stage.hand.time += 61.0
    assert "took longer than 60 s" in until(stage, peer, "/perf/fail")[2]
    child.process.wait(60)
    assert stage.performer.commands == [Dismiss(), Dismiss()]


def test_no_helper_is_one_sentence(
    stage: Stage, peer: Peer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*arguments: object, **options: object) -> None:
        raise OSError("no more processes")

    monkeypatch.setattr(helper_module.subprocess, "Popen", refuse)
    peer.say("/perf/model/load", "small")
    assert until(stage, peer, "/perf/fail")[1:] == [
        Code.INTERNAL,
        "no helper could be started: no more processes",
    ]
    assert not stage.loop.models.busy


def test_a_fault_that_stays_ends_the_loading(stage: Stage, peer: Peer) -> None:
    peer.say("/perf/model/load", "small")
    stage.turn(3)
    stage.loop.models.give_up("the engine failed several times")
    assert until(stage, peer, "/perf/fail")[1] == Code.INTERNAL
    assert not stage.loop.models.busy


def save_model(path: Path, sizes: Sizes, vocabulary: Vocabulary) -> None:
    metadata = ModelInfo(path.stem, sizes, vocabulary).to_metadata()
    save_file(tensors(sizes, vocabulary), path, metadata=metadata)


def test_a_model_without_the_part_that_is_played_is_refused_and_the_old_plays_on(
    shelf: Path,
) -> None:
    weights = Weights(tensors(), SIZES, Vocabulary())
    save_model(shelf / "drums.safetensors", Sizes(16, 8, 8, 8), Vocabulary(("drums",)))
    save_model(shelf / "wide.safetensors", Sizes(48, 8, 8, 8), Vocabulary(("bass", "piano"), 64, 9))
    stage = Stage(Performer(weights, mode="solo", seed=1))
    stage.performer.command(Start(), stage.hand.time)
    peer = stage.peer()
    try:
        peer.say("/perf/model/load", "drums")
        assert until(stage, peer, "/perf/fail") == [
            "/perf/model/load",
            Code.REFUSED,
            "the model has no part piano, which is in use; it has drums",
        ]
        assert stage.performer.weights is weights
        peer.say("/perf/notify", 1, 0, "now", 0.0)
        until(stage, peer, "/perf/note")
        peer.say("/perf/model/load", "wide")
        assert until(stage, peer, "/perf/running") == ["wide"]
        assert stage.performer.weights.sizes.hidden == 48
        until(stage, peer, "/perf/note")
        models, end = stage.loop.models, time.monotonic() + 60.0
        while models._again < math.inf and time.monotonic() < end:
            if models.fileno() >= 0:
                select.select([models], [], [], 0.1)
            stage.hand.time += 0.01
            stage.turn()
        assert models._attic == []  # the old one is let go
        assert not helper_module.reap()
        assert stage.loop.statistics.failures == 0
    finally:
        stage.loop.models.close()
        stage.close()


@pytest.mark.parametrize("where", ["take", "weights"])
def test_memory_that_is_not_there_is_a_refusal(
    stage: Stage, peer: Peer, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    def refuse(delivery: Delivery) -> None:
        raise MemoryError

    monkeypatch.setattr(Delivery, where, refuse)
    peer.say("/perf/model/load", "small")
    address, code, text = until(stage, peer, "/perf/fail")
    assert (address, code) == ("/perf/model/load", Code.REFUSED)
    assert text == "there is not enough memory for it"
    assert not stage.loop.models.busy
    assert stage.loop.statistics.failures == 0


def test_a_model_that_would_not_fit_is_not_begun(
    stage: Stage, peer: Peer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "limited", lambda: 1_000_000)
    peer.say("/perf/model/load", "small")
    assert "there is not enough memory" in str(until(stage, peer, "/perf/fail")[2])
    assert not stage.loop.models.busy


def test_the_styles_of_the_model_are_listed_and_one_that_is_lost_is_told(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    weights = styled(Weights(tensors(), SIZES, Vocabulary()), ("folk", "jazz"))
    stage = Stage(Performer(weights, mode="solo", seed=1))
    peer = stage.peer()
    try:
        assert stage.ask(peer, "/perf/model/styles")[1:] == ["folk", "jazz"]
        stage.performer.command(SetControls((("style", "jazz"),)), stage.hand.time)
        peer.say("/perf/model/load", "small")
        assert until(stage, peer, "/perf/done") == ["/perf/model/load", "small", "jazz"]
        assert stage.ask(peer, "/perf/param/style") == ["/perf/param/style", 0]
        assert stage.ask(peer, "/perf/model/styles")[1:] == []
        assert "style of voice 0 is none now: small has no jazz." in caplog.text
    finally:
        stage.loop.models.close()
        stage.close()


def test_the_model_that_plays_is_read_again_and_takes_over(
    shelf: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    weights, _ = load_model(shelf / "small.safetensors")
    stage = Stage(Performer(weights, mode="solo", seed=1))
    stage.loop.models._file = str(shelf / "small.safetensors")
    try:
        assert stage.loop.models.reload()
        assert not stage.loop.models.reload()
        end = time.monotonic() + 60.0
        while stage.loop.models.busy:
            assert time.monotonic() < end
            if stage.loop.models.fileno() >= 0:
                select.select([stage.loop.models], [], [], 0.1)
            stage.hand.time += 0.001
            stage.turn()
        assert "The model small plays." in caplog.text
        assert stage.loop.instrument.weights is not weights
    finally:
        stage.loop.models.close()
        stage.close()
