"""The program as a musician meets it: its words, its exit status, its end."""

from __future__ import annotations

import json
import logging
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from safetensors.numpy import save_file

from perf_engine.cli import Words, cli
from perf_engine.core.gru import tensor_shapes
from perf_engine.core.model_file import ModelInfo
from perf_engine.core.sizes import Sizes
from perf_engine.core.vocabulary import Vocabulary
from perf_engine.live.osc import build, read, split
from perf_engine.live.schema import FROM_CLIENTS


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
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            cwd=Path(__file__).parents[1],
        )  # fmt: skip
        self.text = ""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.text += line
            if "ready" in line:
                break
        else:
            raise AssertionError(self.process.stderr.read())  # type: ignore[union-attr]
        port = int(self.text.rstrip().rstrip(".").rpartition(" ")[2])
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.socket.connect(("127.0.0.1", port))
        self.socket.settimeout(30.0)

    def say(self, address: str, *arguments: int | float | str) -> None:
        self.socket.send(build(address, *arguments))

    def until(self, address: str) -> list[tuple[str, list[object]]]:
        """Everything that comes, up to a message of this address."""
        came = []
        while not came or came[-1][0] != address:
            came += [read(message) for message, _ in split(self.socket.recv(65536))]
        return came  # type: ignore[return-value]

    def rest(self) -> list[tuple[str, list[object]]]:
        """Everything that has come already."""
        came = []
        self.socket.setblocking(False)
        with suppress(BlockingIOError, ConnectionRefusedError):
            while True:
                came += [read(message) for message, _ in split(self.socket.recv(65536))]
        return came  # type: ignore[return-value]

    def end(self) -> int:
        return self.process.wait(30.0)


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
                pipe.close()  # type: ignore[union-attr]
        running.socket.close()


def test_the_engine_says_what_it_opened_answers_and_ends(run) -> None:
    engine = run("--no-midi", "--mode", "solo", "--set", "share=0.25")
    assert "Model: small; mode: solo." in engine.text
    assert "MIDI: not wanted." in engine.text
    tried = re.findall(r"^  oscsend 127.0.0.1 \d+ (.*)$", engine.text, re.M)
    assert tried == ["/perf/notify iisf 1 9471 now 0", "/perf/in/note iiif 0 60 100 0.5"]
    engine.say("/perf/notify", 2, 0, "bundle")
    engine.say("/perf/param/share")
    came = engine.until("/perf/param/share")
    assert came[-1] == ("/perf/param/share", [0.25])
    engine.until("/perf/note")
    engine.process.send_signal(signal.SIGTERM)
    engine.until("/perf/noteoff")
    assert engine.end() == 0


def test_what_sounds_when_it_is_told_to_quit_is_released(run) -> None:
    engine = run("--no-midi", "--mode", "solo")
    engine.say("/perf/notify", 1)
    came = engine.until("/perf/note")
    engine.say("/perf/quit")
    assert engine.end() == 0
    came += engine.rest()
    struck = {v[1] for a, v in came if a == "/perf/note"}
    assert struck <= {v[1] for a, v in came if a == "/perf/noteoff"}


def test_it_ends_with_its_parent(run) -> None:
    engine = run("--no-midi", "--exit-with-stdin")
    engine.process.stdin.write("hello\n")
    engine.process.stdin.flush()
    engine.say("/perf/ping", 1)
    assert engine.until("/perf/pong")[-1][1][0] == 1
    engine.process.stdin.close()
    assert engine.end() == 0


def test_it_plays_on_without_midi(run) -> None:
    engine = run()  # MIDI is wanted; whether there is any is not known
    engine.say("/perf/ping", 1)
    engine.until("/perf/pong")
    engine.process.send_signal(signal.SIGINT)
    assert engine.end() == 0


