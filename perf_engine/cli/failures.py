"""Failures of a command: one sentence for the terminal, and the exit status 1."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from typing import TypeVar

import click

Found = TypeVar("Found")


def sentence(work: Callable[[], Found]) -> Found:
    """Return the result of a function; its OSError or ValueError becomes a ClickException."""
    try:
        return work()
    except (OSError, ValueError) as error:
        raise click.ClickException(worded(error)) from error


def worded(error: Exception) -> str:
    """Return an error as a sentence, which names the file if there is one."""
    if not isinstance(error, OSError) or not error.strerror:
        return str(error)
    return f"{error.filename}: {error.strerror}" if error.filename else error.strerror


def need(command: str, module: str) -> None:
    """Raise a ClickException that says what to do where a module of the extra train is missing."""
    if importlib.util.find_spec(module) is None:
        name = {"torch": "PyTorch"}.get(module, module)
        raise click.ClickException(
            f"{command} needs {name} (extra train), which is not in this environment:"
            f" type  make develop  and then  .venv-dev/bin/perf-engine {command}"
        )


def need_extra(command: str, module: str, library: str, extra: str) -> None:
    """Raise a ClickException that says what to type where the library of an extra is missing."""
    if importlib.util.find_spec(module) is None:
        raise click.ClickException(
            f"{command} needs the library {library} (extra {extra}), which is not in this"
            f" environment: type  {sys.executable} -m pip install {library}"
        )
