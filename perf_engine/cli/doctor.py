"""The commands that check this computer: doctor and ports."""

from __future__ import annotations

import json
import os
import textwrap
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from perf_engine.engine.own_command import own_command

from .failures import printable, sentence
from .findings import Finding, plays
from .options import FILE, config_option, engine_option, json_option

if TYPE_CHECKING:
    from perf_engine.engine.options import Options

MARKS = {
    "works": ("works", "green"),
    "optional": ("optional", "cyan"),
    "attention": ("look", "yellow"),
    "fails": ("FAILS", "red"),
}
INDENT = " " * 10
# The folders in which systemd and launchd keep those of their services.
STATE_FOLDERS = (
    "/var/lib",
    "~/.local/state",
    "~/.config",
    "~/Library/Application Support",
)


@click.command()
@config_option("Check with this configuration.")
@engine_option("model", "Check this model, given by its name or its file.")
@engine_option("osc_port", "Check this UDP port.")
@engine_option("sound", "Play the test note with the built-in sound too.")
@engine_option("sound_device")
@engine_option("soundfont")
@engine_option("record", "Check that a session can be recorded into DIR.")
@click.option(
    "--since",
    metavar="WHEN",
    help="Tell instead what has happened since then, such as yesterday, 3h, 2 days, 2026-11-30. "
    "The system's log and the recordings are read.",
)
@click.option(
    "--service",
    default="perf-engine",
    show_default=True,
    help="With --since: read the log of this service.",
)
@click.option("--log", type=FILE, metavar="FILE", help="With --since: read this log instead.")
@json_option
def doctor(
    config: Path | None,
    since: str | None,
    service: str,
    log: Path | None,
    as_json: bool,
    **given: Any,
) -> None:
    """Check what works on this computer, and say what to do about the rest.

    The check takes a few seconds, plays one test note and changes nothing. Then it says whether you
    can play, first and last, and what was found between. What is called optional, you may leave as
    it is. The exit status is 0 if you can play, and 1 if not. With --since, the command tells what
    has happened.
    """
    from perf_engine.engine.options import Options

    from .checks import examine
    from .configuration import ConfigError, read_config

    try:
        options = read_config(config) if config is not None else Options()
        options = replace(options, **{k: v for k, v in given.items() if v is not None})
    except ConfigError as error:
        raise click.ClickException(str(error)) from error
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    if since is not None:
        _tell(since, options, service, log, as_json)
        return
    if not as_json:
        click.echo("This takes a few seconds.\n", err=True)
    findings = list(examine(options))
    can = plays(findings)
    if as_json:
        said = {"plays": can, "findings": [asdict(finding) for finding in findings]}
        click.echo(json.dumps(said, indent=1))
    else:
        verdict = "\n".join(_verdict(findings, config))
        click.echo(f"{verdict}\n")
        for finding in findings:
            _show(finding)
        click.echo(f"\n{verdict}")
    if not can:
        raise click.exceptions.Exit(1)


def _verdict(findings: Sequence[Finding], config: Path | None) -> list[str]:
    """Return whether one can play, in lines, with the command to type."""
    if not plays(findings):
        return ["You cannot play yet: repair what FAILS."]
    given = () if config is None else ("--config", str(config))
    lines = [f"You can play: {own_command('play', *given)}"]
    if any(finding.check == "heard" and finding.state != "works" for finding in findings):
        lines.append("But nothing sounds here yet: see what is marked with look.")
    return lines


def _show(finding: Finding) -> None:
    """Write a finding, with a mark for its state, and what to do."""
    mark, colour = MARKS[finding.state]
    click.secho(f"{mark:<{len(INDENT)}}", fg=colour, nl=False)
    click.echo(_hanging(finding.found))
    if finding.remedy:
        click.echo(INDENT + _hanging(f"-> {finding.remedy}"))


def _tell(since: str, options: Options, service: str, log: Path | None, as_json: bool) -> None:
    """Tell what has happened. Raises ClickException or UsageError."""
    from . import incidents, past_log

    now = time.time()
    try:
        start = incidents.moment(since, now)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    folder, unread = _recordings(options, service)
    music = sentence(lambda: incidents.of_recordings(folder, start))
    log = log or _log_of_launchd(service)
    lines: Iterable[tuple[float, str]]
    if log is None:
        lines, why = past_log.system_log(service, start)
        unread += [f"The system's log cannot be read: {why.rstrip('.')}."] if why else []
    else:
        lines = past_log.log_file(log)
    found = sentence(lambda: list(incidents.of_log(lines)))
    if as_json:
        said = {**asdict(music), "log": [asdict(one) for one in found]}
        said["unread"] = [*unread, *music.unread]
        click.echo(json.dumps({**said, "since": start}, indent=1, default=str))
        return
    for line in incidents.told(start, now, music, found, unread):
        click.echo(line)


def _log_of_launchd(service: str) -> Path | None:
    """Return the log that launchd writes for a service; None if there is none."""
    from .service import log_of_launchd

    log = log_of_launchd(service)
    return log if log.is_file() else None


def _recordings(options: Options, service: str) -> tuple[Path, list[str]]:
    """Return the folder of recordings, and a sentence for each that cannot be read.

    It is that of the options, or else the first of a service's usual ones.
    """
    from perf_engine.engine.session.recorder import HOME

    from .units import state_folder

    if options.record is not None:
        usual = [Path(options.record).expanduser()]
    else:
        below = Path(state_folder(service)) / "recordings"
        usual = [Path(root).expanduser() / below for root in STATE_FOLDERS]
    unread: list[str] = []
    for folder in usual:
        try:
            with os.scandir(folder):
                return folder, unread
        except PermissionError:  # as of root's
            unread.append(f"{folder} cannot be read: you have no right to, so it is left out.")
        except OSError:
            continue
    return (HOME if options.record is None else usual[0]), unread


def _hanging(text: str) -> str:
    """Return a text in indented lines; a command to type stays on one line."""
    if "type: " in text:
        return text
    return textwrap.fill(
        text, 92, subsequent_indent=INDENT, break_long_words=False, break_on_hyphens=False
    )


@click.command()
@json_option
def ports(as_json: bool) -> None:
    """List the MIDI ports by number and name, for --midi-in and --midi-out."""
    from perf_engine.clients.midi.ports.names import list_ports

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
            click.echo(f"  {number:>2}  {printable(name)}")
        if not names:
            click.echo("  none")
