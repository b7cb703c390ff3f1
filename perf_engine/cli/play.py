"""The command that starts the engine: play."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from perf_engine.engine.own_command import own_command

from .failures import worded
from .options import config_option, controls_option, engine_options

if TYPE_CHECKING:
    from perf_engine.core.controls import Given

LONGEST_KEPT = 20_000_000  # bytes of a journal, which take a quarter of a minute to write out


class Words(logging.Formatter):
    """Format log lines as sentences; only warnings and errors begin with their level."""

    def formatMessage(self, record: logging.LogRecord) -> str:
        """Return a record as a sentence."""
        said = super().formatMessage(record)
        if record.levelno <= logging.INFO:
            return said
        return f"{record.levelname.capitalize()}: {said}"


@click.command()
@config_option("Read options from this TOML file. Options on the command line override the file.")
@engine_options
@controls_option
def play(
    config: Path | None,
    controls: tuple[tuple[str, Given], ...],
    voices: int | None,
    channel: int | None,
    **given: Any,
) -> None:
    """Start the engine and play until Ctrl-C ends it."""
    from perf_engine.engine.options import NONE, Options
    from perf_engine.engine.output.log_limit import Ration
    from perf_engine.engine.output.standard_output import take_over

    from .configuration import ConfigError, configured, one_of_both, read_config

    seen = sys.stdout is not None and sys.stdout.isatty()
    outputs = take_over()  # before anybody holds a stream
    console = logging.StreamHandler()
    console.setFormatter(Words())
    console.addFilter(ration := Ration())
    logging.basicConfig(level=logging.INFO, handlers=[console])
    try:
        options = read_config(config) if config is not None else Options()
    except ConfigError as error:
        raise click.ClickException(str(error)) from error
    said = {name: value for name, value in given.items() if value not in (None, ())}
    source = click.get_current_context().get_parameter_source
    typed = [key for key in ("allow", "token") if source(key) is ParameterSource.COMMANDLINE]
    try:
        one_of_both(said, lambda key: f"--{key.replace('_', '-')}")
        if {*said.get("midi_in", ()), said.get("midi_out", NONE)} - {NONE}:
            said["no_midi"] = False  # regardless of the file
        turned = dict(controls)
        if channel is not None:
            turned["channel"] = channel
        chosen = configured({"controls": turned}, options)
        options = replace(chosen, **said)
        options = replace(options, open=options.open and seen)
        if voices is not None:
            options = options.with_voices(voices)
        if typed and not options.lan:
            raise ConfigError("--allow and --token need --lan")
    except ValueError as error:
        raise click.UsageError(str(error)) from error

    from perf_engine.engine.engine import Engine, StartError
    from perf_engine.engine.helpers.scene_models import check_scenes

    try:
        check_scenes(options.scene, options.model)
    except ValueError as error:  # only a file has scenes
        raise click.ClickException(f"{config}: {error}") from error
    try:
        engine = Engine(options, click.echo, outputs)
        engine.stand_beside(*outputs, ration)
        engine.run(lambda: _keep(engine.loop.recorder.sessions))
    except (ValueError, OSError) as error:
        asked = ("osc_port",) if isinstance(error, StartError) else ("model", "voices")
        of_file = (
            config is not None
            and isinstance(error, ValueError | StartError)
            and any(
                getattr(options, key) != getattr(Options(), key) and not said.get(key)
                for key in asked
            )
        )
        said_so = worded(error)
        raise click.ClickException(f"{config}: {said_so}" if of_file else said_so) from error


def _as_midi(session: Path) -> str:
    """Return the command that writes a recording as MIDI."""
    return own_command("replay", str(session), "--out", "FILE.mid")


def _keep(sessions: Sequence[Path]) -> None:
    """Write each recording as MIDI beside its journal. Raises ClickException, ValueError."""
    if not sessions:
        return
    from perf_engine.engine.session.journal import NoSession, size

    from .session_music import write_session_midi

    failed: list[str] = []
    for session in sessions:
        try:
            if size(session) > LONGEST_KEPT:
                click.echo(f"Recorded: {session}; as MIDI: {_as_midi(session)}")
                continue
            written = write_session_midi(session)
        except NoSession:  # it was ended before anything was written
            continue
        except OSError as error:
            failed.append(
                f"{worded(error)}. The recording itself is kept. To write it as MIDI elsewhere:"
                f" {_as_midi(session)}"
            )
        else:
            click.echo(f"Recorded: {written}")
    if failed:
        raise click.ClickException("\n".join(failed))
