"""The program as a musician meets it: its words, its exit status, its end."""

from __future__ import annotations

import logging
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from perf_engine.cli.play import Words
from perf_engine.cli.program import cli
from perf_engine.protocol.packets import read


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
        [
            sys.executable,
            "-m",
            "perf_engine",
            "play",
            "--no-midi",
            "--model",
            str(model),
            "--osc-port",
            str(port),
        ],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        check=False,
    )
    assert second.returncode == 1
    assert f"OSC port {port} cannot be opened" in second.stderr
    assert len(second.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        (["play", "--set", "temperatur=1"], 2, "did you mean|nearest is temperature"),
        (["play", "--set", "temperature=9"], 2, "temperature must be 0.1..2"),
        (["play", "--set", "temperature"], 2, "must be NAME=VALUE"),
        (["play", "--set", "polyphony=abc"], 2, "polyphony must be a whole number 1..32, not abc"),
        (["play", "--set", "polyphony="], 2, "polyphony must be a whole number 1..32, not nothing"),
        (["play", "--set", "share=abc"], 2, "share must be a number 0..1, not abc"),
        (["play", "--set", "mode=solo"], 2, "there is no control mode; use --mode"),
        (["play", "--no-midi", "--midi-in", "Keys"], 2, "--no-midi and --midi-in Keys cannot"),
        (["play", "--osc-port", "abc"], 2, "--osc-port must be a whole number 0..65535, not abc"),
        (["play", "--seed", "-1"], 2, "--seed must be 0..2147483647, not -1"),
        (
            ["play", "--lan", "--allow", "studio"],
            2,
            "allow must be a network such as 192.168.0.0/24",
        ),
        (["play", "--lan", "--token", "x" * 300], 2, "token must be 1..200"),
        (["play", "--lan", "--token", ""], 2, "token must be 1..200 letters, digits and signs"),
        (["play", "--token", "open"], 2, "--allow and --token need --lan"),
        (["play", "--allow", "10.0.0.0/8"], 2, "--allow and --token need --lan"),
        (["play", "--osc-port", "70000"], 2, "--osc-port must be 0..65535, not 70000"),
        (["play", "--record-mb", "0"], 2, "--record-mb must be 1..1000000, not 0"),
        (["play", "--voices", "17"], 2, "--voices must be 1..16, not 17"),
        (["play", "--config", "none.toml"], 1, "cannot be read"),
        (["play", "--osc-port", "0", "--model", "none.safetensors"], 1, "there is no model file"),
    ],
)
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
        client.settimeout(60.0)
        config = tmp_path / "stage.toml"
        port = client.getsockname()[1]
        config.write_text(f'[[clients]]\nhost = "127.0.0.1"\nport = {port}\n')
        run("--no-midi", "--config", str(config))
        assert read(client.recv(65536)) == ("/perf/running", ["small"])
        told = []
        while ("/perf/alive", [1]) not in told or told.count(("/perf/sounding", [])) < 4:
            told.append(read(client.recv(65536)))
        assert {address for address, _ in told} == {"/perf/alive", "/perf/sounding"}


def test_an_unknown_mode_is_named(model: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(
        cli, ["play", "--osc-port", "0", "--model", str(model), "--mode", "polka"]
    )
    assert result.exit_code == 2
    assert "--mode must be one of duet, takeover, " in result.output
    assert "not polka" in result.output
    (tmp_path / "polka.toml").write_text('mode = "polka"')
    result = CliRunner().invoke(
        cli,
        [
            "play",
            "--osc-port",
            "0",
            "--model",
            str(model),
            "--config",
            str(tmp_path / "polka.toml"),
        ],
    )
    assert result.exit_code == 1
    assert "polka.toml: mode must be one of" in result.output


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("model = 'nobody'", "there is no model nobody"),
        ("[[voices]]\npart = 'trumpet'", "trumpet"),
        ("osc_port = {port}", "cannot be opened"),
    ],
)
def test_the_file_is_named_whose_wish_cannot_be_fulfilled(
    model: Path, tmp_path: Path, text: str, sentence: str
) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", 0))
        config = tmp_path / "stage.toml"
        config.write_text(text.replace("{port}", str(taken.getsockname()[1])))
        of_model = [] if "model" in text else ["--model", str(model)]
        of_port = [] if "port" in text else ["--osc-port", "0"]
        result = CliRunner().invoke(cli, ["play", "--config", str(config), *of_model, *of_port])
    assert result.exit_code == 1
    assert result.output.startswith(f"Error: {config}: ")
    assert sentence in result.output


def test_a_model_that_is_not_there_is_said_with_the_file_that_names_it(tmp_path: Path) -> None:
    file = tmp_path / "stage.toml"
    file.write_text('model = "polka"\nosc_port = 0\n')
    result = CliRunner().invoke(cli, ["play", "--config", str(file)])
    assert result.exit_code == 1
    assert "stage.toml: there is no model polka" in result.output
    result = CliRunner().invoke(cli, ["play", "--config", str(file), "--model", "waltz"])
    assert "Error: there is no model waltz" in result.output


def test_a_style_of_a_scene_that_its_model_lacks_stops_the_start(tmp_path: Path) -> None:
    file = tmp_path / "piece.toml"
    scene = '[[scene]]\nname = "calm"\nmodel = "broad"\nstyle = "hymn"\n'
    file.write_text(f'model = "nobody"\nosc_port = 0\n{scene}')
    result = CliRunner().invoke(cli, ["play", "--config", str(file)])
    assert result.exit_code == 1
    assert result.output.startswith(f"Error: {file}: scene calm: the model broad: style must be")
    assert "not hymn; did you mean hymns?" in result.output


def test_log_lines_are_sentences_without_the_names_of_modules() -> None:
    def line(level: int) -> str:
        record = logging.LogRecord("perf_engine.x", level, "x.py", 1, "It is %d.", (3,), None)
        return Words().format(record)

    assert line(logging.INFO) == "It is 3."
    assert line(logging.WARNING) == "Warning: It is 3."


def test_playing_imports_neither_torch_nor_midi_nor_rich_nor_audio(model: Path) -> None:
    script = (
        "import sys, perf_engine.cli.play, perf_engine.cli.configuration\n"
        "import perf_engine.engine.engine\n"
        "from perf_engine.engine.helpers.model_files import load_model\n"
        f"load_model({str(model)!r})\n"
        "others = 'torch', 'mido', 'rtmidi', 'rich', 'asyncio', 'onnxruntime', 'swift_f0'\n"
        "audio = [m for m in sys.modules if 'audio_in' in m]\n"
        "print(audio + [m for m in others if m in sys.modules])"
    )
    out = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    ).stdout
    assert out.strip() == "[]"
