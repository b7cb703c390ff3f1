from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from perf_engine.core.gru import tensor_shapes
from perf_engine.core.model_file import ModelInfo, Origin
from perf_engine.core.sizes import Sizes
from perf_engine.core.vocabulary import Vocabulary
from perf_engine.live import model as model_module
from perf_engine.live.model import find_model, load_model

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


def test_a_model_is_found_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = save(tmp_path / "small.safetensors")
    monkeypatch.setattr(model_module, "MODELS", tmp_path / "none")
    monkeypatch.setenv("PERF_MODELS", f"{tmp_path / 'nowhere'}:{tmp_path}")
    assert find_model("small") == path
    assert find_model() == path
    with pytest.raises(ValueError, match="no model large; known are: small"):
        find_model("large")
    monkeypatch.delenv("PERF_MODELS")
    with pytest.raises(ValueError, match=r"there is no model in .*; name one with --model"):
        find_model()


@pytest.mark.parametrize(("spoil", "sentence"), [
    (lambda path: path.unlink(), "there is no model file"),
    (lambda path: path.write_bytes(path.read_bytes()[:-100]), "truncated"),
    (lambda path: path.write_bytes(b"no model"), "truncated, or no safetensors file"),
    (lambda path: path.write_bytes(b""), "truncated, or no safetensors file"),
    (lambda path: save(path, {}), "carries no perf_engine metadata"),
    (lambda path: save(path, {"perf_engine": '{"format": 99}'}), "newer"),
    (lambda path: save(path, {"perf_engine": "{"}), "metadata is broken"),
    (lambda path: save(path, without="start"), "lacks the tensor start"),
])  # fmt: skip
def test_a_file_that_is_no_model_is_refused_in_a_sentence(
    tmp_path: Path, spoil: object, sentence: str
) -> None:
    path = save(tmp_path / "small.safetensors")
    spoil(path)  # type: ignore[operator]
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
    monkeypatch.setattr("perf_engine.live.model.MODELS", tmp_path)
    assert find_model().stem == "general"
    (tmp_path / "general.safetensors").unlink()
    assert find_model().stem == "bach"
