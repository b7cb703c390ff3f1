"""The command that sends one message to a running engine and prints the answer: send."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import click

from perf_engine.engine.option_declaration import Number, Whole
from perf_engine.engine.own_command import own_command
from perf_engine.protocol.ports import ENGINE_PORT

from .options import json_option, option

if TYPE_CHECKING:
    from perf_engine.protocol.address import Address

PREFIX: Final = "/perf/"
PATTERN: Final = "*?[{"  # the signs that make an OSC address stand for several (OSC 1.0)


SOUND: Final = "/perf/sound/"
STATUS: Final = f"{SOUND}status"
OF_BUILT_IN: Final = frozenset(f"{SOUND}{one}" for one in ("player", "program", "reverb", "volume"))


class NoEngineThere(click.ClickException):
    """No engine has answered; a script can tell this from a refusal by the exit status."""

    exit_code = 3


def meant_address(text: str) -> str:
    """Return the address that a text means: `mode` is /perf/mode, `density` /perf/param/density."""
    from perf_engine.core.controls import meant
    from perf_engine.engine.handlers.schema import find
    from perf_engine.protocol.address import PARAM
    from perf_engine.protocol.errors import Refusal

    if text.startswith("/"):
        return text
    try:
        find(f"{PREFIX}{text}")
        return f"{PREFIX}{text}"
    except Refusal:
        pass
    try:
        return f"{PARAM}{meant(text)}"
    except LookupError:
        return f"{PREFIX}{text}"


def entry_of(address: str) -> Address | None:
    """Return the row of an address, or None: then the engine refuses it in its own words."""
    from perf_engine.engine.handlers.schema import find
    from perf_engine.protocol.errors import Refusal

    try:
        return find(address)[0]
    except Refusal:
        return None


def values_of(words: Sequence[str], entry: Address | None) -> list[int | float | str]:
    """Return words as the address takes them: numbers, unless a text is wanted there."""
    from perf_engine.protocol.names import value_of

    specs = () if entry is None else entry.arguments
    found: list[int | float | str] = []
    for place, word in enumerate(words):
        spec = specs[min(place, len(specs) - 1)] if specs else None
        found.append(word if spec is not None and spec.tag == "s" else value_of(word))
    return found


def lines(address: str, values: Sequence[Any], entry: Address | None) -> list[str]:
    """Return an answer as lines; several values stand beside their names."""
    from perf_engine.engine.handlers.schema import TO_CLIENTS

    if not values:
        return ["done"]
    shown = [f"{value:.7g}" if isinstance(value, float) else str(value) for value in values]
    reply = entry.reply if entry is not None else ""
    row = next((one for one in TO_CLIENTS if one.address == reply), None)
    if address == "/perf/get" or (row is not None and row.arguments[:1] and _pairs(row)):
        return [f"{key} {value}" for key, value in zip(shown[::2], shown[1::2], strict=False)]
    if row is not None and len(row.arguments) > 1 and reply != "/perf/done":
        names = (argument.name for argument in row.arguments)
        return [f"{name} {value}" for name, value in zip(names, shown, strict=False)]
    return [" ".join(shown)]


def _why_silent(status: Sequence[Any]) -> str:
    """Return why the built-in sound plays nobody; nothing if it plays."""
    device, *_, plays, why = status
    if not device:
        return str(why).rstrip(".")
    return "a synthesizer plays the notes, with instruments of its own" if plays == "none" else ""


def _pairs(row: Address) -> bool:
    return row.arguments[0].name == "pairs"


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("address")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@option(
    "--engine-port",
    takes=Whole(1, 65535, "PORT"),
    default=ENGINE_PORT,
    help="Send to the engine at this OSC port.",
)
@option(
    "--within",
    takes=Number(0.1, 600.0, metavar="SECONDS"),
    default=10.0,
    help="Wait at most this many seconds for the answer.",
)
@json_option
def send(
    address: str, arguments: tuple[str, ...], engine_port: int, within: float, as_json: bool
) -> None:
    """Send one message to the running engine, and print the answer.

    ADDRESS is an OSC address, such as /perf/mode or /perf/state/save. You may leave out /perf/, and
    you may give the name of a control instead of an address. So `send mode` prints the mode, `send
    mode solo` changes the mode, and `send density 2` sets the control density. A pattern such as
    'param/temp*' goes to every address that it matches. The exit status is 1 if the engine refuses
    the message, and 3 if no engine answers.
    """
    from perf_engine.clients.one_message import ask
    from perf_engine.protocol.errors import NoAnswer, NoEngine, Refused

    whole = meant_address(address)
    entry = entry_of(whole)
    matches_many = any(sign in whole for sign in PATTERN)  # then there is no one answer to wait for
    answered = not matches_many and (
        entry is None or bool(entry.reply) or entry.handler == "notify"
    )
    try:
        values = ask(
            whole,
            values_of(arguments, entry),
            answered=answered,
            port=engine_port,
            within=within,
        )
        why = ""
        if whole in OF_BUILT_IN and arguments:
            why = _why_silent(ask(STATUS, (), port=engine_port, within=within))
    except Refused as error:
        raise click.ClickException(str(error)) from error
    except NoEngine as error:
        raise NoEngineThere(f"{error}; start one with: {own_command('play')}") from error
    except NoAnswer as error:
        raise NoEngineThere(str(error)) from error
    except (ValueError, TypeError) as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        click.echo(json.dumps(values if answered else []))
        return
    if why:
        click.echo(f"It sets the built-in sound, which is silent now: {why}.", err=True)
    click.echo("\n".join(lines(whole, values, entry) if answered else ["sent"]))
