"""The command that shows the live view of a running engine in another terminal: view."""

from __future__ import annotations

import sys

import click

from perf_engine.engine.option_declaration import Whole
from perf_engine.protocol.ports import ENGINE_PORT

from .options import option


@click.command()
@option(
    "--engine-port",
    takes=Whole(1, 65535, "PORT"),
    default=ENGINE_PORT,
    help="Show the engine at this OSC port.",
)
def view(engine_port: int) -> None:
    """Show the piano keys, the mode and the turn of the running engine live in this terminal.

    Single keys of the computer keyboard give orders: ? lists these keys. `play` shows the same view
    in its own terminal, so you need this command only for a second terminal. Ctrl-C ends the view;
    the engine continues.
    """
    from perf_engine.clients.terminal.process import main
    from perf_engine.core.turns.modes import MODES

    arguments = ["--engine-port", str(engine_port), "--modes", ",".join(MODES)]
    status = main(arguments)
    if status:
        raise click.ClickException("this is no terminal: view needs one")
    sys.exit(status)
