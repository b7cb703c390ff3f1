"""`make bench`: a table, and the same as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from perf_engine.live.model import load_model

from . import core, stage, voices
from .measure import PERCENTILES, Row, machine


@click.command()
@click.option("--model", help="A model by name or path.  [default: the one that play takes]")
@click.option("--seconds", default=60.0, type=click.FloatRange(5.0, 3600.0), show_default=True,
              help="How long the engine plays for each measurement of it.")
@click.option("--events", default=5000, type=click.IntRange(100, 1_000_000), show_default=True,
              help="How many events the core is measured on.")
@click.option("--json", "out", default="bench.json", show_default=True,
              type=click.Path(dir_okay=False, path_type=Path))
def main(model: str | None, seconds: float, events: int, out: Path) -> None:
    """Measure the core and the engine on this machine; takes about six minutes."""
    console = Console()
    here = machine()
    console.print(", ".join(f"{k}: {v}" for k, v in here.items()), highlight=False)
    try:
        weights, info = load_model(model)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    others = max(1, int(here["cores"]) - 1)
    rows: list[Row] = core.rows(weights, events)
    rows += voices.rows(weights, max(40, events // 25))
    rows.append(stage.start_to_answer(9, model))
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
    out.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
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
