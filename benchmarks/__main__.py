"""`make bench`: a table, and the same as JSON."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from perf_engine.engine.helpers.model_files import load_model

from . import core, lived, stage, voices
from .command import model_option, report_option, write_report
from .measure import PERCENTILES, Row, machine


@click.command()
@model_option
@click.option(
    "--seconds",
    default=60.0,
    type=click.FloatRange(5.0, 3600.0),
    show_default=True,
    help="How long the engine plays for each measurement of it.",
)
@click.option(
    "--events",
    default=5000,
    type=click.IntRange(100, 1_000_000),
    show_default=True,
    help="How many events the core is measured on.",
)
@click.option(
    "--rounds",
    default=20,
    type=click.IntRange(2, 1000),
    show_default=True,
    help="How often each of the rows with pauses is measured, ten events at a time.",
)
@click.option(
    "--against",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="Measure the rows with pauses only, in turn with those of another checkout.",
)
@click.option(
    "--whole",
    is_flag=True,
    help="With --against: all rows, a whole run in each "
    "checkout by its own benchmarks, and so --rounds times in turn.",
)
@report_option("bench.json")
def main(
    model: str | None,
    seconds: float,
    events: int,
    rounds: int,
    against: Path | None,
    whole: bool,
    out: Path,
) -> None:
    """Measure the core and the engine on this machine; takes about eight minutes."""
    console = Console(width=160)
    here = machine()
    console.print(", ".join(f"{k}: {v}" for k, v in here.items()), highlight=False)
    try:
        weights, info = load_model(model)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    if against is not None:
        try:
            if whole:
                found = lived.whole(against.resolve(), model, rounds, seconds, events)
            else:
                found = lived.against(against.resolve(), model, rounds)
        except (OSError, ValueError) as error:
            raise click.ClickException(str(error)) from error
        _compare(console, here, against, found, out)
        return
    others = max(1, int(here["cores"]) - 1)
    rows: list[Row] = core.rows(weights, events)
    rows += voices.rows(weights, max(40, events // 25))
    try:
        rows += lived.rows(model, rounds)
    except (OSError, ValueError) as error:
        raise click.ClickException(str(error)) from error
    rows += stage.reaction(max(20, int(seconds * 4)), model)
    try:
        for load in (0, others):
            rows += stage.punctuality(seconds, load, model)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    console.print(_table(rows))
    for row in rows:
        if row.note:
            console.print(f"{row.name}: {row.note}", highlight=False)
    figures = {"machine": here, "model": info.name, "rows": [row.as_json() for row in rows]}
    write_report(out, figures)
    console.print(f"Wrote {out}.", highlight=False)


def _compare(
    console: Console,
    here: dict[str, Any],
    other: Path,
    found: tuple[list[lived.Pair], list[str]],
    out: Path,
) -> None:
    """Print and write the rows of this checkout and another one, and their ratio."""
    pairs, lacking = found
    table = Table(box=None, pad_edge=False)
    titles = (
        "here p50",
        "there p50",
        "ratio",
        "here p99",
        "there p99",
        "ratio",
        "CPU p50",
        "there",
        "ratio",
        "chance",
    )
    table.add_column("")
    table.add_column("unit")
    for title in titles:
        table.add_column(title, justify="right", no_wrap=True)
    for pair in pairs:
        cells = []
        for a, b in (
            (pair.ours.wall[0], pair.theirs.wall[0]),
            (pair.ours.wall[2], pair.theirs.wall[2]),
            ((pair.ours.cpu or (0.0,))[0], (pair.theirs.cpu or (0.0,))[0]),
        ):
            cells += [f"{a:.3f}", f"{b:.3f}", f"{a / b:.2f}"] if a and b else ["", "", ""]
        chance = "" if pair.chance is None else f"{pair.chance:.3f}"
        table.add_row(pair.name, pair.ours.unit, *cells, chance)
    console.print(table)
    for sentence in lacking:
        console.print(sentence, highlight=False)
    figures = {
        "machine": here,
        "against": str(other),
        "lacking": lacking,
        "pairs": [
            {
                "name": p.name,
                "ratio": p.ratio,
                "chance": p.chance,
                "here": p.ours.as_json(),
                "there": p.theirs.as_json(),
            }
            for p in pairs
        ],
    }
    write_report(out, figures)
    console.print(f"Wrote {out}.", highlight=False)


def _table(rows: list[Row]) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("")
    table.add_column("unit")
    for title in ("n", *(f"p{p}" for p in PERCENTILES), *(f"CPU p{p}" for p in PERCENTILES)):
        table.add_column(title, justify="right", no_wrap=True)
    for row in rows:
        cpu = [f"{x:.3f}" for x in row.cpu] if row.cpu else [""] * 3
        table.add_row(row.name, row.unit, str(row.count), *(f"{x:.3f}" for x in row.wall), *cpu)
    return table


if __name__ == "__main__":
    main()
