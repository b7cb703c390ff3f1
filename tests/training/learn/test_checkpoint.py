"""Checkpoints: whole or not there, read without running code, the best before the last."""

import pytest

pytest.importorskip("torch")

import torch

from perf_engine.training.learn import checkpoint
from tests.support.full_disk import WHY, full_disk

STATE = {"sizes": {}, "averaged": {}, "step": 3}


def test_a_state_comes_back_with_its_format_and_replaces_the_older_one(tmp_path):
    path = tmp_path / checkpoint.NAME
    checkpoint.write(path, STATE)
    checkpoint.write(path, {**STATE, "step": 4})
    assert checkpoint.read(path) == {**STATE, "step": 4, "format": checkpoint.FORMAT}
    assert [p.name for p in tmp_path.iterdir()] == [checkpoint.NAME]


def test_the_best_is_taken_before_the_last(tmp_path):
    with pytest.raises(ValueError, match="no checkpoint in"):
        checkpoint.of_run(tmp_path)
    for name in (checkpoint.NAME, checkpoint.BEST):
        checkpoint.write(tmp_path / name, STATE)
        assert checkpoint.of_run(tmp_path) == tmp_path / name


def test_what_is_no_checkpoint_is_refused(tmp_path):
    with pytest.raises(ValueError, match="there is no checkpoint"):
        checkpoint.read(tmp_path / "none.pt")
    torch.save({"other": 1}, tmp_path / "other.pt")
    with pytest.raises(ValueError, match=r"other.pt is not a checkpoint"):
        checkpoint.read(tmp_path / "other.pt")


def test_a_full_disk_leaves_the_state_of_before_and_is_named(tmp_path):
    path = tmp_path / checkpoint.NAME
    checkpoint.write(path, STATE)
    with full_disk(100), pytest.raises(OSError, match=WHY) as failed:
        checkpoint.write(path, {**STATE, "step": 4, "weights": torch.zeros(100_000)})
    assert failed.value.filename == str(path)
    assert checkpoint.read(path)["step"] == 3
    assert [p.name for p in tmp_path.iterdir()] == [checkpoint.NAME]
