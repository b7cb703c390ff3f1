"""The commands that describe the engine: osc and config print it, web serves it over HTTP."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import click

from perf_engine.engine.helpers.web import NO_PORT
from perf_engine.engine.option_declaration import (
    REQUIRED,
    Choice,
    Option,
    Tables,
    Whole,
    options_of,
)
from perf_engine.protocol.ports import ENGINE_PORT, WEB_PORT

from .options import FOLDER, json_option, option

EXAMPLE = """\
mode = "takeover"
midi_in = "Keystation"      # a part of the name is enough; several: ["Keystation", "Pads"]
midi_out = "none"

[controls]
temperature = 0.9
patience = 1.5

[[voices]]                  # voice 0
[[voices]]                  # voice 1
mode = "accompany"
[voices.controls]
role = "bass"

[[clients]]
host = "127.0.0.1"
port = 57120
timing = "bundle"
"""


@click.command()
@json_option
@click.option("--markdown", is_flag=True, help="Print Markdown, which is the default.")
def osc(as_json: bool, markdown: bool) -> None:
    """Print every OSC address with its arguments, effect and reply."""
    from perf_engine.engine.handlers.reference import as_data, as_markdown

    if as_json and markdown:
        raise click.UsageError("choose --json or --markdown")
    click.echo(json.dumps(as_data(), indent=2) if as_json else as_markdown())


@click.command()
def config() -> None:
    """Print a description of the configuration file, as Markdown."""
    click.echo("\n".join(configuration_page()))


def configuration_page() -> Iterator[str]:
    """Yield the lines of docs/configuration.md, from the declared options."""
    from perf_engine.engine.options import CHANNEL, KnownClient, Options, VoiceOptions
    from perf_engine.engine.piece_options import SINGLE, TABLES, SceneVoiceOptions

    yield from (
        "# Configuration",
        "",
        'Start with a file: `make play ARGS="--config concert.toml"`. The command line overrides'
        " the file. `.venv/bin/perf-engine config` writes this page.",
        "",
        "```toml",
        *EXAMPLE.splitlines(),
        "```",
        "",
        "## Keys at the top",
        "",
    )
    yield from _table([*options_of(Options).values(), CHANNEL], line=True)
    yield from (
        "",
        "`[controls]` takes every control of [Playing](playing.md#controls), by its name. If the"
        " values of a control have names, write a name or its number.",
        "",
        "## Keys of a voice: `[[voices]]`",
        "",
        "Write one table for each voice. A voice with an empty table uses the common settings. The"
        " first table is voice 0.",
        "",
    )
    yield from _table([*options_of(VoiceOptions).values(), CHANNEL])
    yield from (
        "",
        "## Keys of a client: `[[clients]]`",
        "",
        "A client in this file is a program that receives the machine's notes without asking. The"
        " engine never forgets it.",
        "",
    )
    yield from _table(options_of(KnownClient).values())
    yield from (
        "",
        "## Tables of an installation",
        "",
        "With one of these tables, the engine plays as an installation. [Installations]"
        "(installations.md) explains them with an example.",
    )
    for name, kind in {**TABLES, "scene.voices": SceneVoiceOptions}.items():
        title = f"[{name}]" if name in SINGLE else f"[[{name}]]"
        yield from ("", f"### `{title}`", "")
        yield from _table(options_of(kind).values())


def _table(options: Iterable[Option], line: bool = False) -> Iterator[str]:
    """Yield a Markdown table of options, perhaps with their names on the command line."""
    yield "| key | takes | default |" + (" command line |" if line else "") + " |"
    yield "|---|---|---|" + ("---|" if line else "") + "---|"
    for one in options:
        cells = [f"`{one.name}`", _takes(one), _default(one)]
        if line:
            cells.append(_typed(one))
        yield f"| {' | '.join([*cells, one.help])} |"


def _takes(one: Option) -> str:
    if isinstance(one.kind, Choice):
        return ", ".join(f"`{name}`" for name in one.kind.names)
    if isinstance(one.kind, Tables):
        return f"{one.kind.takes.partition(',')[0]}, written as `{one.kind.written}`"
    return one.kind.takes


def _default(one: Option) -> str:
    if one.default is REQUIRED:
        return "none: you must give it"
    if isinstance(one.default, bool):
        return "`true`" if one.default else "`false`"
    if one.otherwise or not one.default_words:
        return one.otherwise or "none"
    return f"`{one.default_words}`"


def _typed(one: Option) -> str:
    if one.name == "controls":
        return "`--set NAME=VALUE`"
    if one.line is None:
        return ""
    value = one.line.metavar if not isinstance(one.line, Choice) else one.name.upper()
    said = f"`{one.flag} {value}`" if value else f"`{one.flag}`"
    return f"{said}, or `{one.environment}` in the environment" if one.environment else said


OTHER_PORT: Final = "--web-port 9482"


class NoPort(click.ClickException):
    """A port that cannot be opened, so that a parent need not start the command again."""

    exit_code = NO_PORT


@click.command()
@option(
    "--engine-port",
    takes=Whole(1, 65535, "PORT"),
    default=ENGINE_PORT,
    help="Use the engine at this OSC port.",
)
@option(
    "--port",
    takes=Whole(0, 65535, "PORT"),
    default=WEB_PORT,
    help="Serve HTTP on this port. 0 takes any free port.",
)
@click.option("--lan", is_flag=True, help="Let other computers in the network connect too.")
@click.option(
    "--recordings",
    type=FOLDER,
    metavar="DIR",
    help="Show the recordings in this folder on the page."
    "  [default: Music/perf_engine in your home]",
)
@click.option("--open", "open_page", is_flag=True, help="Open the page in the browser.")
@click.option("--sounds", is_flag=True, hidden=True, help="Let the page begin without sound.")
def web(
    engine_port: int,
    port: int,
    lan: bool,
    recordings: Path | None,
    open_page: bool,
    sounds: bool,
) -> None:
    """Serve the page for the browser, and the list of OSC addresses for OSCQuery programs.

    `play` does this by itself, unless you start it with --no-web. OSCQuery programs can read every
    OSC address, its present value and its help over HTTP. Ctrl-C ends the command.
    """
    import asyncio

    from perf_engine.clients.web.server import serve
    from perf_engine.engine.handlers.reference import as_data
    from perf_engine.engine.session.recorder import HOME

    from .takes import Takes

    serving = serve(
        as_data(),
        engine_port,
        port,
        lan,
        click.echo,
        takes=Takes(recordings or HOME),
        token=os.environ.get("PERF_TOKEN", ""),
        sounds=sounds,
        open_page=open_page,
    )
    try:
        asyncio.run(serving)
    except BrokenPipeError:  # whoever started this was killed: click ends it without a word
        raise
    except OSError as error:
        why = error.strerror or str(error)
        raise NoPort(
            f"HTTP port {port} cannot be opened ({why}); is an engine running already? "
            f'Choose another: {OTHER_PORT}, or make play ARGS="{OTHER_PORT}".'
        ) from error
