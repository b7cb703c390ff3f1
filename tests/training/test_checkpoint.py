"""Checkpoints: whole or not there, read without running code, the best before the last."""

import pytest

torch = pytest.importorskip("torch")

from perf_engine.training import checkpoint  # noqa: E402

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
