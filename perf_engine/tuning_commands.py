"""Fine-tuning and adapting at the command line, and what is seen of a run: curves, a report."""

from __future__ import annotations

import itertools
import json
import os
import shutil
import subprocess
import sys
import tempfile
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


@click.command()
@click.argument("run", type=click.Path(exists=True, file_okay=False, path_type=Path))
def curves(run: Path) -> None:
    """Draw the curves of a training run once more, from its metrics.jsonl."""
    from .training.curves import draw

    try:
        click.echo(f"Wrote {draw(run)}.")
    except ValueError as error:
        raise click.ClickException(str(error)) from error


@click.command()
@click.argument("sessions", nargs=-1, required=True, metavar="SESSION...",
                type=click.Path(exists=True, path_type=Path))
@click.option("--from", "start", metavar="MODEL",
              help="The model to adapt.  [default: the one that play takes]")
@click.option("--general", type=click.Path(exists=True, file_okay=False, path_type=Path),
              help="A data set of general music, so that the model forgets little.")
@click.option("--events", type=click.IntRange(1), default=500_000, show_default=True,
              help="How many events to train on at most.")
@click.option("--wait", is_flag=True, help="Wait until it is done, instead of in the background.")
@click.option("--here", metavar="NAME", hidden=True, help="Do it in this process.")
def adapt(
    sessions: tuple[Path, ...], start: str | None, general: Path | None, events: int,
    wait: bool, here: str | None,
) -> None:
    """Let a model learn from what you played, in the background, while you play on.

    A SESSION is a MIDI file or a folder of them; where it has a track `human`, only that is
    learnt. The new model is written beside the old one, which stays as it is.
    """
    from .live.model import find_model
    from .training.sessions import midi_files

    try:
        old = find_model(start)
        if not old.is_file():
            raise ValueError(f"there is no model file {old}")
        for session in sessions:
            midi_files(session)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    if here is not None:
        _adapt(old, sessions, old.with_name(f"{here}.safetensors"), general, events)
        return
    name = free_name(old)
    words = [*map(str, sessions), "--from", str(old), "--events", str(events), "--here", name]
    if general is not None:
        words += ["--general", str(general)]
    command = [sys.executable, "-m", "perf_engine", "adapt", *words]
    alone = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    if wait:
        sys.exit(subprocess.run(command, env=alone, check=False).returncode)
    log = old.with_name(f"{name}.log")
    with log.open("w", encoding="utf-8") as file:
        subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=file, stderr=file,
                         env=alone, start_new_session=True)
    click.echo(f"Adapting {old.stem} in the background, as {name}; {log} tells how it goes.")


def free_name(old: Path) -> str:
    """A name for a model beside another, which neither a model nor an attempt bears yet."""
    for number in itertools.count(1):
        name = f"{old.stem}-adapted" + (f"-{number}" if number > 1 else "")
        if not any(old.with_name(name + end).exists() for end in (".safetensors", ".log", ".md")):
            return name
    raise AssertionError


def _adapt(
    old: Path, sessions: tuple[Path, ...], new: Path, general: Path | None, events: int
) -> None:
    os.nice(19)
    from dataclasses import replace

    from .training.checkpoint import of_run
    from .training.dataset import prepare
    from .training.export import export
    from .training.progress import examined
    from .training.sessions import LISTENING, gather, rules
    from .training.tuning import TUNING, fine_tune

    def watch(line: Mapping[str, Any]) -> None:
        if "mix" in line:
            click.echo(examined(line))

    with tempfile.TemporaryDirectory(prefix="perf-engine-adapt-") as folder:
        work = Path(folder)
        try:
            count = gather(sessions, work / "own")
            prepare([work / "own"], work / "data", workers=1, validation=0.2,
                    selection=LISTENING, rules=rules())
            report = fine_tune(old, work / "data", work / "run", replace(TUNING, events=events),
                               general, watch=watch)
        except (ValueError, OSError) as error:
            raise click.ClickException(str(error)) from error
        if report.step == 0:
            click.echo(NOTHING)
            return
        text = in_words(report, played_alone(old), played_alone(work / "run"))
        click.echo(text)
        export(of_run(work / "run"), work / new.name, {"sessions": count})
        if new.exists():
            raise click.ClickException(f"{new} is there already, and is left as it is")
        shutil.copyfile(work / new.name, new.with_suffix(".part"))
        new.with_suffix(".part").replace(new)
    card = f"# Model card: {new.stem}\n\n{old.stem}, adapted to {count} MIDI files.\n\n{text}\n"
    new.with_suffix(".md").write_text(card, encoding="utf-8")
    click.echo(f"Play with it: perf-engine play --model {new.stem}. {old.stem} is as it was.")
