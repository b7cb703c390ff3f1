"""The command line. Each command imports what it needs when it runs."""

from __future__ import annotations

import importlib
import logging
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from . import __version__
from .core.turns import MODES

LONGEST_KEPT = 20_000_000  # bytes of a journal, which take a quarter of a minute to write out

# name -> where it is; imported when it is asked for
ELSEWHERE: dict[str, str] = {
    "audition": "perf_engine.studio_commands:audition",
    "demo": "perf_engine.studio_commands:demo",
    "stats": "perf_engine.studio_commands:stats",
    "models": "perf_engine.model_commands:models",
    "replay": "perf_engine.session_commands:replay",
    "doctor": "perf_engine.machine_commands:doctor",
    "ports": "perf_engine.machine_commands:ports",
    "web": "perf_engine.web_commands:web",
    "prepare": "perf_engine.training_commands:prepare",
    "train": "perf_engine.training_commands:train",
    "export": "perf_engine.training_commands:export",
    "curves": "perf_engine.tuning_commands:curves",
    "adapt": "perf_engine.tuning_commands:adapt",
    "evaluate": "perf_engine.evaluation_commands:evaluate",
    "compare": "perf_engine.evaluation_commands:compare",
}


class Commands(click.Group):
    """A group whose commands may live elsewhere, and are imported only when called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, here and elsewhere."""
        return sorted({*super().list_commands(ctx), *ELSEWHERE})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name."""
        if cmd_name in ELSEWHERE:
            module, _, name = ELSEWHERE[cmd_name].partition(":")
            command: click.Command = getattr(importlib.import_module(module), name)
            return command
        return super().get_command(ctx, cmd_name)


class Words(logging.Formatter):
    """Log lines as sentences; only what is worse than information says how bad it is."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: D102
        said = super().formatMessage(record)
        if record.levelno <= logging.INFO:
            return said
        return f"{record.levelname.capitalize()}: {said}"


class Whole(click.IntRange):
    """A whole number from low to high; what is none is refused by name, range and value."""

    def __init__(self, thing: str, low: int, high: int) -> None:
        super().__init__(low, high)
        self.thing = thing

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Any:
        """The number of a text."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"{self.thing} must be {self.min}..{self.max}, not {value}", param, ctx)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="perf_engine")
def cli() -> None:
    """Play music together with a machine, live."""


@cli.command()
@click.option("--mode", type=click.Choice(MODES),
              help="How the machine plays together with you.  [default: duet]")
@click.option("--model", help="The model's name, or a .safetensors file.")
@click.option("--seed", type=Whole("seed", 0, 2**31 - 1),
              help="The machine's random numbers: the same playing gives the same answer.")
@click.option("--config", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="A TOML file with these options, [controls] and [[clients]].")
@click.option("--osc-port", type=Whole("port", 0, 65535), metavar="PORT",
              help="The UDP port for OSC; 0 takes any free one.  [default: 9470]")
@click.option("--lan/--no-lan", default=None,
              help="Listen to the whole network, not to this computer only.")
@click.option("--midi-in", metavar="NAME", help="auto, none, or the name of a keyboard.")
@click.option("--midi-out", metavar="NAME", help="auto, none, or the name of a synth.")
@click.option("--midi-channels", metavar="CHANNELS",
              help="The MIDI channels to hear: all, or as in 1,3 or 10-12.  [default: all]")
@click.option("--active-sensing/--no-active-sensing", default=None,
              help="Tell synthesizers all the time that the cable is in.")
@click.option("--midi-clock-out/--no-midi-clock-out", default=None,
              help="Send the beat to synthesizers as MIDI clock.")
@click.option("--no-midi", is_flag=True, default=None, help="No MIDI at all.")
@click.option("--web-port", type=Whole("port", 0, 65535), metavar="PORT",
              help="Describe the engine over HTTP on this port, such as 9472, for OSCQuery.")
@click.option("--record", type=click.Path(file_okay=False), metavar="DIR",
              help="Record the session, into a new folder in DIR.")
@click.option("--record-mb", type=Whole("record-mb", 1, 1_000_000), metavar="MB",
              help="How much of the disk a recording may take; of more, the oldest goes."
                   "  [default: 1000]")
@click.option("--voices", type=Whole("voices", 1, 16), metavar="N",
              help="How many machine voices play together.  [default: 1]")
@click.option("--states", type=click.Path(file_okay=False), metavar="DIR",
              help="Where states of mind are kept.  [default: in your home]")
@click.option("--exit-with-stdin", is_flag=True, default=None,
              help="End when standard input ends: for programs that start the engine.")
@click.option("--set", "controls", multiple=True, metavar="NAME=VALUE",
              help="Set a control, such as temperature=0.9; may be repeated.")
def play(
    config: Path | None, controls: tuple[str, ...], voices: int | None, **given: Any
) -> None:
    """Start the engine and play until it is told to stop (Ctrl-C)."""
    from .config import ConfigError, configured, one_of_both, read_config, setting
    from .live.options import NONE, Options

    console = logging.StreamHandler()
    console.setFormatter(Words())
    logging.basicConfig(level=logging.INFO, handlers=[console])
    try:
        options = read_config(config) if config is not None else Options()
    except ConfigError as error:
        raise click.ClickException(str(error)) from error
    said = {name: value for name, value in given.items() if value is not None}
    try:
        one_of_both(said, lambda key: f"--{key.replace('_', '-')}")
        if any(said.get(port, NONE) != NONE for port in ("midi_in", "midi_out")):
            said["no_midi"] = False  # whatever the file says
        chosen = configured({"controls": dict(map(setting, controls))}, options)
        options = replace(chosen, **said)
        if voices is not None:
            options = options.with_voices(voices)
    except ValueError as error:
        raise click.UsageError(str(error)) from error

    from .live.engine import Engine

    try:
        engine = Engine(options, click.echo)
        engine.run()
        _keep(engine.loop.recorder.sessions)
    except (ValueError, OSError) as error:
        named = config is not None and options.model is not None and "model" not in said
        blamed = f"{config}: " if named and isinstance(error, ValueError) else ""
        raise click.ClickException(f"{blamed}{error}") from error


def _keep(sessions: Sequence[Path]) -> None:
    """Write both hands of what was recorded, beside the journal. Raises OSError or ValueError."""
    if not sessions:
        return
    from .live.journal import NoSession, size
    from .session_music import write_session_midi

    for session in sessions:
        try:
            if size(session) > LONGEST_KEPT:
                click.echo(f"Recorded: {session}; both hands:"
                           f" perf-engine replay {session} --out FILE.mid")
                continue
            click.echo(f"Recorded: {write_session_midi(session)}")
        except NoSession:  # it was ended before anything was written
            continue


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON, for programs.")
@click.option("--markdown", is_flag=True, help="As Markdown, which is the default.")
def osc(as_json: bool, markdown: bool) -> None:
    """Print every OSC address: what it takes, does and answers."""
    from .live.reference import as_data, as_markdown

    if as_json and markdown:
        raise click.UsageError("choose --json or --markdown")
    if as_json:
        import json

        click.echo(json.dumps(as_data(), indent=2))
    else:
        click.echo(as_markdown())
