"""Options that the commands of several benchmarks take, and the report that each writes."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NoReturn, TypeVar

import click
from rich.console import Console

from perf_engine.files.whole_file import write_whole

Command = TypeVar("Command", bound=Callable[..., Any])
FILE: Final = click.Path(dir_okay=False, path_type=Path)

model_option = click.option(
    "--model", help="A model by name or path.  [default: the one that play takes]"
)
folders_argument = click.argument(
    "folders",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)
most_option = click.option(
    "--most", default=24, show_default=True, type=click.IntRange(2), help="Songs each."
)
seeds_option = click.option("--seeds", default=3, show_default=True, type=click.IntRange(1))
seed_option = click.option("--seed", default=0, show_default=True, type=click.IntRange(0))


def midi_argument(required: bool) -> Callable[[Command], Command]:
    """Return the click decorator of MIDI files and folders."""
    path = click.Path(exists=True, path_type=Path)
    return click.argument("midi", nargs=-1, required=required, type=path)


def report_option(name: str) -> Callable[[Command], Command]:
    """Return the click decorator of --json, the file of the report."""
    return click.option("--json", "out", default=name, show_default=True, type=FILE)


def write_report(out: Path, report: Mapping[str, Any] | Sequence[Any]) -> None:
    """Write a report as JSON. Raises OSError."""
    write_whole(out, json.dumps(report, indent=1) + "\n")


def end(
    console: Console, out: Path, report: Mapping[str, Any], faults: Sequence[str], done: str
) -> NoReturn:
    """Write the report, print the faults and what was done, and exit; with status 1 if faulty."""
    write_report(out, report)
    for fault in faults:
        console.print(fault, style="bold")
    console.print(f"{done}; wrote {out}.", highlight=False)
    raise SystemExit(1 if faults else 0)
