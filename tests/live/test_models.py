"""Models on the wire: listed, described, loaded beside the playing, refused with a sentence."""

from __future__ import annotations

import logging
import math
import select
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from broken_models import tensors, write
from ignorant_model import SIZES
from safetensors.numpy import save_file
from stage import Peer, Stage

from perf_engine.core.gru import Weights
from perf_engine.core.messages import Dismiss, Prepare, Start, TakeOver
from perf_engine.core.model_file import ModelInfo
from perf_engine.core.performer import Performer
from perf_engine.core.sizes import Sizes
from perf_engine.core.vocabulary import Vocabulary
from perf_engine.live import inquiry as inquiry_module
from perf_engine.live.osc import build
from perf_engine.live.refusal import Code

ELSEWHERE = ("192.0.2.7", 9000)


@pytest.fixture(autouse=True)
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where models are found, by the librarian's process too."""
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
    """Let time pass, and the librarian work, until the peer is told this."""
    models, end = stage.loop.models, time.monotonic() + seconds
    while time.monotonic() < end:
        if models._inquiry.child is not None:
            select.select([models._inquiry.child], [], [], 0.1)
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
    shipped = ["general", "jazz", "pop", "romantic"]
    assert until(stage, peer, "/perf/model/list.reply") == [*shipped, "small"]
    peer.say("/perf/model/info", "small")
    said = until(stage, peer, "/perf/model/info.reply")
    assert dict(zip(said[::2], said[1::2], strict=True))["hidden"] == 32
    peer.say("/perf/model/info", "nothing")
    address, code, text = until(stage, peer, "/perf/fail")
    assert (address, code) == ("/perf/model/info", Code.NOT_FOUND)
    assert f"there is no model nothing; known are: {', '.join(shipped)}, small" in text
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
    while "/perf/synced" not in order and time.monotonic() < end:
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
    while models._inquiry.child is None and stage.hand.time < began + 60.0:
        stage.hand.time += 0.01
        stage.turn()
    assert 1.9 < stage.hand.time - began < 2.2


def test_a_librarian_that_says_nothing_is_given_up(
    stage: Stage, peer: Peer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mute.py").write_text("")
    (tmp_path / "asleep.py").write_text("import time\ntime.sleep(600)")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(stage.loop.models._inquiry, "_module", "mute")
    peer.say("/perf/model/load", "small")
    assert until(stage, peer, "/perf/fail")[2] == "the reading of the model ended early"
    monkeypatch.setattr(stage.loop.models._inquiry, "_module", "asleep")
    peer.say("/perf/model/load", "small")
    stage.turn(3)
    child = stage.loop.models._inquiry.child
    stage.hand.time += 61.0
    assert "took longer than 60 s" in until(stage, peer, "/perf/fail")[2]
    child.process.wait(10)
    assert stage.performer.commands == [Dismiss(), Dismiss()]


def test_no_helper_is_one_sentence(
    stage: Stage, peer: Peer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*arguments: object, **options: object) -> None:
        raise OSError("no more processes")

    monkeypatch.setattr(inquiry_module, "Child", refuse)
    peer.say("/perf/model/load", "small")
    assert until(stage, peer, "/perf/fail")[1:] == [
        Code.INTERNAL, "no helper could be started: no more processes",
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
    shelf: Path
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
            "/perf/model/load", Code.REFUSED,
            "the model has no part piano, which is being played; it has drums",
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
            if models._inquiry.child is not None:
                select.select([models._inquiry.child], [], [], 0.1)
            stage.hand.time += 0.01
            stage.turn()
        assert models._attic == []  # the old one is let go
        assert models._inquiry._leaving == []
        assert stage.loop.statistics.failures == 0
    finally:
        stage.loop.models.close()
        stage.close()
