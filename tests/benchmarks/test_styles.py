"""The report of styles: what they foretell, what is heard, and what lies between."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result
from safetensors.numpy import save_file

from benchmarks import styles
from benchmarks.styles import foretold, main, wrong
from perf_engine.core.model.gru import Weights
from perf_engine.core.model.model_file import ModelInfo
from perf_engine.engine.helpers.model_files import load_model
from perf_engine.training.data.dataset import Dataset, prepare
from tests.cli.test_style_limits import write
from tests.support.ignorant_model import tensors as tensors
from tests.support.ignorant_model import weights as weights
from tests.support.styled_model import styled


@pytest.fixture
def data(tmp_path: Path) -> Path:
    for number in range(4):
        chord = [72 + number, 79 + number]
        write(tmp_path / "tunes" / f"{number}.mid", chord, 0.25 + 0.01 * number, 200)
        write(tmp_path / "hymns" / f"{number}.mid", [48, 55, 64 + number], 0.5 + 0.01 * number)
    prepare(
        [tmp_path / "tunes", tmp_path / "hymns"],
        tmp_path / "data",
        workers=1,
        validation=0.4,
        styles="corpora",
    )
    return tmp_path / "data"


def test_another_style_foretells_otherwise_and_none_as_a_model_without(
    data: Path, weights: Weights
) -> None:
    dataset = Dataset.open(data)
    assert dataset.styles == ("hymns", "tunes")
    model = styled(weights, dataset.styles)
    found = foretold(model, dataset, dataset.styles)
    assert set(found) == {"hymns", "tunes"}
    for nats in found.values():
        assert len({round(value, 3) for value in nats.values()}) == 3


def test_what_is_not_heard_is_said() -> None:
    named, morphs = {"a": {"played": 0.4}, "b": {"played": 1.0}}, {"a, b": {"odds": 0.5}}
    assert wrong(named, morphs) == []
    assert wrong({"a": {"played": 0.6}}, {"a, b": {"odds": 1.2}}) == [
        "the style is named right in 0.60 of the clips",
        "0.00 of the half-way morphs lie between",
    ]


@pytest.fixture
def model(weights: Weights, tmp_path: Path) -> Path:
    """The file of a model with two styles, which it plays alike."""
    made = styled(weights, ("hymns", "tunes"))
    info = ModelInfo("both", made.sizes, made.vocabulary, told=made.told)
    tensors = {name: np.ascontiguousarray(tensor) for name, tensor in made.tensors.items()}
    save_file(tensors, tmp_path / "both.safetensors", metadata=info.to_metadata())
    return tmp_path / "both.safetensors"


def reported(data: Path, model: Path, *options: str) -> tuple[Result, dict[str, Any]]:
    out = model.with_name("styles.json")
    arguments = [str(data), "--model", str(model), "--json", str(out)]
    done = CliRunner().invoke(main, [*arguments, *options])
    return done, json.loads(out.read_text())


def test_a_report_is_written(data: Path, model: Path) -> None:
    done, report = reported(data, model, "--seeds", "1", "--clips", "2")
    weights, dataset = load_model(model)[0], Dataset.open(data)
    assert list(report) == ["machine", "model", "nats", "named", "between", "wrong"]
    assert report["model"] == "both"
    assert report["nats"] == foretold(weights, dataset, dataset.styles)
    shares = {style: [row["real"], row["played"]] for style, row in report["named"].items()}
    assert shares == {"hymns": [1.0, 1.0], "tunes": [1.0, 0.0]}
    assert report["named"]["tunes"]["taken_for"] == "hymns"
    assert list(report["between"]) == ["hymns, tunes"]
    assert report["wrong"] == [
        "the style is named right in 0.50 of the clips",
        "0.00 of the half-way morphs lie between",
    ]
    assert done.exit_code == 1


@pytest.mark.parametrize(
    ("share", "odds", "faults"),
    [
        (0.7, 0.5, []),
        (0.69, 0.5, ["the style is named right in 0.69 of the clips"]),
        (1.0, 1.0, ["0.00 of the half-way morphs lie between"]),
    ],
)
def test_the_exit_status_says_whether_a_promise_is_broken(
    data: Path,
    model: Path,
    monkeypatch: pytest.MonkeyPatch,
    share: float,
    odds: float,
    faults: list[str],
) -> None:
    named = {style: {"real": 1.0, "played": share} for style in ("hymns", "tunes")}
    morphs = {"hymns, tunes": {"place": 0.5, "odds": odds}}
    monkeypatch.setattr(styles, "heard", lambda *_: named)
    monkeypatch.setattr(styles, "between", lambda *_: morphs)
    done, report = reported(data, model)
    assert done.exit_code == (1 if faults else 0), done.output
    assert report["wrong"] == faults
    assert report["named"] == named
    assert report["between"] == morphs
    assert all(fault in done.output for fault in faults)
