"""The commands curves and adapt, and the report of fine-tuning in words.

Each imports what it needs when it runs.
"""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from perf_engine.engine.option_declaration import Whole
from perf_engine.engine.own_command import own_command
from perf_engine.files.whole_file import write_whole
from perf_engine.protocol import pipes

from .failures import need, sentence, worded
from .options import EXISTING_FOLDER, general_option, option, start_option

if TYPE_CHECKING:
    from perf_engine.studio.measure.habits import Habits
    from perf_engine.training.learn.tuning import Report

REPORT = "report.json"
NOTHING = "No better model was found: the old one is the best."
UNPROTECTED = (
    "No general music was replayed (--general DATA): the model may have forgotten other music,"
    " and how much was not measured."
)


@click.command()
@click.argument("run", type=EXISTING_FOLDER)
def curves(run: Path) -> None:
    """Draw the curves of a training run again, from the file metrics.jsonl of the run."""
    need("curves", "matplotlib")
    need("curves", "torch")
    from perf_engine.training.learn.curves import draw

    click.echo(f"Wrote {sentence(lambda: draw(run))}.")


@click.command()
@click.argument(
    "sessions",
    nargs=-1,
    required=True,
    metavar="SESSION...",
    type=click.Path(exists=True, path_type=Path),
)
@start_option("Let this model learn.  [default: the model that play uses]")
@general_option(
    "Mix this data set of general music into the training, so that the model forgets less"
    " of what it knew."
)
@option("--events", takes=Whole(1), default=500_000, help="Train on at most this many events.")
@click.option(
    "--wait",
    is_flag=True,
    help="Wait until the training is done, instead of training in the background.",
)
@click.option("--here", metavar="NAME", hidden=True, help="Do it in this process.")
def adapt(
    sessions: tuple[Path, ...],
    start: str | None,
    general: Path | None,
    events: int,
    wait: bool,
    here: str | None,
) -> None:
    """Let a model learn from your playing, in the background.

    A SESSION is a recording (play --record), a MIDI file, or a folder of recordings and MIDI files.
    If a file has a track named human, the model learns only that track. The command writes the new
    model beside the old model, which does not change.
    """
    need("adapt", "torch")
    from perf_engine.engine.helpers.model_files import check_model, find_model
    from perf_engine.engine.session.journal import sessions as recorded
    from perf_engine.training.data.sessions import midi_files

    try:
        for session in (one for folder in sessions for one in recorded(folder)):
            _write_midi(session)
        old = find_model(start)
        check_model(old)
        for session in sessions:
            midi_files(session)
    except (ValueError, OSError) as error:
        raise click.ClickException(worded(error)) from error
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
    with sentence(lambda: log.open("w", encoding="utf-8")) as file:
        subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=file,
            env=alone,
            **pipes.of_its_own(),
        )
    click.echo(f"Adapting {old.stem} in the background, as {name}; {log} shows the progress.")


def _write_midi(session: Path) -> None:
    """Write a session as MIDI beside its journal. Raises OSError, or ValueError."""
    from perf_engine.engine.session.journal import NoSession

    from .session_music import write_session_midi

    try:
        write_session_midi(session)
    except NoSession:
        raise
    except ValueError as error:
        raise ValueError(f"{session}: {error}") from error


def free_name(old: Path) -> str:
    """Return a name for a model beside another that no model and no attempt has yet."""
    for number in itertools.count(1):
        name = f"{old.stem}-adapted" + (f"-{number}" if number > 1 else "")
        if not any(old.with_name(name + end).exists() for end in (".safetensors", ".log", ".md")):
            return name
    raise AssertionError


