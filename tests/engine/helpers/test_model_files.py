"""Model files are found, checked and loaded, and say what they hold."""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from perf_engine.core.model.gru import tensor_shapes
from perf_engine.core.model.model_file import ModelInfo, Origin
from perf_engine.core.model.sizes import Sizes
from perf_engine.core.model.told import Told
from perf_engine.core.model.vocabulary import Vocabulary
from perf_engine.core.steering.limits import Limits
from perf_engine.engine.helpers import model_files as model_module
from perf_engine.engine.helpers.model_files import (
    LONGEST_FACT,
    MOST_FACTS,
    entries,
    find_model,
    load_model,
    look,
    read_info,
)
from tests.support.broken_models import INFO, tensors, write

SMALL = Sizes(hidden=8, embedding=4, held=4, head=4)


def save(path: Path, metadata: dict[str, str] | None = None, without: str = "") -> Path:
    random = np.random.default_rng(0)
    words = Vocabulary()
    tensors = {
        name: random.standard_normal(shape).astype(np.float16) * np.float16(0.1)
        for name, shape in tensor_shapes(SMALL, words).items()
        if name != without
    }
    if metadata is None:
        metadata = ModelInfo(path.stem, SMALL, words).to_metadata()
    save_file(tensors, path, metadata=metadata)
    return path


def test_a_model_is_loaded_with_what_it_says_of_itself(tmp_path: Path) -> None:
    path = save(tmp_path / "small.safetensors")
    weights, info = load_model(path)
    assert info.name == "small"
    assert weights.origin == Origin("small", str(path), sha256(path.read_bytes()).hexdigest())
    assert weights.sizes == SMALL
    assert weights.tensors["start"].dtype == np.float32


def test_the_metadata_is_read_without_the_weights_and_a_model_is_called_like_its_file(
    tmp_path: Path,
) -> None:
    path = write(tmp_path / "mine.safetensors", lacks="start")
    info = read_info(path)
    assert info == replace(INFO, name="mine")
    with pytest.raises(ValueError, match="lacks the tensor start"):
        load_model(path)


def test_a_path_means_its_file_whatever_models_there_are(tmp_path: Path) -> None:
    for said in (tmp_path / "no.safetensors", "general.safetensors", "folder/general"):
        assert find_model(said) == Path(said)


def test_a_model_is_found_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = save(tmp_path / "small.safetensors")
    monkeypatch.setattr(model_module, "MODELS", tmp_path / "none")
    monkeypatch.setenv("PERF_MODELS", f"{tmp_path / 'nowhere'}:{tmp_path}")
    assert find_model("small") == path
    assert find_model() == path
    with pytest.raises(ValueError, match="no model large; known models are: small"):
        find_model("large")
    monkeypatch.delenv("PERF_MODELS")
    with pytest.raises(ValueError, match=r"there is no model in .*; name one with --model"):
        find_model()


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda path: path.unlink(), "there is no model file"),
        (lambda path: path.write_bytes(path.read_bytes()[:-100]), "truncated"),
        (lambda path: path.write_bytes(b"no model"), "truncated, or no safetensors file"),
        (lambda path: path.write_bytes(b""), "truncated, or no safetensors file"),
        (lambda path: save(path, {}), "carries no perf_engine metadata"),
        (lambda path: save(path, {"perf_engine": '{"format": 99}'}), "newer"),
        (lambda path: save(path, {"perf_engine": "{"}), "metadata is broken"),
        (lambda path: save(path, without="start"), "lacks the tensor start"),
    ],
)
def test_a_file_that_is_no_model_is_refused_in_a_sentence(
    tmp_path: Path, spoil: object, sentence: str
) -> None:
    path = save(tmp_path / "small.safetensors")
    spoil(path)
    with pytest.raises(ValueError, match=sentence) as caught:
        load_model(path)
    assert "\n" not in str(caught.value)


def test_a_folder_is_no_model(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="there is no model file"):
        load_model(tmp_path)


def test_without_a_name_general_is_played_whatever_else_there_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("bach", "general", "zappa"):
        (tmp_path / f"{name}.safetensors").touch()
    monkeypatch.setattr(model_module, "MODELS", tmp_path)
    assert find_model().stem == "general"
    (tmp_path / "general.safetensors").unlink()
    assert find_model().stem == "bach"


def test_facts_are_numbers_and_short_texts(tmp_path: Path) -> None:
    facts = {
        "events": 2**40,
        "hours": 1.5,
        "yes": True,
        "list": [1, 2],
        "text": "x" * 999,
        "endless": float("inf"),
        **{f"k{i}": i for i in range(99)},
    }
    path = tmp_path / "told.safetensors"
    save_file(tensors(), path, metadata=replace(INFO, facts=facts).to_metadata())
    path.with_suffix(".md").write_text("a card")
    entry = look(path)
    said = dict(entry.facts())
    assert said["name"] == "told"
    assert said["bytes"] == path.stat().st_size
    assert said["parameters"] == sum(t.size for t in tensors().values())
    assert said["training.events"] == 2**40
    assert said["training.list"] == "[1, 2]"
    assert said["training.yes"] == "true"
    assert len(said["training.text"]) == LONGEST_FACT
    assert said["training.endless"] == "inf"
    assert len(said) == 10 + MOST_FACTS
    assert all(type(value) in (int, float, str) for value in said.values())
    json.dumps(said, allow_nan=False)
    assert entry.card == path.with_suffix(".md")


def test_of_two_with_one_name_the_one_that_is_found_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = tmp_path / "1", tmp_path / "2"
    for folder in (first, second):
        folder.mkdir()
        write(folder / "same.safetensors")
    (second / "broken.safetensors").write_bytes(b"")
    monkeypatch.setattr(model_module, "MODELS", first)
    monkeypatch.setenv("PERF_MODELS", str(second))
    found = entries()
    assert [entry.path for entry in found] == [
        first / "same.safetensors",
        second / "broken.safetensors",
    ]
    assert found[1].info is None
    assert dict(found[1].facts())["refused"]
    assert found[1].card is None


def test_a_file_has_its_styles_with_their_limits(tmp_path: Path) -> None:
    told, limits = Told(("folk", "jazz")), (Limits(fullest=2, thinnest=1.0), Limits(fullest=4))
    info = ModelInfo("x", INFO.sizes, INFO.vocabulary, told=told, style_limits=limits)
    shapes = tensor_shapes(info.sizes, info.vocabulary, told)
    held = {**tensors(), **{n: np.ones(shapes[n], np.float16) for n in shapes if "style" in n}}
    path = tmp_path / "styled.safetensors"
    save_file(held, path, metadata=info.to_metadata())
    weights, _ = load_model(path)
    assert (weights.told, weights.style_limits) == (told, limits)
    entry = look(path)
    assert dict(entry.facts())["styles"] == "folk, jazz"
    assert entry.parameters == sum(tensor.size for tensor in held.values())
    save_file(tensors(), path, metadata=info.to_metadata())
    with pytest.raises(ValueError, match=r"styled\.safetensors: the model lacks the tensor style"):
        load_model(path)
