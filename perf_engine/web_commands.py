"""The command that describes the engine over HTTP: web."""

from __future__ import annotations

import asyncio

import click

from .cli import Whole
from .live.schema import PORT
from .live.web import NO_PORT

WEB_PORT = 9472


class NoPort(click.ClickException):
    """The port cannot be opened: whoever started it need not try again."""

    exit_code = NO_PORT


@click.command()
@click.option("--engine-port", type=Whole("port", 1, 65535), default=PORT, metavar="PORT",
              help=f"The engine's OSC port.  [default: {PORT}]")
@click.option("--port", type=Whole("port", 0, 65535), default=WEB_PORT, metavar="PORT",
              help=f"The port for HTTP; 0 takes any free one.  [default: {WEB_PORT}]")
@click.option("--lan", is_flag=True, help="Answer the whole network, not this computer only.")
def web(engine_port: int, port: int, lan: bool) -> None:
    """Describe the engine over HTTP, for programs that know OSCQuery (Ctrl-C ends)."""
    from .clients.web.server import serve
    from .live.reference import as_data

    try:
        asyncio.run(serve(as_data(), engine_port, port, lan, click.echo))
    except OSError as error:
        why = error.strerror or str(error)
        raise NoPort(f"HTTP port {port} cannot be opened ({why}). Choose another.") from error
