"""A table of figures has a line for each row, and nothing where there is no figure."""

from __future__ import annotations

from io import StringIO

from rich.console import Console

from benchmarks.tables import Cell, show


def test_figures_stand_below_their_heads_and_missing_ones_are_left_empty() -> None:
    written = StringIO()
    rows: dict[str, dict[str, Cell]] = {
        "steady": {"pieces": 4, "F": 0.956, "taken for": "jazz"},
        "rubato": {"taken for": None, "pieces": 2, "F": float("nan")},
    }
    show(Console(file=written, width=80), "The beat", rows)
    title, heads, steady, rubato = (line.split() for line in written.getvalue().splitlines())
    assert title == ["The", "beat"]
    assert heads == ["pieces", "F", "taken", "for"]
    assert steady == ["steady", "4", "0.96", "jazz"]
    assert rubato == ["rubato", "2"]


def test_no_rows_are_an_empty_table() -> None:
    written = StringIO()
    show(Console(file=written, width=80), "", {})
    assert written.getvalue().strip() == ""