def test_a_port_that_is_taken_is_one_sentence(run, model: Path) -> None:
    engine = run("--no-midi")
    port = engine.socket.getpeername()[1]
    second = subprocess.run(
        [sys.executable, "-m", "perf_engine", "play", "--no-midi", "--model", str(model),
         "--osc-port", str(port)],
        capture_output=True, text=True, cwd=Path(__file__).parents[1], check=False,
    )  # fmt: skip
    assert second.returncode == 1
    assert f"OSC port {port} cannot be opened" in second.stderr
    assert len(second.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(("arguments", "status", "sentence"), [
    (["play", "--set", "temperatur=1"], 2, "did you mean|nearest is temperature"),
    (["play", "--set", "temperature=9"], 2, "temperature must be 0.1..2"),
    (["play", "--set", "temperature"], 2, "must be NAME=VALUE"),
    (["play", "--set", "polyphony=abc"], 2, "polyphony must be a whole number 1..32, not abc"),
    (["play", "--set", "polyphony="], 2, "polyphony must be a whole number 1..32, not nothing"),
    (["play", "--set", "share=abc"], 2, "share must be a number 0..1, not abc"),
    (["play", "--set", "mode=solo"], 2, "there is no control mode; use --mode"),
    (["play", "--no-midi", "--midi-in", "Keys"], 2, "--no-midi and --midi-in Keys cannot"),
    (["play", "--osc-port", "abc"], 2, "port must be 0..65535, not abc"),
    (["play", "--seed", "-1"], 2, "seed"),
    (["play", "--osc-port", "70000"], 2, "osc-port"),
    (["play", "--config", "none.toml"], 1, "cannot be read"),
    (["play", "--osc-port", "0", "--model", "none.safetensors"], 1, "there is no model file"),
    (["sing"], 2, "No such command"),
    (["osc", "--json", "--markdown"], 2, "choose"),
])  # fmt: skip
def test_mistakes_are_sentences_with_a_status(
    arguments: list[str], status: int, sentence: str
) -> None:
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == status
    assert any(words in result.output for words in sentence.split("|"))
    assert "Traceback" not in result.output


def test_a_client_of_the_configuration_is_told_that_the_engine_runs(run, tmp_path: Path) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.bind(("127.0.0.1", 0))
        client.settimeout(30.0)
        config = tmp_path / "stage.toml"
        port = client.getsockname()[1]
        config.write_text(f'[[clients]]\nhost = "127.0.0.1"\nport = {port}\n')
        run("--no-midi", "--config", str(config))
        assert read(client.recv(65536)) == ("/perf/running", ["small"])
        assert read(client.recv(65536)) == ("/perf/alive", [1])


def test_an_unknown_mode_is_named(model: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(
        cli, ["play", "--osc-port", "0", "--model", str(model), "--mode", "polka"]
    )
    assert result.exit_code == 2
    assert "'polka' is not one of" in result.output
    (tmp_path / "polka.toml").write_text('mode = "polka"')
    result = CliRunner().invoke(cli, [
        "play", "--osc-port", "0", "--model", str(model), "--config", str(tmp_path / "polka.toml"),
    ])  # fmt: skip
    assert result.exit_code == 1
    assert "polka.toml: mode must be one of" in result.output


def test_a_model_that_is_not_there_is_said_with_the_file_that_names_it(tmp_path: Path) -> None:
    file = tmp_path / "stage.toml"
    file.write_text('model = "polka"\nosc_port = 0\n')
    result = CliRunner().invoke(cli, ["play", "--config", str(file)])
    assert result.exit_code == 1
    assert "stage.toml: there is no model polka" in result.output
    result = CliRunner().invoke(cli, ["play", "--config", str(file), "--model", "waltz"])
    assert "Error: there is no model waltz" in result.output


def test_log_lines_are_sentences_without_the_names_of_modules() -> None:
    def line(level: int) -> str:
        record = logging.LogRecord("perf_engine.x", level, "x.py", 1, "It is %d.", (3,), None)
        return Words().format(record)

    assert line(logging.INFO) == "It is 3."
    assert line(logging.WARNING) == "Warning: It is 3."


def test_the_reference_is_printed() -> None:
    page = CliRunner().invoke(cli, ["osc"])
    assert page.exit_code == 0
    assert page.output.startswith("# OSC reference")
    data = json.loads(CliRunner().invoke(cli, ["osc", "--json"]).output)
    assert len(data["from_clients"]) == len(FROM_CLIENTS)


def test_one_thread_is_all_that_numpy_gets() -> None:
    script = "import perf_engine.__main__ as m, os, sys; sys.argv = ['x', '--version']\n" \
        "try: m.main()\nexcept SystemExit: print(os.environ['OPENBLAS_NUM_THREADS'])"  # fmt: skip
    clean = {k: v for k, v in os.environ.items() if not k.endswith("_NUM_THREADS")}
    out = subprocess.run(
        [sys.executable, "-c", script], env=clean, capture_output=True, text=True, check=True,
        cwd=Path(__file__).parents[1],
    ).stdout  # fmt: skip
    assert out.split()[-1] == "1"


def test_playing_imports_neither_torch_nor_midi_nor_rich(model: Path) -> None:
    script = "import sys, perf_engine.cli, perf_engine.config, perf_engine.live.engine as e\n" \
        f"from perf_engine.live.model import load_model; load_model({str(model)!r})\n" \
        "print([m for m in ('torch', 'mido', 'rtmidi', 'rich', 'asyncio') if m in sys.modules])"
    out = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True,
        cwd=Path(__file__).parents[1],
    ).stdout  # fmt: skip
    assert out.strip() == "[]"
