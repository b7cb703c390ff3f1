"""One process alone shares with nobody; several are tested where they train (test_train.py)."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("torch")

import torch

from perf_engine.training.learn.processes import Processes
from tests.support.peers import free_port

TOGETHER = """
import pathlib, torch
from perf_engine.training.learn.processes import Processes
def threads():
    tasks = pathlib.Path("/proc/self/task").glob("*/comm")
    return [name for task in tasks if "gloo" in (name := task.read_text())]
processes = Processes.join("cpu")
weight = torch.nn.Parameter(torch.ones(3))
optimizer = torch.optim.AdamW([weight])  # loads much of torch, while the group is there
weight.sum().backward()
processes.add([weight.grad])
assert weight.grad.tolist() == [2.0, 2.0, 2.0]
assert threads()
processes.leave()
assert not threads(), threads()
"""


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


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="threads are told by /proc only")
def test_no_thread_outlives_the_group():
    port = str(free_port())
    both = [
        subprocess.Popen(
            [sys.executable, "-c", TOGETHER],
            env={
                **os.environ,
                "RANK": str(rank),
                "WORLD_SIZE": "2",
                "MASTER_ADDR": "127.0.0.1",
                "MASTER_PORT": port,
            },
        )
        for rank in range(2)
    ]
    assert [process.wait(200) for process in both] == [0, 0]
