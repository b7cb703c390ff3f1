"""Options of the command line, each made of its declaration: type, help, range and errors."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from perf_engine.engine.option_declaration import (
    Flag,
    Kind,
    Number,
    Option,
    Several,
    Whole,
    options_of,
)

SEED: Final = Whole(0, 2**31 - 1)
FILE: Final = click.Path(dir_okay=False, path_type=Path)
EXISTING_FILE: Final = click.Path(exists=True, dir_okay=False, path_type=Path)
Command = TypeVar("Command", bound=Callable[..., Any])
Decorator = Callable[[Command], Command]


if TYPE_CHECKING:
    from perf_engine.core.controls import Given

    ParamType = click.ParamType[Any]
else:
    ParamType = click.ParamType  # before click 8.4 it took no type


class Value(ParamType):
    """A declared kind as click takes it; a refusal names option, range and value."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.name = kind.metavar or "value"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the value of a text."""
        if not isinstance(value, str):  # a default
            return value
        name = next(iter(sorted(param.opts, key=len, reverse=True)), "") if param else "value"
        try:
            return self.kind.read(name, value)
        except ValueError as error:
            raise click.UsageError(str(error), ctx) from error


class FolderPath(click.Path):
    """A folder's path; click itself lets a pipe or a device pass."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path of a text."""
        path = super().convert(value, param, ctx)
        if os.path.exists(path) and not os.path.isdir(path):
            self.fail(f"{self.name.title()} {os.fspath(value)!r} is not a folder.", param, ctx)
        return path


FOLDER: Final = FolderPath(file_okay=False, path_type=Path)
EXISTING_FOLDER: Final = FolderPath(exists=True, file_okay=False, path_type=Path)


def option(
    *names: str,
    takes: Kind,
    help: str,
    default: Any = None,
    otherwise: str = "",
    environment: str = "",
    **more: Any,
) -> Decorator[Any]:
    """Return a click decorator; the help ends with range, default and environment, in words."""
    notes = [takes.range] if isinstance(takes, Whole | Number) else []
    if isinstance(takes, Several):
        more["multiple"] = True
        notes.append("may be repeated")
    if otherwise or default is not None:
        notes.append(f"default: {otherwise or _words(default)}")
    if environment:
        more["envvar"] = environment
        notes.append(f"environment: {environment}")
    if isinstance(takes, Flag):
        more["is_flag"] = True
        names = tuple(f"{name}/--no-{name[2:]}" if takes.revocable else name for name in names)
    else:
        more |= {"type": Value(takes), "metavar": more.get("metavar", takes.metavar)}
    text = f"{help}  [{'; '.join(notes)}]" if notes else help
    return click.option(*names, default=default, help=text, **more)


def _words(default: Any) -> str:
    several = default if isinstance(default, tuple) else (default,)
    return ", ".join(f"{one:g}" if isinstance(one, float) else str(one) for one in several)


def declared(one: Option, help: str = "", **more: Any) -> Decorator[Any]:
    """Return the click decorator of a declared option; not said, it is None."""
    kind = one.line
    assert kind is not None, f"{one.name} stands in a file only"
    usual = {"otherwise": one.default_words, "environment": one.environment}
    return option(one.flag, takes=kind, help=help or one.help, **{**usual, **more})


def engine_option(name: str, help: str = "", **more: Any) -> Decorator[Any]:
    """Return the click decorator of one of the engine's options, perhaps with other help."""
    from perf_engine.engine.options import Options

    return declared(options_of(Options)[name], help, **more)


def engine_options(command: Command) -> Command:
    """Decorate a command with every option of the engine that can stand on a command line."""
    from perf_engine.engine.options import CHANNEL, Options

    for one in reversed([*options_of(Options).values(), CHANNEL]):
        if one.line is not None:
            command = declared(one)(command)
    return command


def config_option(help: str) -> Decorator[Any]:
    """Return the click decorator of --config."""
    return click.option("--config", type=FILE, metavar="FILE", help=help)


def out_option(metavar: str, help: str, **more: Any) -> Decorator[Any]:
    """Return the click decorator of --out, which takes a file unless `more` has another type."""
    return click.option("--out", metavar=metavar, help=help, **{"type": FILE, **more})


def start_option(help: str) -> Decorator[Any]:
    """Return the click decorator of --from, the model that is trained further."""
    return click.option("--from", "start", metavar="MODEL", help=help)


def style_option(help: str) -> Decorator[Any]:
    """Return the click decorator of --style, one of the styles that a run was told."""
    return click.option("--style", metavar="NAME", help=help)


def general_option(help: str) -> Decorator[Any]:
    """Return the click decorator of --general, music that keeps a model from forgetting."""
    return click.option("--general", type=EXISTING_FOLDER, metavar="DIR", help=help)


def _controls(
    ctx: click.Context, _param: click.Parameter, given: tuple[str, ...]
) -> tuple[tuple[str, Given], ...]:
    """Return controls and their values from NAME=VALUE, checked."""
    from .configuration import ConfigError, setting

    try:
        return tuple(map(setting, given))
    except ConfigError as error:
        raise click.UsageError(str(error), ctx) from error


controls_option = click.option(
    "--set",
    "controls",
    multiple=True,
    metavar="NAME=VALUE",
    callback=_controls,
    help="Set a control, such as temperature=0.9.  [may be repeated]",
)

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
