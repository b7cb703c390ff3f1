"""The progress of a run, live in a terminal; elsewhere nothing is shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

from .run import Watch


@contextmanager
def shown(events: int, console: Console) -> Iterator[Watch]:
    """A watch that shows a bar, events a second, the loss by sub-event, and the time left."""
    if not console.is_terminal:
        yield lambda line: None
        return
    columns = (BarColumn(12), TaskProgressColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=console) as bar:
        task = bar.add_task("begins", total=events)

        def watch(line: Mapping[str, Any]) -> None:
            if "total" in line:
                bar.update(task, completed=line["events"], description=told(line))
            else:
                bar.console.print(examined(line), highlight=False)

        yield watch


def told(line: Mapping[str, Any]) -> str:
    """A line of training: speed, time left, and loss."""
    loss = "  ".join(f"{name} {nats:.2f}" for name, nats in line["loss"].items())
    left = timedelta(seconds=line["eta_s"])
    return f"{line['events_per_s']} events/s, {left} left\n{loss}  = {line['total']:.3f} nats"


def examined(line: Mapping[str, Any]) -> str:
    """A line of validation."""
    said = f"step {line['step']}: validation {line['mix']['total']:.3f} nats an event"
    if line.get("told_mix"):
        said += f", {line['told_mix']['total']:.3f} where style and metre are told"
    if line.get("general_mix"):
        said += f", general {line['general_mix']['total']:.3f}"
    return said + (", the best so far" if line["best"] == line["step"] else "")
