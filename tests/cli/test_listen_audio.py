"""The command that lets a microphone play."""

from __future__ import annotations

import wave
from pathlib import Path

import pytest
from click.testing import CliRunner

from perf_engine.cli.listen_audio import GATE
from perf_engine.cli.program import cli
from perf_engine.clients.audio_in import process


def said(monkeypatch, *words: str) -> list[str]:
    """The arguments that the process gets."""
    got: list[list[str]] = []
    monkeypatch.setattr(process, "lacks", lambda: "")
    monkeypatch.setattr(process, "main", lambda arguments: got.append(arguments) or 0)
    result = CliRunner().invoke(cli, ["listen-audio", *words])
    assert result.exit_code == 0, result.output
    return got[0]


def test_its_options_reach_the_process(monkeypatch) -> None:
    words = ("--instrument", "flute", "--player", "3", "--engine", "127.0.0.1:9999")
    arguments = said(monkeypatch, *words, "--device", "USB")
    options = process.parser().parse_args(arguments)
    assert (options.low, options.high) == (60, 98)
    assert (options.player, options.engine) == (3, ("127.0.0.1", 9999))
    assert (options.device, options.file, options.gate) == ("USB", None, GATE)


def test_a_note_overrides_the_instruments_range(monkeypatch) -> None:
    arguments = said(monkeypatch, "--instrument=violin", "--low=D4", "--high", "90")
    assert arguments[:2] == ["--low=62", "--high=90"]


def test_its_own_defaults_are_those_of_the_process(monkeypatch) -> None:
    given = process.parser().parse_args(said(monkeypatch))
    assert given == process.parser().parse_args([])


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--low", "H3"), "--low must be a note such as C3 or F#4, not H3"),
        (("--high", "C9"), "--high must be E1..C8 (28..108), not C9"),
        (("--gate", "1"), "--gate must be -100..0, not 1"),
        (("--player", "16"), "--player must be 0..15, not 16"),
        (("--engine", "x:y"), "--engine must be HOST:PORT, not x:y"),
        (("--list",), "--list needs --file"),
        (("--file", "a.wav", "--device", "x"), "--file and --device exclude each other"),
    ],
)
def test_wrong_options_are_named_with_range_and_value(words, sentence: str) -> None:
    result = CliRunner().invoke(cli, ["listen-audio", *words])
    assert result.exit_code == 2
    assert sentence in result.output


def test_without_its_library_it_says_what_to_type(monkeypatch) -> None:
    monkeypatch.setattr(process.importlib.util, "find_spec", lambda name: None)
    result = CliRunner().invoke(cli, ["listen-audio"])
    assert result.exit_code == 1
    assert "pip install swift-f0 onnxruntime" in result.output


def test_a_wrong_file_is_a_sentence(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(process, "lacks", lambda: "")
    path = tmp_path / "a.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(4000)
        file.writeframes(b"")
    for name, words in (("a.wav", "samples a second must be"), ("no.wav", "No such file")):
        result = CliRunner().invoke(cli, ["listen-audio", "--file", str(tmp_path / name)])
        assert result.exit_code == 1
        assert name in result.output
        assert words in result.output
