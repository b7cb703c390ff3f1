"""The report of styles: what they foretell, what is heard, and what lies between."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from safetensors.numpy import save_file

from benchmarks import styles
from benchmarks.styles import foretold, main, wrong
from perf_engine.core.model.gru import Weights
from perf_engine.core.model.model_file import ModelInfo
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


def test_a_report_is_written(
    data: Path, weights: Weights, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(styles, "CLIPS", 2)
    model = styled(weights, ("hymns", "tunes"))
    info = ModelInfo("both", model.sizes, model.vocabulary, told=model.told)
    tensors = {name: np.ascontiguousarray(tensor) for name, tensor in model.tensors.items()}
    save_file(tensors, tmp_path / "both.safetensors", metadata=info.to_metadata())
    out = tmp_path / "styles.json"
    arguments = [str(data), "--seeds", "1", "--model", str(tmp_path / "both.safetensors")]
    done = CliRunner().invoke(main, [*arguments, "--json", str(out)])
    assert done.exit_code in (0, 1), done.output
    report = json.loads(out.read_text())
    assert set(report["named"]) == {"hymns", "tunes"}
    assert report["named"]["hymns"]["real"] == 1.0
    assert set(report["between"]) == {"hymns, tunes"}
