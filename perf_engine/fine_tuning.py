"""Fine-tuning as a musician sees it: how it goes, what it changed, in words."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from .studio.habits import Habits
    from .training.tuning import Report

REPORT = "report.json"
NOTHING = "Nothing better was found: the model is best as it was."
UNPROTECTED = (
    "No general music was replayed (--general DATA): the model may have forgotten what it knew"
    " of other music, and how much was not measured."
)


@contextmanager
def watched(out: Path, events: int) -> Iterator[Callable[[Mapping[str, Any]], None]]:
    """Show a run as it goes, and draw its curves after every validation."""
    from rich.console import Console

    from .training.curves import draw
    from .training.progress import shown

    with shown(events, Console(stderr=True)) as show:

        def watch(line: Mapping[str, Any]) -> None:
            show(line)
            if "mix" in line:
                draw(out)

        yield watch


def tune(
    start: str, data: Path, out: Path, general: Path | None, shares: Mapping[str, float],
    device: str, changes: Mapping[str, Any],
) -> Report:
    """Fine-tune, say what it changed, and write `report.json`. Raises ValueError."""
    from dataclasses import replace

    from .training.tuning import TUNING, fine_tune

    model = found(start)
    recipe = replace(TUNING, **changes, weights=shares)
    with watched(out, recipe.events) as watch:
        report = fine_tune(model, data, out, recipe, general, device, watch=watch)
    if os.environ.get("RANK", "0") == "0":
        before, after = played_alone(model), played_alone(out)
        said = {**report.as_json(), "alone": {"before": before.as_json(), "after": after.as_json()}}
        (out / REPORT).write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8")
        click.echo(in_words(report, before, after))
        click.echo(f"The model is in {out}; export it to play with it.")
    return report


def found(start: str) -> Path:
    """The model that is meant: a path that is there, or a model by name. Raises ValueError."""
    from .live.model import find_model

    path = Path(start)
    return path if path.exists() else find_model(start)


def played_alone(start: Path) -> Habits:
    """What a model does when it is left alone."""
    from .core.gru import Weights
    from .studio.habits import habits
    from .training.export import folded
    from .training.unfold import beginning

    model, _ = beginning(start)
    return habits(Weights(folded(model), model.sizes, model.vocabulary))


def in_words(report: Report, before: Habits, after: Habits) -> str:
    """The report to read."""
    if report.step == 0:
        return NOTHING
    lines = [f"Kept is step {report.step}. Nats an event on held-out music, before and after:"]
    for title, change in (("this music", report.own), ("general music", report.general)):
        if change is not None:
            lines.append(
                f"  {title}: {change.before:.3f} -> {change.after:.3f} ({change.share:+.1%})"
            )
    lines.append(f"Playing alone, means of {before.clips} and {after.clips} half minutes:")
    for title, name in (
        ("four-note repetition", "repetition"), ("longest run of one pitch", "longest_run"),
        ("the longest of all", "worst_run"), ("notes a second", "notes_per_second"),
    ):  # fmt: skip
        lines.append(f"  {title}: {getattr(before, name):.2f} -> {getattr(after, name):.2f}")
    if report.general is None:
        lines.append(UNPROTECTED)
    return "\n".join(lines)
