"""The command that this user types to run the program again, in the way in which it was started."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

NAME: Final = "perf-engine"
MADE: Final = frozenset({"play", "demo", "doctor"})  # `make` sets up everything before these
CHECKOUT: Final = ("Makefile", "pyproject.toml")  # what a copy of the project has, and no wheel
PROJECT: Final = Path(__file__).resolve().parents[2]


def own_command(
    *words: str,
    project: Path = PROJECT,
    prefix: Path = Path(sys.prefix),
    find: Callable[[str], str | None] = shutil.which,
) -> str:
    """Return a command such as ("play", "--mode", "solo") as one line to type in this folder.

    In a copy of the project that is `make play ARGS="--mode solo"`; `prefix` is the folder of the
    environment in which the program is installed, `find` gives the program that the shell finds.
    """
    here = _here()
    rest = shlex.join(words[1:])
    checkout = all((project / name).is_file() for name in CHECKOUT)
    if checkout and here == project and words[0] in MADE and not set('"$`\\') & set(rest):
        return f"make {words[0]}" + (f' ARGS="{rest}"' if rest else "")
    return f"{_program(here, prefix, find)} {shlex.join(words)}"


def _here() -> Path | None:
    """Return the present folder; None if it is gone."""
    try:
        return Path.cwd().resolve()
    except OSError:
        return None


def _program(here: Path | None, prefix: Path, find: Callable[[str], str | None]) -> str:
    """Return how this program is called from a folder."""
    folder, ending = ("Scripts", ".exe") if os.name == "nt" else ("bin", "")
    script = prefix.resolve() / folder / f"{NAME}{ending}"
    found = find(NAME)
    if found is not None and Path(found).resolve() == script.resolve():
        return NAME
    if not script.is_file():
        return f"{shlex.quote(sys.executable)} -m perf_engine"
    if here is None or not script.is_relative_to(here):
        return shlex.quote(str(script))
    near = script.relative_to(here)
    return shlex.quote(str(near) if len(near.parts) > 1 else f".{os.sep}{near}")
