"""The process beside that looks models up: what it lays out is what is played, or a sentence."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from perf_engine.core.model.gru import StreamingGRU
from perf_engine.core.model.vocabulary import Event
from perf_engine.engine.helpers import model_files as model_module
from perf_engine.engine.helpers import model_reader
from perf_engine.engine.helpers.model_delivery import Delivery, nameless_file
from perf_engine.engine.helpers.model_files import load_model
from tests.support.broken_models import BROKEN, write


@pytest.fixture(autouse=True)
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "shelf"
    folder.mkdir()
    monkeypatch.setattr(model_module, "MODELS", folder)
    monkeypatch.delenv("PERF_MODELS", raising=False)
    return folder


def test_names_are_listed(shelf: Path) -> None:
    for name in ("b", "a", "n" * 200):
        (shelf / f"{name}.safetensors").write_bytes(b"")
    (shelf / "a.md").write_text("a card")
    assert model_reader.answer(["list"]) == {"names": ["a", "b"]}


def test_a_model_says_what_it_is(shelf: Path) -> None:
    write(shelf / "small.safetensors")
    facts = dict(model_reader.answer(["info", "small"])["info"])
    assert facts["name"] == "small"
    assert facts["hidden"] == 32
    assert facts["parts"] == "piano melody accompaniment bass"


def test_what_it_lays_out_plays_as_what_is_loaded_at_the_start(shelf: Path) -> None:
    path = write(shelf / "small.safetensors")
    with nameless_file() as file:
        said = json.loads(json.dumps(model_reader.answer(["load", "small", str(file.fileno())])))
        delivery = Delivery(file, said["model"])
        while not delivery.complete:
            delivery.take()
    weights, info = load_model(path)
    assert delivery.name == info.name
    assert delivery.weights().origin == weights.origin
    streams = [StreamingGRU(weights), StreamingGRU(delivery.weights())]
    assert streams[1].weights.vocabulary == weights.vocabulary
    assert streams[1].weights.vocabulary.dt_edges == weights.vocabulary.dt_edges
    for stream in streams:
        stream.feed(Event(0, 3, 60, 9), 1.0)
        stream.feed(Event(1, 30, 62, 4), 2.0)
    for ask in (
        lambda s: s.part_logits(),
        lambda s: s.dt_logits(1),
        lambda s: s.key_logits(0, 4),
        lambda s: s.velocity_logits(0, 4, 60),
    ):
        assert np.array_equal(ask(streams[0]), ask(streams[1]))


@pytest.mark.parametrize(("spoil", "words"), BROKEN.values(), ids=BROKEN)
@pytest.mark.parametrize("what", ["load", "info"])
def test_a_file_that_is_no_model_is_refused_in_one_sentence(
    tmp_path: Path, spoil: Callable[[Path], object], words: str, what: str
) -> None:
    path = tmp_path / "broken.safetensors"
    spoil(path)
    with nameless_file() as file:
        rest = [str(file.fileno())] if what == "load" else []
        said = model_reader.answer([what, str(path), *rest])
    if what == "info" and "info" in said:
        return  # its weights are not read
    assert words in said["failed"]
    assert "\n" not in said["failed"]
    assert said["code"] == (5 if "there is no" in words else 6)


def test_a_file_too_large_to_be_played_live_is_refused(shelf: Path) -> None:
    with (shelf / "large.safetensors").open("wb") as file:
        file.truncate(model_reader.LARGEST_FILE + 1)
    assert "too slow to play live" in model_reader.answer(["load", "large", "1"])["failed"]


def test_wrong_questions_are_answered() -> None:
    for question in ([], ["sing"], ["load", "x"], ["load", "x", "y", "z"]):
        assert "load NAME FILE" in model_reader.answer(question)["failed"]
    assert "there is no model" in model_reader.answer(["info", ""])["failed"]


def test_as_a_process_it_says_one_line(tmp_path: Path) -> None:
    run = subprocess.run(
        [
            sys.executable,
            "-m",
            "perf_engine.engine.helpers.model_reader",
            "info",
            str(tmp_path / "ü/x"),
        ],
        capture_output=True,
        cwd=Path(__file__).parents[3],
        check=False,
        env={"LANG": "C", "PYTHONUTF8": "0"},
    )
    assert run.returncode == 1
    assert run.stderr == b""
    assert json.loads(run.stdout)["code"] == 5
    assert run.stdout.count(b"\n") == 1
