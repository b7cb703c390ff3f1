"""Failures of a command: one sentence for the terminal, and the exit status 1."""

from __future__ import annotations

import importlib.util
import sys
import unicodedata
from collections.abc import Callable
from typing import Final, TypeVar

import click

LONGEST: Final = 2000  # characters of what is printed in one sentence
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


def printable(text: str) -> str:
    """Return a text in which nothing moves the cursor, or colours or clears the terminal.

    A text from a file or a log may hold anything. What is very long is cut, and a tab is a space.
    """
    cut = text if len(text) <= LONGEST else f"{text[:LONGEST]} ..."
    return "".join(letter if _shows(letter) else "?" for letter in cut.replace("\t", " "))


def _shows(letter: str) -> bool:
    return letter.isprintable() or unicodedata.category(letter) == "Zs"  # any kind of space


def printable_lines(text: str) -> str:
    """Return a text of several lines, each of them printable."""
    return "\n".join(map(printable, text.split("\n")))


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
