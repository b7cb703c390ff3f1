"""The commands after training, curves and adapt: each imports what it needs when it runs."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from .fine_tuning import NOTHING, in_words, played_alone
from .training_commands import need


@click.command()
@click.argument("run", type=click.Path(exists=True, file_okay=False, path_type=Path))
def curves(run: Path) -> None:
    """Draw the curves of a training run once more, from its metrics.jsonl."""
    need("curves", "matplotlib")
    need("curves", "torch")
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

    A SESSION is what was recorded (play --record), a MIDI file, or a folder of these; where it has
    a track `human`, only that is learnt. The new model is written beside the old one, which stays
    as it is.
    """
    for module in ("torch", "symusic"):
        need("adapt", module)
    from .live.journal import sessions as recorded
    from .live.model import find_model
    from .session_music import write_session_midi
    from .training.sessions import midi_files

    try:
        for session in (one for folder in sessions for one in recorded(folder)):
            write_session_midi(session)
        old = find_model(start)
        if not old.is_file():
            raise ValueError(f"there is no model file {old}")
        for session in sessions:
            midi_files(session)
    except (ValueError, OSError) as error:
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
    click.echo(
        f"Play with it: perf-engine play --model {new.stem}, or, while playing, send"
        f" /perf/model/load {new.stem}. {old.stem} is as it was."
    )
