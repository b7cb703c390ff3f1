"""Each module that can be run as a command says its usage, and refuses options that it lacks."""

from __future__ import annotations

import runpy
import sys
import warnings
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDERS = (
    "benchmarks",
    "handbook",
    "max_patches",
    "puredata",
    "scripts",
    "supercollider",
    "tidalcycles",
)
COMMANDS = sorted(
    path.relative_to(ROOT).as_posix()
    for folder in FOLDERS
    for path in (ROOT / folder).rglob("*.py")
    if path.name == "__main__.py" or 'if __name__ == "__main__":' in path.read_text("utf-8")
)


def ended(command: str, option: str, monkeypatch: pytest.MonkeyPatch, folder: Path) -> object:
    """Run a command with an option in an empty folder, which must stay so; return its status."""
    name = command.removesuffix(".py").replace("/", ".")
    monkeypatch.setattr(sys, "argv", [command, option])
    monkeypatch.chdir(folder)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the module has been imported already
        with pytest.raises(SystemExit) as end:
            runpy.run_module(name, run_name="__main__")
    assert list(folder.iterdir()) == []
    return end.value.code


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_says_its_usage(
    command: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert ended(command, "--help", monkeypatch, tmp_path) in (0, None)
    assert capsys.readouterr().out.lower().startswith("usage: ")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_refuses_an_option_that_it_lacks(
    command: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert ended(command, "--no-such-option", monkeypatch, tmp_path) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "usage: " in said.err.lower()
