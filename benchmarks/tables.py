"""The table of figures that a benchmark prints."""

from __future__ import annotations

import math
from collections.abc import Mapping

from rich.console import Console
from rich.table import Table

Cell = float | int | str | None


def show(console: Console, title: str, rows: Mapping[str, Mapping[str, Cell]]) -> None:
    """Print rows by name, each with its figures by the heads of their columns, as in the first.

    A share has two digits, and a figure that is None or NaN is left empty.
    """
    table = Table(title=title or None, box=None, padding=(0, 2, 0, 0), title_justify="left")
    table.add_column("")
    heads = list(next(iter(rows.values()), {}))
    for head in heads:
        table.add_column(head, justify="right", no_wrap=True)
    for name, row in rows.items():
        table.add_row(name, *(_text(row[head]) for head in heads))
    console.print(table)


def _text(value: Cell) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    return f"{value:.2f}" if isinstance(value, float) else str(value)
