"""What is said of the models there are."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from broken_models import INFO, tensors, write
from safetensors.numpy import save_file

from perf_engine.live import model as model_module
from perf_engine.live.library import LONGEST_FACT, MOST_FACTS, entries, look


def test_facts_are_numbers_and_short_texts(tmp_path: Path) -> None:
    facts = {"events": 2**40, "hours": 1.5, "yes": True, "list": [1, 2], "text": "x" * 999,
             "endless": float("inf"), **{f"k{i}": i for i in range(99)}}  # fmt: skip
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
        first / "same.safetensors", second / "broken.safetensors"
    ]
    assert found[1].info is None
    assert dict(found[1].facts())["refused"]
    assert found[1].card is None