def _adapt(
    old: Path, sessions: tuple[Path, ...], new: Path, general: Path | None, events: int
) -> None:
    if hasattr(os, "nice"):
        os.nice(19)
    from dataclasses import replace

    from perf_engine.training.data.dataset import prepare
    from perf_engine.training.data.sessions import LISTENING, gather, rules
    from perf_engine.training.learn.checkpoint import of_run
    from perf_engine.training.learn.export import export
    from perf_engine.training.learn.progress import examined
    from perf_engine.training.learn.tuning import TUNING, fine_tune

    def watch(line: Mapping[str, Any]) -> None:
        if "mix" in line:
            click.echo(examined(line))

    with tempfile.TemporaryDirectory(prefix="perf-engine-adapt-") as folder:
        work = Path(folder)
        try:
            count = gather(sessions, work / "own")
            prepare(
                [work / "own"],
                work / "data",
                workers=1,
                validation=0.2,
                selection=LISTENING,
                rules=rules(),
            )
            report = fine_tune(
                old,
                work / "data",
                work / "run",
                replace(TUNING, events=events),
                general,
                watch=watch,
            )
        except (ValueError, OSError) as error:
            raise click.ClickException(worded(error)) from error
        if report.step == 0:
            click.echo(NOTHING)
            return
        text = in_words(report, played_alone(old), played_alone(work / "run"))
        click.echo(text)
        sentence(lambda: export(of_run(work / "run"), work / new.name, {"sessions": count}))
        if new.exists():
            raise click.ClickException(f"{new} exists already, and stays as it is")
        sentence(lambda: write_whole(new, (work / new.name).read_bytes()))
    card = f"# Model card: {new.stem}\n\n{old.stem}, adapted to {count} MIDI files.\n\n{text}\n"
    sentence(lambda: write_whole(new.with_suffix(".md"), card))
    click.echo(
        f"Play with it: {own_command('play', '--model', new.stem)}, or, while playing, send"
        f" /perf/model/load {new.stem}. {old.stem} has not changed."
    )


@contextmanager
def watched(out: Path, events: int) -> Iterator[Callable[[Mapping[str, Any]], None]]:
    """Show a run as it goes, and draw its curves after every validation."""
    from rich.console import Console

    from perf_engine.training.learn.curves import draw
    from perf_engine.training.learn.progress import shown

    with shown(events, Console(stderr=True)) as show:

        def watch(line: Mapping[str, Any]) -> None:
            show(line)
            if "mix" in line:
                draw(out)

        yield watch


def tune(
    start: str,
    data: Path,
    out: Path,
    general: Path | None,
    shares: Mapping[str, float],
    device: str,
    changes: Mapping[str, Any],
) -> Report:
    """Fine-tune, say what it changed, and write `report.json`. Raises ValueError."""
    from dataclasses import replace

    from perf_engine.training.data.dataset import Dataset
    from perf_engine.training.learn.tuning import TUNING, fine_tune

    model, dataset = found(start), Dataset.open(data)
    recipe = replace(
        TUNING,
        **changes,
        styles=bool(dataset.styles),
        metre=dataset.measured is not None,
        weights=shares,
    )
    with watched(out, recipe.events) as watch:
        report = fine_tune(model, data, out, recipe, general, device, watch=watch)
    if os.environ.get("RANK", "0") == "0":
        before, after = played_alone(model), played_alone(out)
        said = {**report.as_json(), "alone": {"before": before.as_json(), "after": after.as_json()}}
        write_whole(out / REPORT, json.dumps(said, indent=1) + "\n")
        click.echo(in_words(report, before, after))
        click.echo(f"The model is in {out}; export it to play with it.")
    return report


def found(start: str) -> Path:
    """Return the path of a model: an existing path, or a model by name. Raises ValueError."""
    from perf_engine.engine.helpers.model_files import find_model

    path = Path(start)
    return path if path.exists() else find_model(start)


def played_alone(start: Path) -> Habits:
    """Return the statistics of a model's playing alone."""
    from perf_engine.core.model.gru import Weights
    from perf_engine.core.model.ties import with_habits
    from perf_engine.studio.measure.habits import habits
    from perf_engine.training.learn.export import folded
    from perf_engine.training.learn.unfold import beginning

    model, _ = beginning(start)
    return habits(with_habits(Weights(folded(model), model.sizes, model.vocabulary)))


def in_words(report: Report, before: Habits, after: Habits) -> str:
    """Return the report as lines for a person."""
    if report.step == 0:
        return NOTHING
    lines = [f"Step {report.step} is kept. Nats an event on held-out music, before and after:"]
    for title, change in (("this music", report.own), ("general music", report.general)):
        if change is not None:
            lines.append(
                f"  {title}: {change.before:.3f} -> {change.after:.3f} ({change.share:+.1%})"
            )
    lines.append(f"Playing alone, means of {before.clips} and {after.clips} half minutes:")
    for title, name in (
        ("four-note repetition", "repetition"),
        ("longest run of one pitch", "longest_run"),
        ("the longest of all", "worst_run"),
        ("notes a second", "notes_per_second"),
    ):
        lines.append(f"  {title}: {getattr(before, name):.2f} -> {getattr(after, name):.2f}")
    if report.general is None:
        lines.append(UNPROTECTED)
    return "\n".join(lines)
