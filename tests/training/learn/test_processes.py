"""One process alone shares with nobody; several are tested where they train (test_train.py)."""

import pytest

pytest.importorskip("torch")

import torch

from perf_engine.training.learn.processes import Processes


def test_alone_everything_stays_as_it_is(monkeypatch):
    for name in ("RANK", "WORLD_SIZE"):
        monkeypatch.delenv(name, raising=False)
    alone = Processes.join("cpu")
    tensor = torch.ones(3)
    alone.add([tensor])
    assert tensor.tolist() == [1.0, 1.0, 1.0]
    assert alone.gather("mine") == ["mine"]
    assert alone.agree(True)
    assert not alone.agree(False)
    alone.leave()


def test_torchrun_says_which_one_it_is(monkeypatch):
    monkeypatch.setenv("RANK", "3")
    monkeypatch.setenv("WORLD_SIZE", "1")
    assert Processes.join("cpu") == Processes(3, 1)
