"""The commands that look at this machine, doctor and ports."""

from __future__ import annotations

import json
import textwrap
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import click

from .cli import Whole

MARKS = {"works": ("works", "green"), "attention": ("look", "yellow"), "fails": ("FAILS", "red")}
INDENT = " " * 7


@click.command()
@click.option("--config", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Look at what this configuration asks for.")
@click.option("--model", help="The model's name, or a .safetensors file.")
@click.option("--osc-port", type=Whole("port", 0, 65535), metavar="PORT",
              help="The UDP port for OSC.  [default: 9470]")
@click.option("--record", type=click.Path(), metavar="DIR", help="Where you want to record.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for programs.")
def doctor(config: Path | None, as_json: bool, **given: Any) -> None:
    """Say what works on this machine, what does not, and what to do about it.

    Takes a few seconds, plays nothing, changes nothing. Ends with 0 where you can play, else with
    1.
    """
    from .config import ConfigError, read_config
    from .doctor import examine
    from .finding import plays
    from .live.options import Options

    try:
        options = read_config(config) if config is not None else Options()
        options = replace(options, **{k: v for k, v in given.items() if v is not None})
    except ConfigError as error:
        raise click.ClickException(str(error)) from error
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    findings = []
    for finding in examine(options):
        findings.append(finding)
        if not as_json:
            mark, colour = MARKS[finding.state]
            click.secho(f"{mark:<{len(INDENT)}}", fg=colour, nl=False)
            click.echo(_hanging(finding.found))
            if finding.remedy:
                click.echo(INDENT + _hanging(f"-> {finding.remedy}"))
    can = plays(findings)
    if as_json:
        said = {"plays": can, "findings": [asdict(finding) for finding in findings]}
        click.echo(json.dumps(said, indent=1))
    elif can:
        click.echo("\nYou can play: perf-engine play")
    else:
        click.echo("\nYou cannot play yet: mend what FAILS.")
    if not can:
        raise click.exceptions.Exit(1)


def _hanging(text: str) -> str:
    """A text in lines, under one another; what is to be typed is not broken."""
    if "type: " in text:
        return text
    return textwrap.fill(text, 92, subsequent_indent=INDENT, break_long_words=False,
                         break_on_hyphens=False)  # fmt: skip


@click.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON, for programs.")
def ports(as_json: bool) -> None:
    """List the MIDI ports there are, by the numbers and names that play takes."""
    from .clients.ports import list_ports

    found = list_ports()
    if as_json:
        click.echo(json.dumps(asdict(found), indent=1))
    if found.problems:
        raise click.ClickException(found.problems[0])
    if as_json:
        return
    for option, names in (("--midi-in", found.inputs), ("--midi-out", found.outputs)):
        click.echo(f"{option}:")
        for number, name in enumerate(names, 1):
            click.echo(f"  {number:>2}  {name}")
        if not names:
            click.echo("  none")
