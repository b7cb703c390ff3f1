"""The program: its commands, and what it says to somebody who does not know them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from perf_engine.cli.program import COMMANDS, SECTIONS, cli
from perf_engine.engine.own_command import own_command

ROOT = Path(__file__).parents[2]


def test_without_a_command_it_says_what_to_try() -> None:
    result = CliRunner().invoke(cli, [])
    assert result.exit_code == 2
    for word in ("doctor", "demo", "play", "--help"):
        assert f"  {own_command(word)} " in result.output


def test_the_help_lists_every_command_in_its_section() -> None:
    page = CliRunner().invoke(cli, ["--help"]).output
    for section, names in SECTIONS.items():
        under = page.partition(f"{section}:\n")[2].partition("\n\n")[0]
        for name in names:
            assert f"\n  {name} " in f"\n{under}"
    assert "..." not in page.partition("Play:")[2]  # no sentence is cut off


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_found_and_bears_its_name(name: str) -> None:
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    assert command.name == name


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["plya"], "There is no command plya. Did you mean play?"),
        (["model"], "There is no command model. Did you mean models?"),
        (["xyzzy"], "There is no command xyzzy. perf-engine --help lists all commands."),
        (["play", "--modle", "x"], "--model"),
        (["--mode", "solo"], "--mode is an option of play: perf-engine play --mode ..."),
        (["--no-midi"], "--no-midi is an option of play: perf-engine play --no-midi ..."),
        (["--hepl"], "--help"),
    ],
)
def test_a_slip_is_answered_with_the_nearest_name(words: list[str], sentence: str) -> None:
    result = CliRunner().invoke(cli, words)
    assert result.exit_code == 2
    assert sentence in result.output.splitlines()[-1]


def test_the_list_of_commands_needs_neither_torch_nor_aiohttp_nor_rich() -> None:
    script = (
        "import sys\nfrom perf_engine.cli.program import cli\n"
        "try: cli.main(['--help'])\nexcept SystemExit: pass\n"
        "unwanted = ('torch', 'mido', 'rtmidi', 'rich', 'aiohttp', 'safetensors')\n"
        "print('LOADED', *[name for name in unwanted if name in sys.modules])"
    )
    out = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout
    assert out.splitlines()[-1] == "LOADED"


def test_one_thread_is_all_that_numpy_gets() -> None:
    script = (
        "import perf_engine.__main__ as m, os, sys; sys.argv = ['x', '--version']\n"
        "try: m.main()\nexcept SystemExit: print(os.environ['OPENBLAS_NUM_THREADS'])"
    )
    clean = {k: v for k, v in os.environ.items() if not k.endswith("_NUM_THREADS")}
    out = subprocess.run(
        [sys.executable, "-c", script],
        env=clean,
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    ).stdout
    assert out.split()[-1] == "1"


def test_a_failure_cannot_steer_the_terminal_with_a_text_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "odd.toml").write_text('"\\u001b[2J" = 1')
    configuration = ["doctor", "--config", str(tmp_path / "odd.toml")]
    for words in (configuration, ["replay", str(tmp_path / "\x1b[2J")], ["\x1b[2J"]):
        said = CliRunner().invoke(cli, words)
        assert said.exit_code in (1, 2)
        assert "[2J" in said.output
        assert "\x1b" not in said.output
