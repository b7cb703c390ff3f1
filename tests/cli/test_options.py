"""The command line's options are made of their declarations."""

from __future__ import annotations

import inspect
from dataclasses import dataclass

import click
import pytest
from click.testing import CliRunner

from perf_engine.cli.options import config_option, declared, option
from perf_engine.cli.play import play
from perf_engine.cli.program import COMMANDS, cli
from perf_engine.engine.option_declaration import (
    Choice,
    Flag,
    Number,
    Several,
    Text,
    Whole,
    options_of,
)
from perf_engine.engine.option_declaration import option as declare
from perf_engine.engine.options import CHANNEL, Options

ON_THE_LINE = [one for one in (*options_of(Options).values(), CHANNEL) if one.line is not None]


@dataclass(frozen=True, slots=True)
class Lamp:
    """Options of another thing: each row is all that there is to say."""

    watts: int = declare(40, Whole(1, 100, "WATTS"), "Burn this much.")
    colours: tuple[str, ...] = declare((), Several(Text(), "a list"), "Shine so.")
    on: bool = declare(False, Flag(), "Switch it on.")
    word: str = declare("", Text(metavar="WORD"), "Say this.", environment="LAMP_WORD")


@click.command()
@declared(options_of(Lamp)["watts"])
@declared(options_of(Lamp)["colours"])
@declared(options_of(Lamp)["on"])
@declared(options_of(Lamp)["word"])
@option("--share", takes=Number(0, 1), default=0.5, help="Give it this share.")
@option("--shape", takes=Choice(("round", "square")), help="Build it so.")
def lamp(**said: object) -> None:
    """Light a lamp."""
    click.echo(repr(said))


def said(*words: str, **environment: str) -> str:
    return CliRunner().invoke(lamp, words, env=environment).output


def test_one_row_is_an_option_with_its_help() -> None:
    page = " ".join(said("--help").split())
    for words in (
        "--watts WATTS Burn this much. [1..100; default: 40]",
        "--on / --no-on Switch it on.",
        "--colours TEXT Shine so. [may be repeated]",
        "--word WORD Say this. [environment: LAMP_WORD]",
        "--share NUMBER Give it this share. [0..1; default: 0.5]",
        "--shape [round|square] Build it so.",
    ):
        assert words in page


def test_what_is_not_said_is_none_and_what_is_said_has_its_kind() -> None:
    assert "'watts': None" in said()
    assert "'on': None" in said()
    found = said("--watts", "60", "--no-on", "--colours", "a", "--colours", "b", LAMP_WORD="psst")
    for words in (
        "'watts': 60",
        "'on': False",
        "'colours': ('a', 'b')",
        "'word': 'psst'",
        "'share': 0.5",
    ):
        assert words in found


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--watts", "0"), "--watts must be 1..100, not 0"),
        (("--watts", "x"), "--watts must be a whole number 1..100, not x"),
        (("--share", "2"), "--share must be 0..1, not 2"),
        (
            ("--shape", "squar"),
            "--shape must be one of round, square, not squar; did you mean square?",
        ),
        (("--word", ""), "--word must be a text, not nothing"),
        (("--wats", "3"), "--watts"),
    ],
)
def test_a_mistake_names_option_range_and_value(words: tuple[str, ...], sentence: str) -> None:
    result = CliRunner().invoke(lamp, words)
    assert result.exit_code == 2
    assert sentence in result.output.splitlines()[-1]


@pytest.mark.parametrize("one", ON_THE_LINE, ids=lambda one: one.name)
def test_every_option_of_the_engine_is_one_of_play(one) -> None:
    (found,) = [param for param in play.params if param.name == one.name]
    assert one.flag in found.opts
    assert isinstance(found, click.Option)
    assert one.help in (found.help or "")
    assert found.envvar == (one.environment or None)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_has_a_help_with_a_full_stop(name: str) -> None:
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    assert inspect.cleandoc(command.help or "").endswith(".")
    for param in command.params:
        if isinstance(param, click.Option) and not param.hidden:
            assert (param.help or "").partition("  [")[0].endswith("."), (name, param.name)


def test_a_file_of_configuration_is_a_path() -> None:
    @click.command()
    @config_option("Read it.")
    def reads(config: object) -> None:
        click.echo(repr(config))

    assert "PosixPath('a.toml')" in CliRunner().invoke(reads, ["--config", "a.toml"]).output
