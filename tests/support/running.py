"""An engine with a small model, in a process of its own, and a client of it."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from perf_engine.core.model.gru import tensor_shapes
from perf_engine.core.model.model_file import ModelInfo
from perf_engine.core.model.sizes import Sizes
from perf_engine.core.model.vocabulary import Vocabulary
from perf_engine.protocol.packets import build, read, split


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("models") / "small.safetensors"
    sizes, words, random = Sizes(8, 4, 4, 4), Vocabulary(), np.random.default_rng(0)
    tensors = {
        name: (0.1 * random.standard_normal(shape)).astype(np.float32)
        for name, shape in tensor_shapes(sizes, words).items()
    }
    save_file(tensors, path, metadata=ModelInfo("small", sizes, words).to_metadata())
    return path


class Running:
    """An engine's process, ready, and a client of it."""

    def __init__(self, *options: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "perf_engine", "play", "--osc-port", "0", *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )
        self.text = ""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.text += line
            if "ready" in line:
                break
        else:
            raise AssertionError(self.process.stderr.read())
        port = int(self.text.rstrip().rstrip(".").rpartition(" ")[2])
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.socket.connect(("127.0.0.1", port))
        self.socket.settimeout(60.0)

    def say(self, address: str, *arguments: int | float | str) -> None:
        self.socket.send(build(address, *arguments))

    def until(self, address: str) -> list[tuple[str, list[object]]]:
        """Everything that comes, up to a message of this address."""
        came = []
        while not came or came[-1][0] != address:
            came += [read(message) for message, _ in split(self.socket.recv(65536))]
        return came

    def rest(self) -> list[tuple[str, list[object]]]:
        """Everything that has come already."""
        came = []
        self.socket.setblocking(False)
        with suppress(BlockingIOError, ConnectionRefusedError):
            while True:
                came += [read(message) for message, _ in split(self.socket.recv(65536))]
        return came

    def end(self) -> int:
        return self.process.wait(60.0)


@pytest.fixture
def run(model: Path) -> Iterator[object]:
    started: list[Running] = []

    def start(*options: str) -> Running:
        started.append(Running("--model", str(model), *options))
        return started[-1]

    yield start
    for running in started:
        running.process.kill()
        running.process.wait()
        for pipe in (running.process.stdin, running.process.stdout, running.process.stderr):
            with suppress(OSError):  # what was written to a process that has ended
                pipe.close()
        running.socket.close()
