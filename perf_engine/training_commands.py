"""The training commands, prepare, train and export: each imports what it needs when it runs."""

from __future__ import annotations

import importlib.util
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

FOLDER = click.Path(file_okay=False, path_type=Path)


def need(command: str, module: str) -> None:
    """Raise a ClickException that says what to do where a module of the extra train is missing."""
    if importlib.util.find_spec(module) is None:
        name = {"torch": "PyTorch"}.get(module, module)
        raise click.ClickException(
            f"{command} needs {name} (extra train), which is not in this environment:"
            f" type  make develop  and then  .venv-dev/bin/perf-engine {command}"
        )


def _keys(_context: click.Context, _option: click.Parameter, value: str) -> tuple[int, int]:
    """Two keys of LOW-HIGH."""
    low, dash, high = value.partition("-")
    if not (dash and low.isdecimal() and high.isdecimal()):
        raise click.BadParameter(f"must be two keys from 0 to 127, such as 36-84, not {value}")
    return int(low), int(high)


@click.command()
@click.argument("corpora", nargs=-1, required=True,
                type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("-o", "--out", required=True, type=FOLDER, help="The data set's folder.")
@click.option("--workers", type=click.IntRange(1, 256), help="Processes.  [default: all cores]")
@click.option("--validation", default=0.05, show_default=True,
              type=click.FloatRange(0.0, 0.5, max_open=True),
              help="Share of the files held out, by piece, where a corpus has no split of its own.")
@click.option("--seed", default=0, type=click.IntRange(0, 2**31 - 1), show_default=True)
@click.option("--roles", type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="A TOML table of which part a track plays, in place of the own one.")
@click.option("--melody-only", is_flag=True,
              help="Only the melody; where no track is one, the highest line.")
@click.option("--fold", default="0-127", metavar="LOW-HIGH", callback=_keys, show_default=True,
              help="Move keys outside a range into it by octaves.")
@click.option("--drop-silence", type=click.FloatRange(0.0, 3600.0, min_open=True),
              metavar="SECONDS", help="Cut silences that are longer to this.")
@click.option("--drums", is_flag=True, help="Take drums too, as a part of their own.")
def prepare(
    corpora: tuple[Path, ...], out: Path, workers: int | None, validation: float, seed: int,
    roles: Path | None, melody_only: bool, fold: tuple[int, int], drop_silence: float | None,
    drums: bool,
) -> None:
    """Read folders of MIDI files into one data set; each folder is a source.

    A run that was interrupted is gone on from when the same command is given again.
    """
    need("prepare", "symusic")
    from .training.dataset import prepare as read
    from .training.roles import TABLE, Rules
    from .training.selection import Selection

    try:
        rules = Rules.read(roles or TABLE)
        selection = Selection(melody_only, *fold, drop_silence, drums)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    try:
        with _progress() as progress:
            summary = read(
                corpora, out, workers=workers, validation=validation, seed=seed,
                selection=selection, rules=rules, progress=progress,
            )  # fmt: skip
    except (ValueError, OSError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{len(summary.pieces)} pieces, {summary.events} events in {out}.")
    if summary.skipped:
        same = sum(reason.startswith("the same") for _, _, reason in summary.skipped)
        click.echo(
            f"{len(summary.skipped)} files skipped, {same} of them copies of others;"
            f" {out / 'skipped.tsv'} says why."
        )


@contextmanager
def _progress() -> Iterator[Callable[[int, int, str], None]]:
    """How far it is and how long it will take: a bar in a terminal, else a line now and then."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    if not Console().is_terminal:
        yield Lines(click.echo, time.monotonic)
        return
    with Progress("Reading", BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()) as bar:
        task = bar.add_task("Reading", total=None)

        def show(done: int, total: int, _name: str) -> None:
            if not bar.tasks[0].total:  # what an interrupted run has read took no time now
                bar.reset(task, total=total, completed=done)
            bar.update(task, completed=done)

        yield show


class Lines:
    """A line about the progress every ten seconds, for a log."""

    def __init__(self, say: Callable[[str], object], clock: Callable[[], float]) -> None:
        self.say, self.clock = say, clock
        self.begun = self.said = clock()
        self.before: int | None = None  # files that were done when it began

    def __call__(self, done: int, total: int, _name: str) -> None:
        """So many files of so many are done."""
        now = self.clock()
        if self.before is None:
            self.before = done - 1 if done == 1 else done
        if now - self.said < 10 or done == self.before:
            return
        self.said = now
        left = (total - done) * (now - self.begun) / (done - self.before)
        self.say(f"{done} of {total} files, about {left:.0f} s left")


@click.command()
@click.argument("data", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("-o", "--out", required=True, type=FOLDER,
              help="The run's folder; a run that stands there is gone on with.")
@click.option("--from", "start", metavar="MODEL",
              help="Go on with a model (a name, a model file, a run's folder): fine-tuning.")
@click.option("--general", type=click.Path(exists=True, file_okay=False, path_type=Path),
              help="With --from: a data set of general music, so that the model forgets little.")
@click.option("--replay", type=click.FloatRange(0.0, 1.0, max_open=True),
              help="With --general: its share in what is learnt.  [default: 0.5]")
@click.option("--pianist", type=click.FloatRange(0.0, 1.0),
              help="The share of the music whose parts are all told as one piano's."
                   "  [default: 0; 0.5 with --from]")
@click.option("--events", type=click.IntRange(1),
              help="How many events to train on.  [default: 45000000; 2000000 with --from]")
@click.option("--hidden", type=click.IntRange(8, 4096),
              help="The width of the hidden state.  [default: 512]")
@click.option("--cell", type=click.Choice(["gru", "lstm"]),
              help="An LSTM is only to compare with: it cannot be played.  [default: gru]")
@click.option("--streams", type=click.IntRange(1, 4096),
              help="Pieces side by side in each process.  [default: 96; 16 with --from]")
@click.option("--steps", type=click.IntRange(1, 4096),
              help="Events of back-propagation through time.  [default: 64]")
@click.option("--rate", type=click.FloatRange(1e-6, 1.0),
              help="The highest learning rate.  [default: 0.004; 0.0005 with --from]")
@click.option("--dropout", type=click.FloatRange(0.0, 1.0, max_open=True),
              help="Share of the hidden state that the heads do not see.  [default: 0]")
@click.option("--patience", type=click.IntRange(0),
              help="End after so many validations without a better one; 0: never."
                   "  [default: 0; 5 with --from]")
@click.option("--validation-steps", type=click.IntRange(1),
              help="Steps from one validation to the next.  [default: 500; 100 with --from]")
@click.option("--weight", "weights", multiple=True, metavar="SOURCE=SHARE",
              help="A source's share; may be repeated.  [default: every source by its length]")
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), help="[default: 0]")
@click.option("--device", default="cpu", type=click.Choice(["cpu", "cuda"]), show_default=True)
def train(
    data: Path, out: Path, start: str | None, general: Path | None, hidden: int | None,
    weights: tuple[str, ...], device: str, **given: Any,
) -> None:
    """Train a model on a data set, or go on with one; run under torchrun for several processes."""
    for module in ("torch", "matplotlib"):
        need("train", module)
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    if start is None and (general is not None or given["replay"] is not None):
        raise click.UsageError("--general and --replay go with --from")
    if start is not None and (hidden is not None or given["cell"] is not None):
        raise click.UsageError("--hidden and --cell go without --from: the model has its own")
    if given["replay"] is not None and general is None:
        raise click.UsageError("--replay goes with --general, a data set of general music")
    changes = {name: value for name, value in given.items() if value is not None}
    shares = _shares(weights)
    try:
        if start is not None:
            from .fine_tuning import tune

            tune(start, data, out, general, shares, device, changes)
            return
        from .core.sizes import Sizes
        from .fine_tuning import watched
        from .training.dataset import Dataset
        from .training.material import by_length
        from .training.recipe import Recipe
        from .training.train import train as run

        recipe = Recipe(
            **{"events": 45_000_000, "streams": 96, **changes},
            weights=shares or by_length(Dataset.open(data)),
        )
        with watched(out, recipe.events) as watch:
            checkpoint = run(data, out, Sizes(hidden=hidden or 512), recipe, device, watch=watch)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    if os.environ.get("RANK", "0") == "0":
        click.echo(f"Trained: {checkpoint}")


def _shares(weights: tuple[str, ...]) -> dict[str, float]:
    shares = {}
    for text in weights:
        source, _, share = text.partition("=")
        try:
            shares[source] = float(share)
        except ValueError:
            sentence = f"{text} must be SOURCE=SHARE, such as pop909=0.3"
            raise click.BadParameter(sentence) from None
    return shares


@click.command()
@click.argument("run", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("-o", "--out", required=True, type=click.Path(dir_okay=False, path_type=Path),
              help="The model file, NAME.safetensors.")
@click.option("--float32", is_flag=True, help="Twice as large, and exactly what was trained.")
@click.option("--like", type=click.Path(exists=True, dir_okay=False, path_type=Path),
              metavar="FILE.json",
              help="Hold the machine, where it plays alone, to the spread of this music (of stats "
                   "--keep-spread).  [default: of piano music]")
def export(run: Path, out: Path, float32: bool, like: Path | None) -> None:
    """Write the best model of a training run, or else its last, as a file to play with."""
    need("export", "torch")
    from .core.limits import Limits
    from .studio.limits_of import limits_of
    from .studio.statistics import read_spreads
    from .training.checkpoint import of_run
    from .training.export import export as write

    if out.suffix != ".safetensors":
        raise click.BadParameter(f"the model file must end in .safetensors, not {out.name}")
    try:
        limits = Limits() if like is None else limits_of(read_spreads(like))
        write(of_run(run), out, half=not float32, limits=limits)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Wrote {out}.")
